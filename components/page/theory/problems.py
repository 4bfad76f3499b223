"""The formulas of every registered problem, by its name."""

from __future__ import annotations

from collections.abc import Callable

import losscore as ls
from components.page.theory import analytic, clusters, lines, probabilities, tex
from components.page.theory.rows import Row
from losscore.checks import FloatArray

FORMULAS: dict[str, Callable[[ls.Problem, FloatArray], list[Row]]] = {
    "kmeans": clusters.rows,
    "logistic": probabilities.logistic,
    "logistic-squared-error": probabilities.logistic_squared_error,
    "linear": lines.rows,
    "mlp": probabilities.network,
    **{name: formula.rows for name, formula in analytic.FORMULAS.items()},
}


def problem_rows(problem: ls.Problem, theta: FloatArray) -> list[Row]:
    """What is minimised, in letters and with the numbers at ``theta`` (2,)."""
    return FORMULAS.get(problem.name, numbers_alone)(problem, theta)


def numbers_alone(problem: ls.Problem, theta: FloatArray) -> list[Row]:
    """What can be said of a problem whose formulas nobody has written down here."""
    return [
        Row("Loss", (tex.chain("J", tex.value(float(problem.loss(theta)))),)),
        Row("Gradient", (tex.chain(r"\nabla J", tex.vector(problem.grad(theta))),)),
        Row("Curvature", (tex.chain(r"\nabla^2 J", tex.matrix(problem.hessian(theta))),)),
    ]
