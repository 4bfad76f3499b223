"""What a picture shows: one side of a scenario with its runs, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import losscore as ls
from components.export.request import Request
from components.export.run_style import RunStyle, run_styles_of
from components.figures import Theme, theme_named
from components.session.display import Display
from components.session.runs import describe_run
from components.session.solved import Solved, solve


@dataclass(frozen=True, slots=True, eq=False)
class SolvedView:
    """One surface of a request, and its runs as the page describes them."""

    request: Request
    scenario: ls.Scenario
    solved: Solved
    runs: tuple[dict[str, Any], ...]
    looks: tuple[RunStyle, ...]

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
        """What the axes are called."""
        return ls.problems()[self.scenario.problem].symbols

    @property
    def caption(self) -> str:
        """Which surface it is, beside another one."""
        label = ls.problems()[self.scenario.problem].label
        return f"{label}, {self.scenario.aggregation}" if self.scenario.aggregation else label

    @property
    def side(self) -> str:
        """What the two sides of a duel differ in, in a word."""
        if self.request.scenario.duel == "aggregation":
            return self.scenario.aggregation
        return ls.problems()[self.scenario.problem].label.rpartition(" · ")[2]

    @property
    def last(self) -> int:
        """The last step of the longest run."""
        return max((len(run["loss"]) - 1 for run in self.runs), default=0)


def solved_views_of(request: Request) -> tuple[SolvedView, ...]:
    """The scene of ``request``, and in a duel that of the other side."""
    scenario = request.scenario
    sides = (scenario, scenario.rival()) if scenario.duel else (scenario,)
    return tuple(_scene(request, side) for side in sides)


def _scene(request: Request, scenario: ls.Scenario) -> SolvedView:
    display = Display.of(scenario)
    runs = tuple(_described(scenario.subject(), run, display) for run in scenario.runs)
    return SolvedView(request, scenario, solve(scenario), runs, run_styles_of(scenario.runs))


@lru_cache(maxsize=64)
def _described(scenario: ls.Scenario, run: ls.Run, display: Display) -> dict[str, Any]:
    """Pure results, which nobody changes."""
    return describe_run(solve(scenario), run, display)


def step_of(run: dict[str, Any], step: int) -> int:
    """``step``, or the end of a run that is over by then."""
    return min(step, len(run["loss"]) - 1)
