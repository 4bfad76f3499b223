"""Sums over samples of functions of σ(−mᵢ), mᵢ = sᵢ(w₁x₁ᵢ + w₂x₂ᵢ + b), on a grid of (w₁, w₂).

On a grid, the exponential of the margin m is a product of a factor for the column and a factor for
the row,

    σ(−m) = 1/(1 + e^m),   e^m = e^(s(w₁x₁ + b)) · e^(s w₂x₂),

so a sample costs nx + ny exponentials, and at each node one multiplication, one addition and one
division. σ(−m) is the probability of the wrong label; the squared error is its square, and the
slopes of both losses of logistic regression are polynomials in it. Nothing cancels.

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
BLOCK_ENTRIES = 1 << 17
# Samples × nodes that are worth a thread.
THREAD_ENTRIES = 1 << 21

# A function of σ(−m) of a block at one row of nodes, (b, nx), which it may overwrite.
OfMiss = Callable[[FloatArray], FloatArray]
# From e^m of a block (b, nx), which it may overwrite, and the block with ∂m/∂w in place of its
# features, to the sums (k, nx).
Sums = Callable[[FloatArray, Samples], FloatArray]


def squares(samples: Samples, offset: float, x: FloatArray, y: FloatArray) -> FloatArray:
    """The weighted Σ σ(−m)² over tame samples -> (ny, nx)."""

    def sums(power: FloatArray, block: Samples) -> FloatArray:
        miss = _miss(power)
        if block.weights is None:
            total: FloatArray = np.einsum("ij,ij->j", miss, miss)
            return total
        miss *= miss
        return block.weights @ miss

    return _tables(samples, offset, x, y, sums)[:, 0]


def logarithms(samples: Samples, offset: float, x: FloatArray, y: FloatArray) -> FloatArray:
    """The weighted Σ log(1 + e^(−m)) over tame samples -> (ny, nx).

    Use it for weights other than 1; without weights, ``softplus_products`` needs fewer logarithms.
    """

    def sums(power: FloatArray, block: Samples) -> FloatArray:
        np.divide(1.0, power, out=power)
        np.log1p(power, out=power)
        return power.sum(axis=0) if block.weights is None else block.weights @ power

    return _tables(samples, offset, x, y, sums)[:, 0]


def slopes(
    samples: Samples, offset: float, x: FloatArray, y: FloatArray, slope: OfMiss
) -> FloatArray:
    """Σ ∇L over tame samples, with ``slope`` = ∂L/∂m as a function of σ(−m) -> (ny, nx, 2)."""
    return _tables(
        samples, offset, x, y, lambda power, block: block.features @ slope(_miss(power))
    ).transpose(0, 2, 1)


def _miss(power: FloatArray) -> FloatArray:
    """σ(−m) = 1/(1 + e^m), in place."""
    power += 1.0
    return np.divide(1.0, power, out=power)


def _tables(
    samples: Samples, offset: float, x: FloatArray, y: FloatArray, sums: Sums
) -> FloatArray:
    """(ny, k, nx) of sums over all samples."""
    width = max(1, BLOCK_ENTRIES // len(x))
    chunk = max(1, THREAD_ENTRIES // (len(x) * len(y) * width)) * width

    def work(start: int, stop: int) -> FloatArray:
        part = np.zeros((len(y), 1, len(x)))
        for first in range(start, stop, width):
            block = samples[first : min(first + width, stop)]
            part = part + _block(block, offset, x, y, sums)
        return part

    result = np.zeros((len(y), 1, len(x)))
    with single_threaded_blas(len(x) * len(y) * len(samples)):
        for part in map_chunks(work, len(samples), chunk):
            result = result + part
    return result


def _block(block: Samples, offset: float, x: FloatArray, y: FloatArray, sums: Sums) -> FloatArray:
    """The sums over a block of samples, (ny, k, nx)."""
    sign = 2.0 * block.targets - 1.0
    pull = sign * block.features
    across = np.multiply.outer(pull[0], x, out=scratch("across", len(block), len(x)))
    across += (offset * sign)[:, None]
    np.exp(across, out=across)
    up = np.exp(np.multiply.outer(y, pull[1]))
    power = scratch("power", *across.shape)
    signed = Samples(pull, block.targets, block.weights)
    rows = [sums(np.multiply(across, row[:, None], out=power), signed) for row in up]
    return np.stack(rows).reshape(len(y), -1, len(x))
