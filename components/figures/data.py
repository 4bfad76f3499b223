"""The data space: the predictions of the model at the current θ, with the data.

Each view is one function of the problem; its spec names it.
The browser fills in what depends on θ; ``layout.meta["view"]`` names the view.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import plotly.graph_objects as go

from components.figures import parts
from components.figures.theme import CLUSTER_COLOURS, LABEL_COLOURS, Theme
from components.session.elevation import loss_range
from losscore import Problem, Surface, problems
from losscore.checks import FloatArray
from losscore.objectives.kmeans import KMeans
from losscore.objectives.linear import Linear
from losscore.objectives.logistic import LogisticModel
from losscore.objectives.mlp import MLP

MAX_POINTS = 1_500
SHADING = 41
MARGIN = {"l": 40, "r": 10, "t": 6, "b": 34}


def build_data(problem: Problem, surface: Surface, theme: Theme) -> go.Figure:
    """The data view of ``problem``; two slices through the surface when it has no data."""
    view = problems()[problem.name].data_view
    return _VIEWS[view](problem, theme) if view else _slices(surface, theme)


def _thinned(array: FloatArray) -> FloatArray:
    """At most MAX_POINTS rows, evenly picked: more would only slow the page down."""
    return array[:: max(1, -(-len(array) // MAX_POINTS))]


def _span(values: FloatArray, margin: float = 0.08) -> list[float]:
    low, high = float(values.min()), float(values.max())
    room = margin * (high - low) or 1.0
    return [low - room, high + room]


def _boundary(problem: LogisticModel, theme: Theme) -> go.Figure:
    """Points by label, probability shading, and the line where p = ½."""
    meta = {"view": "boundary", "bias": problem.bias}
    figure = _shaded(problem.design, problem.targets, theme, meta)
    return figure.add_trace(
        go.Scatter(
            x=[],
            y=[],
            mode="lines",
            line={"color": theme.ink, "width": 2},
            hoverinfo="skip",
            meta=parts.role("boundary"),
        )
    )


def _network(problem: MLP, theme: Theme) -> go.Figure:
    """Points by label, over the probability predicted by the network on its plane."""
    plane = {"activation": problem.activation, "basis": problem.plane.basis.tolist()}
    figure = _shaded(problem.inputs, problem.targets, theme, {"view": "network", **plane})
    shading = figure.data[0]
    inputs = np.stack(np.meshgrid(shading.x, shading.y), axis=-1)
    trained = problem.predict((0.0, 0.0), inputs.reshape(-1, 2))
    shading.z = trained.reshape(inputs.shape[:2]).tolist()
    return figure


def _shaded(X: FloatArray, y: FloatArray, theme: Theme, meta: dict[str, Any]) -> go.Figure:
    """Points by label, over a shading that the browser fills with probabilities."""
    x_span, y_span = _span(X[:, 0]), _span(X[:, 1])
    shading = go.Heatmap(
        x=np.linspace(x_span[0], x_span[1], SHADING).tolist(),
        y=np.linspace(y_span[0], y_span[1], SHADING).tolist(),
        z=[[0.5] * SHADING] * SHADING,
        zmin=0.0,
        zmax=1.0,
        colorscale=[list(stop) for stop in theme.probability],
        showscale=False,
        zsmooth="best",
        hoverinfo="skip",
        meta=parts.role("probability"),
    )
    return go.Figure([shading, *(_labelled(X, y, label) for label in (0, 1))]).update_layout(
        **parts.flat_layout(theme, margin=MARGIN, meta=meta),
        xaxis=parts.flat_axis(theme, "x₁", range=x_span, showgrid=False, zeroline=False),
        yaxis=parts.flat_axis(theme, "x₂", range=y_span, showgrid=False, zeroline=False),
    )


def _labelled(X: FloatArray, y: FloatArray, label: int) -> go.Scatter:
    # Different shapes as well as colours: where a point has both labels, both stay visible.
    points = _thinned(X[y == label])
    marker = {"color": LABEL_COLOURS[label], "size": 6, "opacity": 0.85}
    shape = (
        {"symbol": "circle"}
        if label == 0
        else {"symbol": "cross-thin", "line": {"width": 1.6, "color": LABEL_COLOURS[label]}}
    )
    return go.Scatter(
        x=points[:, 0].tolist(),
        y=points[:, 1].tolist(),
        mode="markers",
        marker={**marker, **shape},
        hovertemplate=f"label {label}<br>x₁ = %{{x:.3g}}<br>x₂ = %{{y:.3g}}<extra></extra>",
        meta=parts.role("data", label=label),
    )


def _line(problem: Linear, theme: Theme) -> go.Figure:
    """Points, the line ŷ = w x + b, and the residuals whose squares are summed."""
    points = _thinned(np.column_stack((problem.x, problem.y)))
    x_span, y_span = _span(problem.x), _span(problem.y, 0.2)
    traces = [
        go.Scatter(
            x=[],
            y=[],
            mode="lines",
            line={"color": theme.muted, "width": 1},
            opacity=0.6,
            hoverinfo="skip",
            meta=parts.role("residuals"),
        ),
        go.Scatter(
            x=points[:, 0].tolist(),
            y=points[:, 1].tolist(),
            mode="markers",
            marker={"color": CLUSTER_COLOURS[1], "size": 6, "opacity": 0.85},
            hovertemplate="x = %{x:.3g}<br>y = %{y:.3g}<extra></extra>",
            meta=parts.role("data"),
        ),
        go.Scatter(
            x=x_span,
            y=[None, None],
            mode="lines",
            line={"color": theme.ink, "width": 2},
            hoverinfo="skip",
            meta=parts.role("line"),
        ),
    ]
    return go.Figure(traces).update_layout(
        **parts.flat_layout(theme, margin=MARGIN, meta={"view": "line"}),
        xaxis=parts.flat_axis(theme, "x", range=x_span),
        yaxis=parts.flat_axis(theme, "y", range=y_span),
    )


def _centroids(problem: KMeans, theme: Theme) -> go.Figure:
    """Values on the number line in their cluster's colour, both centroids and their midpoint."""
    values = _thinned(problem.sorted[:, None])[:, 0]
    # A fixed scatter in height separates equal values.
    jitter = np.random.default_rng(0).uniform(-0.5, 0.5, len(values))
    traces = [
        go.Scatter(
            x=values.tolist(),
            y=jitter.tolist(),
            mode="markers",
            marker={"color": [theme.muted] * len(values), "size": 6, "opacity": 0.8},
            hovertemplate="x = %{x:.4g}<extra></extra>",
            meta=parts.role("data"),
        ),
        go.Scatter(
            x=[None, None],
            y=[-0.8, 0.8],
            mode="lines",
            line={"color": theme.muted, "width": 1, "dash": "dot"},
            hoverinfo="skip",
            meta=parts.role("midpoint"),
        ),
        go.Scatter(
            # Two strokes with a gap between them; the browser moves them to c₁ and c₂. No text is
            # empty: plotly mixes up the labels of a redraw when some are.
            x=[None] * 5,
            y=[-0.75, 0.75, None, -0.75, 0.75],
            text=[" ", " c₁", " ", " ", " c₂"],
            mode="lines+text",
            line={"color": theme.ink, "width": 2.5},
            textposition="middle right",
            textfont={"size": 13, "color": theme.ink},
            cliponaxis=False,
            hoverinfo="skip",
            meta=parts.role("centroid"),
        ),
    ]
    return go.Figure(traces).update_layout(
        **parts.flat_layout(
            theme,
            margin={"l": 10, "r": 10, "t": 6, "b": 34},
            meta={"view": "centroids", "colors": list(CLUSTER_COLOURS)},
        ),
        xaxis=parts.flat_axis(theme, "x", range=_span(values, 0.2)),
        yaxis={"visible": False, "range": [-0.9, 1.3], "fixedrange": True},
    )


def _slices(surface: Surface, theme: Theme) -> go.Figure:
    """J along each axis through the current θ, and θ's place on both."""
    low, high = loss_range(surface)
    room = 0.06 * (high - low)
    (x_lo, x_hi), (y_lo, y_hi) = surface.x[[0, -1]].tolist(), surface.y[[0, -1]].tolist()
    traces = [
        go.Scatter(
            x=[],
            y=[],
            mode="lines",
            line={"color": LABEL_COLOURS[index], "width": 2},
            xaxis=axis,
            hoverinfo="skip",
            meta=parts.role(name),
        )
        for index, (name, axis) in enumerate((("slice-x", "x"), ("slice-y", "x")))
    ]
    traces.append(
        go.Scatter(
            x=[],
            y=[],
            mode="markers",
            marker={"size": 9, "color": list(LABEL_COLOURS)},
            hoverinfo="skip",
            meta=parts.role("ball"),
        )
    )
    return go.Figure(traces).update_layout(
        **parts.flat_layout(theme, margin=MARGIN, meta={"view": "slices"}),
        xaxis=parts.flat_axis(theme, "x, y", range=[min(x_lo, y_lo), max(x_hi, y_hi)]),
        yaxis=parts.flat_axis(theme, "J", range=[low - room, high + room]),
    )


_VIEWS: dict[str, Callable[..., go.Figure]] = {
    "boundary": _boundary,
    "network": _network,
    "line": _line,
    "centroids": _centroids,
}
