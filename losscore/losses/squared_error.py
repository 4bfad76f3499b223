"""The squared error (z − y)²."""

from __future__ import annotations

import numpy as np

from losscore.checks import FloatArray
from losscore.losses.base import PointwiseLoss


def value(z: FloatArray, y: FloatArray) -> FloatArray:
    """(z − y)². Source: Legendre 1805; no factor ½."""
    return (z - y) ** 2


def first(z: FloatArray, y: FloatArray) -> FloatArray:
    """∂/∂z (z − y)² = 2 (z − y)."""
    return 2.0 * (z - y)


def value_and_first(z: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Both, from one difference."""
    miss = z - y
    return miss**2, 2.0 * miss


def second(z: FloatArray, y: FloatArray) -> FloatArray:
    """∂²/∂z² (z − y)² = 2."""
    return np.broadcast_to(2.0, np.broadcast_shapes(z.shape, y.shape))


SQUARED_ERROR = PointwiseLoss(
    "squared-error",
    value,
    first,
    value_and_first,
    second,
    lambda z: z,
)
