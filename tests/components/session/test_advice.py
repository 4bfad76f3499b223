"""Advice on learning rates."""

import pytest

import losscore as ls
from components.session.advice import aggregation_note, rate_hint
from components.session.solved import solve


def hint(optimizer, learning_rate, problem="kmeans", dataset=""):
    """The hint as plain text."""
    solved = solve(ls.Scenario(problem=problem, dataset=dataset))
    parts = rate_hint(solved, ls.Run((0.2, 0.8), optimizer, learning_rate))
    return "".join(part if isinstance(part, str) else part.text for part in parts)


@pytest.mark.parametrize("optimizer", ls.optimizers())
def test_the_hint_knows_every_bound(optimizer):
    solved, spec = solve(ls.Scenario()), ls.optimizers()[optimizer]
    bound = ls.stable_learning_rate(solved.problem, solved.minima.theta, optimizer)
    if spec.stability is None:
        assert hint(optimizer, 0.1) == (
            f"{spec.label} rescales each step, so the curvature sets no bound."
        )
    else:
        below, above = hint(optimizer, 0.99 * bound), hint(optimizer, 1.01 * bound)
        assert below.startswith("stable: η = ")
        assert " is below " in below
        assert above.startswith("unstable: η = ")
        assert " is not below " in above


def test_the_bounds_are_written_as_they_arise():
    # 50 points in each cluster: λ = 100.
    assert hint("gd", 0.01) == "stable: η = 0.01 is below 2/λmax = 0.02 at the minima"
    assert hint("momentum", 0.1) == "unstable: η = 0.1 is not below 3.8/λmax = 0.038 at the minima"
    assert hint("nesterov", 0.01) == "stable: η = 0.01 is below 1.36/λmax = 0.0136 at the minima"
    assert hint("lloyd", 1.0) == "stable: η = 1 is below 2, the bound for any curvature"
    assert hint("newton", 2.0) == "unstable: η = 2 is not below 2, the bound for any curvature"


@pytest.mark.parametrize("optimizer", ["gd", "newton"])
def test_without_minima_nothing_bounds_the_rate(optimizer):
    said = hint(optimizer, 1.0, "logistic", "diagonal-split")
    assert said == "There is no minimum, so the curvature sets no bound."


def note(optimizer, learning_rate, aggregation="sum", **scenario):
    """The note after a change to ``aggregation``, as plain text."""
    other = "mean" if aggregation == "sum" else "sum"
    before, after = (
        solve(ls.Scenario(aggregation=name, **scenario)) for name in (other, aggregation)
    )
    parts = aggregation_note(before, after, ls.Run((0.2, 0.8), optimizer, learning_rate))
    return "".join(part if isinstance(part, str) else part.text for part in parts)


def test_the_sum_is_n_times_the_mean():
    assert note("gd", 0.14) == (
        "The bound 2/λmax fell from 2 to 0.02, because the sum is N = 100 times the mean, and so "
        "are its slopes and curvatures. Your η is unchanged and now above it."
    )
    assert note("gd", 0.14, "mean") == (
        "The bound 2/λmax rose from 0.02 to 2, because the mean is 1/100 of the sum, and so are "
        "its slopes and curvatures. Your η is unchanged and now below it."
    )
    assert note("momentum", 0.001).endswith("Your η is unchanged and still below it.")
    assert "3.8/λmax fell" in note("momentum", 0.001)
    assert note("nesterov", 0.001).startswith(
        "The bound 1.36/λmax fell from 1.36 to 0.0136, because"
    )


def test_where_no_curvature_bounds_the_rate_the_note_says_what_changed():
    assert note("lloyd", 1.0).endswith(
        ". Lloyd divides slopes by curvatures, so the run does not change."
    )
    assert note("adam", 0.1).endswith(". Your η is unchanged.")
    assert note("gd", 0.1, problem="logistic", dataset="diagonal-split").startswith(
        "Now the sum is N = 100 times the mean"
    )
