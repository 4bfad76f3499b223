"""How many Chebyshev nodes a sum of sigmoids asks for, from where its terms are singular.

On an axis of the window z = θ·x + b is c + a t, t in [−1, 1]. log(1 + eᶻ) and σ(z)² are analytic
but at z = ±iπ (and beyond), that is at t₀ = (−c ± iπ)/a. The Chebyshev coefficients of a
function whose nearest singularity is at t₀ fall as ρ^(−n), with ρ = |t₀ + √(t₀² − 1)| the
ellipse through it:

    (2/n) ρ^(−n)                      for a logarithm in t₀, the loss log(1 + eᶻ),
    4 n ρ^(−n) / |a² (t₀² − 1)|        for a double pole, the squared error σ(z)².

Summed over samples they tell where the series of J falls below an error, before J is evaluated
at all. It is an estimate: what the interpolant is worth, is measured.

Source: Trefethen 2013, "Approximation Theory and Approximation Practice", chapters 3 and 8.
"""

from __future__ import annotations

import numpy as np

from losscore.checks import FloatArray, Window

# So many samples stand for all; degrees are tried in steps.
SKETCH = 256
# 1/a of a sample that z does not depend on: so far away that it counts nothing.
NO_SLOPE = 1e150
DEGREES = np.arange(4, 133, 4)


def enough_nodes(
    features: FloatArray, offset: float, window: Window, allowed: float, *, double_pole: bool
) -> int:
    """Nodes along each axis until the rest of the series of mean J is below ``allowed``.

    ``features`` (2, n). More than any size that is tried, if no degree is enough.
    """
    some = features[:, :: max(1, features.shape[1] // SKETCH)]
    low, high = np.array(window).T
    near = np.clip(0.0, low, high)
    a = 0.5 * (high - low)[:, None] * some
    # The other weight is as small as it gets: there z varies along this axis alone.
    c = offset + 0.5 * (low + high)[:, None] * some + (near[:, None] * some)[::-1]
    # In a huge window ρ rounds to 1, and no degree is enough.
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        rest = _rest(np.where(a == 0.0, NO_SLOPE, 1.0 / a), c, double_pole).max(axis=1)
    enough = np.flatnonzero(rest <= allowed * some.shape[1])
    return int(DEGREES[enough[0]]) + 1 if len(enough) else int(DEGREES[-1]) + 2


def _rest(per_slope: FloatArray, c: FloatArray, double_pole: bool) -> FloatArray:
    """Σ over samples and higher degrees of the coefficients, 1/a and c (2, n) -> (degrees, 2)."""
    t0 = (1j * np.pi - c) * per_slope
    root = np.sqrt(t0 - 1.0) * np.sqrt(t0 + 1.0)
    # |t₀ + √| and |t₀ − √| are each other's inverse; the ellipse is the larger.
    log_rho = np.abs(np.log(np.abs(t0 + root)))
    n = DEGREES[:, None, None]
    decay = np.exp(-n * log_rho)
    size = decay * (4.0 * n / np.abs(root / per_slope) ** 2 if double_pole else 2.0 / n)
    # A geometric series from degree n on.
    total: FloatArray = (size / -np.expm1(-log_rho)).sum(axis=-1)
    return total
