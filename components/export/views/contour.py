"""The contour map with its minima and runs."""

from __future__ import annotations

import plotly.graph_objects as go

import losscore as ls
from components.export.solved_view import SolvedView
from components.export.views.basins import paint_map
from components.export.views.parts import fitted
from components.figures import build_contour

ARROW = 10  # px


def blank(scene: SolvedView) -> go.Figure:
    """The map, with empty traces for its runs."""
    solved = scene.solved
    figure = build_contour(
        solved.surface,
        solved.minima,
        scene.symbols,
        scene.theme,
        scene.display,
        mirror=ls.problems()[scene.scenario.problem].is_symmetric,
    )
    fitted(paint_map(figure, scene), scene)
    if scene.request.arrows:
        _point(figure)
    return figure


def _point(figure: go.Figure) -> None:
    """Draw an arrowhead at the end of each step."""
    for trace in figure.data:
        if trace.meta["role"] == "path":
            look = {"symbol": "arrow", "angleref": "previous", "size": ARROW}
            trace.update(mode="lines+markers", marker={**look, "color": trace.line.color})
            trace.line.dash = "solid"
