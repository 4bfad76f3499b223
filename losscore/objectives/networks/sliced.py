"""A network on a plane of its parameters: its logit and the derivatives by α and β, exactly.

On φ = φ₀ + α φ₁ + β φ₂ every pre-activation is s = s₀ + α s₁ + β s₂, and so are v and c. With
a = a(s) and k, l ∈ {1, 2} the chain rule gives

    z = Σⱼ v a + c,    z_k = Σⱼ (v_k a + v a′ s_k) + c_k,
    z_kl = Σⱼ [(v_k s_l + v_l s_k) a′ + v a″ s_k s_l].

Everything is computed element by element and summed over neurons, so the result for one θ does not
depend on how many are evaluated at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from losscore.checks import FloatArray
from losscore.objectives.networks.activations import Activation
from losscore.objectives.networks.perceptron import split

BLOCK_SAMPLES = 4_096
BLOCK_ENTRIES = 65_536


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Some θ and some samples on their way through the network.

    Attributes
    ----------
    rows, samples : which of all θ (m of them) and of all samples (b of them) these are.
    v : (m, h, 1); v_k : (2, h, 1); c : (m, 1); c_k : (2,).
    s_k : (2, h, b); a : (m, h, b).
    """

    rows: slice
    samples: slice
    activation: Activation
    v: FloatArray
    v_k: FloatArray
    c: FloatArray
    c_k: FloatArray
    s_k: FloatArray
    a: FloatArray

    def logit(self) -> FloatArray:
        """z (m, b)."""
        z: FloatArray = (self.v * self.a).sum(axis=1) + self.c
        return z

    def first(self) -> list[FloatArray]:
        """z_1 and z_2, each (m, b)."""
        pull = self.v * self.activation.slope(self.a)
        return [
            (v * self.a + pull * s).sum(axis=1) + c
            for v, s, c in zip(self.v_k, self.s_k, self.c_k, strict=True)
        ]

    def second(self) -> list[FloatArray]:
        """z_11, z_12 and z_22, each (m, b)."""
        slope, bend = self.activation.slope(self.a), self.v * self.activation.bend(self.a)
        (v1, v2), (s1, s2) = self.v_k, self.s_k
        return [
            ((v * t + w * s) * slope + bend * (s * t)).sum(axis=1)
            for v, s, w, t in ((v1, s1, v1, s1), (v1, s1, v2, s2), (v2, s2, v2, s2))
        ]


class SlicedNetwork:
    """The network on the plane [1, α, β] · ``basis`` (3, n), for inputs X (n_samples, 2)."""

    def __init__(self, activation: Activation, basis: FloatArray, X: FloatArray) -> None:
        neurons, self.c = split(basis)
        self.activation = activation
        self.v = neurons[:, :, 3]
        self.s = neurons[:, :, :2] @ X.T + neurons[:, :, 2:3]

    def sheets(self, points: FloatArray) -> Iterator[Sheet]:
        """All of ``points`` (m, 2) with all samples, in blocks that fit the processor's cache."""
        _, hidden, n_samples = self.s.shape
        width = min(n_samples, BLOCK_SAMPLES)
        height = max(1, BLOCK_ENTRIES // (hidden * width))
        for left in range(0, n_samples, width):
            samples = slice(left, min(left + width, n_samples))
            for top in range(0, len(points), height):
                yield self._sheet(points, slice(top, min(top + height, len(points))), samples)

    def _sheet(self, points: FloatArray, rows: slice, samples: slice) -> Sheet:
        alpha, beta = points[rows, 0, None], points[rows, 1, None]
        v = self.v[0] + alpha * self.v[1] + beta * self.v[2]
        c = self.c[0] + alpha * self.c[1] + beta * self.c[2]
        s = self.s[:, :, samples]
        a = self.activation.value(s[0] + alpha[:, :, None] * s[1] + beta[:, :, None] * s[2])
        v_k = self.v[1:, :, None]
        return Sheet(rows, samples, self.activation, v[:, :, None], v_k, c, self.c[1:], s[1:], a)
