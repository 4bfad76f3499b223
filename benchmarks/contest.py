"""One row: compare our result with the peer's, then the times, then judge the outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from benchmarks.gates import Gate, seconds
from benchmarks.timing import Effort, Side, lap, race

# Building the problem is not timed. If it takes more than this share of our time, a note says so.
NOTABLE = 0.1


class NotMeasuredError(Exception):
    """The row needs an optional package that is not installed."""


class FailedError(Exception):
    """The row fails because something that it needs is missing or wrong."""


class Result(StrEnum):
    """How a row ended."""

    PASS = "pass"
    FAIL = "FAIL"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Contest:
    """Two ways to do the same work.

    Attributes
    ----------
    error : (our value, the peer's value) -> the error of ours, which must be at most ``tol``.
    scale : the peer does 1/scale of the work.
    note : which part of the work the peer does, if not all.
    """

    ours: Side
    peer: Side
    error: Callable[[Any, Any], float]
    tol: float
    scale: float = 1.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Medians of both sides, the peer's scaled up; nan if there is no peer."""

    ours: float
    peer: float
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """A registered benchmark. ``measure`` may raise NotMeasuredError or FailedError."""

    name: str
    work: str
    peer: str
    gate: Gate
    measure: Callable[[Effort], Measurement]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a row ended, with its measurement, if there is one."""

    row: Row
    result: Result
    measurement: Measurement | None
    note: str

    @property
    def cells(self) -> tuple[str, ...]:
        """Result, work, peer, our median, the peer's, ratio, gate, note."""
        row, measured = self.row, self.measurement
        ours = peer = ratio = "–"
        if measured is not None:
            ours = row.gate.measurement(measured.ours)
            peer = "–" if np.isnan(measured.peer) else row.gate.measurement(measured.peer)
            ratio = row.gate.written(row.gate.number(measured.ours, measured.peer))
        return self.result, row.work, row.peer, ours, peer, ratio, str(row.gate), self.note


def judge(row: Row, effort: Effort) -> Outcome:
    """Measure ``row`` and check its gate."""
    try:
        measured = row.measure(effort)
    except NotMeasuredError as reason:
        return Outcome(row, Result.NOT_MEASURED, None, str(reason))
    except (FailedError, ValueError, MemoryError) as reason:
        return Outcome(row, Result.FAIL, None, str(reason).partition("\n")[0])
    passes = row.gate.passes(row.gate.number(measured.ours, measured.peer))
    return Outcome(row, Result.PASS if passes else Result.FAIL, measured, measured.note)


def measure(build: Callable[[], Contest], effort: Effort) -> Measurement:
    """Build the contest, run both sides once to compare their results, then time them."""
    contest = build()
    warm = lap(contest.ours), lap(contest.peer)
    error = contest.error(*(turn.value for turn in warm))
    if not error <= contest.tol:
        raise FailedError(f"wrong: error {error:.1e}, allowed {contest.tol:.0e}")
    one_round = sum(turn.prepared + turn.ran for turn in warm)
    sides, rounds = (contest.ours, contest.peer), effort.rounds(one_round)
    built = warm[0].prepared
    del warm
    ours, peer = race(sides, rounds, np.random.default_rng(0))
    notes = [contest.note, f"error {error:.0e}", f"{rounds} rounds"]
    if built > NOTABLE * ours:
        notes.append(f"building the problem, {seconds(built)}, not counted")
    return Measurement(ours, contest.scale * peer, "; ".join(filter(None, notes)))
