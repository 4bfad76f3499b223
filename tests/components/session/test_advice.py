"""What the page says of a learning rate."""

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
            f"{spec.label} scales each step by itself: no bound from the curvature."
        )
    else:
        assert hint(optimizer, 0.99 * bound).startswith("stable at minima: η < ")
        assert hint(optimizer, 1.01 * bound).startswith("unstable at minima: η ≥ ")


def test_the_bounds_are_written_as_they_arise():
    # 50 points in each cluster: λ = 100.
    assert hint("gd", 0.01) == "stable at minima: η < 2/λmax = 0.02"
    assert hint("momentum", 0.1) == "unstable at minima: η ≥ 3.8/λmax = 0.038"
    assert hint("nesterov", 0.01) == "stable at minima: η < 1.36/λmax = 0.0136"
    assert hint("lloyd", 1.0) == "stable at minima: η < 2, whatever the curvature"
    assert hint("newton", 2.0) == "unstable at minima: η ≥ 2, whatever the curvature"


@pytest.mark.parametrize("optimizer", ["gd", "newton"])
def test_without_minima_nothing_bounds_the_rate(optimizer):
    said = hint(optimizer, 1.0, "logistic", "diagonal-split")
    assert said == "No minimum, so no curvature bounds the learning rate."


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
        "2/λmax fell from 2 to 0.02: the sum is N = 100 times the mean, and so are its slopes and "
        "curvatures. η stayed, and is now above it."
    )
    assert note("gd", 0.14, "mean") == (
        "2/λmax rose from 0.02 to 2: the mean is 1/100 of the sum, and so are its slopes and "
        "curvatures. η stayed, and is now below it."
    )
    assert note("momentum", 0.001).endswith("η stayed, and is still below it.")
    assert "3.8/λmax fell" in note("momentum", 0.001)
    assert note("nesterov", 0.001).startswith("1.36/λmax fell from 1.36 to 0.0136: ")


def test_where_no_curvature_bounds_the_rate_the_note_says_what_changed():
    assert note("lloyd", 1.0).endswith("but Lloyd divides one by the other: the run is the same.")
    assert note("adam", 0.1).endswith("; η stayed.")
    assert note("gd", 0.1, problem="logistic", dataset="diagonal-split").startswith(
        "Now the sum is N = 100 times the mean"
    )
