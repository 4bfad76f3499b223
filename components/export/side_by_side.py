"""Joins two figures into one, for the two sides of a duel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from components.export.solved_view import SolvedView

GAP = 0.06
CAPTION_ROOM = 30


def side_by_side(figures: Sequence[go.Figure], scenes: Sequence[SolvedView]) -> go.Figure:
    """Both figures beside each other, with captions and only the first one's legend."""
    left, right = figures
    domains = ((0.0, 0.5 - GAP / 2), (0.5 + GAP / 2, 1.0))
    for trace in right.data:
        trace.showlegend = False
        _move(trace)
    figure = go.Figure([*left.data, *right.data], left.layout)
    for number, side, domain in zip(("", "2"), figures, domains, strict=True):
        figure.update_layout(_axes(side, number, list(domain)))
    figure.layout.margin.t = (left.layout.margin.t or 0) + CAPTION_ROOM
    notes = [
        note
        for side, scene, domain in zip(figures, scenes, domains, strict=True)
        for note in (*_notes(side, domain), _caption(scene, sum(domain) / 2))
    ]
    return figure.update_layout(annotations=notes)


def _move(trace: Any) -> None:
    """Move the trace to the axes of the second side."""
    if "scene" in trace:
        trace.scene = "scene2"
    else:
        trace.update(xaxis="x2", yaxis="y2")


def _axes(side: go.Figure, number: str, domain: list[float]) -> dict[str, Any]:
    layout = side.layout.to_plotly_json()
    if "scene" in layout:
        return {f"scene{number}": {**layout["scene"], "domain": {"x": domain}}}
    x, y = layout["xaxis"], layout["yaxis"]
    return {
        f"xaxis{number}": {**x, "domain": domain, "anchor": f"y{number}"},
        f"yaxis{number}": {**y, "anchor": f"x{number}", "scaleanchor": f"x{number}"},
    }


def _notes(side: go.Figure, domain: tuple[float, float]) -> list[dict[str, Any]]:
    """The annotations of a side, moved to its part of the joint figure."""
    low, high = domain
    notes = [note.to_plotly_json() for note in side.layout.annotations]
    return [note | {"x": low + note["x"] * (high - low)} for note in notes]


def _caption(scene: SolvedView, x: float) -> dict[str, Any]:
    return {
        "text": scene.caption,
        "x": x,
        "y": 1.0,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "center",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 14, "color": scene.theme.ink},
    }
