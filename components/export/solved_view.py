"""One side of a scenario with its runs, solved and ready to draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import losscore as ls
from components.export.request import Request
from components.export.run_names import told_apart
from components.figures import Theme, theme_named
from components.session.display import Display
from components.session.runs import describe_run
from components.session.solved import Solved, solve


@dataclass(frozen=True, slots=True, eq=False)
class SolvedView:
    """One surface of a request, and its runs as the page describes them.

    In a duel, each run of the first side has its counterpart on the other as its ``rival``.
    """

    request: Request
    scenario: ls.Scenario
    solved: Solved
    runs: tuple[dict[str, Any], ...]

    @property
    def theme(self) -> Theme:
        """The colours."""
        return theme_named(self.request.theme)

    @property
    def display(self) -> Display:
        """How the surface is drawn."""
        return Display.of(self.scenario)

    @property
    def symbols(self) -> tuple[str, str]:
        """The names of the axes."""
        return ls.problems()[self.scenario.problem].symbols

    @property
    def caption(self) -> str:
        """The surface's name, shown when two stand side by side."""
        label = ls.problems()[self.scenario.problem].label
        return f"{label}, {self.scenario.aggregation}" if self.scenario.aggregation else label

    @property
    def side(self) -> str:
        """A word for this side of a duel: what distinguishes it from the other."""
        if self.request.scenario.duel == "aggregation":
            return self.scenario.aggregation
        return ls.problems()[self.scenario.problem].label.rpartition(" · ")[2]

    @property
    def last(self) -> int:
        """The last step of the longest run."""
        return max((len(run["loss"]) - 1 for run in self.runs), default=0)


def solved_views_of(request: Request) -> tuple[SolvedView, ...]:
    """The view of ``request``, and in a duel also that of the other side."""
    scenario = request.scenario
    if not scenario.duel:
        return (_scene(request, scenario),)
    first, other = _scene(request, scenario), _scene(request, scenario.rival())
    pairs = zip(first.runs, other.runs, strict=True)
    return replace(first, runs=tuple(run | {"rival": rival} for run, rival in pairs)), other


def _scene(request: Request, scenario: ls.Scenario) -> SolvedView:
    display, subject = Display.of(scenario), scenario.subject()
    described = (_described(subject, run, display) for run in scenario.runs)
    looks = told_apart(scenario.runs)
    runs = tuple(run | look for run, look in zip(described, looks, strict=True))
    return SolvedView(request, scenario, solve(scenario), runs)


@lru_cache(maxsize=64)
def _described(scenario: ls.Scenario, run: ls.Run, display: Display) -> dict[str, Any]:
    """The described run, cached; callers must not change it."""
    return describe_run(solve(scenario), run, display)
