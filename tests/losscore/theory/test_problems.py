"""A pocket calculator confirms the number behind every formula of a problem."""

from dataclasses import replace

import numpy as np
import pytest

import losscore as ls
from losscore.theory.rows import Row
from losscore.theory.tex import value
from tests.losscore.theory.calculator import check, evaluate, sides

KINDS = [(name, how) for name, spec in ls.problems().items() for how in spec.aggregations or ("",)]
# Formulas in which no equation has numbers on both sides.
IN_LETTERS = {("mlp", "sum")}


def rows_of(problem, theta):
    return ls.problems()[problem.name].rows(problem, np.asarray(theta))


def thetas(problem):
    """Some θ all over the window, with few digits: none are lost in writing them."""
    low, high = np.array(problem.window).T
    drawn = np.random.default_rng(7).uniform(0.02, 0.98, (6, 2))
    return np.round(low + drawn * (high - low), 3)


def test_these_problems_have_formulas_of_their_own():
    written = {name for name, spec in ls.problems().items() if spec.worked}
    assert written >= {"kmeans", "logistic", "logistic-squared-error", "linear", "mlp"}
    assert written >= {"peaks", "valley", "rosenbrock", "himmelblau", "saddle", "rastrigin"}


@pytest.mark.parametrize(("name", "aggregation"), KINDS)
def test_the_numbers_of_a_problem_can_be_checked(name, aggregation):
    problem = ls.Scenario(problem=name, aggregation=aggregation).build()
    is_plain = ls.problems()[name].worked is None or (name, aggregation) in IN_LETTERS
    for theta in thetas(problem):
        rows = rows_of(problem, theta)
        assert {"Loss", "Gradient", "Curvature"} <= {row.label for row in rows}
        compared = sum(check(formula) for row in rows for formula in row.formulas)
        assert compared >= 1 or is_plain


@pytest.mark.parametrize("name", ls.problems())
def test_what_is_written_last_is_the_problems_own_number(name):
    problem = ls.problem(name)
    for theta in thetas(problem):
        rows = {row.label: row.formulas for row in rows_of(problem, theta)}
        loss = sides(rows["Loss"][-1])[-1]
        assert loss == value(float(problem.loss(theta)))
        grad = rows["Gradient"]
        shown = [sides(g)[-1] for g in grad] if len(grad) == 2 else [sides(grad[0])[-1]] * 2
        for axis, side in enumerate(shown):
            number = evaluate(side, axis if len(grad) == 1 else 0)
            assert number == pytest.approx(problem.grad(theta)[axis], rel=1e-5)


@pytest.mark.parametrize("dataset", ls.problems()["logistic"].datasets)
def test_saturated_samples_have_their_loss(dataset):
    problem = ls.problem("logistic", dataset=dataset)
    for theta in ((60.0, -60.0), (-80.0, 80.0)):
        for row in rows_of(problem, theta):
            for formula in row.formulas:
                check(formula)
                assert "undefined" not in formula


def test_a_centroid_without_values_has_no_pull():
    rows = {row.label: row.formulas for row in rows_of(ls.problem("kmeans"), (1.0, 50.0))}
    assert r"n_2 &= 0, & m_2 &= \text{of no value}" in rows["Model"][1]
    assert evaluate(sides(rows["Gradient"][0])[-1], 1) == 0.0


def test_a_problem_without_formulas_of_its_own_shows_its_formula_as_text_and_its_numbers():
    problem = ls.problem("saddle")
    spec = replace(ls.problems()["saddle"], worked=None)
    loss, grad, curvature = spec.rows(problem, np.array([1.0, 0.5]))
    assert loss.formulas == (r"\text{J(x, y) = x² − y²}", "J = 0.75")
    assert evaluate(sides(grad.formulas[0])[-1], 1) == -1.0
    assert curvature.formulas[0].endswith(r"\begin{pmatrix}2 & 0 \\[3pt] 0 & -2\end{pmatrix}")


def test_the_formula_as_text_is_that_of_the_aggregation():
    spec = replace(ls.problems()["linear"], worked=None)
    problem = ls.problem("linear", aggregation="mean")
    assert spec.rows(problem, np.zeros(2))[0].formulas[0].startswith(r"\text{J(w, b) = (1/N) Σᵢ")


def test_formulas_of_a_spec_are_what_its_rows_are():
    spec = replace(ls.problems()["saddle"], worked=lambda problem, theta: [Row("Own", ("J=1",))])
    assert spec.rows(ls.problem("saddle"), np.zeros(2)) == [Row("Own", ("J=1",))]
