"""Means and centred second moments of pairs (x, y), in one pass over the data.

A block that fits the cache is summed about a centre c near its mean, d = x − c,

    m = c + Σd/n,   S = Σ(x − m)² = Σd² − (Σd)²/n,

and the blocks are then put together:

    m = Σ n_block m_block / n,   S = Σ_blocks [ S_block + n_block (m_block − m)² ].

No sum of squares of the raw values is ever formed, so the digits survive however far the data lie
from zero. The centre is the mean of the block's first values: it need only be within a few standard
deviations of the block's mean, and a pass over the block is saved.

Source: Chan, Golub & LeVeque 1983, "Algorithms for computing the sample variance", American
Statistician 37: shifted sums, and how to put parts together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from losscore.checks import FloatArray
from losscore.kernels.parallel import map_chunks, single_threaded_blas

# Blocks of this size stay in the cache; smaller ones would keep threads waiting for each other.
BLOCK = 1 << 16
CHUNK = 16 * BLOCK
# The number of values that give the centre of a block.
HEAD = 1 << 9


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

    # In one thread, BLAS sums in the same order on any number of cores.
    with single_threaded_blas():
        rows = [row for chunk in map_chunks(blocks, len(x), CHUNK) for row in chunk]
    count, x_mean, y_mean, x_rest, y_rest, xx, xy, yy = np.array(rows).T
    share = count / len(x)
    # Relative to the first block's mean, so that data far from 0 keep their digits.
    x_step, y_step = x_mean - x_mean[0] + x_rest, y_mean - y_mean[0] + y_rest
    mean_x, mean_y = float(share @ x_step), float(share @ y_step)
    dx, dy = x_step - mean_x, y_step - mean_y
    return Moments(
        len(x),
        float(x_mean[0]) + mean_x,
        float(y_mean[0]) + mean_y,
        float(np.sum(xx + count * dx * dx)),
        float(np.sum(xy + count * dx * dy)),
        float(np.sum(yy + count * dy * dy)),
    )


def residual_squares(x: FloatArray, y: FloatArray, centre: Moments, slope: float) -> float:
    """Σ ((y−ȳ) − slope (x−x̄))², term by term: accurate even if the line fits to rounding."""

    def chunk(start: int, stop: int) -> float:
        squares = 0.0
        for i in range(start, stop, BLOCK):
            some = slice(i, min(i + BLOCK, stop))
            residual = (y[some] - centre.y_mean) - slope * (x[some] - centre.x_mean)
            squares += float(residual @ residual)
        return squares

    with single_threaded_blas():
        return sum(map_chunks(chunk, len(x)))


def _block(x: FloatArray, y: FloatArray) -> tuple[float, ...]:
    """n, the centres, the means relative to them, and the centred sums of a block."""
    n = len(x)
    x_centre, y_centre = (float(np.add.reduce(v[:HEAD])) / len(v[:HEAD]) for v in (x, y))
    dx, dy = x - x_centre, y - y_centre
    x_rest, y_rest = float(np.add.reduce(dx)) / n, float(np.add.reduce(dy)) / n
    xx, xy, yy = float(dx @ dx), float(dx @ dy), float(dy @ dy)
    return (
        *(n, x_centre, y_centre, x_rest, y_rest),
        *(xx - n * x_rest**2, xy - n * x_rest * y_rest, yy - n * y_rest**2),
    )
