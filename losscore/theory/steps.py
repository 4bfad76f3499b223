"""One step of an optimizer in numbers: the lines from its gradient to the next θ.

θ has the index k, and g is the gradient that the optimizer saw there. Squares, roots and quotients
of columns are taken element by element.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from losscore.checks import FloatArray
from losscore.hessian2x2 import eigenvalues
from losscore.theory import tex

if TYPE_CHECKING:
    from losscore.descent.replay import Step


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


def gd(step: Step) -> list[str]:
    """θ − η g."""
    return [_next(step, _less(step, tex.vector(step.at.grad)))]


def _velocity(step: Step) -> str:
    k, grad = step.index, tex.vector(step.at.grad)
    filled = rf"{_hyper(step, 'momentum')}\cdot {tex.vector(step.before.velocity)}+{grad}"
    return tex.line(f"v_{{{k + 1}}}", filled, tex.vector(step.after.velocity))


def momentum(step: Step) -> list[str]:
    """The velocity v, and θ − η v."""
    return [_velocity(step), _next(step, _less(step, tex.vector(step.after.velocity)))]


def nesterov(step: Step) -> list[str]:
    """The velocity v, and θ − η (g + μ v)."""
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


def adagrad(step: Step) -> list[str]:
    """The sum of squares s, and the step along g/√s."""
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


def rmsprop(step: Step) -> list[str]:
    """The mean of squares s, the step along g/√s, and the velocity if there is momentum."""
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


def adam(step: Step) -> list[str]:
    """Both moments, corrected for their bias, and their quotient."""
    lines, quotients = _adam_lines(step)
    return [*lines, _next(step, _less(step, quotients))]


def adamw(step: Step) -> list[str]:
    """Adam's lines, with the decay of θ."""
    lines, quotients = _adam_lines(step)
    rate, decay = tex.factor(step.learning_rate), _hyper(step, "weight_decay")
    kept = rf"(1-{rate}\cdot {decay})\cdot {_theta(step)}"
    return [*lines, _next(step, rf"{kept}-{rate}\cdot {quotients}")]


def newton(step: Step) -> list[str]:
    """H, the direction, and the step: H⁻¹ g by Cramer's rule, or g / max|λ| as a fallback."""
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


def lloyd(step: Step) -> list[str]:
    """The means of the clusters, and the step towards them."""
    diagonal = np.diagonal(step.at.hessian())
    owns = diagonal > 0
    means = step.at.theta - np.where(owns, step.at.grad, 0.0) / np.where(owns, diagonal, 1.0)
    way = rf"\left[{tex.vector(means)}-{_theta(step)}\right]"
    moved = rf"{_theta(step)}+{tex.factor(step.learning_rate)}\cdot {way}"
    return [tex.line("m", tex.vector(means)), _next(step, moved)]
