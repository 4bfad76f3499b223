"""Formulas of functions of two parameters, with letters and with numbers.

A template is filled twice, once with letters and once with numbers. @x and @y stand for the
parameters; ~x and ~y too, where a minus sign needs no brackets. @* is a product, whose sign only
numbers need. A ``Part`` is a shorthand with its own symbol: @P.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from losscore.checks import FloatArray
from losscore.theory import tex
from losscore.theory.rows import Row

if TYPE_CHECKING:
    from losscore.objectives.base import Problem


@dataclass(frozen=True, slots=True)
class Part:
    """A shorthand with its symbol, its template, and its value at (x, y)."""

    symbol: str
    template: str
    at: Callable[[float, float], float]


@dataclass(frozen=True, slots=True)
class Template:
    """The templates of J, (∂x, ∂y) and (∂xx, ∂xy, ∂yy)."""

    loss: str
    grad: tuple[str, str]
    hessian: tuple[str, str, str]
    parts: tuple[Part, ...] = ()

    def rows(self, problem: Problem, theta: FloatArray) -> list[Row]:
        """J and its derivatives: each with letters, with numbers, and its value."""
        x, y = (float(number) for number in theta)
        forms = self._forms(x, y)
        loss = _equation("J", self.loss, forms, float(problem.loss(theta)))
        parts = (_equation(part.symbol, part.template, forms, part.at(x, y)) for part in self.parts)
        grad = problem.grad(theta).tolist()
        slopes = zip(("J_x", "J_y"), self.grad, grad, strict=True)
        (xx, xy), (_, yy) = problem.hessian(theta).tolist()
        curvatures = zip(("J_{xx}", "J_{xy}", "J_{yy}"), self.hessian, (xx, xy, yy), strict=True)
        note = "A formula: no data, nothing to aggregate."
        return [
            Row("Loss", (*parts, loss), note),
            Row(
                "Gradient",
                tuple(_equation(name, t, forms, at) for name, t, at in slopes),
                "The derivatives along x and along y.",
            ),
            Row(
                "Curvature",
                tuple(_equation(name, t, forms, at) for name, t, at in curvatures),
                "The second derivatives, which ∇²J holds.",
            ),
        ]

    def _forms(self, x: float, y: float) -> tuple[dict[str, str], dict[str, str]]:
        """What to put in place of the tokens: letters, and numbers."""
        letters = {"@*": " ", "@x": "x", "~x": "x", "@y": "y", "~y": "y"}
        numbers = {"@*": r"\cdot ", "@x": tex.factor(x), "~x": tex.value(x)}
        numbers |= {"@y": tex.factor(y), "~y": tex.value(y)}
        for part in self.parts:
            letters[f"@{part.symbol}"] = part.symbol
            numbers[f"@{part.symbol}"] = tex.factor(part.at(x, y))
        return letters, numbers


def _filled(template: str, form: dict[str, str]) -> str:
    for token, text in form.items():
        template = template.replace(token, text)
    return template


def _equation(name: str, template: str, forms: Iterable[dict[str, str]], number: float) -> str:
    """name = letters = numbers = value; equal sides appear once."""
    sides = [*(_filled(template, form) for form in forms), tex.value(number)]
    return tex.chain(name, *dict.fromkeys(sides))
