"""What the views share: room for as many runs as there are, in their looks."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from components.export.solved_view import SolvedView
from components.figures.motion import followed_by, style_of

# Role of traces → their attributes at a step.
Frame = dict[str, dict[str, Any]]


def fitted(figure: go.Figure, scene: SolvedView) -> go.Figure:
    """``figure`` without the traces that stay empty, and runs in their looks."""
    figure.data = [trace for trace in figure.data if not _stays_empty(trace, scene)]
    for trace in figure.data:
        if "show" in trace.meta:
            trace.update(style_of(trace.meta, scene.runs))
            _name(trace, scene)
    return figure


def _stays_empty(trace: Any, scene: SolvedView) -> bool:
    """Whether no run would fill it in, or only the page."""
    if "show" in trace.meta:
        return trace.meta["of"] != "runs" and not followed_by(trace.meta, scene.runs)
    if trace.type == "heatmap":
        return trace.z is None
    if trace.type not in ("scatter", "scatter3d") or trace.showlegend:
        return False
    return all(value is None for value in trace.x)


def _name(trace: Any, scene: SolvedView) -> None:
    """In the legend are the paths, where there are several."""
    if trace.meta["of"] != "runs":
        trace.name = scene.runs[trace.meta["nth"]]["name"]
    trace.showlegend = trace.meta["role"] == "path" and len(scene.runs) > 1
