"""The data at a step of the newest run, with the model's predictions."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from components.export.solved_view import SolvedView
from components.export.views.parts import Frame
from components.figures import build_data
from components.figures.motion import step_of
from components.figures.theme import CLUSTER_COLOURS
from losscore.checks import FloatArray


def blank(scene: SolvedView) -> go.Figure:
    """The data, with empty traces for the predictions."""
    return go.Figure(_drawn(scene))


@lru_cache(maxsize=2)  # an animation needs it at every step
def _drawn(scene: SolvedView) -> go.Figure:
    return build_data(scene.solved.problem, scene.solved.surface, scene.theme)


def frame(scene: SolvedView, step: int) -> Frame:
    """The model's predictions at ``step``; empty without a run."""
    if not scene.runs:
        return {}
    run = scene.runs[-1]
    theta = np.array(run["theta"][step_of(run, step)])
    figure = _drawn(scene)
    return _KINDS[figure.layout.meta["view"]](scene, figure, theta)


def _trace(figure: go.Figure, role: str) -> Any:
    return next(trace for trace in figure.data if trace.meta["role"] == role)


def _shading(scene: SolvedView, figure: go.Figure, theta: FloatArray) -> Frame:
    """The probability of label 1."""
    shading = _trace(figure, "probability")
    x, y = np.meshgrid(shading.x, shading.y)
    p = scene.solved.problem.predict(theta, np.column_stack((x.ravel(), y.ravel())))
    # More digits are invisible, and players hold many of these tables.
    return {"probability": {"z": np.round(p, 3).reshape(x.shape).tolist()}}


def _boundary(scene: SolvedView, figure: go.Figure, theta: FloatArray) -> Frame:
    """The probability, and the line w₁x + w₂y + b = 0 where it is ½."""
    line = _level_line(theta, figure.layout.meta["bias"], figure)
    return _shading(scene, figure, theta) | {"boundary": line}


def _level_line(theta: FloatArray, bias: float, figure: go.Figure) -> dict[str, Any]:
    """The line across the plot, computed along the axis that it is closer to; none if w = 0."""
    w1, w2 = theta.tolist()
    if w1 == w2 == 0.0:
        return {"x": [None, None], "y": [None, None]}
    if abs(w2) >= abs(w1):
        x = list(figure.layout.xaxis.range)
        return {"x": x, "y": [-(w1 * value + bias) / w2 for value in x]}
    y = list(figure.layout.yaxis.range)
    return {"x": [-(w2 * value + bias) / w1 for value in y], "y": y}


def _line(_scene: SolvedView, figure: go.Figure, theta: FloatArray) -> Frame:
    """The line ŷ = wx + b, and every sample's residual."""
    w, b = theta.tolist()
    data, x = _trace(figure, "data"), list(_trace(figure, "line").x)
    ends = [(y, w * value + b, None) for value, y in zip(data.x, data.y, strict=True)]
    return {
        "line": {"x": x, "y": [w * value + b for value in x]},
        "residuals": {
            "x": [part for value in data.x for part in (value, value, None)],
            "y": [part for triple in ends for part in triple],
        },
    }


def _centroids(scene: SolvedView, figure: go.Figure, theta: FloatArray) -> Frame:
    """Both centroids, their midpoint, and the samples in their clusters' colours."""
    values = np.array(_trace(figure, "data").x)
    cluster = scene.solved.problem.predict(theta, values[:, None])
    c1, c2 = theta.tolist()
    return {
        "data": {"marker": {"color": [CLUSTER_COLOURS[int(k)] for k in cluster]}},
        "centroid": {"x": [c1, c1, None, c2, c2]},
        "midpoint": {"x": [float(theta.mean())] * 2},
    }


def _slices(scene: SolvedView, _figure: go.Figure, theta: FloatArray) -> Frame:
    """J along both axes through θ."""
    x, y = theta.tolist()
    problem, surface = scene.solved.problem, scene.solved.surface
    along_x = np.column_stack((surface.x, np.full(len(surface.x), y)))
    along_y = np.column_stack((np.full(len(surface.y), x), surface.y))
    loss = float(problem.loss(theta))
    return {
        "slice-x": {"x": surface.x.tolist(), "y": problem.loss(along_x).tolist()},
        "slice-y": {"x": surface.y.tolist(), "y": problem.loss(along_y).tolist()},
        "ball": {"x": [x, y], "y": [loss, loss]},
    }


_KINDS: dict[str, Callable[[SolvedView, go.Figure, FloatArray], Frame]] = {
    "boundary": _boundary,
    "network": _shading,
    "line": _line,
    "centroids": _centroids,
    "slices": _slices,
}
