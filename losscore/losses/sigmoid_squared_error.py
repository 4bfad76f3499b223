"""The squared error of a probability (σ(z) − y)²."""

from __future__ import annotations

from losscore.checks import FloatArray
from losscore.losses.base import PointwiseLoss
from losscore.losses.logistic_function import (
    decay_of,
    margin_of,
    sigmoid,
    sigmoid_from,
)


def value(z: FloatArray, y: FloatArray) -> FloatArray:
    """(σ(z) − y)² = σ(−s z)² for y ∈ {0, 1}: bounded by 1 and not convex in z."""
    return sigmoid(-margin_of(z, y)) ** 2


def first(z: FloatArray, y: FloatArray) -> FloatArray:
    """∂/∂z = 2 (σ − y) σ (1 − σ) = −2 s σ(−s z)² σ(s z)."""
    margin = margin_of(z, y)
    return -2.0 * (2.0 * y - 1.0) * sigmoid(-margin) ** 2 * sigmoid(margin)


def value_and_first(z: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Both, from one exponential."""
    away = 1.0 - 2.0 * y
    opposite = away * z
    decay = decay_of(opposite)
    miss, hit = sigmoid_from(opposite, decay), sigmoid_from(-opposite, decay)
    squared = miss * miss
    return squared, 2.0 * away * squared * hit


def second(z: FloatArray, y: FloatArray) -> FloatArray:
    """∂²/∂z² = 2 q² (1 − q) (2 − 3 q) with q = σ(−s z) = |σ(z) − y|.

    From d q/dz = −s q (1 − q): ∂/∂z = −2 s q² (1 − q), and once more.
    """
    margin = margin_of(z, y)
    miss = sigmoid(-margin)
    return 2.0 * miss**2 * sigmoid(margin) * (2.0 - 3.0 * miss)


SIGMOID_SQUARED_ERROR = PointwiseLoss(
    "sigmoid-squared-error",
    value,
    first,
    value_and_first,
    second,
    sigmoid,
)
