"""First-order optimizers as pairs of pure functions.

Conventions
-----------
- ``init(theta) -> state`` and ``update(grad, state, learning_rate, **hyper) -> (step, state)``;
  the new point is θ + step. States are named tuples of arrays; nothing is changed in place.
- ``theta``, ``grad`` and ``step`` are (..., 2): many starts can move at once.
- Names, defaults and update rules are PyTorch's (``torch.optim``), except that Adam's betas are
  called ``b1`` and ``b2``.
- ``stability(hyper)`` is the factor s for which gradient steps on a quadratic stay bounded while
  learning_rate < s/λmax, or None where no such bound exists.
- ``rate(…)`` turns what is known of a surface into a learning rate that suits it: see
  ``suggest_learning_rate``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from losscore.checks import FloatArray
from losscore.registry import Parameter, lookup, resolve

Hyper = Mapping[str, float]


class GdState(NamedTuple):
    """Gradient descent remembers nothing."""


class MomentumState(NamedTuple):
    """``velocity`` (..., 2): the decaying sum of past gradients."""

    velocity: FloatArray


class AdamState(NamedTuple):
    """Decaying means of g and g², (..., 2), and the number of steps taken."""

    first_moment: FloatArray
    second_moment: FloatArray
    n_updates: int


def gd_init(_theta: FloatArray) -> GdState:
    """No state."""
    return GdState()


def gd_update(grad: FloatArray, state: GdState, learning_rate: float) -> tuple[FloatArray, GdState]:
    """θ ← θ − η ∇J. Source: Cauchy 1847."""
    return -learning_rate * grad, state


def momentum_init(theta: FloatArray) -> MomentumState:
    """Zero velocity."""
    return MomentumState(np.zeros_like(theta))


def momentum_update(
    grad: FloatArray, state: MomentumState, learning_rate: float, *, momentum: float
) -> tuple[FloatArray, MomentumState]:
    """v ← μ v + ∇J, θ ← θ − η v. Source: Polyak 1964, in PyTorch's form (dampening 0).

    Polyak's own form has η inside v; the two differ when η changes between steps.
    """
    velocity = momentum * state.velocity + grad
    return -learning_rate * velocity, MomentumState(velocity)


def adam_init(theta: FloatArray) -> AdamState:
    """Zero moments."""
    return AdamState(np.zeros_like(theta), np.zeros_like(theta), 0)


def adam_update(
    grad: FloatArray, state: AdamState, learning_rate: float, *, b1: float, b2: float, eps: float
) -> tuple[FloatArray, AdamState]:
    """m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − η m̂ / (√v̂ + ε).

    m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ); ε stands outside the root. Source: Kingma & Ba 2015, alg. 1.
    """
    n_updates = state.n_updates + 1
    first = b1 * state.first_moment + (1.0 - b1) * grad
    second = b2 * state.second_moment + (1.0 - b2) * grad**2
    corrected = first / (1.0 - b1**n_updates)
    spread = np.sqrt(second / (1.0 - b2**n_updates))
    return -learning_rate * corrected / (spread + eps), AdamState(first, second, n_updates)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a default learning rate may depend on.

    Curvatures of J at its minima, the typical ‖∇J‖ in the view, and the width of the view.
    """

    curvature_min: float
    curvature_max: float
    steepness: float
    width: float


@dataclass(frozen=True, slots=True)
class OptimizerSpec:
    """A registered optimizer; see the conventions of this module."""

    name: str
    label: str
    formula: str
    init: Callable[[FloatArray], Any]
    update: Callable[..., tuple[FloatArray, Any]]
    rate: Callable[[Surroundings], float]
    parameters: tuple[Parameter, ...] = ()
    stability: Callable[[Hyper], float] | None = None
    source: str = ""

    def hyper(self, given: Mapping[str, Any]) -> dict[str, float | int]:
        """``given`` checked and completed with the defaults."""
        return resolve(f"optimizer {self.name}", self.parameters, given)


def _gd_rate(around: Surroundings) -> float:
    # (1 − η λmin)¹²⁰ ≈ 1e-8: some hundred visible steps. η λmax ≤ 1 keeps them free of zigzag, and
    # no typical step may cross a third of the view.
    return min(
        0.14 / around.curvature_min,
        1.0 / around.curvature_max,
        0.33 * around.width / around.steepness,
    )


def _momentum_rate(around: Surroundings) -> float:
    # With μ = 0.9 the gradients of ten steps add up.
    return 0.2 * _gd_rate(around)


def _adam_rate(around: Surroundings) -> float:
    # Adam walks about η per step whatever the slope: half the view in some forty steps.
    return 0.015 * around.width


_SPECS = (
    OptimizerSpec(
        "gd",
        "Gradient descent",
        "θ ← θ − η ∇J(θ)",
        gd_init,
        gd_update,
        _gd_rate,
        stability=lambda hyper: 2.0,
        source="Cauchy 1847",
    ),
    OptimizerSpec(
        "momentum",
        "Momentum",
        "v ← μ v + ∇J(θ), θ ← θ − η v",
        momentum_init,
        momentum_update,
        _momentum_rate,
        (Parameter("momentum", "momentum μ", 0.9, 0.0, 0.999),),
        stability=lambda hyper: 2.0 * (1.0 + hyper["momentum"]),
        source="Polyak 1964",
    ),
    OptimizerSpec(
        "adam",
        "Adam",
        "θ ← θ − η m̂ / (√v̂ + ε)",
        adam_init,
        adam_update,
        _adam_rate,
        (
            Parameter("b1", "β₁", 0.9, 0.0, 0.999),
            Parameter("b2", "β₂", 0.999, 0.0, 0.99999),
            Parameter("eps", "ε", 1e-8, 1e-16, 1.0),
        ),
        source="Kingma & Ba 2015",
    ),
)

REGISTRY = {spec.name: spec for spec in _SPECS}


def optimizers() -> dict[str, OptimizerSpec]:
    """All registered optimizers, name → spec."""
    return dict(REGISTRY)


def optimizer_spec(name: str) -> OptimizerSpec:
    """The registered optimizer ``name``; ValueError lists the names there are."""
    return lookup("optimizer", name, REGISTRY)
