"""What the views share: traces for exactly the given runs, in their styles."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from components.export.solved_view import SolvedView
from components.figures.motion import followed_by, style_of

# Maps the role of traces to their attributes at a step.
Frame = dict[str, dict[str, Any]]


def fitted(figure: go.Figure, scene: SolvedView) -> go.Figure:
    """``figure`` without the traces that stay empty, and with its runs styled."""
    figure.data = [trace for trace in figure.data if not _stays_empty(trace, scene)]
    for trace in figure.data:
        if "show" in trace.meta:
            trace.update(style_of(trace.meta, scene.runs))
            _name(trace, scene)
    return figure


def _stays_empty(trace: Any, scene: SolvedView) -> bool:
    """Whether no run fills the trace, or only the page does."""
    if "show" in trace.meta:
        return trace.meta["of"] != "runs" and not followed_by(trace.meta, scene.runs)
    if trace.type == "heatmap":
        return trace.z is None
    if trace.type not in ("scatter", "scatter3d") or trace.showlegend:
        return False
    return all(value is None for value in trace.x)


def _name(trace: Any, scene: SolvedView) -> None:
    """Name the trace after its run; the legend lists paths if there are several runs."""
    if trace.meta["of"] != "runs":
        trace.name = scene.runs[trace.meta["nth"]]["name"]
    trace.showlegend = trace.meta["role"] == "path" and len(scene.runs) > 1
