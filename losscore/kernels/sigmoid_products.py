"""Sums over samples of functions of σ(−mᵢ), mᵢ = sᵢ(w₁x₁ᵢ + w₂x₂ᵢ + b), on a grid of (w₁, w₂).

On a grid the exponential of the margin m is a product of what depends on the column and what
depends on the row,

    σ(−m) = 1/(1 + e^m),   e^m = e^(s(w₁x₁ + b)) · e^(s w₂x₂),

so that a sample costs nx + ny exponentials, and at each node a multiplication, an addition and a
division. Of σ(−m), the probability of the wrong label, the squared error is the square, and the
slopes of both losses of logistic regression are polynomials. Nothing cancels.

Samples whose exponentials could overflow are left to the caller, as in ``softplus_products``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from losscore.checks import FloatArray
from losscore.kernels.parallel import map_chunks, single_threaded_blas
from losscore.kernels.samples import Samples
from losscore.kernels.workspace import scratch

# Entries of a block (samples × columns) that stay in the cache.
BLOCK_ENTRIES = 16_384
# Samples × nodes that are worth a thread.
THREAD_ENTRIES = 1 << 21

# From σ(−m) of a block at one row of nodes, (b, nx), which it may overwrite.
OfMiss = Callable[[FloatArray], FloatArray]


def squares(samples: Samples, offset: float, x: FloatArray, y: FloatArray) -> FloatArray:
    """Σ σ(−m)² over tame samples -> (ny, nx)."""

    def add_squares(miss: FloatArray, _pull: FloatArray, out: FloatArray) -> None:
        out[0] += np.einsum("ij,ij->j", miss, miss)

    return _tables(samples, offset, x, y, (1, add_squares))[:, 0]


def slopes(
    samples: Samples, offset: float, x: FloatArray, y: FloatArray, slope: OfMiss
) -> FloatArray:
    """Σ ∇L over tame samples, with ``slope`` = ∂L/∂m as a function of σ(−m) -> (ny, nx, 2)."""

    def add_slopes(miss: FloatArray, pull: FloatArray, out: FloatArray) -> None:
        out += pull @ slope(miss)

    return _tables(samples, offset, x, y, (2, add_slopes)).transpose(0, 2, 1)


# What is added up: so many sums per node, and how a block's σ(−m) (b, nx) and ∂m/∂w (2, b) add to
# them, (k, nx).
Sums = tuple[int, Callable[[FloatArray, FloatArray, FloatArray], None]]


def _tables(
    samples: Samples, offset: float, x: FloatArray, y: FloatArray, sums: Sums
) -> FloatArray:
    width = max(1, BLOCK_ENTRIES // len(x))
    chunk = max(1, THREAD_ENTRIES // (len(x) * len(y) * width)) * width
    result = np.zeros((len(y), sums[0], len(x)))

    def work(start: int, stop: int) -> FloatArray:
        part = np.zeros_like(result)
        for first in range(start, stop, width):
            _add_block(samples[first : min(first + width, stop)], offset, (x, y), sums, part)
        return part

    with single_threaded_blas(len(x) * len(y) * len(samples)):
        for part in map_chunks(work, len(samples), chunk):
            result += part
    return result


def _add_block(
    block: Samples,
    offset: float,
    nodes: tuple[FloatArray, FloatArray],
    sums: Sums,
    result: FloatArray,
) -> None:
    """Add what a block of samples gives to ``result`` (ny, k, nx)."""
    x, y = nodes
    sign = 2.0 * block.targets - 1.0
    pull = sign * block.features
    across = np.multiply.outer(pull[0], x, out=scratch("across", len(block), len(x)))
    across += (offset * sign)[:, None]
    np.exp(across, out=across)
    up = np.exp(np.multiply.outer(y, pull[1]))
    miss = scratch("miss", *across.shape)
    for row, factor in zip(result, up, strict=True):
        np.multiply(across, factor[:, None], out=miss)
        miss += 1.0
        np.divide(1.0, miss, out=miss)
        sums[1](miss, pull, row)
