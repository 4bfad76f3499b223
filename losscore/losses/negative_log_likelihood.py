"""The negative log likelihood of a label y ∈ {0, 1} that has probability σ(z)."""

from __future__ import annotations

import numpy as np

from losscore.checks import FloatArray
from losscore.losses.base import PointwiseLoss
from losscore.losses.logistic_function import (
    decay_of,
    margin_of,
    sigmoid,
    sigmoid_from,
    softplus,
    softplus_from,
)


def value(z: FloatArray, y: FloatArray) -> FloatArray:
    """−[y log σ(z) + (1−y) log(1−σ(z))] = log(1 + e^(−s z)), s = 2y − 1, for y ∈ {0, 1}.

    Computed from the logit z: log σ(z) would lose all digits once σ(z) rounds to 0 or 1.
    """
    return softplus((1.0 - 2.0 * y) * z)


def first(z: FloatArray, y: FloatArray) -> FloatArray:
    """∂/∂z = σ(z) − y, written −s σ(−s z): keeps its relative accuracy when saturated."""
    return -(2.0 * y - 1.0) * sigmoid(-margin_of(z, y))


def value_and_first(z: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Both, from one exponential."""
    away = 1.0 - 2.0 * y
    opposite = away * z
    decay = decay_of(opposite)
    slope = away * sigmoid_from(opposite, decay)
    return softplus_from(opposite, decay), slope


def second(z: FloatArray, y: FloatArray) -> FloatArray:
    """∂²/∂z² = σ(z) σ(−z); the label drops out."""
    curvature = sigmoid(z) * sigmoid(-z)
    return np.broadcast_to(curvature, np.broadcast_shapes(z.shape, y.shape))


NEGATIVE_LOG_LIKELIHOOD = PointwiseLoss(
    "negative-log-likelihood",
    value,
    first,
    value_and_first,
    second,
    sigmoid,
)
