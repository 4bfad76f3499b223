"""Every formula with numbers in it gives, on a pocket calculator, the number behind it."""

import numpy as np
import pytest

import losscore as ls
from components.page.theory import FORMULAS, UPDATES, build_theory
from components.page.theory.panel import update_rows
from components.page.theory.problems import numbers_alone, problem_rows
from components.page.theory.tex import combination, factor, value
from components.page.theory.updates import SYMBOLS
from components.session.solved import default_run, solve
from tests.components.page.theory.calculator import evaluate, is_column, sides

HYPER = {"rmsprop": {"momentum": 0.5}, "adagrad": {"lr_decay": 0.1}}


def check(formula):
    """Compare the last two sides of an equation; how many numbers were compared."""
    parts = sides(formula)
    components = (0, 1) if is_column(parts[-1]) else (0,)
    compared = 0
    for component in components:
        shown = evaluate(parts[-1], component)
        filled = evaluate(parts[-2], component) if len(parts) > 2 else None
        if shown is None or filled is None:
            continue
        # Six digits are shown; what is computed from them may have lost one or two.
        assert filled == pytest.approx(shown, rel=2e-4, abs=2e-5), formula
        compared += 1
    return compared


def thetas(problem):
    """Some θ all over the window, with few digits: none are lost in writing them."""
    low, high = np.array(problem.window).T
    drawn = np.random.default_rng(7).uniform(0.02, 0.98, (6, 2))
    return np.round(low + drawn * (high - low), 3)


def test_every_problem_and_every_optimizer_has_its_formulas():
    assert set(FORMULAS) == set(ls.problems())
    assert set(UPDATES) == set(ls.optimizers())
    assert set(SYMBOLS) == {
        option.name for spec in ls.optimizers().values() for option in spec.parameters
    }


KINDS = [(name, how) for name, spec in ls.problems().items() for how in spec.aggregations or ("",)]


@pytest.mark.parametrize(("name", "aggregation"), KINDS)
def test_the_numbers_of_a_problem_can_be_checked(name, aggregation):
    problem = ls.Scenario(problem=name, aggregation=aggregation).build()
    for theta in thetas(problem):
        rows = problem_rows(problem, theta)
        assert {"Loss", "Gradient", "Curvature"} <= {row.label for row in rows}
        compared = sum(check(formula) for row in rows for formula in row.formulas)
        assert compared >= 1 or (name, aggregation) == ("mlp", "sum")


@pytest.mark.parametrize("name", ls.problems())
def test_what_is_written_last_is_the_problems_own_number(name):
    problem = ls.problem(name)
    for theta in thetas(problem):
        rows = {row.label: row.formulas for row in problem_rows(problem, theta)}
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
        for row in problem_rows(problem, np.array(theta)):
            for formula in row.formulas:
                check(formula)
                assert "undefined" not in formula


def test_a_centroid_without_values_pulls_nowhere():
    problem = ls.problem("kmeans")
    rows = {row.label: row.formulas for row in problem_rows(problem, np.array([1.0, 50.0]))}
    assert r"n_2 &= 0, & m_2 &= \text{of no value}" in rows["Model"][1]
    assert evaluate(sides(rows["Gradient"][0])[-1], 1) == 0.0


@pytest.mark.parametrize("optimizer", ls.optimizers())
@pytest.mark.parametrize("batch_size", [None, 9])
def test_the_step_in_numbers_leads_to_the_next_theta(optimizer, batch_size):
    problem = ls.problem("kmeans")
    rate = ls.suggest_learning_rate(problem, ls.minima(problem), optimizer)
    run = ls.Run(
        (0.2, 0.9),
        optimizer,
        rate,
        8,
        hyper=tuple(HYPER.get(optimizer, {}).items()),
        batch_size=batch_size,
    )
    theta = run.descend(problem).theta
    for index in range(len(theta) - 1):
        _, worked = update_rows(ls.replay(problem, run, index))
        assert all(check(formula) for formula in worked.formulas[1:] if len(sides(formula)) > 2)
        filled, shown = sides(worked.formulas[-1])[-2:]
        for axis in (0, 1):
            assert evaluate(shown, axis) == pytest.approx(theta[index + 1, axis], rel=1e-5)
            assert evaluate(filled, axis) == pytest.approx(theta[index + 1, axis], rel=1e-4)


def test_newton_says_which_of_its_rules_it_follows():
    problem = ls.problem("himmelblau")
    for start, name in (((3.1, 2.1), "H^{-1}g"), ((-0.5, -1.0), r"\max|\lambda|")):
        step = ls.replay(problem, ls.Run(start, "newton", 1.0), 0)
        _, worked = update_rows(step)
        assert any(formula.startswith(name) for formula in worked.formulas)
        assert check(worked.formulas[-1]) == 2


def test_an_optimizer_without_a_rule_here_still_shows_its_formula_and_its_step(monkeypatch):
    monkeypatch.delitem(UPDATES, "gd")
    step = ls.replay(ls.problem("saddle"), ls.Run((1.0, 0.5), "gd", 0.1), 0)
    rule, worked = update_rows(step)
    assert step.spec.formula in rule.formulas[0]
    assert evaluate(sides(worked.formulas[-1])[-1], 0) == pytest.approx(0.8)


def text_of(children):
    return str(children)


def test_the_panel_follows_the_step_and_ends_with_the_run():
    default = default_run(ls.Scenario())
    solved = solve(default.scenario)
    theta = default.run.descend(solved.problem).theta
    panel = text_of(build_theory(solved, default.run, 3))
    assert "Step 3 → 4" in panel
    assert value(float(theta[3, 0])) in panel
    assert "The run has ended here" not in panel
    end = text_of(build_theory(solved, default.run, 10_000))
    assert f"At step {len(theta) - 1}" in end
    assert "The run has ended here" in end


def test_a_step_out_of_the_numbers_is_told_as_such():
    run = ls.Run((-1.0, 2.0), "gd", 1.0, 20)
    _, worked = update_rows(ls.replay(ls.problem("rosenbrock"), run, 20))
    assert worked.note == "It leaves the range of floating-point numbers."
    assert r"\text{undefined}" in worked.formulas[-1]


def test_a_problem_without_formulas_still_shows_its_numbers():
    problem = ls.problem("saddle")
    rows = numbers_alone(problem, np.array([1.0, 0.5]))
    assert rows[0].formulas == ("J = 0.75",)
    assert evaluate(sides(rows[1].formulas[0])[-1], 1) == -1.0


@pytest.mark.parametrize(
    ("number", "written"),
    [(0.0014, "0.0014"), (-3.1e-9, r"-3.1\cdot 10^{-9}"), (1e-8, "10^{-8}"), (-0.0, "0")],
)
def test_numbers_are_written_as_people_read_them(number, written):
    assert value(number) == written


def test_signs_and_brackets_stand_where_they_are_needed():
    assert factor(-2.0) == "(-2)"
    assert factor(2.5) == "2.5"
    assert combination([(1.2, "x"), (-0.5, "y")], -1.0) == r"1.2\,x-0.5\,y-1"
