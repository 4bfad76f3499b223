"""How many Chebyshev nodes a sum of sigmoids needs, from the singularities of its terms.

On an axis of the window, z = θ·x + b is c + a t, t in [−1, 1]. log(1 + eᶻ) and σ(z)² are analytic
except at z = ±iπ (and beyond), that is, at t₀ = (−c ± iπ)/a. The Chebyshev coefficients of a
function whose nearest singularity is at t₀ fall as ρ^(−n), where ρ is the sum of the half-axes of
the ellipse through t₀ with the foci ±1:

    (2/n) ρ^(−n)                      for a logarithm in t₀, the loss log(1 + eᶻ),
    4 n ρ^(−n) / |a² (t₀² − 1)|        for a double pole, the squared error σ(z)².

At the ends of the axis |a (t₀ ± 1)| = |z ∓ iπ| = √(z² + π²) =: d. On the ellipse the distances from
the foci add up to 2 cosh(log ρ); |a² (t₀² − 1)| is the product of both d.

**Stretched axes.** With z = c + a s and s = arcsin(α t)/β, β = arcsin α, terms converge about as
fast wherever along the axis they are singular, and a little more slowly in its middle. So we assume
that all singularities lie there, at c = 0:

    t₀ = i sinh(πβ/a)/α =: i S/α,   log ρ = arsinh(S/α),

and a² becomes (a ds/dt)² = (aα/β)² / (1 + S²). A stretched axis pays for sharp terms, which change
within a small part of it.

Summed over samples, the coefficients tell where the series of J falls below an error, before J is
evaluated at all. This is an estimate; the accuracy of the interpolant is then measured.

Source: Trefethen 2013, "Approximation Theory and Approximation Practice", chapters 3, 8 and 22.
"""

from __future__ import annotations

import math

import numpy as np

from losscore.checks import FloatArray, Window
from losscore.kernels.chebyshev import STRETCH, Nodes

# SKETCH samples represent all; degrees are tried in steps.
SKETCH = 256
STEP = 4
DEGREES = np.arange(4.0, 133.0, STEP)
# Factors from Σ ρ^(−n)/(1 − ρ^(−1)) to the rest of the series from degree n on, by singularity.
LOGARITHM, DOUBLE_POLE = 2.0 / DEGREES[:, None], 4.0 * DEGREES[:, None]
EXPONENTS = -DEGREES[:, None, None]
ARCSINE = math.asin(STRETCH)
# Axes are stretched if the root mean square of √(a² − c²) is 3 or more; the terms then need about
# as many nodes as the map itself. Where z keeps its sign, a < |c|, terms are not sharp.
SHARP = 3.0
# Added to 2a on a stretched axis, so that S² does not overflow; a z that hardly varies needs few
# nodes in any case.
LEAST = 0.05


def enough_nodes(
    features: FloatArray, offset: float, window: Window, allowed: float, *, double_pole: bool
) -> int:
    """Nodes along each axis until the rest of the series of mean J is below ``allowed``.

    ``features`` (2, n). If no degree is enough, the result exceeds every size that is tried.
    """
    z = _along_axes(features, offset, window)
    # In a huge window ρ rounds to 1, and no degree is enough.
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        return _first(_rest(*_plain(z), double_pole), allowed * z.shape[-1])


def fewest_nodes(
    features: FloatArray, offset: float, window: Window, allowed: float, *, double_pole: bool
) -> Nodes:
    """As ``enough_nodes``, but on a stretched axis where terms are sharp."""
    z = _along_axes(features, offset, window)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        ellipses, stretch = (_stretched, STRETCH) if _is_sharp(z) else (_plain, 0.0)
        return Nodes(_first(_rest(*ellipses(z), double_pole), allowed * z.shape[-1]), stretch)


def _along_axes(features: FloatArray, offset: float, window: Window) -> FloatArray:
    """z of some samples at both ends of both axes, (2 ends, 2 axes, n).

    The other weight is as small as the window allows, so that z varies mainly along this axis.
    """
    some = features[:, :: max(1, features.shape[1] // SKETCH)]
    (x_lo, x_hi), (y_lo, y_hi) = window
    x, y = min(max(0.0, x_lo), x_hi), min(max(0.0, y_lo), y_hi)
    ends = np.array((x_lo, y, x, y_lo, x_hi, y, x, y_hi)).reshape(2, 2, 2)
    z: FloatArray = ends @ some
    z += offset
    return z


def _is_sharp(z: FloatArray) -> bool:
    """Whether a² − c², the product of both ends of z with its sign turned, is large on average."""
    start, end = z
    return bool(np.vecdot(start, end).min() < -(SHARP**2) * z.shape[-1])


def _plain(z: FloatArray) -> tuple[FloatArray, FloatArray]:
    """log ρ and |a² (t₀² − 1)| on both axes, (2, n)."""
    start, end = np.hypot(z, np.pi)
    # Where z does not vary ρ is infinite.
    return np.arccosh((start + end) / np.abs(z[1] - z[0])), start * end


def _stretched(z: FloatArray) -> tuple[FloatArray, FloatArray]:
    """log ρ and |(a ds/dt)² (t₀² − 1)| on both axes, (2, n)."""
    half = 0.5 * (np.abs(z[1] - z[0]) + LEAST)
    sinh = np.sinh((np.pi * ARCSINE) / half)
    squared = sinh * sinh
    pole = (half / ARCSINE) ** 2 * (squared + STRETCH**2) / (squared + 1.0)
    return np.arcsinh(sinh / STRETCH), pole


def _rest(log_rho: FloatArray, pole: FloatArray, double_pole: bool) -> FloatArray:
    """Σ over samples and higher degrees of the coefficients, larger axis -> (degrees,)."""
    # A geometric series from degree n on.
    share = 1.0 / (1.0 - np.exp(-log_rho))
    if double_pole:
        share /= pole
    decay = EXPONENTS * log_rho
    total = np.vecdot(np.exp(decay, out=decay), share)
    total *= DOUBLE_POLE if double_pole else LOGARITHM
    worst: FloatArray = total.max(axis=1)
    return worst


def _first(rest: FloatArray, allowed: float) -> int:
    """The number of nodes from which ``rest`` (degrees,) is at most ``allowed``; nan is not."""
    return STEP * (1 + len(rest) - int(np.count_nonzero(rest <= allowed))) + 1
