"""Basins of attraction, computed in pieces of about a second, only a few pieces at a time.

The page requests one piece after another and stops when its settings change, so the server never
works on outdated basins for long. If the exact map takes more than one piece, a coarse map comes
first. A piece is every nth row of starts, so that it is itself a grid over the whole window.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from threading import BoundedSemaphore
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

import losscore as ls
from components.session.solved import Solved, solve
from components.session.text import MAX_NAMED, BusyError, letter
from losscore.analysis.basins import DIVERGED, ELSEWHERE, PLATEAU, STEP_LIMIT
from losscore.checks import InputError

# Work is counted as the specs of problems count it.
PIECE_WORK = 40_000_000
MAX_WORK = 400_000_000
RESOLUTIONS = (101, 61, 41, 25)
COARSE = 26
# How many threads of the server compute basins at once, and how long (s) the others wait for one.
SLOTS = BoundedSemaphore(1)
SLOT_TIMEOUT = 0.2


WORDS = {
    PLATEAU: "not a minimum",
    DIVERGED: "diverged",
    STEP_LIMIT: "step limit",
    ELSEWHERE: "another minimum",
}


@dataclass(frozen=True, slots=True, eq=False)
class BasinMap:
    """Labels and shades (ny, nx) of the starts; a shade runs from 0 (fast) to 1 (slow)."""

    label: NDArray[np.intp]
    shade: NDArray[np.float64]
    resolution: int

    @property
    def names(self) -> list[int]:
        """The labels that occur, with the minima first."""
        return sorted(
            {int(label) for label in np.unique(self.label)}, key=lambda n: (n < 0, abs(n))
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows ``first``, ``first + stride``, … of a square grid of starts; ``is_last`` of its grid."""

    scenario: ls.Scenario
    run: ls.Run
    resolution: int
    first: int
    stride: int

    @property
    def is_last(self) -> bool:
        """Whether this piece completes the grid."""
        return self.first == self.stride - 1


def pieces(scenario: ls.Scenario, run: ls.Run) -> list[Piece]:
    """The pieces to compute in turn: those of the fine grid, after a coarse one if that is slow.

    Raises InputError if even the coarsest grid would take too long.
    """
    scenario, run = scenario.subject(), _course(run)
    work = _work(solve(scenario), run)
    resolution = next((n for n in RESOLUTIONS if n * n * work <= MAX_WORK), None)
    if resolution is None:
        raise InputError("too many steps × samples for basins: reduce one of them")
    fine = _split(scenario, run, resolution, work)
    is_quick = len(fine) == 1 or resolution <= COARSE
    return fine if is_quick else [*_split(scenario, run, COARSE, work), *fine]


def _split(scenario: ls.Scenario, run: ls.Run, resolution: int, work: int) -> list[Piece]:
    # A piece has at least two rows.
    stride = min(-(-resolution * resolution * work // PIECE_WORK), resolution // 2)
    return [Piece(scenario, run, resolution, first, stride) for first in range(stride)]


def _course(run: ls.Run) -> ls.Run:
    """``run`` without its start and batch: basins are those of the full gradient."""
    return ls.Run((0.0, 0.0), run.optimizer, run.learning_rate, run.n_steps, run.hyper)


def _work(solved: Solved, run: ls.Run) -> int:
    """The work of a run from one start."""
    cost = ls.problems()[solved.scenario.problem].cost
    return run.n_steps * cost(len(solved.problem.dataset or ()))


def find_basins(scenario: ls.Scenario, run: ls.Run) -> BasinMap:
    """Where the settings of ``run`` lead from every start on the surface of ``scenario``."""
    return assembled(pieces(scenario, run)[-1])


def assembled(last: Piece) -> BasinMap:
    """The whole grid whose last piece is ``last``; missing pieces are computed."""
    size = last.resolution
    label, steps = np.empty((size, size), dtype=np.intp), np.empty((size, size))
    for first in range(last.stride):
        piece = Piece(last.scenario, last.run, size, first, last.stride)
        label[first :: last.stride], steps[first :: last.stride] = compute(piece)
    slowness = np.log1p(steps)
    low, high = float(slowness.min()), float(slowness.max())
    shade = (slowness - low) / (high - low) if high > low else np.full(slowness.shape, 0.5)
    return BasinMap(label, shade, size)


@lru_cache(maxsize=256)
def compute(piece: Piece) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Labels and steps of the rows of ``piece``; BusyError while other requests compute theirs."""
    solved, run = solve(piece.scenario), piece.run
    (x, (low, high)), last = solved.window, piece.resolution - 1
    rows = np.arange(piece.first, piece.resolution, piece.stride)
    y = [low + (high - low) * row / last for row in (rows[0], rows[-1])]
    with _turn():
        found = ls.basins(
            solved.problem,
            run.optimizer,
            run.learning_rate,
            (piece.resolution, len(rows)),
            window=(x, (y[0], y[1])),
            n_steps=run.n_steps,
            **cast(Any, dict(run.hyper)),
        )
    return _labels(solved, found), found.steps


@contextmanager
def _turn() -> Iterator[None]:
    if not SLOTS.acquire(timeout=SLOT_TIMEOUT):
        raise BusyError("basins")
    try:
        yield
    finally:
        SLOTS.release()


def _labels(solved: Solved, found: ls.Basins) -> NDArray[np.intp]:
    """Labels that match the page's letters; minima without a letter count as ELSEWHERE."""
    reached = solved.minima.labels(found.theta)
    is_open = (found.label >= 0) | (found.label == ELSEWHERE) | (found.label == STEP_LIMIT)
    elsewhere = np.where(found.label >= 0, ELSEWHERE, found.label)
    lettered = np.where(reached < MAX_NAMED, reached, ELSEWHERE)
    return np.where(is_open & (reached >= 0), lettered, elsewhere)


def region_name(label: int) -> str:
    """The name of a label on screen."""
    return letter(label) if label >= 0 else WORDS[label]
