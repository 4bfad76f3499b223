"""Σᵢ σ(−sᵢ(w₁x₁ᵢ + w₂x₂ᵢ + b))² on a grid of (w₁, w₂), without an exponential per node.

On a grid the exponential of the margin is a product of what depends on the column and what depends
on the row,

    σ(−m)² = 1/(1 + e^m)²,   e^m = e^(s(w₁x₁ + b)) · e^(s w₂x₂),

so that a sample costs nx + ny exponentials, and at each node a multiplication, an addition, a
division and a square. Nothing cancels.

Samples whose exponentials could overflow are left to the caller, as in ``softplus_products``.
"""

from __future__ import annotations

import numpy as np

from losscore.checks import FloatArray
from losscore.kernels.parallel import map_chunks
from losscore.kernels.samples import Samples

# Entries of a block (samples × columns) that stay in the cache.
BLOCK_ENTRIES = 16_384
# Samples × nodes that are worth a thread.
THREAD_ENTRIES = 1 << 21


def table(samples: Samples, offset: float, x: FloatArray, y: FloatArray) -> FloatArray:
    """The sum over tame samples, with sᵢ = ±1 from labels 0 and 1 -> (ny, nx)."""
    width = max(1, BLOCK_ENTRIES // len(x))
    chunk = max(1, THREAD_ENTRIES // (len(x) * len(y) * width)) * width
    result = np.zeros((len(y), len(x)))
    for part in map_chunks(
        lambda start, stop: _chunk(samples[start:stop], offset, x, y, width), len(samples), chunk
    ):
        result += part
    return result


def _chunk(samples: Samples, offset: float, x: FloatArray, y: FloatArray, width: int) -> FloatArray:
    result = np.zeros((len(y), len(x)))
    scratch = np.empty((width, len(x)))
    for start in range(0, len(samples), width):
        block = samples[start : start + width]
        sign = 2.0 * block.targets - 1.0
        first, second = sign * block.features
        across = np.exp(np.multiply.outer(first, x) + (offset * sign)[:, None])
        up = np.exp(np.multiply.outer(y, second))
        miss = scratch[: len(block)]
        for row, factor in zip(result, up, strict=True):
            np.multiply(across, factor[:, None], out=miss)
            miss += 1.0
            np.divide(1.0, miss, out=miss)
            np.add(row, np.einsum("ij,ij->j", miss, miss), out=row)
    return result
