"""What K-means needs of unsorted values, in one pass: counts and sums below each midpoint.

J(c₁, c₂) on a grid depends on the values only through how many lie below the midpoint of the
centroids, and their sum. On two axes with one spacing h all midpoints lie on a lattice of
spacing h/2: (nx + ny − 1) bins instead of n values. A value on a midpoint counts on either side:
J is the same.

The values are taken relative to a point among them, so that digits cancel in Σ(x − c)² only where
J is far smaller than the spread of the values: near tight clusters that lie apart. Where J is that
small in a whole window there is no table.
"""

from __future__ import annotations

import numpy as np

from losscore.checks import FloatArray
from losscore.kernels.parallel import map_chunks, single_threaded_blas
from losscore.kernels.workspace import scratch

# Arrays that are made once for a chunk and used for its blocks in turn.
BLOCK = 1 << 16
CHUNK = 1 << 19
# The lattice may be off by this share of an axis: values so near to a midpoint may change sides.
OFF = 2e-14
# Squares and inverses beyond these would leave the range of doubles.
SMALLEST, LARGEST = 1e-100, 1e100
# A table that is nowhere above this share of its terms has lost too many digits.
CANCELLED = 1e-2


def fits(x: FloatArray, y: FloatArray) -> bool:
    """Whether the midpoints of two uniform axes lie on a lattice, to rounding.

    They do if the axes have one spacing and are not so far from 0 that their own rounding counts.
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
    at = np.add.outer(np.arange(len(y)), np.arange(len(x)))
    lower, upper = np.minimum(first, second), np.maximum(first, second)
    n_lower, sum_lower = count[at], total[at]
    n_upper, sum_upper = len(values) - n_lower, total[-1] - sum_lower
    # squares + n c² − 2 c Σx, on either side
    terms: FloatArray = squares + n_lower * lower**2 + n_upper * upper**2
    result: FloatArray = terms - 2.0 * (lower * sum_lower + upper * sum_upper)
    return result if result.max() >= CANCELLED * terms.max() else None


def _below(
    values: FloatArray, centre: float, x: FloatArray, y: FloatArray
) -> tuple[FloatArray, FloatArray, float]:
    """Number and sum of the centred values below each midpoint, one entry more for all of them."""
    midpoints = len(x) + len(y) - 1
    start = 0.5 * (x[0] + y[0])
    step = 0.5 * (x[-1] - x[0] + y[-1] - y[0]) / (midpoints - 1)

    def chunk(first: int, last: int) -> tuple[FloatArray, FloatArray, float]:
        count, total, squares = np.zeros(midpoints + 1), np.zeros(midpoints + 1), 0.0
        own = scratch("values and places", 3, min(BLOCK, last - first))
        # Integers in the memory of as many doubles.
        own_bins = own[2].view(np.int64)
        for begin in range(first, last, BLOCK):
            block = values[begin : min(begin + BLOCK, last)]
            (z, place), bins = own[:2, : len(block)], own_bins[: len(block)]
            np.subtract(block, centre, out=z)
            np.subtract(z, start - step, out=place)
            place *= 1.0 / step
            # Bin k holds what lies between midpoints k − 1 and k; truncation rounds down here.
            np.copyto(bins, np.clip(place, 0.0, midpoints, out=place), casting="unsafe")
            count += np.bincount(bins, minlength=midpoints + 1)
            total += np.bincount(bins, z, minlength=midpoints + 1)
            squares += float(z @ z)
        return count, total, squares

    # BLAS in one thread adds up in one order, on any number of cores.
    with single_threaded_blas():
        counts, totals, squares = zip(*map_chunks(chunk, len(values), CHUNK), strict=True)
    return np.cumsum(sum(counts)), np.cumsum(sum(totals)), float(sum(squares))
