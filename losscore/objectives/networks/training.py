"""Train a small network from a seed to a point that does not depend on rounding.

    F(φ) = J(φ) + (λ/2) ‖φ‖²

J alone often has no minimum: once a neuron separates a few samples from the rest, its weights grow
for ever. With any weight decay λ > 0, F has one. Adam leads into a basin, and Newton's method to
its lowest point, to the last digits, so every machine ends at the same φ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from losscore.checks import FloatArray
from losscore.objectives.minimization.newton import newton
from losscore.objectives.networks.perceptron import NetworkLoss

ADAM_STEPS = 500
LEARNING_RATE = 0.05
# At most this many samples, picked evenly, are used: Adam only has to find a basin, and for 65
# parameters more samples would only take longer.
ADAM_SAMPLES, MAX_SAMPLES = 1_000, 2_000
# ‖∇F‖ of a point that counts as stationary, relative to the objective's gradient scale.
STATIONARY = 1e-12
# A curvature below this share of the largest leaves the point free to drift.
ISOLATED = 1e-8


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """Parameters ``phi`` (n,), λ, ‖∇F‖ there, and whether they are an isolated minimum of F.

    F is that of ``n_used`` of the ``n_samples`` samples.
    """

    phi: FloatArray
    weight_decay: float
    n_used: int
    n_samples: int
    grad_norm: float
    is_minimum: bool

    @property
    def message(self) -> str:
        """How the parameters were found, in a sentence."""
        what = "J" if self.weight_decay == 0 else f"J + {0.5 * self.weight_decay:.2g} ‖φ‖²"
        if self.n_used < self.n_samples:
            what += f" of {self.n_used} of the {self.n_samples} samples"
        gradient = f"a gradient of {self.grad_norm:.1g} over all {len(self.phi)} parameters"
        if self.is_minimum:
            return f"Trained by Adam and Newton's method to a minimum of {what}, with {gradient}."
        return f"Trained by {ADAM_STEPS} steps of Adam on {what}: not at a minimum, {gradient}."


def train(network: NetworkLoss, phi0: FloatArray, weight_decay: float) -> Trained:
    """Minimise F from ``phi0`` (n,).

    If Newton's method finds no isolated minimum (because weights grow for ever, or a piecewise
    linear activation has kinks), the point that Adam reached is kept.
    """
    objective = Objective(network.thinned(MAX_SAMPLES), weight_decay)
    few = Objective(network.thinned(ADAM_SAMPLES), weight_decay)
    phi = adam(few, phi0)
    is_minimum = False
    if network.activation.analytic:
        end = newton(objective, newton(few, phi))
        is_minimum = objective.has_minimum(end)
        phi = end if is_minimum else phi
    norm = float(np.linalg.norm(objective.grad(phi)))
    n_used = len(objective.network.y)
    return Trained(phi, weight_decay, n_used, len(network.y), norm, is_minimum)


class Objective:
    """F of a network's loss, as Newton's method wants it: value, derivatives and their scales.

    |L′|, |a′| and |x₃| = 1 are at most 1, so that ‖∇J‖ is about ``gradient_scale`` for weights of
    size 1, and ‖∇²J‖ about ``curvature_scale``.
    """

    def __init__(self, network: NetworkLoss, weight_decay: float) -> None:
        self.network = network
        self.weight_decay = weight_decay
        self.curvature_scale = 1.0 + float(np.mean(np.sum(network.X**2, axis=1)))
        self.gradient_scale = float(np.sqrt(self.curvature_scale))
        # Newton's method takes one scale for each parameter, or one for all.
        self.gradient_scales = np.array(self.gradient_scale)
        self.curvature_scales = np.array(self.curvature_scale)

    def loss(self, phi: FloatArray) -> FloatArray:
        """F(φ)."""
        return np.asarray(self.network.loss(phi) + 0.5 * self.weight_decay * (phi @ phi))

    def grad(self, phi: FloatArray) -> FloatArray:
        """∇F(φ) (n,)."""
        return self.network.grad(phi) + self.weight_decay * phi

    def hessian(self, phi: FloatArray) -> FloatArray:
        """∇²F(φ) (n, n)."""
        return self.network.hessian(phi) + self.weight_decay * np.eye(len(phi))

    def has_minimum(self, phi: FloatArray) -> bool:
        """Whether ∇F has vanished at ``phi`` (n,) and F curves upwards in every direction."""
        if np.linalg.norm(self.grad(phi)) > STATIONARY * self.gradient_scale:
            return False
        curvatures = np.linalg.eigvalsh(self.hessian(phi))
        return bool(curvatures[0] > ISOLATED * curvatures[-1])


def adam(objective: Objective, phi: FloatArray) -> FloatArray:
    """φ after ADAM_STEPS steps, the learning rate falling to 0. Source: Kingma & Ba 2015."""
    first, second = np.zeros_like(phi), np.zeros_like(phi)
    for step in range(1, ADAM_STEPS + 1):
        grad = objective.grad(phi)
        first += 0.1 * (grad - first)
        second += 0.001 * (grad**2 - second)
        spread = np.sqrt(second / (1.0 - 0.999**step)) + 1e-8
        rate = LEARNING_RATE * (1.0 - step / (ADAM_STEPS + 1))
        phi = phi - rate * first / (1.0 - 0.9**step) / spread
    return phi
