"""The panel: the rule of an optimizer, and a step whose numbers a pocket calculator confirms."""

from dataclasses import replace

import pytest

import losscore as ls
from components.page.theory import build_theory, update_rows
from components.session.solved import default_run, solve
from losscore.methods import REGISTRY, optimizer_spec
from losscore.theory import plain
from losscore.theory.tex import text, value
from tests.losscore.theory.calculator import check, evaluate, sides

HYPER = {"rmsprop": {"momentum": 0.5}, "adagrad": {"lr_decay": 0.1}}


def test_these_optimizers_have_rules_and_steps_in_latex():
    written = {
        name for name, spec in ls.optimizers().items() if spec.tex and spec.worked is not plain.step
    }
    assert written >= {"gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"}
    assert written >= {"newton", "lloyd"}


def test_options_stand_under_the_rule_by_the_symbols_of_its_formula():
    run = ls.Run((0.2, 0.9), "adamw", 0.1)
    rule, _ = update_rows(ls.replay(ls.problem("saddle"), run, 0))
    assert rule.note == "η = 0.1, β₁ = 0.9, β₂ = 0.999, ε = 1e−8, w = 0.01"


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


def without_latex(name):
    """A registered optimizer as one that has a formula alone."""
    return replace(optimizer_spec(name), tex=(), worked=plain.step)


@pytest.mark.parametrize("name", ["gd", "adam"])
def test_an_optimizer_without_latex_shows_its_formula_as_text_and_its_step(name, monkeypatch):
    monkeypatch.setitem(REGISTRY, name, without_latex(name))
    problem, run = ls.problem("saddle"), ls.Run((1.0, 0.5), name, 0.1)
    step = ls.replay(problem, run, 2)
    rule, worked = update_rows(step)
    assert rule.formulas == (text(step.spec.formula),)
    seen, move, following = worked.formulas
    assert evaluate(sides(seen)[-1], 0) == pytest.approx(2.0 * step.at.theta[0], rel=1e-5)
    assert evaluate(sides(move)[-1], 1) == pytest.approx((step.theta - step.at.theta)[1], rel=1e-5)
    assert check(following) == 2
    assert evaluate(sides(following)[-1], 0) == pytest.approx(step.theta[0], rel=1e-5)


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


def test_the_message_says_that_a_step_overflowed():
    run = ls.Run((-1.0, 2.0), "gd", 1.0, 20)
    _, worked = update_rows(ls.replay(ls.problem("rosenbrock"), run, 20))
    assert worked.note == "It leaves the range of floating-point numbers."
    assert r"\text{undefined}" in worked.formulas[-1]
