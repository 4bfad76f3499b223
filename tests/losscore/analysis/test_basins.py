"""Basins: every start ends as its own descent does, and labels name the minima."""

import numpy as np
import pytest

import losscore as ls
from losscore.analysis import basins
from losscore.analysis.basins import DIVERGED, ELSEWHERE, PLATEAU, STEP_LIMIT
from losscore.descent.stopping import Status
from tests.losscore.cases import (
    build,
    circle_problem,
    every_default_problem,
    optimizers_for,
    suggested_rate,
    values_problem,
)

NAMES = {Status.PLATEAU: PLATEAU, Status.DIVERGED: DIVERGED, Status.STEP_LIMIT: STEP_LIMIT}


def outcome(run, minima):
    """The label that a single descent's ending stands for."""
    if run.status in {Status.CONVERGED, Status.STEP_LIMIT}:
        reached = minima.reached_by(run.theta[-1])
        if reached is not None:
            return reached
    return ELSEWHERE if run.status is Status.CONVERGED else NAMES[run.status]


def assert_same_as_descents(problem, found, nodes, **run):
    minima = ls.minima(problem)
    for j, i in nodes:
        alone = ls.descend(problem, (found.x[i], found.y[j]), **run)
        expected = outcome(alone, minima), alone.n_steps
        assert (found.label[j, i], found.steps[j, i]) == expected, (found.x[i], found.y[j])
        assert found.theta[j, i] == pytest.approx(alone.theta[-1], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("name", "aggregation"), every_default_problem())
@pytest.mark.parametrize("haste", [2.0, 20.0])
def test_every_start_ends_as_its_descent_does(name, aggregation, haste, subtests):
    for optimizer in optimizers_for(name):
        with subtests.test(optimizer=optimizer):
            starts_end_as_their_descents(name, aggregation, optimizer, haste)


def starts_end_as_their_descents(name, aggregation, optimizer, haste):
    p = build(name, aggregation=aggregation)
    run = {
        "optimizer": optimizer,
        "learning_rate": haste * suggested_rate(p, optimizer),
        "n_steps": 60,
    }
    b = ls.basins(p, resolution=(14, 11), exact=True, **run)
    assert b.label.shape == b.steps.shape == (11, 14)
    assert (b.method, b.error) == ("direct", 0.0)
    rng = np.random.default_rng(7)
    nodes = np.column_stack((rng.integers(0, 11, 6), rng.integers(0, 14, 6)))
    assert_same_as_descents(p, b, nodes, **run)


@pytest.mark.parametrize("optimizer", ["gd", "momentum", "lloyd"])
def test_ties_and_crossing_centroids_end_as_their_descents_do(optimizer):
    p = values_problem([0.0, 1.0, 2.0, 3.0, 7.0], aggregation="mean")
    run = {"optimizer": optimizer, "learning_rate": 0.9, "n_steps": 40}
    # Midpoints of whole numbers fall on values and between them; equal centroids are on the grid.
    b = ls.basins(p, window=((-1.0, 8.0), (-1.0, 8.0)), resolution=10, **run)
    assert_same_as_descents(p, b, np.ndindex(10, 10), **run)
    assert len(set(b.label.ravel().tolist())) > 1


def test_the_two_petals_of_the_flower_are_mirror_images_and_one_group():
    p = build("kmeans")
    b = ls.basins(p, learning_rate=0.005, resolution=41, n_steps=500)
    above, below = np.triu_indices(41, 1), np.tril_indices(41, -1)
    # Above the diagonal c₁ > c₂, and so it stays: c₁ has the upper clump.
    upper = int(np.argmax(b.minima.theta[:, 0]))
    assert (b.label[above] == upper).all()
    assert (b.label[below] == 1 - upper).all()
    assert (b.group[above] == b.group[below]).all()
    assert np.array_equal(b.steps[above], b.steps.T[above])


def test_a_centroid_without_points_is_a_plateau():
    p = values_problem([0.0, 1.0], aggregation="mean")
    b = ls.basins(
        p, window=((0.4, 0.6), (50.0, 60.0)), resolution=3, learning_rate=0.5, n_steps=200
    )
    assert (b.label == PLATEAU).all()
    assert (b.group == PLATEAU).all()
    assert b.legend == {PLATEAU: "stopped, but not at a minimum: flat, a saddle or a kink"}


def test_runs_that_diverge_and_runs_that_do_not_arrive():
    p = circle_problem()
    fast = ls.basins(p, learning_rate=1.5, resolution=5, n_steps=500)
    centre = fast.label[2, 2]
    assert centre == 0
    assert (np.delete(fast.label.ravel(), 12) == DIVERGED).all()
    assert list(fast.legend) == [0, DIVERGED]
    slow = ls.basins(p, learning_rate=1e-4, resolution=4, n_steps=3)
    assert (slow.label == STEP_LIMIT).all()
    assert (slow.steps == 3).all()


def test_the_legend_names_each_minimum_that_is_reached():
    b = ls.basins(build("himmelblau"), learning_rate=0.005, resolution=21, n_steps=500)
    assert set(b.legend) == {0, 1, 2, 3}
    for number, words in b.legend.items():
        x, y = b.minima.theta[number]
        assert words.startswith(f"minimum ({x:.4g}, {y:.4g}), J = ")


def test_a_run_that_may_not_stop_counts_for_the_minimum_at_which_it_rests():
    b = ls.basins(circle_problem(), learning_rate=0.25, resolution=4, n_steps=80, tol=0)
    assert (b.label == 0).all()
    assert (b.steps == 80).all()


def test_a_minimum_that_the_list_does_not_have_is_elsewhere():
    # Rastrigin has minima outside the window too.
    p = build("rastrigin")
    window = ((6.8, 7.2), (6.8, 7.2))
    b = ls.basins(p, window=window, learning_rate=0.002, resolution=3, n_steps=300)
    assert (b.label == ELSEWHERE).all()


def test_a_start_where_the_loss_is_not_finite_has_diverged_without_a_step():
    b = ls.basins(build("valley"), window=((0.0, 1.0), (-1e4, -9e3)), resolution=2)
    assert (b.label == DIVERGED).all()
    assert (b.steps == 0).all()


@pytest.mark.parametrize(("name", "aggregation"), every_default_problem())
def test_fleets_of_any_size_end_alike(name, aggregation, monkeypatch):
    p = build(name, aggregation=aggregation)
    run = {"learning_rate": suggested_rate(p), "resolution": 9, "n_steps": 30}
    together = ls.basins(p, **run)
    monkeypatch.setattr(basins, "BATCH", 7)
    apart = ls.basins(p, **run)
    assert np.array_equal(together.label, apart.label)
    assert np.array_equal(together.steps, apart.steps)


@pytest.mark.parametrize("optimizer", ["gd", "nesterov", "adam", "rmsprop"])
@pytest.mark.parametrize("name", ["logistic", "logistic-squared-error"])
def test_interpolated_gradients_lead_to_the_same_ends(name, optimizer, monkeypatch):
    rng = np.random.default_rng(5)
    y = (rng.random(300) < 0.5).astype(float)
    X = rng.normal(size=(300, 2)) + (y[:, None] - 0.5)
    p = ls.problem(name, dataset=ls.Dataset(X, y, window=((-4.0, 4.0), (-4.0, 4.0))))
    run = {
        "optimizer": optimizer,
        "learning_rate": 3.0 * suggested_rate(p, optimizer),
        "resolution": 31,
        "n_steps": 150,
    }
    direct = ls.basins(p, exact=True, **run)
    monkeypatch.setattr(basins, "LARGE", 1)
    monkeypatch.setattr(basins, "WORTH", 1)
    table = ls.basins(p, **run)
    assert direct.method == "direct"
    assert table.method == "Chebyshev gradients"
    assert 0.0 < table.error <= 1e-8
    assert np.array_equal(direct.label, table.label)
    assert np.array_equal(direct.steps, table.steps)


def test_a_surface_too_steep_for_a_table_is_walked_directly(monkeypatch):
    monkeypatch.setattr(basins, "LARGE", 1)
    p = ls.problem("logistic", dataset=ls.Dataset([[1e3, 0.0], [0.0, 1e3], [-1e3, 5.0]], [1, 0, 1]))
    b = ls.basins(p, window=((-1.0, 1.0), (-1.0, 1.0)), learning_rate=1e-6, resolution=5, n_steps=9)
    assert b.method == "direct"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"optimizer": "sgd"}, "optimizer must be one of"),
        ({"optimizer": "lloyd"}, "problem must be kmeans for optimizer lloyd, got valley"),
        ({"learning_rate": 0.0}, "learning_rate must be > 0, got 0"),
        ({"resolution": 402}, "resolution must be ≤ 401, got 402"),
        ({"resolution": (5, 1)}, "resolution must be ≥ 2, got 1"),
        ({"n_steps": 10_001}, "n_steps must be ≤ 10000, got 10001"),
        ({"tol": -1.0}, "tol must be ≥ 0, got -1"),
        ({"window": ((0, 0), (0, 1))}, "window must have lo < hi"),
        ({"batch_size": 5}, "optimizer gd: unknown option .batch_size."),
    ],
)
def test_an_unfit_argument_is_refused_with_what_arrived(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        ls.basins(build("valley"), **arguments)


def test_minima_far_from_zero_are_told_apart_in_the_legend():
    b = ls.basins(values_problem(1e6 + np.arange(1.0, 11.0)), learning_rate=0.1, resolution=5)
    assert b.legend[0] == "minimum (1000003, 1000008), J = 20"
    assert b.legend[1] == "minimum (1000008, 1000003), J = 20"
