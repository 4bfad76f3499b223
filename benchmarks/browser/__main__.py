"""``python -m benchmarks.browser``: measure the page, print a table, and fail if a gate fails."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from fnmatch import fnmatchcase

import benchmarks.browser
from benchmarks import machine, report
from benchmarks.browser import readings, rows, session
from benchmarks.contest import Result

ROUNDS = 5


def parser() -> argparse.ArgumentParser:
    """The command line."""
    result = argparse.ArgumentParser(
        prog="python -m benchmarks.browser",
        description=benchmarks.browser.__doc__,
        epilog="The exit status is 1 if a gate fails. A run takes a few minutes.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    result.add_argument(
        "--only",
        metavar="PATTERN",
        default="*",
        help="measure only the rows whose name contains PATTERN, with the wildcards * and ?",
    )
    result.add_argument(
        "--rounds", type=int, default=ROUNDS, help=f"number of rounds (default: {ROUNDS})"
    )
    result.add_argument("--list", action="store_true", help="list the rows and their gates")
    result.add_argument(
        "--write", action="store_true", help="write the table into docs/performance.md"
    )
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the rows that ``arguments`` select; 1 if a gate fails."""
    command = parser()
    chosen = command.parse_args(arguments)
    if chosen.rounds < 1:
        command.error(f"--rounds must be at least 1, got {chosen.rounds}")
    if chosen.write and chosen.only != "*":
        command.error("--write needs all rows: leave out --only")
    wanted = [row for row in rows.ROWS if fnmatchcase(row.name, f"*{chosen.only}*")]
    if not wanted:
        command.error(f"--only must match a row, got {chosen.only}; --list shows them all")
    if chosen.list:
        for row in wanted:
            print(f"{row.name:16}{row.what}; {row.gate}")
        return 0
    outcomes = _judge_all(wanted, chosen.rounds)
    if chosen.write:
        report.write(_markdown(outcomes), report.BROWSER)
    return int(any(outcome.result is Result.FAIL for outcome in outcomes))


def _judge_all(wanted: Sequence[readings.Row], rounds: int) -> list[readings.Outcome]:
    print(machine.description())
    print(readings.text_line(readings.HEADINGS, wanted))
    outcomes = []
    with session.opened() as browser:
        for row in wanted:
            outcomes.append(readings.judge(row, browser, rounds))
            print(readings.text_line(outcomes[-1].cells, wanted), flush=True)
    return outcomes


def _markdown(outcomes: Sequence[readings.Outcome]) -> str:
    table = report.table(readings.HEADINGS, [outcome.cells for outcome in outcomes])
    return f"Measured on {machine.description()}.\n\n{table}"


if __name__ == "__main__":
    sys.exit(main())
