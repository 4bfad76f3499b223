"""Solved scenarios, and the defaults of the page: a scenario with a run that suits it."""

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
        """The visible part of the plane."""
        return self.scenario.window or self.problem.window


@dataclass(frozen=True, slots=True)
class Defaults:
    """A scenario and its default run."""

    scenario: ls.Scenario
    run: ls.Run


def solve(scenario: ls.Scenario) -> Solved:
    """The problem, surface and minima of ``scenario``, regardless of its runs and display."""
    return _solve(scenario.subject())


@lru_cache(maxsize=64)
def _solve(scenario: ls.Scenario) -> Solved:
    """Pure results that all visitors share, so that a click costs only the descent."""
    problem = scenario.build()
    return Solved(scenario, problem, scenario.surface(problem), ls.minima(problem, scenario.window))


def default_start(solved: Solved) -> tuple[float, float]:
    """The registered start of the problem, scaled to the window."""
    fractions = ls.problems()[solved.scenario.problem].start
    first, second = (
        low + fraction * (high - low)
        for fraction, (low, high) in zip(fractions, solved.window, strict=True)
    )
    return round_start(solved, (first, second))


def round_start(solved: Solved, start: tuple[float, float]) -> tuple[float, float]:
    """``start`` with as many digits as the eye can resolve: to about 1/1000 of the window."""
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
