"""The page's measurements, each with a gate, and their table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from selenium.common.exceptions import WebDriverException

from benchmarks.browser.session import Session
from benchmarks.contest import Result

HEADINGS = ("result", "what", "measured", "gate", "remarks")
GAP = "  "


@dataclass(frozen=True, slots=True)
class AtMost:
    """An upper ``limit``, written in a ``unit`` that is ``size`` base units."""

    limit: float
    unit: str
    size: float = 1.0

    def written(self, value: float) -> str:
        """1.87e6 → "1.87 MB"."""
        return f"{value / self.size:.3g} {self.unit}".rstrip()

    def __str__(self) -> str:
        return f"≤ {self.written(self.limit)}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured value, and a remark on it."""

    value: float
    remark: str


@dataclass(frozen=True, slots=True)
class Row:
    """A registered measurement: ``measure(session, rounds)``."""

    name: str
    what: str
    gate: AtMost
    measure: Callable[[Session, int], Reading]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row and its reading. None means that it could not be measured, which is a failure."""

    row: Row
    reading: Reading | None
    note: str = ""

    @property
    def result(self) -> Result:
        """Pass if there is a reading that meets the gate."""
        holds = self.reading is not None and self.reading.value <= self.row.gate.limit
        return Result.PASS if holds else Result.FAIL

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of its line in the table."""
        row, reading = self.row, self.reading
        measured = row.gate.written(reading.value) if reading else "–"
        remark = reading.remark if reading else self.note
        return self.result, row.what, measured, str(row.gate), remark


def judge(row: Row, session: Session, rounds: int) -> Outcome:
    """Measure ``row``. If the page misbehaves, the row fails with the reason."""
    try:
        return Outcome(row, row.measure(session, rounds))
    except (AssertionError, WebDriverException) as reason:
        return Outcome(row, None, str(reason).partition("\n")[0])


def text_line(cells: Sequence[str], rows: Sequence[Row]) -> str:
    """``cells`` in columns whose widths do not depend on the measurements."""
    widths = (
        len(HEADINGS[0]),
        max(len(row.what) for row in rows),
        len("0.123 MB"),
        max(len(str(row.gate)) for row in rows),
        0,
    )
    return GAP.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of ``values`` that at least ``share`` of them do not exceed."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]


def own_time(click: Mapping[str, Any]) -> float:
    """ms from the release of the button to the first moved frame, less the wait for the run."""
    waited = click["answered"] - click["asked"]
    return float(click["moved"] - click["up"] - waited)
