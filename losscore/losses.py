"""Per-sample losses J⁽ⁱ⁾ = L(prediction, target), with their derivatives.

Conventions
-----------
- A loss acts element by element and broadcasts: ``z`` and ``y`` may have any shapes that
  broadcast against each other.
- ``z`` is the *linear predictor* θ·x (+ offset). ``link`` turns it into the prediction ŷ.
- ``first`` and ``second`` are ∂L/∂z and ∂²L/∂z².
- No factor ½ and no 1/N here; aggregation over samples belongs to the problem.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from losscore.checks import FloatArray

Pointwise = Callable[[FloatArray, FloatArray], FloatArray]
Pair = Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]


@dataclass(frozen=True, slots=True)
class PointwiseLoss:
    """A loss of the linear predictor z and the target y: value, ∂/∂z, ∂²/∂z², and ŷ = link(z).

    ``value_and_first`` gives both, bit for bit as they are alone, for little more than one.
    """

    name: str
    value: Pointwise
    first: Pointwise
    value_and_first: Pair
    second: Pointwise
    link: Callable[[FloatArray], FloatArray]


def sigmoid(z: FloatArray) -> FloatArray:
    """σ(z) = 1 / (1 + e⁻ᶻ), without overflow for any z."""
    return _sigmoid(z, _decay(z))


def softplus(z: FloatArray) -> FloatArray:
    """log(1 + eᶻ) = max(z, 0) + log1p(e^(−|z|)), exact to rounding for any z."""
    return _softplus(z, _decay(z))


# Both from z and e^(−|z|), which never overflows and which values and slopes can share. New memory
# for every step would cost as much as the step.


def _decay(z: FloatArray) -> FloatArray:
    decay = np.abs(z, out=np.empty_like(z))
    np.negative(decay, out=decay)
    return np.exp(decay, out=decay)


def _sigmoid(z: FloatArray, decay: FloatArray) -> FloatArray:
    # The two branches are the same function.
    result: FloatArray = np.where(z >= 0, 1.0, decay) / (1.0 + decay)
    return result


def _softplus(z: FloatArray, decay: FloatArray) -> FloatArray:
    """In the memory of ``decay``."""
    result: FloatArray = np.log1p(decay, out=decay)
    result += np.maximum(z, 0.0)
    return result


def _signed(z: FloatArray, y: FloatArray) -> FloatArray:
    """The margin s·z with s = 2y − 1 ∈ {−1, +1}: positive when the label is predicted."""
    return (2.0 * y - 1.0) * z


def squared_error(z: FloatArray, y: FloatArray) -> FloatArray:
    """(z − y)². Source: Legendre 1805; no factor ½."""
    return (z - y) ** 2


def squared_error_first(z: FloatArray, y: FloatArray) -> FloatArray:
    """∂/∂z (z − y)² = 2 (z − y)."""
    return 2.0 * (z - y)


def squared_error_value_and_first(z: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Both, from one difference."""
    miss = z - y
    return miss**2, 2.0 * miss


def squared_error_second(z: FloatArray, y: FloatArray) -> FloatArray:
    """∂²/∂z² (z − y)² = 2."""
    return np.broadcast_to(2.0, np.broadcast_shapes(z.shape, y.shape))


def negative_log_likelihood(z: FloatArray, y: FloatArray) -> FloatArray:
    """−[y log σ(z) + (1−y) log(1−σ(z))] = log(1 + e^(−s z)), s = 2y − 1, for y ∈ {0, 1}.

    Computed from the logit z: log σ(z) would lose all digits once σ(z) rounds to 0 or 1.
    """
    return softplus((1.0 - 2.0 * y) * z)


def negative_log_likelihood_first(z: FloatArray, y: FloatArray) -> FloatArray:
    """∂/∂z = σ(z) − y, written −s σ(−s z): keeps its relative accuracy when saturated."""
    return -(2.0 * y - 1.0) * sigmoid(-_signed(z, y))


def negative_log_likelihood_value_and_first(
    z: FloatArray, y: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Both, from one exponential."""
    away = 1.0 - 2.0 * y
    opposite = away * z
    decay = _decay(opposite)
    first = away * _sigmoid(opposite, decay)
    return _softplus(opposite, decay), first


def negative_log_likelihood_second(z: FloatArray, y: FloatArray) -> FloatArray:
    """∂²/∂z² = σ(z) σ(−z); the label drops out."""
    curvature = sigmoid(z) * sigmoid(-z)
    return np.broadcast_to(curvature, np.broadcast_shapes(z.shape, y.shape))


def sigmoid_squared_error(z: FloatArray, y: FloatArray) -> FloatArray:
    """(σ(z) − y)² = σ(−s z)² for y ∈ {0, 1}: bounded by 1 and not convex in z."""
    return sigmoid(-_signed(z, y)) ** 2


def sigmoid_squared_error_first(z: FloatArray, y: FloatArray) -> FloatArray:
    """∂/∂z = 2 (σ − y) σ (1 − σ) = −2 s σ(−s z)² σ(s z)."""
    margin = _signed(z, y)
    return -2.0 * (2.0 * y - 1.0) * sigmoid(-margin) ** 2 * sigmoid(margin)


def sigmoid_squared_error_value_and_first(
    z: FloatArray, y: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Both, from one exponential."""
    away = 1.0 - 2.0 * y
    opposite = away * z
    decay = _decay(opposite)
    miss, hit = _sigmoid(opposite, decay), _sigmoid(-opposite, decay)
    value = miss * miss
    return value, 2.0 * away * value * hit


def sigmoid_squared_error_second(z: FloatArray, y: FloatArray) -> FloatArray:
    """∂²/∂z² = 2 q² (1 − q) (2 − 3 q) with q = σ(−s z) = |σ(z) − y|.

    From d q/dz = −s q (1 − q): ∂/∂z = −2 s q² (1 − q), and once more.
    """
    margin = _signed(z, y)
    miss = sigmoid(-margin)
    return 2.0 * miss**2 * sigmoid(margin) * (2.0 - 3.0 * miss)


def within_cluster_squares(x: FloatArray, centroids: FloatArray) -> FloatArray:
    """min_k (x − c_k)² for values x (...,) and centroids (k,). Source: MacQueen 1967."""
    squares: FloatArray = (np.asarray(x)[..., None] - centroids) ** 2
    nearest: FloatArray = squares.min(axis=-1)
    return nearest


SQUARED_ERROR = PointwiseLoss(
    "squared-error",
    squared_error,
    squared_error_first,
    squared_error_value_and_first,
    squared_error_second,
    lambda z: z,
)
NEGATIVE_LOG_LIKELIHOOD = PointwiseLoss(
    "negative-log-likelihood",
    negative_log_likelihood,
    negative_log_likelihood_first,
    negative_log_likelihood_value_and_first,
    negative_log_likelihood_second,
    sigmoid,
)
SIGMOID_SQUARED_ERROR = PointwiseLoss(
    "sigmoid-squared-error",
    sigmoid_squared_error,
    sigmoid_squared_error_first,
    sigmoid_squared_error_value_and_first,
    sigmoid_squared_error_second,
    sigmoid,
)
