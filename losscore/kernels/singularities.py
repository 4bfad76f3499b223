"""How many Chebyshev nodes a sum of sigmoids asks for, from where its terms are singular.

On an axis of the window z = θ·x + b is c + a t, t in [−1, 1]. log(1 + eᶻ) and σ(z)² are analytic
but at z = ±iπ (and beyond), that is at t₀ = (−c ± iπ)/a. The Chebyshev coefficients of a
function whose nearest singularity is at t₀ fall as ρ^(−n), where ρ is the sum of the half-axes of
the ellipse through t₀ with the foci ±1:

    (2/n) ρ^(−n)                      for a logarithm in t₀, the loss log(1 + eᶻ),
    4 n ρ^(−n) / |a² (t₀² − 1)|        for a double pole, the squared error σ(z)².

At the ends of the axis |a (t₀ ± 1)| = |z ∓ iπ| = √(z² + π²) =: d. On the ellipse the distances from
the foci add up to 2 cosh(log ρ); |a² (t₀² − 1)| is the product of both d.

Summed over samples the coefficients tell where the series of J falls below an error, before J is
evaluated at all. It is an estimate: what the interpolant is worth, is measured.

Source: Trefethen 2013, "Approximation Theory and Approximation Practice", chapters 3 and 8.
"""

from __future__ import annotations

import numpy as np

from losscore.checks import FloatArray, Window

# So many samples stand for all; degrees are tried in steps.
SKETCH = 256
DEGREES = np.arange(4.0, 133.0, 4.0)


def enough_nodes(
    features: FloatArray, offset: float, window: Window, allowed: float, *, double_pole: bool
) -> int:
    """Nodes along each axis until the rest of the series of mean J is below ``allowed``.

    ``features`` (2, n). More than any size that is tried, if no degree is enough.
    """
    some = features[:, :: max(1, features.shape[1] // SKETCH)]
    ends = np.array(window)[:, :, None]
    # The other weight is as small as it gets: there z varies along this axis alone.
    smallest = np.array([[[min(max(0.0, low), high)]] for low, high in window])
    z = offset + ends * some[:, None] + (smallest * some[:, None])[::-1]
    # In a huge window ρ rounds to 1, and no degree is enough. Where z does not vary it is infinite.
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        rest = _rest(np.hypot(z, np.pi), z[:, 1] - z[:, 0], double_pole).max(axis=1)
    is_enough = rest <= allowed * some.shape[1]
    first = is_enough.argmax()
    return int(DEGREES[first]) + 1 if is_enough[first] else int(DEGREES[-1]) + 2


def _rest(distance: FloatArray, length: FloatArray, double_pole: bool) -> FloatArray:
    """Σ over samples and higher degrees of the coefficients, from d and 2a -> (degrees, 2).

    ``distance`` (2, 2, n) on both axes at both ends, ``length`` (2, n).
    """
    log_rho = np.arccosh((distance[:, 0] + distance[:, 1]) / np.abs(length))
    # A geometric series from degree n on.
    share = 1.0 / (1.0 - np.exp(-log_rho))
    if double_pole:
        share /= distance[:, 0] * distance[:, 1]
    n = DEGREES[:, None]
    decay = np.exp(-n[:, None] * log_rho)
    total: FloatArray = np.vecdot(decay, share) * (4.0 * n if double_pole else 2.0 / n)
    return total
