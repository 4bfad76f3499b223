"""``python -m benchmarks``: run the benchmarks, print the table, and fail if a gate fails."""

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
        epilog="The exit status is 1 if a gate fails. Without PyTorch (CPU), the rows that need\n"
        "it are reported as not measured. The whole run takes a few minutes.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    result.add_argument(
        "--only",
        metavar="PATTERN",
        default="*",
        help="run only the rows whose name contains PATTERN, with the wildcards * and ?",
    )
    result.add_argument(
        "--quick", action="store_true", help="run fewer rounds, and scaling only up to N=1e5"
    )
    result.add_argument("--list", action="store_true", help="list the rows and their gates")
    result.add_argument(
        "--write", action="store_true", help="write the tables into docs/performance.md"
    )
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks that ``arguments`` select; 1 if a gate fails."""
    command = parser()
    chosen = command.parse_args(arguments)
    if chosen.write and (chosen.quick or chosen.only != "*"):
        command.error("--write needs the whole run: leave out --quick and --only")
    wanted = [row for row in rows() if _matches(row.name, chosen.only)]
    curves = [
        row
        for row in (sweeps(QUICK_SAMPLES) if chosen.quick else sweeps())
        if _matches(row.name, chosen.only)
    ]
    if not wanted and not curves:
        command.error(f"--only must match a row, got {chosen.only}; --list shows them all")
    if chosen.list:
        _list(wanted, curves)
        return 0
    effort = QUICK if chosen.quick else FULL
    outcomes = _judge_all(wanted, effort)
    growths = _sweep_all(curves, effort)
    if chosen.write:
        report.write(report.markdown(outcomes, growths, machine.description()), report.BENCH)
    return int(any(outcome.result is Result.FAIL for outcome in outcomes))


def _matches(name: str, pattern: str) -> bool:
    return fnmatchcase(name, f"*{pattern}*")


def _list(wanted: Sequence[Row], curves: Sequence[Sweep]) -> None:
    for row in wanted:
        print(f"{row.name:32}{row.work}; {row.gate}")
    for curve in curves:
        print(f"{curve.name:32}{curve.work}, for growing {curve.unit}; no gate")


def _judge_all(wanted: Sequence[Row], effort: Effort) -> list[Outcome]:
    table, outcomes = report.TextTable(wanted), []
    print(machine.description())
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
