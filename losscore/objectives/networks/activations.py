"""Activations a(s) of hidden neurons, element by element.

Their derivatives are functions of a itself, which is what has been computed anyway.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from losscore.checks import FloatArray
from losscore.losses import sigmoid


@dataclass(frozen=True, slots=True)
class Activation:
    """``value(s)`` = a, ``slope(a)`` = a′, ``bend(a)`` = a″; ``analytic`` where a has no kink.

    ``logistic_scale`` is the κ for which a = 1 − κ/(e^(κs) + 1), if there is one.
    """

    name: str
    value: Callable[[FloatArray], FloatArray]
    slope: Callable[[FloatArray], FloatArray]
    bend: Callable[[FloatArray], FloatArray]
    analytic: bool
    logistic_scale: float | None = None


def tanh_slope(a: FloatArray) -> FloatArray:
    """a′ = 1 − a² for a = tanh s."""
    return (1.0 - a) * (1.0 + a)


def tanh_bend(a: FloatArray) -> FloatArray:
    """a″ = −2 a (1 − a²) for a = tanh s."""
    return -2.0 * a * (1.0 - a) * (1.0 + a)


def sigmoid_slope(a: FloatArray) -> FloatArray:
    """a′ = a (1 − a) for a = σ(s)."""
    return a * (1.0 - a)


def sigmoid_bend(a: FloatArray) -> FloatArray:
    """a″ = a (1 − a) (1 − 2 a) for a = σ(s)."""
    return a * (1.0 - a) * (1.0 - 2.0 * a)


def relu(s: FloatArray) -> FloatArray:
    """max(s, 0). Source: Nair & Hinton 2010."""
    return np.maximum(s, 0.0)


def relu_slope(a: FloatArray) -> FloatArray:
    """a′ = [a > 0] for a = max(s, 0); at the kink s = 0 that is the slope on its left."""
    return np.where(a > 0.0, 1.0, 0.0)


_ACTIVATIONS = (
    Activation("tanh", np.tanh, tanh_slope, tanh_bend, analytic=True, logistic_scale=2.0),
    Activation("sigmoid", sigmoid, sigmoid_slope, sigmoid_bend, analytic=True, logistic_scale=1.0),
    Activation("relu", relu, relu_slope, np.zeros_like, analytic=False),
)

ACTIVATIONS = {activation.name: activation for activation in _ACTIVATIONS}
