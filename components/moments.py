"""A moment of a run: what the browser says when the animation rests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import losscore as ls
from components.defaults import Solved, solve
from components.figures.display import Display
from components.runs import read_scenario_key
from losscore import checks
from losscore.checks import FloatArray
from losscore.scenario import MAX_STEPS


@dataclass(frozen=True, slots=True)
class Moment:
    """Step ``step`` of ``run`` on the surface of ``solved``, and the ``theta`` (2,) looked at.

    ``display`` is how the page shows them, as far as it matters to runs.
    """

    solved: Solved
    run: ls.Run
    step: int
    theta: FloatArray
    display: Display


def read_moment(asked: Mapping[str, Any]) -> Moment:
    """The moment that assets/lab/followers.mjs describes; ValueError for what is none."""
    scenario, run, step, theta = checks.entries(
        "a moment", asked, ("scenario", "run", "step", "theta")
    )
    checked = ls.Scenario.from_dict(read_scenario_key(scenario) | {"runs": [run]})
    step = checks.integer("step", step, low=0, high=MAX_STEPS)
    theta = checks.point("theta", theta)
    return Moment(solve(checked), checked.runs[0], step, theta, Display.of(checked))
