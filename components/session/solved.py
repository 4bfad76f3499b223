"""What the page shows before anybody chose: a scenario and a run that suits it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import losscore as ls
from losscore.checks import Window

DEFAULT_STEPS = 200
DEFAULT_OPTIMIZER = "gd"


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """A scenario's problem with its surface and certified minima."""

    scenario: ls.Scenario
    problem: ls.Problem
    surface: ls.Surface
    minima: ls.Minima

    @property
    def window(self) -> Window:
        """The part of the plane that is shown."""
        return self.scenario.window or self.problem.window


@dataclass(frozen=True, slots=True)
class Defaults:
    """A scenario and its default run."""

    scenario: ls.Scenario
    run: ls.Run


def solve(scenario: ls.Scenario) -> Solved:
    """Problem, surface and minima of ``scenario``, whatever its runs and its display."""
    return _solve(scenario.subject())


@lru_cache(maxsize=64)
def _solve(scenario: ls.Scenario) -> Solved:
    """Pure results, which every visitor may share: a click then costs the descent alone."""
    problem = scenario.build()
    return Solved(scenario, problem, scenario.surface(problem), ls.minima(problem, scenario.window))


def default_start(solved: Solved) -> tuple[float, float]:
    """The registered start of the problem, at its place in the window."""
    fractions = ls.problems()[solved.scenario.problem].start
    first, second = (
        low + fraction * (high - low)
        for fraction, (low, high) in zip(fractions, solved.window, strict=True)
    )
    return round_start(solved, (first, second))


def round_start(solved: Solved, start: tuple[float, float]) -> tuple[float, float]:
    """``start`` with as many digits as the eye can tell apart: to about 1/1000 of the window."""
    first, second = (
        round(value, 3 - math.floor(math.log10(high - low)))
        for value, (low, high) in zip(start, solved.window, strict=True)
    )
    return first, second


def default_rate(solved: Solved, optimizer: str) -> float:
    """A learning rate that suits the problem and the optimizer."""
    return ls.suggest_learning_rate(solved.problem, solved.minima, optimizer)


def default_run(scenario: ls.Scenario) -> Defaults:
    """``scenario`` with its default run."""
    solved = solve(scenario)
    rate = default_rate(solved, DEFAULT_OPTIMIZER)
    run = ls.Run(default_start(solved), DEFAULT_OPTIMIZER, rate, DEFAULT_STEPS)
    return Defaults(scenario, run)
