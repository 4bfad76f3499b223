"""The formulas of linear regression, in terms of five sums over the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from losscore.checks import FloatArray
from losscore.theory import sums, tex
from losscore.theory.rows import Row

if TYPE_CHECKING:
    from losscore.objectives.linear import Linear


def rows(problem: Linear, theta: FloatArray) -> list[Row]:
    """All formulas of a line at ``theta`` (2,)."""
    return [
        _model(theta),
        _sample(problem, theta),
        _loss(problem, theta),
        _gradient(problem, theta),
        _curvature(problem, theta),
    ]


def _model(theta: FloatArray) -> Row:
    w, b = (float(number) for number in theta)
    return Row("Model", (tex.chain(r"\hat y(x)", "w x+b", tex.combination([(w, "x")], b)),))


def _sample(problem: Linear, theta: FloatArray) -> Row:
    x, y = float(problem.x[0]), float(problem.y[0])
    w, b = (tex.factor(float(number)) for number in theta)
    filled = rf"({w}\cdot {tex.factor(x)}+{b}-{tex.factor(y)})^2"
    loss = (float(theta[0]) * x + float(theta[1]) - y) ** 2
    equation = tex.chain("J^{(1)}", "(w x_1+b-y_1)^2", filled, tex.value(loss))
    return Row("One sample", (equation,))


def _loss(problem: Linear, theta: FloatArray) -> Row:
    loss = float(problem.loss(theta))
    filled = f"{sums.numbers(problem)}{tex.value(loss / problem.weight)}"
    total = f"{sums.over_samples(problem)}(w x_i+b-y_i)^2"
    filled = (
        filled
        if problem.aggregation == "mean"
        else rf"\text{{the sum of {len(problem.x)} squares}}"
    )
    return Row("Loss", (tex.chain("J(w,b)", total, filled, tex.value(loss)),))


def _gradient(problem: Linear, theta: FloatArray) -> Row:
    x, y = problem.x, problem.y
    w, b = (tex.factor(float(number)) for number in theta)
    xx, sx, xy, sy = (tex.factor(float(s)) for s in (x @ x, x.sum(), x @ y, y.sum()))
    general = tex.column(r"w\sum x_i^2+b\sum x_i-\sum x_i y_i", r"w\sum x_i+b N-\sum y_i")
    filled = tex.column(
        rf"{w}\cdot {xx}+{b}\cdot {sx}-{xy}", rf"{w}\cdot {sx}+{b}\cdot {len(x)}-{sy}"
    )
    equation = tex.chain(
        r"\nabla J",
        rf"{sums.over_samples(problem, 2)}(w x_i+b-y_i){tex.column('x_i', '1')}",
        f"{sums.letters(problem, 2)}{general}",
        f"{sums.numbers(problem, 2)}{filled}",
        tex.vector(problem.grad(theta)),
    )
    return Row("Gradient", (equation,))


def _curvature(problem: Linear, theta: FloatArray) -> Row:
    general = r"\begin{pmatrix}\sum x_i^2 & \sum x_i \\ \sum x_i & N\end{pmatrix}"
    squares = np.array(
        [[problem.x @ problem.x, problem.x.sum()], [problem.x.sum(), len(problem.x)]]
    )
    equation = tex.chain(
        r"\nabla^2 J",
        f"{sums.letters(problem, 2)}{general}",
        f"{sums.numbers(problem, 2)}{tex.matrix(squares)}",
        tex.matrix(problem.hessian(theta)),
    )
    return Row("Curvature", (equation,), "The same everywhere: J is a quadratic.")
