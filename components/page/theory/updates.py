"""How every registered optimizer computes a step, by its name: the rule, and this step in numbers.

θ has the index k, and g is the gradient that the optimizer saw there. Squares, roots and quotients
of columns are element by element.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from components.page.theory import tex
from losscore import Step
from losscore.checks import FloatArray
from losscore.hessian2x2 import eigenvalues


@dataclass(frozen=True, slots=True)
class Update:
    """The rule in letters, and ``worked(step)``: the lines of one step in numbers."""

    rule: tuple[str, ...]
    worked: Callable[[Step], list[str]]


def _next(step: Step, filled: str) -> str:
    """The last line: θ of the next step."""
    k = step.index
    return tex.line(rf"\theta_{{{k + 1}}}", filled, tex.vector(step.theta))


def _theta(step: Step) -> str:
    return tex.vector(step.at.theta)


def _hyper(step: Step, name: str) -> str:
    return tex.factor(float(step.hyper[name]))


def _less(step: Step, direction: str) -> str:
    """θ − η · direction."""
    return rf"{_theta(step)}-{tex.factor(step.learning_rate)}\cdot {direction}"


def _gd(step: Step) -> list[str]:
    return [_next(step, _less(step, tex.vector(step.at.grad)))]


def _velocity(step: Step) -> str:
    k, grad = step.index, tex.vector(step.at.grad)
    filled = rf"{_hyper(step, 'momentum')}\cdot {tex.vector(step.before.velocity)}+{grad}"
    return tex.line(f"v_{{{k + 1}}}", filled, tex.vector(step.after.velocity))


def _momentum(step: Step) -> list[str]:
    return [_velocity(step), _next(step, _less(step, tex.vector(step.after.velocity)))]


def _nesterov(step: Step) -> list[str]:
    ahead = rf"\left[{tex.vector(step.at.grad)}+{_hyper(step, 'momentum')}\cdot "
    return [
        _velocity(step),
        _next(step, _less(step, rf"{ahead}{tex.vector(step.after.velocity)}\right]")),
    ]


def _quotients(above: FloatArray, below: FloatArray, eps: float) -> str:
    """above/(√below + ε), element by element."""
    pairs = zip(above.tolist(), below.tolist(), strict=True)
    return tex.column(
        *(rf"\frac{{{tex.value(a)}}}{{\sqrt{{{tex.value(b)}}}+{tex.value(eps)}}}" for a, b in pairs)
    )


def _squares(grad: FloatArray) -> str:
    return tex.column(*(f"{tex.factor(float(g))}^2" for g in grad))


def _mean(step: Step, name: str, decay: str, kept: tuple[FloatArray, FloatArray], new: str) -> str:
    """A decaying mean: name ← β name + (1 − β) new."""
    before, after = (tex.vector(value) for value in kept)
    share = _hyper(step, decay)
    filled = rf"{share}\cdot {before}+(1-{share})\cdot {new}"
    return tex.line(f"{name}_{{{step.index + 1}}}", filled, after)


def _adagrad(step: Step) -> list[str]:
    k, decay = step.index, float(step.hyper["lr_decay"])
    summed = rf"{tex.vector(step.before.squares)}+{_squares(step.at.grad)}"
    lines = [tex.line(f"s_{{{k + 1}}}", summed, tex.vector(step.after.squares))]
    rate = step.learning_rate
    if decay:
        rate /= 1.0 + k * decay
        slowed = rf"\frac{{{tex.value(step.learning_rate)}}}{{1+{k}\cdot {tex.value(decay)}}}"
        lines.append(tex.line(rf"\eta_{{{k}}}", slowed, tex.value(rate)))
    below = step.after.squares + step.hyper["initial_accumulator_value"]
    quotients = _quotients(step.at.grad, below, step.hyper["eps"])
    return [*lines, _next(step, rf"{_theta(step)}-{tex.factor(rate)}\cdot {quotients}")]


def _rmsprop(step: Step) -> list[str]:
    kept = step.before.second_moment, step.after.second_moment
    second = _mean(step, "s", "alpha", kept, _squares(step.at.grad))
    quotients = _quotients(step.at.grad, step.after.second_moment, step.hyper["eps"])
    if not step.hyper["momentum"]:
        return [second, _next(step, _less(step, quotients))]
    carried = rf"{_hyper(step, 'momentum')}\cdot {tex.vector(step.before.velocity)}+{quotients}"
    velocity = tex.line(f"u_{{{step.index + 1}}}", carried, tex.vector(step.after.velocity))
    return [second, velocity, _next(step, _less(step, tex.vector(step.after.velocity)))]


def _adam_lines(step: Step) -> tuple[list[str], str]:
    """The moments, and m̂/(√v̂ + ε)."""
    before, after, t = step.before, step.after, step.index + 1
    first = (before.first_moment, after.first_moment)
    second = (before.second_moment, after.second_moment)
    lines = [
        _mean(step, "m", "b1", first, tex.vector(step.at.grad)),
        _mean(step, "v", "b2", second, _squares(step.at.grad)),
    ]
    hats = []
    for name, decay, (_, moment) in (("m", "b1", first), ("v", "b2", second)):
        hats.append(moment / (1.0 - step.hyper[decay] ** t))
        filled = rf"\frac{{1}}{{1-{_hyper(step, decay)}^{{{t}}}}}\cdot {tex.vector(moment)}"
        lines.append(tex.line(rf"\hat {name}_{{{t}}}", filled, tex.vector(hats[-1])))
    return lines, _quotients(hats[0], hats[1], step.hyper["eps"])


def _adam(step: Step) -> list[str]:
    lines, quotients = _adam_lines(step)
    return [*lines, _next(step, _less(step, quotients))]


def _adamw(step: Step) -> list[str]:
    lines, quotients = _adam_lines(step)
    rate, decay = tex.factor(step.learning_rate), _hyper(step, "weight_decay")
    kept = rf"(1-{rate}\cdot {decay})\cdot {_theta(step)}"
    return [*lines, _next(step, rf"{kept}-{rate}\cdot {quotients}")]


def _newton(step: Step) -> list[str]:
    hessian = step.at.hessian()
    curvature = tex.line("H", tex.matrix(hessian))
    if step.after.n_fallbacks == step.before.n_fallbacks:
        direction = tex.vector(np.linalg.solve(hessian, step.at.grad).astype(np.float64))
        solved = tex.line("H^{-1}g", _cramer(hessian, step.at.grad), direction)
        return [curvature, solved, _next(step, _less(step, direction))]
    size = float(np.abs(eigenvalues(hessian)).max())
    largest = tex.line(r"\max|\lambda|", tex.value(size))
    share = rf"\frac{{1}}{{{tex.value(size or 1.0)}}}\cdot {tex.vector(step.at.grad)}"
    return [curvature, largest, _next(step, _less(step, share))]


def _cramer(hessian: FloatArray, grad: FloatArray) -> str:
    """H⁻¹g by Cramer's rule."""
    a, b, _, d = (tex.factor(float(number)) for number in hessian.ravel())
    first, second = (tex.factor(float(number)) for number in grad)
    determinant = rf"{a}\cdot {d}-{b}^2"
    rows = rf"{d}\cdot {first}-{b}\cdot {second}", rf"{a}\cdot {second}-{b}\cdot {first}"
    return rf"\frac{{1}}{{{determinant}}}\cdot {tex.column(*rows)}"


def _lloyd(step: Step) -> list[str]:
    diagonal = np.diagonal(step.at.hessian())
    owns = diagonal > 0
    means = step.at.theta - np.where(owns, step.at.grad, 0.0) / np.where(owns, diagonal, 1.0)
    way = rf"\left[{tex.vector(means)}-{_theta(step)}\right]"
    moved = rf"{_theta(step)}+{tex.factor(step.learning_rate)}\cdot {way}"
    return [tex.line("m", tex.vector(means)), _next(step, moved)]


_VELOCITY = r"v_{k+1}=\mu\,v_k+g_k"
# How the options of optimizers are written in the rules.
SYMBOLS = {
    "momentum": "μ",
    "lr_decay": "δ",
    "initial_accumulator_value": "s₀",
    "alpha": "α",
    "b1": "β₁",
    "b2": "β₂",
    "eps": "ε",
    "weight_decay": "w",
}
_MOMENTS = (
    r"m_{k+1}=\beta_1 m_k+(1-\beta_1)\,g_k",
    r"v_{k+1}=\beta_2 v_k+(1-\beta_2)\,g_k^2",
    r"\hat m_{k+1}=\frac{m_{k+1}}{1-\beta_1^{k+1}}",
    r"\hat v_{k+1}=\frac{v_{k+1}}{1-\beta_2^{k+1}}",
)
_SCALED = r"\eta\,\frac{\hat m_{k+1}}{\sqrt{\hat v_{k+1}}+\varepsilon}"
_SLOWED = r"\frac{\eta}{1+k\,\delta}\,\frac{g_k}{\sqrt{s_0+s_{k+1}}+\varepsilon}"
_RULES = {
    "gd": (r"\theta_{k+1}=\theta_k-\eta\,g_k",),
    "momentum": (_VELOCITY, r"\theta_{k+1}=\theta_k-\eta\,v_{k+1}"),
    "nesterov": (_VELOCITY, r"\theta_{k+1}=\theta_k-\eta\,(g_k+\mu\,v_{k+1})"),
    "adagrad": ("s_{k+1}=s_k+g_k^2", rf"\theta_{{k+1}}=\theta_k-{_SLOWED}"),
    "rmsprop": (
        r"s_{k+1}=\alpha\,s_k+(1-\alpha)\,g_k^2",
        r"u_{k+1}=\mu\,u_k+\frac{g_k}{\sqrt{s_{k+1}}+\varepsilon}",
        r"\theta_{k+1}=\theta_k-\eta\,u_{k+1}",
    ),
    "adam": (*_MOMENTS, rf"\theta_{{k+1}}=\theta_k-{_SCALED}"),
    "adamw": (*_MOMENTS, rf"\theta_{{k+1}}=(1-\eta w)\,\theta_k-{_SCALED}"),
    "newton": (
        r"\theta_{k+1}=\theta_k-\eta\,H^{-1}g_k\quad\text{if }H=\nabla^2J\text{ curves upwards,}",
        r"\theta_{k+1}=\theta_k-\eta\,g_k\,/\max|\lambda|\quad\text{if not}",
    ),
    "lloyd": (r"c\leftarrow c+\eta\,(m-c)",),
}
_WORKED = {
    "gd": _gd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamw": _adamw,
    "newton": _newton,
    "lloyd": _lloyd,
}
UPDATES = {name: Update(rule, _WORKED[name]) for name, rule in _RULES.items()}
