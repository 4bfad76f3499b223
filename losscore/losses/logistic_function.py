"""The logistic function and its integral, exact to rounding for any argument."""

from __future__ import annotations

import numpy as np

from losscore.checks import FloatArray


def sigmoid(z: FloatArray) -> FloatArray:
    """σ(z) = 1 / (1 + e⁻ᶻ), without overflow for any z."""
    return sigmoid_from(z, decay_of(z))


def softplus(z: FloatArray) -> FloatArray:
    """log(1 + eᶻ) = max(z, 0) + log1p(e^(−|z|)), exact to rounding for any z."""
    return softplus_from(z, decay_of(z))


# Both functions use z and e^(−|z|), which never overflows and which values and slopes can share.
# They work in place, because new memory for every step would cost as much as the step.


def decay_of(z: FloatArray) -> FloatArray:
    """e^(−|z|)."""
    decay = np.abs(z, out=np.empty_like(z))
    np.negative(decay, out=decay)
    return np.exp(decay, out=decay)


def sigmoid_from(z: FloatArray, decay: FloatArray) -> FloatArray:
    """σ(z)."""
    # The two branches are the same function.
    result: FloatArray = np.where(z >= 0, 1.0, decay) / (1.0 + decay)
    return result


def softplus_from(z: FloatArray, decay: FloatArray) -> FloatArray:
    """log(1 + eᶻ), in the memory of ``decay``."""
    result: FloatArray = np.log1p(decay, out=decay)
    result += np.maximum(z, 0.0)
    return result


def margin_of(z: FloatArray, y: FloatArray) -> FloatArray:
    """The margin s·z with s = 2y − 1 ∈ {−1, +1}: positive when the label is predicted."""
    return (2.0 * y - 1.0) * z
