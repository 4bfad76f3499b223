"""The four views: for each a figure with empty traces for its runs, and what moves in it."""

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
    """The counterpart of a view of the page (assets/lab/plotly/graph.mjs).

    ``blank`` makes the figure; its moving traces follow ``runs``. ``frame`` gives the changes of
    other traces at a step.
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
