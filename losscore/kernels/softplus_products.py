"""Σᵢ log(1 + e^(−sᵢ(w₁x₁ᵢ + w₂x₂ᵢ + b))) on a grid of (w₁, w₂), to rounding, with few logarithms.

**Exponentials.** On a grid the exponent is a sum of what depends on the column and what depends
on the row, so that its exponential is a product: uᵢ(w₁) vᵢ(w₂) with

    uᵢ(w₁) = e^(−sᵢ(w₁x₁ᵢ + b)),   vᵢ(w₂) = e^(−sᵢ w₂x₂ᵢ).

A sample costs nx + ny exponentials instead of nx · ny.

**Logarithms.** Σ log(1 + uᵢvᵢ) = log Π (1 + uᵢvᵢ): one logarithm for as many samples as the
product can take before it overflows.

**Products.** Three factors multiplied out are a sum of eight products,

    (1 + u₁v₁)(1 + u₂v₂)(1 + u₃v₃) = Σ over subsets S of {1, 2, 3} of (Π u)(Π v),

which on the whole grid is a matrix product of inner size 8: the fastest thing a processor does.

**Guards.** All factors are ≥ 1, so that nothing cancels and nothing underflows. A sample takes
part if its |w₁x₁ + b| + |w₂x₂| stays below ``TAME`` on the grid: then no partial product of
three leaves the range of doubles. The others, which only heavy tails or huge windows have, are
summed directly by the caller. log(1 + eᶻ) < max(z, 0) + log 2, and z is largest at a corner of the
grid: these bounds, summed over samples, say when the logarithm must be taken at the latest. The
axes ascend.

Error: a product of k factors is rounded to k eps or less, and its logarithm by so much in absolute
terms. That is 1e-15 of the sum where the mean of log(1 + eᶻ) is 1 or more; where all z are very
negative, 1 + eᶻ rounds to 1 and the sum has no digits. The caller must not use it where the mean is
tiny on the whole grid.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from losscore.checks import FloatArray
from losscore.kernels.parallel import map_chunks, single_threaded_blas
from losscore.kernels.samples import Samples
from losscore.kernels.workspace import scratch

TOGETHER = 3
# exp(690) and its inverse are doubles, with room for the 1s.
MAX_EXPONENT = 690.0
TAME = MAX_EXPONENT / TOGETHER
BLOCK_SAMPLES = 128 * TOGETHER
# Entries of the table of products that stay in the cache.
CACHE_ENTRIES = 1 << 15
# Samples × nodes that are worth a thread, and blocks of samples, however many nodes there are.
THREAD_ENTRIES, THREAD_BLOCKS = 1 << 24, 13


def tame(samples: Samples, offset: float, x: FloatArray, y: FloatArray) -> NDArray[np.bool_]:
    """Which samples (n,) may take part on the grid of x (nx,) and y (ny,)."""
    first, second = samples.features
    largest = np.abs(first) * np.abs(x).max() + np.abs(second) * np.abs(y).max() + abs(offset)
    return np.asarray(largest <= TAME)


def table(samples: Samples, offset: float, x: FloatArray, y: FloatArray) -> FloatArray:
    """The sum over tame samples, sᵢ = ±1 from labels 0 and 1, on ascending axes -> (ny, nx)."""
    nodes = len(x) * len(y)
    chunk = max(THREAD_BLOCKS, THREAD_ENTRIES // (nodes * BLOCK_SAMPLES)) * BLOCK_SAMPLES
    result = np.zeros((len(y), len(x)))
    with single_threaded_blas(nodes * len(samples)):
        for part in map_chunks(
            lambda start, stop: _chunk(samples[start:stop], offset, x, y), len(samples), chunk
        ):
            result += part
    return result


def _chunk(samples: Samples, offset: float, x: FloatArray, y: FloatArray) -> FloatArray:
    result, product = np.zeros((len(y), len(x))), scratch("product", len(y), len(x))
    product.fill(1.0)
    expanded = scratch("expanded", max(1, CACHE_ENTRIES // product.size), *product.shape)
    for start in range(0, len(samples), BLOCK_SAMPLES):
        block = samples[start : start + BLOCK_SAMPLES]
        sign = 2.0 * block.targets - 1.0
        across, up, shift = *(-sign * block.features), -sign * offset
        u = _subsets("u", across, x, shift)
        v = _subsets("v", up, y, np.zeros(len(up))).transpose(0, 2, 1)
        for first, last in _segments(across, up, shift, (x, y)):
            for group in range(first, last, len(expanded)):
                some = slice(group, min(group + len(expanded), last))
                _multiply(product, v[some], u[some], expanded)
            result += np.log(product, out=product)
            product.fill(1.0)
    return result


def _multiply(product: FloatArray, v: FloatArray, u: FloatArray, expanded: FloatArray) -> None:
    """``product`` (ny, nx) times the products of all groups of v (g, ny, 8) and u (g, 8, nx)."""
    np.matmul(v, u, out=expanded[: len(u)])
    if len(u) > 1:
        np.multiply.reduce(expanded[: len(u)], axis=0, out=expanded[0])
    product *= expanded[0]


def _subsets(name: str, slopes: FloatArray, nodes: FloatArray, shift: FloatArray) -> FloatArray:
    """Products over all subsets of three of e^(slopeᵢ · node + shiftᵢ) -> (groups, 8, nodes).

    Rows that are missing in the last group count 0, as if such a sample had J = log(1 + 0).
    """
    groups, width = -(-len(slopes) // TOGETHER), len(nodes)
    factors = scratch("factors", groups * TOGETHER, width)
    exponents = np.multiply.outer(slopes, nodes, out=factors[: len(slopes)])
    exponents += shift[:, None]
    np.exp(exponents, out=exponents)
    factors[len(slopes) :] = 0.0
    factors = factors.reshape(groups, TOGETHER, width)
    products = scratch(name, groups, 2**TOGETHER, width)
    products[:, 0] = 1.0
    for member in range(TOGETHER):
        known = 2**member
        np.multiply(
            products[:, :known],
            factors[:, member : member + 1],
            out=products[:, known : 2 * known],
        )
    return products


def _segments(
    across: FloatArray, up: FloatArray, shift: FloatArray, nodes: tuple[FloatArray, FloatArray]
) -> list[tuple[int, int]]:
    """Ranges of groups whose product stays below exp(MAX_EXPONENT) on the whole grid."""
    # log(1 + eᶻ) < max(z, 0) + log 2, and z is largest at a corner of the grid.
    x, y = nodes
    largest = np.maximum(across * x[0], across * x[-1]) + np.maximum(up * y[0], up * y[-1]) + shift
    terms = np.maximum(largest, 0.0) + np.log(2.0)
    sums = np.cumsum(np.add.reduceat(terms, np.arange(0, len(terms), TOGETHER)))
    segments, first, before = [], 0, 0.0
    while first < len(sums):
        fits = int(np.searchsorted(sums, before + MAX_EXPONENT, side="right"))
        # A group of three tame samples always fits; rounding of the sums must not hide that.
        last = max(fits, first + 1)
        segments.append((first, last))
        first, before = last, float(sums[last - 1])
    return segments
