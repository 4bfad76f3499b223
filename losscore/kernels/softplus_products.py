"""Σᵢ log(1 + e^(−sᵢ(w₁x₁ᵢ + w₂x₂ᵢ + b))) on a grid of (w₁, w₂), to rounding, with few logarithms.

**Exponentials.** On a grid, the exponent is a sum of a term for the column and a term for the row,
so its exponential is a product uᵢ(w₁) vᵢ(w₂) with

    uᵢ(w₁) = e^(−sᵢ(w₁x₁ᵢ + b)),   vᵢ(w₂) = e^(−sᵢ w₂x₂ᵢ).

A sample costs nx + ny exponentials instead of nx · ny.

**Logarithms.** Σ log(1 + uᵢvᵢ) = log Π (1 + uᵢvᵢ), which takes one logarithm for as many samples as
fit the product before it overflows.

**Products.** Three factors, multiplied out, are a sum of eight products,

    (1 + u₁v₁)(1 + u₂v₂)(1 + u₃v₃) = Σ over subsets S of {1, 2, 3} of (Π u)(Π v),

which on the whole grid is a matrix product of inner size 8, the fastest operation of a processor.

**Guards.** All factors are ≥ 1, so nothing cancels and nothing underflows. A sample is *tame* if
its |w₁x₁ + b| + |w₂x₂| stays below ``TAME`` on the grid; then no partial product of three leaves
the range of doubles. The caller sums the other samples directly; only heavy tails or huge windows
have any. Σ log(1 + eᶻ) is convex in w, so on the grid it is largest at a corner, and its four
values there tell when the logarithm must be taken at the latest. The axes must ascend.

Error: a product of k factors is rounded to k eps or less, and its logarithm by the same in absolute
terms. That is 1e-15 of the sum where the mean of log(1 + eᶻ) is 1 or more; where all z are very
negative, 1 + eᶻ rounds to 1 and the sum has no digits. The caller must not use this module where
the mean is tiny on the whole grid.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from losscore.checks import FloatArray
from losscore.kernels.parallel import even_parts, map_chunks
from losscore.kernels.samples import Samples
from losscore.kernels.workspace import scratch

TOGETHER = 3
# Row S has 1 for the members of subset number S.
SUBSETS = (np.arange(2**TOGETHER)[:, None] >> np.arange(TOGETHER) & 1).astype(np.float64)
# An exponent whose exponential is 0.
ABSENT = -1e4
# exp(690) and its inverse are doubles, with room for the 1s.
MAX_EXPONENT = 690.0
TAME = MAX_EXPONENT / TOGETHER
# Groups of a block, and entries that are multiplied out in one call. Calls are long, because
# threads wait for one another between them. Each product is small enough for one thread of BLAS.
GROUPS, CALL_ENTRIES = 64, 1 << 19
# Samples × nodes that are worth a thread.
THREAD_ENTRIES = 1 << 24


def tame(samples: Samples, offset: float, x: FloatArray, y: FloatArray) -> NDArray[np.bool_]:
    """Which samples (n,) are tame on the grid of x (nx,) and y (ny,)."""
    first, second = np.abs(samples.features)
    reach_x, reach_y = (max(abs(float(axis[0])), abs(float(axis[-1]))) for axis in (x, y))
    return np.asarray(first * reach_x + second * reach_y <= TAME - abs(offset))


def table(samples: Samples, offset: float, x: FloatArray, y: FloatArray) -> FloatArray:
    """The sum over tame samples, sᵢ = ±1 from labels 0 and 1, on ascending axes -> (ny, nx)."""
    parts = even_parts(len(samples) * len(x) * len(y), THREAD_ENTRIES)
    if parts == 1:
        return _chunk(samples, offset, x, y)
    chunk = len(samples) // parts + 1
    result = np.zeros((len(y), len(x)))
    for part in map_chunks(
        lambda start, stop: _chunk(samples[start:stop], offset, x, y), len(samples), chunk
    ):
        result += part
    return result


def _chunk(samples: Samples, offset: float, x: FloatArray, y: FloatArray) -> FloatArray:
    result = np.zeros((len(y), len(x)))
    # Bands with equal numbers of rows.
    bands = -(-len(y) * len(x) * GROUPS // CALL_ENTRIES)
    height = -(-len(y) // bands)
    for start in range(0, len(samples), GROUPS * TOGETHER):
        u, v = _subsets(samples[start : start + GROUPS * TOGETHER], offset, x, y)
        v = v.transpose(0, 2, 1)
        segments = _segments(u, v)
        for top in range(0, len(y), height):
            rows = slice(top, top + height)
            for first, last in segments:
                result[rows] += _logarithm(v[first:last, rows], u[first:last])
    return result


def _logarithm(v: FloatArray, u: FloatArray) -> FloatArray:
    """log of the product over groups of v (g, rows, 8) · u (g, 8, nx) -> (rows, nx), in scratch."""
    shape = v.shape[1], u.shape[2]
    tables = np.matmul(v, u, out=scratch("expanded", len(v), *shape))
    product = np.multiply.reduce(tables, axis=0, out=scratch("product", *shape))
    logarithm: FloatArray = np.log(product, out=product)
    return logarithm


def _subsets(
    samples: Samples, offset: float, x: FloatArray, y: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Products over all subsets of three uᵢ and of three vᵢ, (groups, 8, nx) and (groups, 8, ny).

    The exponent of a product is the sum of the exponents, which are linear in w, so their slopes
    and shifts are summed before the grid is computed.
    """
    count, groups = len(samples), -(-len(samples) // TOGETHER)
    # Missing samples in the last group have u = 0 and contribute log(1 + 0).
    own = np.zeros((groups * TOGETHER, 3))
    own[count:, 2] = ABSENT
    own[:count, :2], own[:count, 2] = samples.features.T, offset
    own[:count] *= (1.0 - 2.0 * samples.targets)[:, None]
    grid = np.zeros((3, len(x) + len(y)))
    grid[0, : len(x)], grid[1, len(x) :], grid[2, : len(x)] = x, y, 1.0
    products = scratch("products", groups, 2**TOGETHER, len(x) + len(y))
    np.matmul(SUBSETS @ own.reshape(groups, TOGETHER, 3), grid, out=products)
    np.exp(products, out=products)
    return products[:, :, : len(x)], products[:, :, len(x) :]


def _segments(u: FloatArray, v: FloatArray) -> list[tuple[int, int]]:
    """Ranges of groups whose product stays below exp(MAX_EXPONENT) on the whole grid."""
    n_groups, ny, nx = len(v), v.shape[1], u.shape[2]
    corners = v[:, :: max(1, ny - 1)] @ u[:, :, :: max(1, nx - 1)]
    logarithms = np.log(corners).reshape(n_groups, -1)
    if logarithms.sum(axis=0).max() <= MAX_EXPONENT:
        return [(0, n_groups)]
    sums = np.cumsum(logarithms, axis=0)
    segments, first, before = [], 0, np.zeros(sums.shape[1])
    while first < n_groups:
        fits = np.count_nonzero((sums <= before + MAX_EXPONENT).all(axis=1))
        # A group of three tame samples always fits; rounding of the sums must not hide that.
        last = max(int(fits), first + 1)
        segments.append((first, last))
        first, before = last, sums[last - 1]
    return segments
