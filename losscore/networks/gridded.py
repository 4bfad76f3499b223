"""The summed NLL of a network on a grid of (α, β), with one exponential where there were many.

**Neurons.** tanh s = 1 − 2/(e²ˢ + 1) and σ(s) = 1 − 1/(eˢ + 1) are one function, a = 1 −
κ/(e^(κs) + 1), with κ = 2 and κ = 1. On the plane s = s₀ + α s₁ + β s₂, so that on a grid its
exponential is a product of what depends on the column and what depends on the row:

    e^(κs) = e^(κα s₁) · e^(κ(s₀ + β s₂)).

A neuron costs a multiplication, an addition and a division for each sample and node.

**Samples.** With the margin m = ±z, Σ log(1 + e^(−m)) = Σ (|m| − m)/2 + log Π (1 + e^(−|m|)):
every factor lies between 1 and 2, so that a thousand of them fit a double, and one logarithm
does for all.

Nothing cancels but in a where s is near 0, to 1e-16 of the range of a.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from losscore.checks import FloatArray
from losscore.kernels.parallel import map_chunks
from losscore.kernels.workspace import scratch
from losscore.networks.sliced import SlicedNetwork

# exp of twice this is a double.
MAX_EXPONENT = 350.0
BLOCK_ENTRIES = 1 << 17
BLOCK_SAMPLES = 512
# Nodes × samples × neurons that are worth a thread.
THREAD_ENTRIES = 1 << 20


def fits(network: SlicedNetwork, x: FloatArray, y: FloatArray) -> bool:
    """Whether the activation is a logistic function, and no exponential on the grid overflows."""
    scale = network.activation.logistic_scale
    if scale is None:
        return False
    largest = np.abs(network.s).max(axis=(1, 2))
    reach = largest[0] + np.abs(y).max() * largest[2], np.abs(x).max() * largest[1]
    return bool(scale * max(reach) <= MAX_EXPONENT)


def table(network: SlicedNetwork, labels: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
    """Σᵢ NLL on the grid of α in x (nx,) and β in y (ny,) -> (ny, nx)."""
    _, hidden, n_samples = network.s.shape
    width = min(max(BLOCK_ENTRIES // (4 * len(x)), 1), BLOCK_SAMPLES, n_samples)
    height = max(1, THREAD_ENTRIES // (len(x) * width * hidden))
    result = np.zeros((len(y), len(x)))
    for start in range(0, n_samples, width):
        samples = slice(start, min(start + width, n_samples))
        rows = partial(_Block(network, labels, samples, x).rows, y)
        result += np.concatenate(list(map_chunks(rows, len(y), height)))
    return result


class _Block:
    """Some samples (b of them) at all α: what their rows share."""

    def __init__(
        self, network: SlicedNetwork, labels: FloatArray, samples: slice, x: FloatArray
    ) -> None:
        assert network.activation.logistic_scale is not None
        self.scale = network.activation.logistic_scale
        self.s = network.s[:, :, samples]
        # Threads share it: new memory for each block.
        self.across = np.exp(self.scale * (self.s[1][:, :, None] * x))
        self.sign = 2.0 * labels[samples] - 1.0
        # For each β: v (h, nx) and c (nx,) are lines in α.
        self.v = network.v[0][:, None] + network.v[1][:, None] * x, network.v[2][:, None]
        self.c = network.c[0] + network.c[1] * x, network.c[2]

    def rows(self, y: FloatArray, start: int, stop: int) -> FloatArray:
        """Σ NLL of these samples for the β number ``start`` to ``stop`` of y -> (rows, nx)."""
        together = max(1, BLOCK_ENTRIES // self.across[0].size)
        parts = [
            self._together(y[k : min(k + together, stop)]) for k in range(start, stop, together)
        ]
        return np.concatenate(parts)

    def _together(self, y: FloatArray) -> FloatArray:
        """Some rows (r of them) at once: steps too short would keep threads waiting."""
        beta = y[:, None, None]
        v = self.v[0] + beta * self.v[1]
        c = self.c[0] + y[:, None] * self.c[1]
        up = np.exp(self.scale * (self.s[0] + beta * self.s[2]))
        shape = (len(y), *self.across.shape[1:])
        z, q = (scratch(name, *shape) for name in ("logits", "exponentials"))
        z[:] = (v.sum(axis=1) + c)[:, None, :]
        for neuron, across in enumerate(self.across):
            np.multiply(across, up[:, neuron, :, None], out=q)
            q += 1.0
            np.divide(self.scale * v[:, neuron, None, :], q, out=q)
            z -= q
        margins = self.sign @ z
        np.abs(z, out=z)
        sizes = z.sum(axis=1)
        np.negative(z, out=z)
        np.exp(z, out=z)
        z += 1.0
        total: FloatArray = 0.5 * (sizes - margins) + np.log(np.multiply.reduce(z, axis=1))
        return total
