"""Empty traces for the gradient and the local quadratic at a point; the browser fills them in."""

from __future__ import annotations

import plotly.graph_objects as go

from components.figures import parts
from components.figures.theme import LOCAL

# Names of the traces, each with the widths of its lines on the map and on the surface.
WIDTHS = {"quadratic": (1.6, 1.5), "gradient": (3.5, 8.0)}


def map_traces() -> list[go.Scatter]:
    """For the contour map."""
    return [
        go.Scatter(
            x=[],
            y=[],
            mode="lines",
            line={"color": LOCAL, "width": width},
            hoverinfo="skip",
            meta=parts.role(name),
        )
        for name, (width, _) in WIDTHS.items()
    ]


def surface_traces() -> list[go.Scatter3d]:
    """For the surface."""
    return [
        go.Scatter3d(
            # Plotly makes no lines for a trace without points, and could not move them later.
            x=[None],
            y=[None],
            z=[None],
            mode="lines",
            line={"color": LOCAL, "width": width},
            hoverinfo="skip",
            meta=parts.role(name),
        )
        for name, (_, width) in WIDTHS.items()
    ]
