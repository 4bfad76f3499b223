"""``python -m benchmarks``: measure, print, and say with the exit status whether all gates hold."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from fnmatch import fnmatchcase

import benchmarks
from benchmarks import machine, report
from benchmarks.contest import Outcome, Result, Row, judge
from benchmarks.rows import rows
from benchmarks.scaling import Growth, Sweep, sweep, sweeps
from benchmarks.timing import FULL, QUICK, Effort

QUICK_SAMPLES = 10**5


def parser() -> argparse.ArgumentParser:
    """The command line."""
    result = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=benchmarks.__doc__,
        epilog="The exit status is 1 when a gate fails. A row that needs PyTorch (CPU) counts as\n"
        "not measured where that is not installed. The whole run takes a few minutes.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    result.add_argument(
        "--only",
        metavar="PATTERN",
        default="*",
        help="run the rows whose name holds PATTERN, in which * and ? may stand for other letters",
    )
    result.add_argument(
        "--quick", action="store_true", help="fewer rounds, and scaling to N=1e5 alone"
    )
    result.add_argument("--list", action="store_true", help="list the rows and their gates")
    result.add_argument(
        "--write", action="store_true", help="put the tables into docs/performance.md"
    )
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what ``arguments`` ask for; 1 when a gate fails."""
    command = parser()
    chosen = command.parse_args(arguments)
    if chosen.write and (chosen.quick or chosen.only != "*"):
        command.error("--write wants the whole run: leave out --quick and --only")
    wanted = [row for row in rows() if _matches(row.name, chosen.only)]
    curves = [
        row
        for row in (sweeps(QUICK_SAMPLES) if chosen.quick else sweeps())
        if _matches(row.name, chosen.only)
    ]
    if not wanted and not curves:
        command.error(f"--only must match a row, got {chosen.only}; --list names them all")
    if chosen.list:
        _list(wanted, curves)
        return 0
    effort = QUICK if chosen.quick else FULL
    outcomes = _judge_all(wanted, effort)
    growths = _sweep_all(curves, effort)
    if chosen.write:
        report.write(report.markdown(outcomes, growths, machine.described()), report.BENCH)
    return int(any(outcome.result is Result.FAIL for outcome in outcomes))


def _matches(name: str, pattern: str) -> bool:
    return fnmatchcase(name, f"*{pattern}*")


def _list(wanted: Sequence[Row], curves: Sequence[Sweep]) -> None:
    for row in wanted:
        print(f"{row.name:32}{row.work}; {row.gate}")
    for curve in curves:
        print(f"{curve.name:32}{curve.work}, at growing {curve.unit}; no gate")


def _judge_all(wanted: Sequence[Row], effort: Effort) -> list[Outcome]:
    table, outcomes = report.TextTable(wanted), []
    print(machine.described())
    if wanted:
        print(table.line(report.HEADINGS))
    for row in wanted:
        outcomes.append(judge(row, effort))
        print(table.outcome(outcomes[-1]), flush=True)
    return outcomes


def _sweep_all(curves: Sequence[Sweep], effort: Effort) -> list[Growth]:
    growths = []
    for curve in curves:
        growths.append(sweep(curve, effort))
        print(report.growth_line(growths[-1]), flush=True)
    return growths


if __name__ == "__main__":
    sys.exit(main())
