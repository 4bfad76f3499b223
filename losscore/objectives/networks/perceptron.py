"""A network with two inputs, h hidden neurons and one logit, and its loss over all parameters.

    z(x) = Σⱼ vⱼ a(wⱼ·x + bⱼ) + c,    J(φ) = (1/N) Σᵢ NLL(zᵢ, yᵢ).

Conventions
-----------
- φ (n,) holds all n = 4h + 1 parameters: (w₁, w₂, b, v) of each neuron in turn, then c.
- ``split`` shows φ (..., n) as neurons (..., h, 4) and output bias (...).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from losscore.checks import FloatArray
from losscore.losses import NEGATIVE_LOG_LIKELIHOOD as NLL
from losscore.objectives.networks.activations import Activation

BLOCK_SAMPLES = 4_096
NAMES = ("w₁", "w₂", "b", "v")


def n_parameters(hidden: int) -> int:
    """4h + 1."""
    return 4 * hidden + 1


def parameter_name(index: int, hidden: int) -> str:
    """The name of entry ``index`` of φ: "w₁ of neuron 1", or "the output bias c"."""
    if index == 4 * hidden:
        return "the output bias c"
    neuron, place = divmod(index, 4)
    return f"{NAMES[place]} of neuron {neuron + 1}"


def split(phi: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Neurons (..., h, 4), each (w₁, w₂, b, v), and output bias (...), of phi (..., n)."""
    return phi[..., :-1].reshape(*phi.shape[:-1], -1, 4), phi[..., -1]


def initial(hidden: int, rng: np.random.Generator) -> FloatArray:
    """A random φ (n,): weights uniform within ±√(6/(fan in + fan out)), biases 0.

    Source: Glorot & Bengio 2010, equation 16.
    """
    neurons = np.zeros((hidden, 4))
    neurons[:, :2] = rng.uniform(-1.0, 1.0, (hidden, 2)) * np.sqrt(6.0 / (2 + hidden))
    neurons[:, 3] = rng.uniform(-1.0, 1.0, hidden) * np.sqrt(6.0 / (hidden + 1))
    return np.append(neurons, 0.0)


class Block(NamedTuple):
    """Some samples on their way through the network.

    ``x`` (b, 3) = (x₁, x₂, 1); ``y`` (b,); ``v`` (h,); a, a′ and a″ (b, h); the logits ``z`` (b,).
    """

    x: FloatArray
    y: FloatArray
    v: FloatArray
    activity: tuple[FloatArray, FloatArray, FloatArray]
    z: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class NetworkLoss:
    """The mean NLL of a network on X (n_samples, 2) with labels y, over all its parameters."""

    activation: Activation
    X: FloatArray
    y: FloatArray

    def loss(self, phi: FloatArray) -> float:
        """J(φ)."""
        return sum(float(NLL.value(b.z, b.y).sum()) for b in self._blocks(phi)) / len(self.y)

    def grad(self, phi: FloatArray) -> FloatArray:
        """∇J(φ) (n,) = (1/N) Σᵢ L′ ∇z."""
        total = np.zeros_like(phi)
        for block in self._blocks(phi):
            total += NLL.first(block.z, block.y) @ _jacobian(block)
        return total / len(self.y)

    def hessian(self, phi: FloatArray) -> FloatArray:
        """∇²J(φ) (n, n) = (1/N) Σᵢ [L″ ∇z ∇zᵀ + L′ ∇²z]; ∇²z couples no two neurons."""
        total = np.zeros((len(phi), len(phi)))
        for block in self._blocks(phi):
            jacobian = _jacobian(block)
            total += jacobian.T @ (NLL.second(block.z, block.y)[:, None] * jacobian)
            for j, own in enumerate(_curvature(block)):
                rows = slice(4 * j, 4 * j + 4)
                total[rows, rows] += own
        return 0.5 * (total + total.T) / len(self.y)

    def thinned(self, limit: int) -> NetworkLoss:
        """The same on at most ``limit`` samples, evenly picked."""
        every = -(-len(self.y) // limit)
        return NetworkLoss(self.activation, self.X[::every], self.y[::every])

    def _blocks(self, phi: FloatArray) -> Iterator[Block]:
        neurons, c = split(phi)
        for start in range(0, len(self.y), BLOCK_SAMPLES):
            X = self.X[start : start + BLOCK_SAMPLES]
            x = np.column_stack((X, np.ones(len(X))))
            a = self.activation.value(x @ neurons[:, :3].T)
            activity = a, self.activation.slope(a), self.activation.bend(a)
            z = a @ neurons[:, 3] + c
            yield Block(x, self.y[start : start + BLOCK_SAMPLES], neurons[:, 3], activity, z)


def _jacobian(block: Block) -> FloatArray:
    """∂z/∂φ (b, n): v a′ x for (w, b), a for v, 1 for c."""
    a, slope, _ = block.activity
    inner = (block.v * slope)[:, :, None] * block.x[:, None, :]
    neurons = np.concatenate((inner, a[:, :, None]), axis=2).reshape(len(a), -1)
    return np.column_stack((neurons, np.ones(len(a))))


def _curvature(block: Block) -> FloatArray:
    """Σᵢ L′ ∂²z/∂(w, b, v)² of each neuron (h, 4, 4): v a″ x xᵀ, and a′ x between (w, b) and v."""
    _, slope, bend = block.activity
    pull = NLL.first(block.z, block.y)[:, None]
    own = np.zeros((len(block.v), 4, 4))
    own[:, :3, :3] = np.einsum("ij,ip,iq->jpq", pull * block.v * bend, block.x, block.x)
    own[:, :3, 3] = own[:, 3, :3] = (pull * slope).T @ block.x
    return own
