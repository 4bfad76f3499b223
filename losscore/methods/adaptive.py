"""Optimizers that scale each coordinate by the size of its past gradients.

All squares, roots and quotients are element by element. ε is added outside the root, as in PyTorch.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from losscore.checks import FloatArray
from losscore.methods.base import Evaluation, Hyper, OptimizerSpec, SurfaceScales
from losscore.registry import Parameter
from losscore.theory import steps

ADAM = (
    Parameter("b1", "β₁", 0.9, 0.0, 0.999),
    Parameter("b2", "β₂", 0.999, 0.0, 0.99999),
    Parameter("eps", "ε", 1e-8, 1e-16, 1.0),
)
MOMENTS = (
    r"m_{k+1}=\beta_1 m_k+(1-\beta_1)\,g_k",
    r"v_{k+1}=\beta_2 v_k+(1-\beta_2)\,g_k^2",
    r"\hat m_{k+1}=\frac{m_{k+1}}{1-\beta_1^{k+1}}",
    r"\hat v_{k+1}=\frac{v_{k+1}}{1-\beta_2^{k+1}}",
)
QUOTIENT = r"\eta\,\frac{\hat m_{k+1}}{\sqrt{\hat v_{k+1}}+\varepsilon}"
SLOWED = r"\frac{\eta}{1+k\,\delta}\,\frac{g_k}{\sqrt{s_0+s_{k+1}}+\varepsilon}"
# In a bowl at least this many times as long as wide, the default rate keeps RMSprop's jitter small.
SETTLED = 12.0


class AdagradState(NamedTuple):
    """``squares`` (..., 2): the sum of all g² so far; the number of steps taken."""

    squares: FloatArray
    n_updates: int


class RmspropState(NamedTuple):
    """``second_moment`` (..., 2): the decaying mean of g²; ``velocity`` (..., 2)."""

    second_moment: FloatArray
    velocity: FloatArray


class AdamState(NamedTuple):
    """Decaying means of g and g², (..., 2), and the number of steps taken."""

    first_moment: FloatArray
    second_moment: FloatArray
    n_updates: int


def adagrad_init(theta: FloatArray) -> AdagradState:
    """Nothing summed yet."""
    return AdagradState(np.zeros_like(theta), 0)


def adagrad_update(
    at: Evaluation,
    state: AdagradState,
    learning_rate: float,
    *,
    lr_decay: float,
    initial_accumulator_value: float,
    eps: float,
) -> tuple[FloatArray, AdagradState]:
    """s ← s + g², θ ← θ − η/(1 + (t−1) δ) · g / (√(s₀ + s) + ε), δ = lr_decay.

    PyTorch: Adagrad; s₀ = initial_accumulator_value. The paper has no δ. Source: Duchi, Hazan &
    Singer 2011, the diagonal form.
    """
    squares = state.squares + at.grad**2
    rate = learning_rate / (1.0 + state.n_updates * lr_decay)
    spread = np.sqrt(initial_accumulator_value + squares)
    return -rate * at.grad / (spread + eps), AdagradState(squares, state.n_updates + 1)


def rmsprop_init(theta: FloatArray) -> RmspropState:
    """Zero moment and velocity."""
    return RmspropState(np.zeros_like(theta), np.zeros_like(theta))


def rmsprop_update(
    at: Evaluation,
    state: RmspropState,
    learning_rate: float,
    *,
    alpha: float,
    eps: float,
    momentum: float,
) -> tuple[FloatArray, RmspropState]:
    """s ← αs + (1−α)g², u ← μu + g / (√s + ε), θ ← θ − η u. PyTorch: RMSprop, not centered.

    s starts at 0 without a correction, so the first steps are 1/√(1−α) times as long.
    Source: Tieleman & Hinton 2012, lecture 6.5, which has α = 0.9, no ε and no momentum.
    """
    second = alpha * state.second_moment + (1.0 - alpha) * at.grad**2
    velocity = momentum * state.velocity + at.grad / (np.sqrt(second) + eps)
    return -learning_rate * velocity, RmspropState(second, velocity)


def adam_init(theta: FloatArray) -> AdamState:
    """Zero moments."""
    return AdamState(np.zeros_like(theta), np.zeros_like(theta), 0)


def adam_update(
    at: Evaluation, state: AdamState, learning_rate: float, *, b1: float, b2: float, eps: float
) -> tuple[FloatArray, AdamState]:
    """m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − η m̂ / (√v̂ + ε). PyTorch: Adam.

    m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ). Source: Kingma & Ba 2015, alg. 1.
    """
    n_updates = state.n_updates + 1
    first = b1 * state.first_moment + (1.0 - b1) * at.grad
    second = b2 * state.second_moment + (1.0 - b2) * at.grad**2
    corrected = first / (1.0 - b1**n_updates)
    spread = np.sqrt(second / (1.0 - b2**n_updates))
    return -learning_rate * corrected / (spread + eps), AdamState(first, second, n_updates)


def adamw_update(
    at: Evaluation, state: AdamState, learning_rate: float, *, weight_decay: float, **adam: float
) -> tuple[FloatArray, AdamState]:
    """θ ← (1 − ηw) θ, then Adam's step, w = weight_decay. PyTorch: AdamW.

    The decay is decoupled: it does not enter the moments, as the gradient of a penalty would. The
    paper scales it by a schedule alone, PyTorch and we by η too. Source: Loshchilov & Hutter 2019,
    alg. 2.
    """
    step, state = adam_update(at, state, learning_rate, **adam)
    return step - learning_rate * weight_decay * at.theta, state


def _adamw_remark(_state: AdamState, hyper: Hyper, n_steps: int) -> str:
    if not n_steps or not hyper["weight_decay"]:
        return ""
    return "Weight decay also pulled θ towards 0 at each step, wherever the minimum of J lies."


def _adagrad_rate(scales: SurfaceScales) -> float:
    # With a constant slope, steps fall as η/√t and cross half the view in about forty steps. The
    # first step is equally long on both axes, so it must not leave the view on the shorter one.
    return min(0.045 * scales.width, 0.4 * scales.short_side)


def _rmsprop_rate(scales: SurfaceScales) -> float:
    # With α = 0.99 the steps begin ten times as long as η and shrink to η in about a hundred. At
    # the bottom they stay that long and keep J up by λmax η²: at most (0.0045 · 12)² · 2 = 0.6 % of
    # the rise of J along the bowl over the view, λmin width²/2.
    return 0.0045 * min(scales.even_width, SETTLED * scales.roundness * scales.width)


def _adam_rate(scales: SurfaceScales) -> float:
    # Adam moves about η per step whatever the slope: half the view in about forty steps.
    return 0.015 * scales.even_width


SPECS = (
    OptimizerSpec(
        "adagrad",
        "Adagrad",
        "s ← s + ∇J(θ)², θ ← θ − η ∇J(θ) / (√s + ε)",
        adagrad_init,
        adagrad_update,
        _adagrad_rate,
        (
            Parameter("lr_decay", "decay δ of η", 0.0, 0.0, 1e3, symbol="δ"),
            Parameter("initial_accumulator_value", "s₀", 0.0, 0.0, 1e12),
            Parameter("eps", "ε", 1e-10, 1e-16, 1.0),
        ),
        source="Duchi, Hazan & Singer 2011",
        tex=(
            "s_{k+1}=s_k+g_k^2",
            rf"\theta_{{k+1}}=\theta_k-{SLOWED}",
        ),
        worked=steps.adagrad,
        colour="magenta",
    ),
    OptimizerSpec(
        "rmsprop",
        "RMSprop",
        "s ← α s + (1−α) ∇J(θ)², θ ← θ − η ∇J(θ) / (√s + ε)",
        rmsprop_init,
        rmsprop_update,
        _rmsprop_rate,
        (
            Parameter("alpha", "α", 0.99, 0.0, 0.99999),
            Parameter("eps", "ε", 1e-8, 1e-16, 1.0),
            Parameter("momentum", "momentum μ", 0.0, 0.0, 0.999, symbol="μ"),
        ),
        source="Tieleman & Hinton 2012",
        tex=(
            r"s_{k+1}=\alpha\,s_k+(1-\alpha)\,g_k^2",
            r"u_{k+1}=\mu\,u_k+\frac{g_k}{\sqrt{s_{k+1}}+\varepsilon}",
            r"\theta_{k+1}=\theta_k-\eta\,u_{k+1}",
        ),
        worked=steps.rmsprop,
        colour="petrol",
        in_race=True,
    ),
    OptimizerSpec(
        "adam",
        "Adam",
        "θ ← θ − η m̂ / (√v̂ + ε)",
        adam_init,
        adam_update,
        _adam_rate,
        ADAM,
        source="Kingma & Ba 2015",
        tex=(*MOMENTS, rf"\theta_{{k+1}}=\theta_k-{QUOTIENT}"),
        worked=steps.adam,
        colour="green",
        in_race=True,
    ),
    OptimizerSpec(
        "adamw",
        "AdamW",
        "θ ← (1 − η w) θ − η m̂ / (√v̂ + ε)",
        adam_init,
        adamw_update,
        _adam_rate,
        (*ADAM, Parameter("weight_decay", "weight decay w", 0.01, 0.0, 10.0, symbol="w")),
        remark=_adamw_remark,
        source="Loshchilov & Hutter 2019",
        tex=(*MOMENTS, rf"\theta_{{k+1}}=(1-\eta w)\,\theta_k-{QUOTIENT}"),
        worked=steps.adamw,
        colour="leaf",
    ),
)
