"""A moment of a run: what the browser says when the animation rests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import losscore as ls
from components.defaults import Solved, solve
from components.figures.display import Display
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
    scenario = json.loads(asked["scenario"]) | {"runs": [asked["run"]]}
    checked = ls.Scenario.from_dict(scenario)
    step = checks.integer("step", asked["step"], low=0, high=MAX_STEPS)
    theta = checks.point("theta", asked["theta"])
    return Moment(solve(checked), checked.runs[0], step, theta, Display.of(checked))
