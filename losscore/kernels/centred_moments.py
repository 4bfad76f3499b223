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
    count, x_rounded, y_rounded, x_rest, y_rest, xx, xy, yy = np.array(rows).T
    # Block means relative to the first: small numbers that keep what a mean's own rounding lost.
    x_origin, y_origin = float(x_rounded[0]), float(y_rounded[0])
    x_offset, y_offset = x_rounded - x_origin + x_rest, y_rounded - y_origin + y_rest
    share = count / len(x)
    x_shift, y_shift = float(share @ x_offset), float(share @ y_offset)
    dx, dy = x_offset - x_shift, y_offset - y_shift
    return Moments(
        len(x),
        x_origin + x_shift,
        y_origin + y_shift,
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
    """n, the rounded means, what rounding took from them, and the moments about the true means.

    With d = x − m for a mean m that is rounded, Σ(x − x̄)² = Σd² − (Σd)²/n: for data that vary
    little more than their rounding that matters.
    """
    n = len(x)
    x_mean, y_mean = float(x.mean()), float(y.mean())
    dx, dy = x - x_mean, y - y_mean
    x_rest, y_rest = float(dx.sum()) / n, float(dy.sum()) / n
    xx, xy, yy = float(dx @ dx), float(dx @ dy), float(dy @ dy)
    return (
        float(n),
        x_mean,
        y_mean,
        x_rest,
        y_rest,
        xx - n * x_rest * x_rest,
        xy - n * x_rest * y_rest,
        yy - n * y_rest * y_rest,
    )
