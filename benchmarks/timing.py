"""Interleaved timing: the sides take turns in random order, so a busy moment hits all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Side:
    """One side. ``run`` is timed; ``prepare``, which builds its argument each time, is not."""

    run: Callable[[Any], Any]
    prepare: Callable[[], Any] = lambda: None


@dataclass(frozen=True, slots=True)
class Lap:
    """One turn of one side: seconds to prepare, seconds to run, and the result."""

    prepared: float
    ran: float
    value: Any


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a row may take: about ``seconds``, in ``least`` … ``most`` rounds."""

    seconds: float
    least: int
    most: int

    def rounds(self, one_round: float) -> int:
        """As many rounds of ``one_round`` seconds as fit."""
        fitting = self.seconds / one_round if one_round > 0 else self.most
        return int(min(max(fitting, self.least), self.most))


FULL = Effort(seconds=5.0, least=3, most=25)
QUICK = Effort(seconds=0.5, least=3, most=5)


def lap(side: Side, clock: Clock = time.perf_counter) -> Lap:
    """Run ``side`` once."""
    start = clock()
    given = side.prepare()
    ready = clock()
    value = side.run(given)
    return Lap(ready - start, clock() - ready, value)


def race(
    sides: Sequence[Side],
    rounds: int,
    rng: np.random.Generator,
    clock: Clock = time.perf_counter,
) -> list[float]:
    """Median seconds of each side over ``rounds`` rounds, each in a new random order."""
    ran: list[list[float]] = [[] for _ in sides]
    for _ in range(rounds):
        for index in rng.permutation(len(sides)):
            ran[index].append(lap(sides[index], clock).ran)
    return [median(times) for times in ran]
