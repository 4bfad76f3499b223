"""What K-means needs from unsorted values, in one pass: counts and sums below each midpoint.

On a grid, J(c₁, c₂) depends on the values only through the number of those below the midpoint of
the centroids, and their sum. On two axes with the same spacing h, all midpoints lie on a lattice of
spacing h/2, so (nx + ny − 1) bins replace n values. A value on a midpoint can count on either side,
because J is the same.

The values are taken relative to a point among them, so digits cancel in Σ(x − c)² only where J is
far smaller than the spread of the values: near tight clusters that lie far apart. Where J is that
small in a whole window, there is no table.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from losscore.checks import FloatArray
from losscore.kernels.workspace import scratch

# A BLOCK of values stays in the cache; BLAS sums a ROW of them in one thread and so in one order.
BLOCK, ROW = 1 << 17, 1 << 13
# The lattice may be off by this share of an axis: values that close to a midpoint may change sides.
OFF = 2e-14
# Squares and inverses beyond these would leave the range of doubles.
SMALLEST, LARGEST = 1e-100, 1e100
# A table that is nowhere above this share of its terms has lost too many digits.
CANCELLED = 1e-2


def fits(x: FloatArray, y: FloatArray) -> bool:
    """Whether the midpoints of two uniform axes lie on a lattice, to rounding.

    They do if the axes have the same spacing and are not so far from 0 that their rounding matters.
    """
    lengths = float(x[-1] - x[0]), float(y[-1] - y[0])
    largest = max(abs(float(end)) for end in (x[0], x[-1], y[0], y[-1]))
    if min(lengths) < SMALLEST or largest > LARGEST:
        return False
    across, up = lengths[0] / (len(x) - 1), lengths[1] / (len(y) - 1)
    drift = abs(across - up) * max(len(x), len(y))
    rounding = float(np.finfo(np.float64).eps) * largest
    return max(drift, rounding) <= OFF * min(lengths)


def wcss_table(values: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray | None:
    """Σ min_k (xᵢ − c_k)² for unsorted values (n,), on uniform axes that fit -> (ny, nx).

    None where digits would be lost.
    """
    centre = float(np.mean(values[:BLOCK]))
    first, second = x - centre, (y - centre)[:, None]
    count, total, squares = _below(values, centre, first, second[:, 0])
    # squares + n c² − 2 c Σx, on either side; the counts for x[i] and y[j] are at i + j.
    lower = np.minimum(first, second, out=scratch("lower", len(y), len(x)))
    upper = np.maximum(first, second, out=scratch("upper", len(y), len(x)))
    result = _side(lower, count, total, np.empty_like(lower))
    result += _side(upper, len(values) - count, total[-1] - total, scratch("side", *lower.shape))
    result += squares
    largest = squares + len(values) * max(np.abs(first).max(), np.abs(second).max()) ** 2
    return result if result.max() >= CANCELLED * largest else None


def _side(c: FloatArray, count: FloatArray, total: FloatArray, out: FloatArray) -> FloatArray:
    """c (n c − 2 Σx) for centroids c (ny, nx), in ``out``."""
    n, twice = (sliding_window_view(along, c.shape[1])[: len(c)] for along in (count, 2.0 * total))
    np.multiply(n, c, out=out)
    out -= twice
    out *= c
    return out


def _below(
    values: FloatArray, centre: float, x: FloatArray, y: FloatArray
) -> tuple[FloatArray, FloatArray, float]:
    """Number and sum of the centred values below each midpoint, with a last entry for all of them.

    It uses one thread, because most of the time goes into ``bincount``, which blocks the others.
    """
    midpoints = len(x) + len(y) - 1
    start = 0.5 * (x[0] + y[0])
    step = 0.5 * (x[-1] - x[0] + y[-1] - y[0]) / (midpoints - 1)
    count, total, squares = np.zeros(midpoints + 1), np.zeros(midpoints + 1), 0.0
    z, place, small = scratch("values and places", 3, BLOCK)
    for begin in range(0, len(values), BLOCK):
        block = values[begin : begin + BLOCK]
        own, at = z[: len(block)], place[: len(block)]
        np.subtract(block, centre, out=own)
        np.subtract(own, start - step, out=at)
        at *= 1.0 / step
        # Bin k holds the values between midpoints k − 1 and k; truncation rounds down here.
        bins = _truncated(np.clip(at, 0.0, midpoints, out=at), small)
        count += np.bincount(bins, minlength=midpoints + 1)
        total += np.bincount(bins, own, minlength=midpoints + 1)
        z[len(block) :] = 0.0
        rows = z.reshape(-1, ROW)
        squares += float(np.vecdot(rows, rows).sum())
    return np.cumsum(count), np.cumsum(total), squares


def _truncated(places: FloatArray, small: FloatArray) -> NDArray[np.int64]:
    """``places`` (n,) as integers in their own memory, via 32-bit integers in that of ``small``.

    The detour takes half the time, because many processors convert doubles to 64 bits one by one.
    """
    short = small.view(np.int32)[: len(places)]
    np.copyto(short, places, casting="unsafe")
    integers: NDArray[np.int64] = places.view(np.int64)
    np.copyto(integers, short)
    return integers
