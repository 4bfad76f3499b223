"""Means and centred second moments of pairs (x, y), in one pass over the data.

All is summed about an origin near the data, the mean of the first block:

    x̄ = o + Σd/n,   Σ(x − x̄)² = Σd² − (Σd)²/n,   d = x − o.

Squares of the raw values are never summed, so the digits survive however far the data lie from
zero. What the difference loses is the square of the distance from o to x̄ in standard
deviations, which is of order 1 unless the first samples are nothing like the others.

Source: Chan, Golub & LeVeque 1983, "Algorithms for computing the sample variance", American
Statistician 37, section 2 (the shifted one-pass algorithm).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from losscore.checks import FloatArray
from losscore.kernels.parallel import map_chunks

# Two pairs of such blocks stay in the cache; smaller ones keep the threads waiting for each other.
BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Moments:
    """n, the means of x and y, and Σ(x−x̄)², Σ(x−x̄)(y−ȳ), Σ(y−ȳ)²."""

    count: int
    x_mean: float
    y_mean: float
    xx: float
    xy: float
    yy: float


def moments(x: FloatArray, y: FloatArray) -> Moments:
    """The moments of x (n,) and y (n,)."""
    origin = float(x[:BLOCK].mean()), float(y[:BLOCK].mean())

    def chunk(start: int, stop: int) -> FloatArray:
        total = np.zeros(5)
        for first in range(start, stop, BLOCK):
            block = slice(first, min(first + BLOCK, stop))
            total += _block(x[block], y[block], origin)
        return total

    x_sum, y_sum, xx, xy, yy = sum(map_chunks(chunk, len(x), 16 * BLOCK), np.zeros(5)).tolist()
    n = len(x)
    return Moments(
        n,
        origin[0] + x_sum / n,
        origin[1] + y_sum / n,
        max(xx - x_sum * x_sum / n, 0.0),
        xy - x_sum * y_sum / n,
        max(yy - y_sum * y_sum / n, 0.0),
    )


def residual_squares(x: FloatArray, y: FloatArray, centre: Moments, slope: float) -> float:
    """Σ ((y−ȳ) − slope (x−x̄))², summed term by term: right also where the line fits to rounding."""

    def chunk(start: int, stop: int) -> float:
        residual = (y[start:stop] - centre.y_mean) - slope * (x[start:stop] - centre.x_mean)
        return float(residual @ residual)

    return sum(map_chunks(chunk, len(x), BLOCK))


def _block(x: FloatArray, y: FloatArray, origin: tuple[float, float]) -> FloatArray:
    """Σdx, Σdy, Σdx², Σdx dy, Σdy² about ``origin``."""
    dx, dy = x - origin[0], y - origin[1]
    return np.array([dx.sum(), dy.sum(), dx @ dx, dx @ dy, dy @ dy])
