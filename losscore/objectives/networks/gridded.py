"""The summed NLL of a network on a grid of (α, β), with few exponentials.

**Neurons.** tanh s = 1 − 2/(e²ˢ + 1) and σ(s) = 1 − 1/(eˢ + 1) are one function, a = 1 −
κ/(e^(κs) + 1), with κ = 2 and κ = 1. On the plane s = s₀ + α s₁ + β s₂, so that on a grid its
exponential is a product of what depends on the column and what depends on the row:

    e^(κs) = e^(κα s₁) · e^(κ(s₀ + β s₂)).

With the added 1, this is a matrix product of inner size 2, (e^(κ(s₀ + β s₂)), 1) times
(e^(κα s₁), 1), followed by one division and one subtraction per sample, neuron and node.

**Samples.** With the margin m = ±z, Σ log(1 + e^(−m)) = Σ (|m| − m)/2 + log Π (1 + e^(−|m|)).
Every factor is between 1 and 2, so a product of a thousand fits a double and needs only one
logarithm.

Nothing cancels except in a where s is near 0, to 1e-16 of the range of a.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from losscore.checks import FloatArray
from losscore.kernels.parallel import even_parts, map_chunks
from losscore.kernels.workspace import scratch
from losscore.objectives.networks.sliced import SlicedNetwork

# exp of twice this is a double.
MAX_EXPONENT = 350.0
# Samples × nodes of a block: long numpy steps, because threads wait for each other between steps.
BLOCK_ENTRIES = 1 << 19
BLOCK_SAMPLES = 512
# Nodes × samples × neurons that are worth a thread: about 10 ms of work, because the system needs
# some time to give each thread its own core.
THREAD_ENTRIES = 1 << 23


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
    height = -(-len(y) // even_parts(len(y) * len(x) * width * hidden, THREAD_ENTRIES))
    result = np.zeros((len(y), len(x)))
    for start in range(0, n_samples, width):
        samples = slice(start, min(start + width, n_samples))
        rows = partial(_Block(network, labels, samples, x).rows, y)
        result += np.concatenate(list(map_chunks(rows, len(y), height)))
    return result


class _Block:
    """What all rows share for some samples (b of them) at all α."""

    def __init__(
        self, network: SlicedNetwork, labels: FloatArray, samples: slice, x: FloatArray
    ) -> None:
        assert network.activation.logistic_scale is not None
        self.scale = network.activation.logistic_scale
        self.s = network.s[:, :, samples]
        # Threads share it: new memory for each block.
        self.across = np.ones((*self.s.shape[1:], 2, len(x)))
        np.exp(self.scale * (self.s[1][:, :, None] * x), out=self.across[:, :, 0])
        self.sign = 2.0 * labels[samples] - 1.0
        # For each β: v (h, nx) and c (nx,) are lines in α.
        v, c = network.v[:, :, None], network.c
        self.v = v[0] + v[1] * x, v[2]
        self.c = c[0] + c[1] * x, c[2]

    def rows(self, y: FloatArray, start: int, stop: int) -> FloatArray:
        """Σ NLL of these samples for the β number ``start`` to ``stop`` of y -> (rows, nx)."""
        together = max(1, BLOCK_ENTRIES // (len(self.sign) * len(self.c[0])))
        parts = [
            self._together(y[k : min(k + together, stop)]) for k in range(start, stop, together)
        ]
        return np.concatenate(parts)

    def _together(self, y: FloatArray) -> FloatArray:
        """Some rows (r of them) at once, because short steps would keep threads waiting."""
        (hidden, n_samples, _, nx), beta = self.across.shape, y[:, None]
        # Behind one another as in z: all rows at all α for one sample.
        v = (self.v[0][:, None] + beta * self.v[1][:, None]).reshape(hidden, -1)
        c = (self.c[0] + beta * self.c[1]).ravel()
        up = np.ones((hidden, n_samples, len(y), 2))
        np.exp(self.scale * (self.s[0][:, :, None] + self.s[2][:, :, None] * y), out=up[..., 0])
        z, q = (scratch(name, n_samples, len(y) * nx) for name in ("logits", "exponentials"))
        known = v.sum(axis=0) + c
        for neuron in range(hidden):
            np.matmul(up[neuron], self.across[neuron], out=q.reshape(n_samples, len(y), nx))
            np.divide(self.scale * v[neuron], q, out=q)
            known = np.subtract(known, q, out=z)
        # Not a product of matrices: BLAS would make it in several threads.
        margins = np.einsum("i,ij->j", self.sign, z)
        np.abs(z, out=z)
        sizes = z.sum(axis=0)
        np.negative(z, out=z)
        np.exp(z, out=z)
        z += 1.0
        total: FloatArray = 0.5 * (sizes - margins) + np.log(np.multiply.reduce(z, axis=0))
        return total.reshape(len(y), nx)
