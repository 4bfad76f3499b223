"""Empty traces for the gradient and the local quadratic at a point; the browser fills them in."""

from __future__ import annotations

import plotly.graph_objects as go

from components.figures import parts
from components.figures.theme import GRADIENT, QUADRATIC

# Names of the traces, each with its colour.
COLOURS = {"quadratic": QUADRATIC, "gradient": GRADIENT}


def map_traces() -> list[go.Scatter]:
    """For the contour map."""
    widths = {"quadratic": 1.8, "gradient": 3.0}
    return [
        go.Scatter(
            x=[],
            y=[],
            mode="lines",
            line={"color": colour, "width": widths[name]},
            hoverinfo="skip",
            meta=parts.role(name),
        )
        for name, colour in COLOURS.items()
    ]


def surface_traces() -> list[go.Scatter3d]:
    """For the surface."""
    widths = {"quadratic": 2.0, "gradient": 7.0}
    return [
        go.Scatter3d(
            # Plotly makes no lines for a trace without points, and could not move them later.
            x=[None],
            y=[None],
            z=[None],
            mode="lines",
            line={"color": colour, "width": widths[name]},
            hoverinfo="skip",
            meta=parts.role(name),
        )
        for name, colour in COLOURS.items()
    ]
