"""What the views share: room for as many runs as there are, in their looks."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from components.export.solved_view import SolvedView, step_of

Frame = dict[str, list[dict[str, Any]]]
LINES = ("path", "curve", "rival")
MARKS = ("start", "ball")


def dressed(figure: go.Figure, scene: SolvedView) -> go.Figure:
    """``figure`` without the traces that stay empty, and runs in their looks."""
    seen: dict[str, int] = {}
    kept = []
    for trace in figure.data:
        role = trace.meta["role"]
        nth = seen[role] = seen.get(role, -1) + 1
        if trace.meta.get("of") == "runs":
            if role in LINES and nth >= len(scene.runs):
                continue
            _dress(trace, scene, nth)
        elif _is_empty(trace):
            continue
        kept.append(trace)
    figure.data = kept
    return figure


def _is_empty(trace: Any) -> bool:
    """Whether only the page would fill it in."""
    if trace.type == "heatmap":
        return trace.z is None
    if trace.type not in ("scatter", "scatter3d") or trace.showlegend:
        return False
    return all(value is None for value in trace.x)


def _dress(trace: Any, scene: SolvedView, nth: int) -> None:
    looks = scene.looks
    trace.showlegend = False
    if trace.meta["role"] in MARKS:
        is_start = trace.meta["role"] == "start"
        trace.marker.color = [look.colour for look in looks]
        trace.marker.symbol = [look.start_symbol if is_start else look.symbol for look in looks]
    else:
        trace.line.color = looks[nth].colour
        if trace.type == "scatter" and trace.meta["role"] != "rival":
            trace.line.dash = looks[nth].dash
        trace.name = looks[nth].name
        trace.showlegend = trace.meta["role"] == "path" and len(looks) > 1


def path_frame(scene: SolvedView, step: int, axes: str) -> Frame:
    """Starts, ways up to ``step`` and balls, along ``axes`` of the runs' paths."""
    ends = [step_of(run, step) for run in scene.runs]
    ways = list(zip([run["path"] for run in scene.runs], ends, strict=True))
    return {
        "start": [{axis: [path[axis][0] for path, _ in ways] for axis in axes}],
        "path": [{axis: path[axis][: end + 1] for axis in axes} for path, end in ways],
        "ball": [{axis: [path[axis][end] for path, end in ways] for axis in axes}],
    }
