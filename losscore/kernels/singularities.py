"""How many Chebyshev nodes a sum of sigmoids asks for, from where its terms are singular.

On an axis of the window z = θ·x + b is c + a t, t in [−1, 1]. log(1 + eᶻ) and σ(z)² are analytic
but at z = ±iπ (and beyond), that is at t₀ = (−c ± iπ)/a. The Chebyshev coefficients of a
function whose nearest singularity is at t₀ fall as ρ^(−n), where ρ is the sum of the half-axes of
the ellipse through t₀ with the foci ±1:

    (2/n) ρ^(−n)                      for a logarithm in t₀, the loss log(1 + eᶻ),
    4 n ρ^(−n) / |a² (t₀² − 1)|        for a double pole, the squared error σ(z)².

On the ellipse the distances |t₀ − 1| and |t₀ + 1| add up to 2 cosh(log ρ).

On a stretched axis the place is s(t) = arcsin(α t)/β, β = arcsin α, so that the singularity lies at
t₀ = sin(β s₀)/α; what lies beyond the singularities of the map, ±1/α, counts as lying at the edge of
its branch. At t₀ the slope of z is a s′(t₀) instead of a, s′(t₀) = α/(β cos(β s₀)). To that comes the
series of the map itself, times the slope of z.

Summed over samples the coefficients tell where the series of J falls below an error, before J is
evaluated at all. It is an estimate: what the interpolant is worth, is measured.

Source: Trefethen 2013, "Approximation Theory and Approximation Practice", chapters 3 and 8.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from losscore.checks import FloatArray, Window
from losscore.kernels.chebyshev import STRETCH, Nodes, stretching_rest

# So many samples stand for all; degrees are tried in steps.
SKETCH = 256
DEGREES = np.arange(4.0, 133.0, 4.0)
# A length of z is counted so much longer: one that hardly varies asks for few nodes in any case,
# and its singularities would lie beyond the range of doubles.
LEAST = 0.02
BETA = math.asin(STRETCH)

ComplexArray = NDArray[np.complex128]


def enough_nodes(
    features: FloatArray, offset: float, window: Window, allowed: float, *, double_pole: bool
) -> int:
    """Nodes along each axis until the rest of the series of mean J is below ``allowed``.

    ``features`` (2, n). More than any size that is tried, if no degree is enough.
    """
    half, s = _singularities(_sketch(features), offset, window)
    slope = half if double_pole else None
    return _first(_rest(s, slope), allowed * half.shape[-1])


def fewest_nodes(
    features: FloatArray, offset: float, window: Window, allowed: float, *, double_pole: bool
) -> Nodes:
    """As ``enough_nodes``, on an axis that is stretched if that asks for fewer."""
    half, s = _singularities(_sketch(features), offset, window)
    t, cosine = _on_stretched_axis(s)
    slope = np.stack((half, half * (STRETCH / BETA) / np.abs(cosine))) if double_pole else None
    rest = _rest(np.stack((s, t)), slope)
    rest[:, 1] += np.outer(stretching_rest(len(DEGREES) * 4 + 1)[4::4], half.sum(axis=1))
    plain, stretched = (_first(of_map, allowed * half.shape[-1]) for of_map in rest.swapaxes(0, 1))
    return Nodes(stretched, STRETCH) if stretched < plain else Nodes(plain)


def _sketch(features: FloatArray) -> FloatArray:
    return features[:, :: max(1, features.shape[1] // SKETCH)]


def _singularities(
    features: FloatArray, offset: float, window: Window
) -> tuple[FloatArray, ComplexArray]:
    """|a| and t₀ on both axes for features (2, n), (2, n); of the four mirror images ±t₀, ±t̄₀ one."""
    ends = np.array(window)[:, :, None]
    # The other weight is as small as it gets: there z varies along this axis alone.
    smallest = np.array([[[min(max(0.0, low), high)]] for low, high in window])
    z = offset + ends * features[:, None] + (smallest * features[:, None])[::-1]
    half = 0.5 * (np.abs(z[:, 1] - z[:, 0]) + LEAST)
    return half, (0.5 * np.abs(z[:, 0] + z[:, 1]) + 1j * np.pi) / half


def _on_stretched_axis(s: ComplexArray) -> tuple[ComplexArray, ComplexArray]:
    """t₀ and cos(β s₀) for s₀."""
    angle = BETA * s
    np.minimum(angle.real, 0.5 * np.pi, out=angle.real)
    return np.sin(angle) / STRETCH, np.cos(angle)


def _rest(at: ComplexArray, slope: FloatArray | None) -> FloatArray:
    """Σ over samples and higher degrees of the coefficients, from t₀ (..., n) -> (degrees, ...).

    ``slope`` (..., n) of z at a double pole; None for a logarithm.
    """
    left, right = np.abs(at - 1.0), np.abs(at + 1.0)
    # In a huge window ρ rounds to 1, and no degree is enough.
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        log_rho = np.arccosh(0.5 * (left + right))
        # A geometric series from degree n on.
        share = 1.0 / (1.0 - np.exp(-log_rho))
        if slope is not None:
            share /= (slope * left) * (slope * right)
        n = DEGREES.reshape(-1, *(1,) * at.ndim)
        total: FloatArray = np.vecdot(np.exp(-n * log_rho), share)
    n = n[..., 0]
    total *= 2.0 / n if slope is None else 4.0 * n
    return total


def _first(rest: FloatArray, allowed: float) -> int:
    """Nodes from where on ``rest`` (degrees, 2) is ``allowed`` on both axes."""
    is_enough = rest.max(axis=1) <= allowed
    first = is_enough.argmax()
    return int(DEGREES[first]) + 1 if is_enough[first] else int(DEGREES[-1]) + 2
