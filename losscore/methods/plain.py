"""Gradient descent with and without memory: gd, momentum, nesterov."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from losscore.checks import FloatArray
from losscore.methods.base import Evaluation, OptimizerSpec, SurfaceScales
from losscore.registry import Parameter
from losscore.theory import steps

MOMENTUM = Parameter("momentum", "momentum μ", 0.9, 0.0, 0.999, symbol="μ")
VELOCITY = r"v_{k+1}=\mu\,v_k+g_k"


class GdState(NamedTuple):
    """Gradient descent has no memory."""


class MomentumState(NamedTuple):
    """``velocity`` (..., 2): the decaying sum of past gradients."""

    velocity: FloatArray


def gd_init(_theta: FloatArray) -> GdState:
    """No state."""
    return GdState()


def gd_update(at: Evaluation, state: GdState, learning_rate: float) -> tuple[FloatArray, GdState]:
    """θ ← θ − η ∇J. PyTorch: SGD. Source: Cauchy 1847."""
    return -learning_rate * at.grad, state


def momentum_init(theta: FloatArray) -> MomentumState:
    """Zero velocity."""
    return MomentumState(np.zeros_like(theta))


def momentum_update(
    at: Evaluation, state: MomentumState, learning_rate: float, *, momentum: float
) -> tuple[FloatArray, MomentumState]:
    """v ← μ v + ∇J, θ ← θ − η v. PyTorch: SGD with momentum, dampening 0; its default μ is 0.

    Polyak's own form has η inside v; the two differ when η changes between steps.
    Source: Polyak 1964.
    """
    velocity = momentum * state.velocity + at.grad
    return -learning_rate * velocity, MomentumState(velocity)


def nesterov_update(
    at: Evaluation, state: MomentumState, learning_rate: float, *, momentum: float
) -> tuple[FloatArray, MomentumState]:
    """v ← μ v + ∇J, θ ← θ − η (∇J + μ v). PyTorch: SGD with nesterov=True.

    The literature takes ∇J at a point ahead, θ − η μ v. Here θ itself is that point, so every θ of
    a run is one at which the gradient is taken; for constant η the two forms are equivalent.
    Source: Nesterov 1983; Sutskever et al. 2013, section 2; Bengio et al. 2013.
    """
    velocity = momentum * state.velocity + at.grad
    return -learning_rate * (at.grad + momentum * velocity), MomentumState(velocity)


def gd_rate(scales: SurfaceScales) -> float:
    """A rate for gradient descent; other optimizers use a multiple of it."""
    # (1 − η λmin)¹²⁰ ≈ 1e-8 gives about a hundred visible steps. η λmax ≤ 1 avoids zigzag, and no
    # typical step may cross a third of the view.
    return min(
        0.14 / scales.curvature_min,
        1.0 / scales.curvature_max,
        0.33 * scales.width / scales.steepness,
    )


def _momentum_rate(scales: SurfaceScales) -> float:
    # With μ = 0.9 the gradients of ten steps add up.
    return 0.2 * gd_rate(scales)


# On a quadratic, with a = ηλ, xₖ₊₁ = p xₖ − q xₖ₋₁ along an eigendirection. The run is governed by
# the roots z of z² − p z + q = 0, that is
#     z² − (1 + μ − a) z + μ = 0                    for momentum,
#     z² − (1 + μ)(1 − a) z + μ(1 − a) = 0          for Nesterov's.
# It is stable while |z| < 1. The condition at z = −1 fails first: 2 + 2μ > a for momentum, and
# 2 + 2μ > a (1 + 2μ) for Nesterov's. The run does not oscillate while both z are real.
SPECS = (
    OptimizerSpec(
        "gd",
        "Gradient descent",
        "θ ← θ − η ∇J(θ)",
        gd_init,
        gd_update,
        gd_rate,
        stability=lambda hyper: 2.0,
        overshoot=lambda hyper: 1.0,
        recurrence=lambda hyper, a: (1.0 - a, 0.0),
        source="Cauchy 1847",
        tex=(r"\theta_{k+1}=\theta_k-\eta\,g_k",),
        worked=steps.gd,
        colour="vermillion",
        in_race=True,
    ),
    OptimizerSpec(
        "momentum",
        "Momentum",
        "v ← μ v + ∇J(θ), θ ← θ − η v",
        momentum_init,
        momentum_update,
        _momentum_rate,
        (MOMENTUM,),
        stability=lambda hyper: 2.0 * (1.0 + hyper["momentum"]),
        overshoot=lambda hyper: (1.0 - hyper["momentum"] ** 0.5) ** 2,
        recurrence=lambda hyper, a: (1.0 + hyper["momentum"] - a, hyper["momentum"]),
        source="Polyak 1964",
        tex=(VELOCITY, r"\theta_{k+1}=\theta_k-\eta\,v_{k+1}"),
        worked=steps.momentum,
        colour="blue",
        in_race=True,
    ),
    OptimizerSpec(
        "nesterov",
        "Nesterov momentum",
        "v ← μ v + ∇J(θ), θ ← θ − η (∇J(θ) + μ v)",
        momentum_init,
        nesterov_update,
        _momentum_rate,
        (MOMENTUM,),
        stability=lambda hyper: 2.0 * (1.0 + hyper["momentum"]) / (1.0 + 2.0 * hyper["momentum"]),
        overshoot=lambda hyper: ((1.0 - hyper["momentum"]) / (1.0 + hyper["momentum"])) ** 2,
        recurrence=lambda hyper, a: (
            (1.0 + hyper["momentum"]) * (1.0 - a),
            hyper["momentum"] * (1.0 - a),
        ),
        source="Nesterov 1983; Sutskever et al. 2013",
        tex=(VELOCITY, r"\theta_{k+1}=\theta_k-\eta\,(g_k+\mu\,v_{k+1})"),
        worked=steps.nesterov,
        colour="indigo",
    ),
)
