"""Means and centred second moments of pairs (x, y), in one pass over the data.

A block that fits the cache is centred by its own mean; the blocks are then put together:

    S = Σ_blocks [ S_block + n_block (m_block − m)² ],   m = Σ n_block m_block / n.

No sum of squares of the raw values is ever formed, so the digits survive however far the data lie
from zero.

Source: Chan, Golub & LeVeque 1983, "Algorithms for computing the sample variance", American
Statistician 37.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from losscore.checks import FloatArray
from losscore.kernels.parallel import map_chunks

BLOCK = 1 << 14


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

    def blocks(start: int, stop: int) -> list[tuple[float, ...]]:
        inner = range(start, stop, BLOCK)
        return [_block(x[i : min(i + BLOCK, stop)], y[i : min(i + BLOCK, stop)]) for i in inner]

    rows = [row for chunk in map_chunks(blocks, len(x)) for row in chunk]
    count, x_mean, y_mean, xx, xy, yy = np.array(rows).T
    share = count / len(x)
    # Means of means near their own size: subtracting the first keeps the digits of far data.
    mean_x = float(x_mean[0] + share @ (x_mean - x_mean[0]))
    mean_y = float(y_mean[0] + share @ (y_mean - y_mean[0]))
    dx, dy = x_mean - mean_x, y_mean - mean_y
    return Moments(
        len(x),
        mean_x,
        mean_y,
        float(np.sum(xx + count * dx * dx)),
        float(np.sum(xy + count * dx * dy)),
        float(np.sum(yy + count * dy * dy)),
    )


def residual_squares(x: FloatArray, y: FloatArray, centre: Moments, slope: float) -> float:
    """Σ ((y−ȳ) − slope (x−x̄))², summed term by term: right also where the line fits to rounding."""

    def chunk(start: int, stop: int) -> float:
        residual = (y[start:stop] - centre.y_mean) - slope * (x[start:stop] - centre.x_mean)
        return float(residual @ residual)

    return sum(map_chunks(chunk, len(x), BLOCK * 8))


def _block(x: FloatArray, y: FloatArray) -> tuple[float, ...]:
    x_mean, y_mean = float(x.mean()), float(y.mean())
    dx, dy = x - x_mean, y - y_mean
    return (float(len(x)), x_mean, y_mean, float(dx @ dx), float(dx @ dy), float(dy @ dy))
