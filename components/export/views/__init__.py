"""The four views of a scene: a figure with room for its runs, and what moves in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import plotly.graph_objects as go

from components.export.solved_view import SolvedView
from components.export.views import contour, data, loss, surface
from components.export.views.parts import Frame
from components.figures.motion import Run


@dataclass(frozen=True, slots=True)
class View:
    """Like a view of the page (assets/lab/plotly/graph.mjs).

    ``blank`` is the figure; its moving traces follow ``runs``. ``frame`` says what changes in other
    traces from step to step.
    """

    blank: Callable[[SolvedView], go.Figure]
    runs: Callable[[SolvedView], tuple[Run, ...]] = lambda scene: scene.runs
    frame: Callable[[SolvedView, int], Frame] = lambda _scene, _step: {}


VIEWS = {
    "surface": View(surface.blank),
    "contour": View(contour.blank),
    "data": View(data.blank, frame=data.frame),
    "loss": View(loss.blank, runs=loss.measured),
}
