"""Formulas as text, and numbers, for any problem and any optimizer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from losscore.checks import FloatArray
from losscore.theory import tex
from losscore.theory.rows import Row

if TYPE_CHECKING:
    from losscore.descent.replay import Step
    from losscore.objectives.base import Problem


def rows(formula: str, problem: Problem, theta: FloatArray) -> list[Row]:
    """The formula of J as text, and the values of J, ∇J and ∇²J at ``theta`` (2,)."""
    loss = tex.chain("J", tex.value(float(problem.loss(theta))))
    return [
        Row("Loss", (tex.text(formula), loss)),
        Row("Gradient", (tex.chain(r"\nabla J", tex.vector(problem.grad(theta))),)),
        Row("Curvature", (tex.chain(r"\nabla^2 J", tex.matrix(problem.hessian(theta))),)),
    ]


def step(taken: Step) -> list[str]:
    """The step's move, and the point it leads to."""
    k, start = taken.index, taken.at.theta
    move = tex.vector(taken.theta - start)
    return [
        tex.line(rf"\Delta\theta_{{{k}}}", move),
        tex.line(rf"\theta_{{{k + 1}}}", f"{tex.vector(start)}+{move}", tex.vector(taken.theta)),
    ]
