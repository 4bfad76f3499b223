"""The selected step of a run, which the browser reports when the animation pauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import losscore as ls
from components.session.display import Display
from components.session.payloads import read_key, read_mapping
from components.session.solved import Solved, solve
from losscore import checks
from losscore.checks import FloatArray
from losscore.scenario.options import N_STEPS


@dataclass(frozen=True, slots=True)
class SelectedStep:
    """Step ``step`` of ``run`` on the surface of ``solved``, and the ``theta`` (2,) to look at.

    ``display`` is the page's display, as far as it matters to runs.
    """

    solved: Solved
    run: ls.Run
    step: int
    theta: FloatArray
    display: Display


def read_selected_step(described: Any) -> SelectedStep:
    """The step that assets/lab/run/step_listeners.mjs describes; InputError if it is not one."""
    given = read_mapping("moment", described, "scenario", "run", "step", "theta")
    checked = read_key(given["scenario"], runs=[given["run"]])
    step = checks.integer("step", given["step"], low=0, high=int(N_STEPS.high))
    theta = checks.point("theta", given["theta"])
    return SelectedStep(solve(checked), checked.runs[0], step, theta, Display.of(checked))
