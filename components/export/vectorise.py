"""Figures for SVG and PDF: plotly draws shadings as images, and filled contours as true vectors."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

LEVELS = 24


def vectorised(figure: go.Figure) -> go.Figure:
    """``figure`` with its shadings as filled contours, as far as a smooth quantity is shown.

    Surfaces in 3-D and basins of attraction, whose borders no contour follows, stay images.
    """
    return go.Figure([_vectorised(trace) for trace in figure.data], figure.layout)


def _vectorised(trace: go.Trace) -> go.Trace:
    if trace.type == "contour" and trace.contours.coloring == "heatmap":
        trace.contours.coloring = "fill"
    if trace.type == "heatmap" and trace.meta["role"] == "probability":
        return _filled(trace)
    return trace


def _filled(shading: go.Heatmap) -> go.Contour:
    """Bands of equal value from ``zmin`` to ``zmax``."""
    low, high = shading.zmin, shading.zmax
    size = (high - low) / LEVELS
    return go.Contour(
        x=shading.x,
        y=shading.y,
        z=np.asarray(shading.z, dtype=float),
        zmin=low,
        zmax=high,
        colorscale=shading.colorscale,
        showscale=False,
        autocontour=False,
        contours={"coloring": "fill", "start": low + size, "end": high - size, "size": size},
        line={"width": 0},
        hoverinfo="skip",
        meta=shading.meta,
    )
