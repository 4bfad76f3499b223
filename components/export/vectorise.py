"""Vector figures for SVG and PDF.

Plotly draws shadings as images, but filled contours as vectors.
"""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

LEVELS = 24


def vectorised(figure: go.Figure) -> go.Figure:
    """``figure`` with shadings of smooth quantities as filled contours.

    Surfaces in 3-D stay images, and so do basins of attraction, whose borders are no contours.
    """
    return go.Figure([_vectorised(trace) for trace in figure.data], figure.layout)


def _vectorised(trace: go.Trace) -> go.Trace:
    if trace.type == "contour" and trace.contours.coloring == "heatmap":
        trace.contours.coloring = "fill"
    if trace.type == "heatmap" and trace.meta["role"] == "probability":
        return _filled(trace)
    return trace


def _filled(shading: go.Heatmap) -> go.Contour:
    """LEVELS bands of equal height from ``zmin`` to ``zmax``."""
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
