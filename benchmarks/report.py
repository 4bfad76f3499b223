"""The table, printed row by row on the terminal, and written into docs/performance.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.contest import Outcome, Row
from benchmarks.gates import seconds
from benchmarks.scaling import Growth

HEADINGS = ("result", "work", "peer", "ours", "peer's", "ratio", "gate", "remarks")
BENCH, BROWSER = "make bench", "make bench-browser"  # their tables are in docs/performance.md
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


class TextTable:
    """Aligned lines, with column widths that are known before anything is measured."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.widths = (
            len("not measured"),
            max(map(len, ("work", *(row.work for row in rows)))),
            max(map(len, ("peer", *(row.peer for row in rows)))),
            len("9.99 ms"),
            len("9.99 ms"),
            len("9999× faster"),
            max(map(len, ("gate", *(str(row.gate) for row in rows)))),
            0,
        )

    def line(self, cells: Sequence[str]) -> str:
        """``cells``, padded to their columns."""
        padded = (cell.ljust(width) for cell, width in zip(cells, self.widths, strict=True))
        return "  ".join(padded).rstrip()

    def outcome(self, outcome: Outcome) -> str:
        """The line of one row."""
        return self.line(outcome.cells)


def growth_line(growth: Growth) -> str:
    """A sweep in one line: its time at each size, and the exponent."""
    sizes = growth.sweep.sizes[: len(growth.times)]
    times = zip(sizes, growth.times, strict=True)
    listed = ", ".join(f"{size:.3g}: {seconds(time)}" for size, time in times)
    return f"{growth.sweep.work}; {growth.sweep.unit} = {listed}; exponent {growth.exponent:.2f}"


def markdown(outcomes: Sequence[Outcome], growths: Sequence[Growth], machine: str) -> str:
    """All results, as Markdown for the page."""
    parts = [f"Measured on {machine}.", table(HEADINGS, [row.cells for row in outcomes])]
    units = dict.fromkeys(growth.sweep.unit for growth in growths)
    parts += [_growth_table(unit, [g for g in growths if g.sweep.unit == unit]) for unit in units]
    return "\n\n".join(parts)


def _growth_table(unit: str, growths: Sequence[Growth]) -> str:
    sizes = max((growth.sweep.sizes for growth in growths), key=len)
    headings = ("surface", *(f"{unit} = {size:.3g}" for size in sizes), "exponent")
    rows = []
    for growth in growths:
        times = [seconds(time) for time in growth.times]
        times += ["–"] * (len(sizes) - len(times))
        rows.append((growth.sweep.work, *times, f"{growth.exponent:.2f}"))
    return table(headings, rows)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def markers(command: str) -> tuple[str, str]:
    """The comments before and after the tables of ``command``."""
    return f"<!-- {command} -->", f"<!-- end of {command} -->"


def replaced(page: str, text: str, command: str) -> str:
    """``page`` with ``text`` between the markers of ``command``."""
    first, last = markers(command)
    before, begin, rest = page.partition(first)
    _, end, after = rest.partition(last)
    if not (begin and end):
        raise ValueError(f"the page must hold the markers {first} and {last}, in this order")
    return f"{before}{first}\n{text}\n{last}{after}"


def write(text: str, command: str) -> None:
    """Write ``text`` between the markers of ``command`` in docs/performance.md."""
    PAGE.write_text(replaced(PAGE.read_text(), text, command))
