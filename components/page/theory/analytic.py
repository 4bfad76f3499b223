"""The formulas of surfaces that are given by one.

A template serves twice, once with the letters and once with numbers in their place: @x and @y stand
for the parameters, ~x and ~y for them where a minus needs no brackets, @* for a product whose sign
only numbers need. A ``Part`` has a name of its own, as a shorthand: @P.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from components.page.theory import tex
from components.page.theory.rows import Row
from losscore import Problem
from losscore.checks import FloatArray


@dataclass(frozen=True, slots=True)
class Part:
    """A shorthand: its letter, its template, and its value at (x, y)."""

    symbol: str
    template: str
    at: Callable[[float, float], float]


@dataclass(frozen=True, slots=True)
class Formula:
    """Templates of J, (∂x, ∂y) and (∂xx, ∂xy, ∂yy)."""

    loss: str
    grad: tuple[str, str]
    hessian: tuple[str, str, str]
    parts: tuple[Part, ...] = ()

    def rows(self, problem: Problem, theta: FloatArray) -> list[Row]:
        """Each with letters, with numbers, and its value."""
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
        """What stands for the tokens: letters, and numbers."""
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
    """name = letters = numbers = value; each once."""
    sides = [*(_filled(template, form) for form in forms), tex.value(number)]
    return tex.chain(name, *dict.fromkeys(sides))


_PEAKS_X = (
    r"-6@*(1-@x)@*(1+@x@*(1-@x))@*@A-10@*(\tfrac15-3@*@x^2-2@*@x@*@P)@*@B"
    r"+\tfrac23@*(~x+1)@*@C"
)
_PEAKS_Y = r"-6@*(1-@x)^2@*(~y+1)@*@A+10@*(5@*@y^4+2@*@y@*@P)@*@B+\tfrac23@*@y@*@C"
_PEAKS_XX = (
    r"3@*(2+8@*@x@*(1-@x)+(4@*@x^2-2)@*(1-@x)^2)@*@A"
    r"-10@*(-6@*@x-4@*@x@*(\tfrac15-3@*@x^2)+(4@*@x^2-2)@*@P)@*@B"
    r"-\tfrac13@*(4@*(~x+1)^2-2)@*@C"
)
_PEAKS_XY = (
    r"12@*(1-@x)@*(1+@x@*(1-@x))@*(~y+1)@*@A"
    r"-10@*(4@*@x@*@y@*@P-2@*@y@*(\tfrac15-3@*@x^2)+10@*@x@*@y^4)@*@B"
    r"-\tfrac43@*(~x+1)@*@y@*@C"
)
_PEAKS_YY = (
    r"3@*(1-@x)^2@*(4@*(~y+1)^2-2)@*@A"
    r"-10@*(-20@*@y^3+20@*@y^5+(4@*@y^2-2)@*@P)@*@B"
    r"-\tfrac13@*(4@*@y^2-2)@*@C"
)
FORMULAS = {
    "valley": Formula(
        r"@x^2+\sin(~x)+@y^4+e^{-@y}",
        (r"2@*@x+\cos(~x)", "4@*@y^3-e^{-@y}"),
        (r"2-\sin(~x)", "0", "12@*@y^2+e^{-@y}"),
    ),
    "rosenbrock": Formula(
        "(1-@x)^2+100@*(~y-@x^2)^2",
        ("-2@*(1-@x)-400@*@x@*(~y-@x^2)", "200@*(~y-@x^2)"),
        ("2-400@*(~y-3@*@x^2)", "-400@*@x", "200"),
    ),
    "himmelblau": Formula(
        "(@x^2+@y-11)^2+(~x+@y^2-7)^2",
        (
            "4@*@x@*(@x^2+@y-11)+2@*(~x+@y^2-7)",
            "2@*(@x^2+@y-11)+4@*@y@*(~x+@y^2-7)",
        ),
        ("12@*@x^2+4@*@y-42", "4@*(~x+@y)", "12@*@y^2+4@*@x-26"),
    ),
    "saddle": Formula("@x^2-@y^2", ("2@*@x", "-2@*@y"), ("2", "0", "-2")),
    "rastrigin": Formula(
        r"20+@x^2-10@*\cos(2\pi@*@x)+@y^2-10@*\cos(2\pi@*@y)",
        (r"2@*@x+20\pi@*\sin(2\pi@*@x)", r"2@*@y+20\pi@*\sin(2\pi@*@y)"),
        (r"2+40\pi^2@*\cos(2\pi@*@x)", "0", r"2+40\pi^2@*\cos(2\pi@*@y)"),
    ),
    "peaks": Formula(
        r"3@*(1-@x)^2@*@A-10@*@P@*@B-\tfrac13@*@C",
        (_PEAKS_X, _PEAKS_Y),
        (_PEAKS_XX, _PEAKS_XY, _PEAKS_YY),
        (
            Part("P", r"\tfrac15@*@x-@x^3-@y^5", lambda x, y: x / 5 - x**3 - y**5),
            Part("A", "e^{-@x^2-(~y+1)^2}", lambda x, y: math.exp(-(x**2) - (y + 1) ** 2)),
            Part("B", "e^{-@x^2-@y^2}", lambda x, y: math.exp(-(x**2) - y**2)),
            Part("C", "e^{-(~x+1)^2-@y^2}", lambda x, y: math.exp(-((x + 1) ** 2) - y**2)),
        ),
    ),
}
