"""One row: ours against a peer, first for agreement, then for time; and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from benchmarks.gates import Gate, seconds
from benchmarks.timing import Effort, Side, lap, race

# Building the problem is not timed; where it takes this share of our time, the row says so.
NOTABLE = 0.1


class NotMeasuredError(Exception):
    """What the row needs is not installed, and need not be."""


class FailedError(Exception):
    """The row cannot be measured, which is a failure: something is missing or wrong."""


class Result(StrEnum):
    """How a row ended."""

    PASS = "pass"
    FAIL = "FAIL"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Contest:
    """Two sides of one piece of work.

    Attributes
    ----------
    error : (our value, the peer's value) -> how far ours is from the truth; at most ``tol``.
    scale : the peer does 1/scale of the work.
    note : what the peer does, when it is not the whole work.
    """

    ours: Side
    peer: Side
    error: Callable[[Any, Any], float]
    tol: float
    scale: float = 1.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Medians of both sides, the peer's scaled; nan where there is no peer."""

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
    """A row's measurement, if there is one, and how it ended."""

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
    """Measure ``row`` and hold it to its gate."""
    try:
        measured = row.measure(effort)
    except NotMeasuredError as reason:
        return Outcome(row, Result.NOT_MEASURED, None, str(reason))
    except (FailedError, ValueError, MemoryError) as reason:
        return Outcome(row, Result.FAIL, None, str(reason).partition("\n")[0])
    passes = row.gate.passes(row.gate.number(measured.ours, measured.peer))
    return Outcome(row, Result.PASS if passes else Result.FAIL, measured, measured.note)


def measure(build: Callable[[], Contest], effort: Effort) -> Measurement:
    """Build the contest, let both sides run once and agree, then time them in turns."""
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
