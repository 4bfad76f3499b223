"""Empty traces for a guess of where a run ends and how far off it was; the browser fills them."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from components.figures import parts
from components.figures.theme import FONT, Theme

# No other mark has a sign, so it is recognisable without colour.
SIGN = "<b>?</b>"


def map_traces(theme: Theme) -> list[go.Scatter]:
    """For the contour map: the line from the guess to the end, and the guess."""
    line = {"color": theme.marker, "width": 2, "dash": "dot"}
    return [
        go.Scatter(x=[], y=[], mode="lines", line=line, hoverinfo="skip", meta=parts.role("miss")),
        go.Scatter(x=[], y=[], **_mark(18, 12, theme)),
    ]


def surface_traces(theme: Theme) -> list[go.Scatter3d]:
    """For the surface."""
    # Plotly makes no marks for a trace without points, and could not move them later.
    unseen: dict[str, Any] = {axis: [None] for axis in "xyz"}
    line = {"color": theme.marker, "width": 5}
    return [
        go.Scatter3d(**unseen, mode="lines", line=line, hoverinfo="skip", meta=parts.role("miss")),
        go.Scatter3d(**unseen, **_mark(17, 20, theme)),
    ]


def _mark(size: float, sign_size: float, theme: Theme) -> dict[str, Any]:
    """A white disc with a sign on it."""
    return {
        "mode": "markers+text",
        "marker": {
            "symbol": "circle",
            "size": size,
            "color": theme.marker,
            "line": {"color": theme.marker_edge, "width": 1.5},
        },
        "text": [SIGN],
        "textposition": "middle center",
        "textfont": {"size": sign_size, "color": theme.marker_edge, "family": FONT},
        "hoverinfo": "skip",
        "meta": parts.role("guess"),
    }
