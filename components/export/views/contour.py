"""The contour map with its minima and runs."""

from __future__ import annotations

import plotly.graph_objects as go

import losscore as ls
from components.export.solved_view import SolvedView, step_of
from components.export.views.basins import paint_map
from components.export.views.parts import Frame, dressed
from components.figures import build_contour

ARROW = 10  # px


def blank(scene: SolvedView) -> go.Figure:
    """The map; room for its runs."""
    solved = scene.solved
    figure = build_contour(
        solved.surface,
        solved.minima,
        scene.symbols,
        scene.theme,
        scene.display,
        mirror=ls.problems()[scene.scenario.problem].is_symmetric,
    )
    dressed(paint_map(figure, scene), scene)
    if scene.request.arrows:
        _point(figure)
    return figure


def frame(scene: SolvedView, step: int) -> Frame:
    """The runs at ``step``: θ itself, which the axes cut off."""
    ends = [step_of(run, step) for run in scene.runs]
    ways = [run["theta"] for run in scene.runs]
    balls = [way[end] for way, end in zip(ways, ends, strict=True)]
    pieces = [way[: end + 1] for way, end in zip(ways, ends, strict=True)]
    return {
        "start": [_points([way[0] for way in ways])],
        "path": [_points(piece) for piece in pieces],
        "ball": [_points(balls)],
    }


def _point(figure: go.Figure) -> None:
    """An arrow head at the end of each step."""
    for trace in figure.data:
        if trace.meta["role"] == "path":
            look = {"symbol": "arrow", "angleref": "previous", "size": ARROW}
            trace.update(mode="lines+markers", marker={**look, "color": trace.line.color})
            trace.line.dash = "solid"


def _points(theta: list[list[float]]) -> dict[str, list[float]]:
    return {"x": [x for x, _ in theta], "y": [y for _, y in theta]}
