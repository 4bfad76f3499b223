"""Runs: what a trajectory holds, and every refusal."""

import numpy as np
import pytest

import losscore as ls
from losscore.objectives.analytic import Analytic
from tests.losscore.cases import (
    bowl_for,
    build,
    circle_problem,
    default_start,
    every_default_problem,
    values_problem,
    with_every_optimizer,
)


@pytest.mark.parametrize(
    ("name", "aggregation", "optimizer"), with_every_optimizer(every_default_problem())
)
def test_a_trajectory_holds_the_loss_and_slope_at_each_of_its_points(name, aggregation, optimizer):
    p = build(name, aggregation=aggregation)
    start = default_start(p)
    t = ls.descend(p, start, optimizer, learning_rate=1e-3, n_steps=25, tol=0)
    assert t.theta.shape == (26, 2)
    assert t.theta[0].tolist() == start.tolist()
    assert t.n_steps == 25
    assert t.loss == pytest.approx(p.loss(t.theta), rel=1e-13)
    assert t.grad_norm == pytest.approx(np.linalg.norm(p.grad(t.theta), axis=1), rel=1e-12)


@pytest.mark.parametrize(
    ("name", "aggregation", "optimizer"), with_every_optimizer(every_default_problem())
)
def test_a_run_is_the_same_every_time(name, aggregation, optimizer):
    p = build(name, aggregation=aggregation)
    first, second = (
        ls.descend(p, default_start(p), optimizer, learning_rate=0.01, n_steps=40) for _ in range(2)
    )
    assert np.array_equal(first.theta, second.theta)
    assert np.array_equal(first.loss, second.loss)
    assert np.array_equal(first.grad_norm, second.grad_norm)
    assert (first.status, first.message) == (second.status, second.message)


@pytest.mark.parametrize("optimizer", ls.optimizers())
def test_tol_zero_never_stops_early(optimizer):
    bowl, minimum = bowl_for(optimizer)
    at_minimum = ls.descend(bowl, minimum, optimizer, n_steps=30, tol=0)
    assert (at_minimum.n_steps, at_minimum.status) == (30, ls.Status.STEP_LIMIT)
    assert (at_minimum.theta == minimum).all()
    flat = ls.descend(build("kmeans"), (1.0, 90.0), optimizer, 1e-9, n_steps=30, tol=0)
    assert (flat.n_steps, flat.status) == (30, ls.Status.STEP_LIMIT)
    arrived = ls.descend(circle_problem(), (3.0, 4.0), "gd", 0.5, n_steps=30, tol=0)
    assert (arrived.n_steps, arrived.grad_norm[-1]) == (30, 0.0)


def test_a_run_stops_at_the_first_point_below_the_tolerance():
    p = circle_problem()
    t = ls.descend(p, (3.0, 4.0), learning_rate=0.05, n_steps=1000, tol=1e-9)
    limit = 1e-9 * p.gradient_scale
    assert t.status is ls.Status.CONVERGED
    assert t.grad_norm[-1] <= limit
    assert (t.grad_norm[:-1] > limit).all()


def test_the_tolerance_is_relative_so_that_sum_and_mean_take_the_same_steps():
    runs = [
        ls.descend(p, default_start(p), learning_rate=rate, tol=1e-6)
        for p, rate in (
            (build("linear", aggregation="sum"), 0.1 / 60),
            (build("linear", aggregation="mean"), 0.1),
        )
    ]
    assert runs[0].n_steps == runs[1].n_steps > 20
    assert runs[0].theta == pytest.approx(runs[1].theta, rel=1e-9)


def test_no_steps_leave_only_the_start():
    t = ls.descend(circle_problem(), (3.0, 4.0), n_steps=0)
    assert (t.theta.tolist(), t.loss.tolist(), t.grad_norm.tolist()) == (
        [[3.0, 4.0]],
        [25.0],
        [10.0],
    )
    assert t.status is ls.Status.STEP_LIMIT


@pytest.mark.parametrize("optimizer", ["gd", "momentum"])
def test_divergence_keeps_the_finite_prefix(optimizer):
    t = ls.descend(build("valley"), (0.5, 0.9), optimizer, learning_rate=3.0, n_steps=500)
    assert t.status is ls.Status.DIVERGED
    assert 1 < len(t.loss) == len(t.theta) == len(t.grad_norm) < 500
    for values in (t.theta, t.loss, t.grad_norm):
        assert np.isfinite(values).all()


def test_a_diverging_run_ends_a_thousand_windows_away_or_where_j_overflows():
    p = circle_problem()
    reach = 1e3 * np.abs(p.window).max()
    t = ls.descend(p, (1.0, 1.0), learning_rate=2.0, n_steps=10_000)
    # θ ← −3 θ: only the last point lies out of sight; it shows how the run left.
    assert np.abs(t.theta[-2]).max() <= reach < np.abs(t.theta[-1]).max()


def test_a_leap_out_of_sight_is_kept_as_the_one_step_of_the_run():
    t = ls.descend(build("kmeans", "two-clumps", "sum"), (1.2, 1.9), learning_rate=1e3)
    assert (t.status, t.n_steps) == (ls.Status.DIVERGED, 1)
    assert t.loss[1] > 1e6 * t.loss[0]
    assert t.message.startswith("Diverged after 1 step: the learning rate 1e+03 is above 2/λmax")


def test_a_leap_to_flat_ground_is_blamed_on_the_learning_rate():
    t = ls.descend(build("peaks"), (-0.27, -0.69), learning_rate=5.0)
    assert t.status is ls.Status.PLATEAU
    assert t.message.startswith(
        "The learning rate 5 is above 2/λmax = 0.092 along this run, and one step left the window."
    )


def test_the_sum_diverges_where_the_mean_converges_at_the_same_learning_rate():
    total, mean = (build("linear", aggregation=a) for a in ("sum", "mean"))
    start = default_start(total)
    assert ls.descend(total, start, learning_rate=0.14).status is ls.Status.DIVERGED
    assert ls.descend(mean, start, learning_rate=0.14).status is ls.Status.CONVERGED


def test_starts_on_different_petals_end_in_mirrored_minima():
    p = build("kmeans", "two-clumps", "mean")
    first, second = (ls.descend(p, s, learning_rate=0.14) for s in ((0.2, 0.8), (0.8, 0.2)))
    assert first.theta == pytest.approx(second.theta[:, ::-1], rel=1e-12)
    assert first.status is second.status is ls.Status.CONVERGED


@pytest.mark.parametrize("start", [(-1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (0.9, -0.3)])
def test_logistic_descent_from_every_start_reaches_the_one_minimum(start):
    p = build("logistic", "spirals", "mean")
    m = ls.minima(p)
    t = ls.descend(p, start, learning_rate=ls.suggest_learning_rate(p, m), n_steps=2000)
    assert t.theta[-1] == pytest.approx(m.theta[0], abs=1e-6)


def test_the_start_is_copied():
    start = np.array([3.0, 4.0])
    t = ls.descend(circle_problem(), start, n_steps=3)
    start[:] = 0.0
    assert t.theta[0].tolist() == [3.0, 4.0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"optimizer": "sgd"}, "optimizer must be one of gd, momentum, .*; got 'sgd'"),
        ({"optimizer": None}, "optimizer must be one of gd, momentum, .*; got None"),
        ({"learning_rate": -0.1}, "learning_rate must be > 0, got -0.1"),
        ({"learning_rate": 0}, "learning_rate must be > 0, got 0"),
        ({"learning_rate": np.nan}, "learning_rate must be finite, got nan"),
        ({"learning_rate": np.inf}, "learning_rate must be finite, got inf"),
        ({"learning_rate": "0.1"}, "learning_rate must be a number, got '0.1'"),
        ({"learning_rate": 10**400}, "learning_rate must be"),
        ({"n_steps": -1}, "n_steps must be ≥ 0, got -1"),
        ({"n_steps": 10**12}, "n_steps must be ≤ 1000000, got 1000000000000"),
        ({"n_steps": 1.5}, "n_steps must be a whole number, got 1.5"),
        ({"n_steps": True}, "n_steps must be a whole number, got True"),
        ({"tol": -1e-9}, "tol must be ≥ 0, got -1e-09"),
        ({"tol": np.nan}, "tol must be finite, got nan"),
        ({"theta0": (1.0,)}, "theta0 must hold 2 numbers, got 1"),
        ({"theta0": [[1.0, 2.0]]}, r"theta0 must have 1 axis, got shape \(1, 2\)"),
        ({"theta0": (np.nan, 0.0)}, r"theta0 must be finite, got nan at index \[0\]"),
        ({"theta0": ("1", "2")}, "theta0 must be an array of numbers, got "),
        ({"theta0": "origin"}, "theta0 must be an array of numbers, got 'origin'"),
        ({"theta0": (0.0, 1e100)}, "theta0 must have a finite loss, got J = inf"),
        ({"momentum": 0.5}, "optimizer gd: unknown option 'momentum'; there are no options"),
        ({"optimizer": "momentum", "momentum": 1.0}, "momentum must be ≤ 0.999, got 1"),
        ({"optimizer": "momentum", "momentum": -0.1}, "momentum must be ≥ 0, got -0.1"),
        ({"optimizer": "adam", "b1": 1.0}, "b1 must be ≤ 0.999, got 1"),
        ({"optimizer": "adam", "eps": 0.0}, "eps must be ≥ 1e-16, got 0"),
        (
            {"optimizer": "adam", "beta1": 0.9},
            "optimizer adam: unknown option 'beta1'; options are ",
        ),
    ],
)
def test_an_unfit_argument_is_refused_with_what_arrived(arguments, message):
    theta0 = arguments.pop("theta0", (0.5, 0.6))
    with pytest.raises(ValueError, match=f"^{message}"):
        ls.descend(build("valley"), theta0, **arguments)


def test_a_single_sample_can_be_descended_upon():
    t = ls.descend(values_problem([2.0]), (1.5, 5.0), learning_rate=0.1)
    assert t.theta[-1] == pytest.approx([2.0, 5.0], abs=1e-6)


def test_a_start_without_a_gradient_is_refused_with_the_gradient():
    def cusp(x, y):
        infinite = np.full_like(x, np.inf)
        return np.sqrt(np.abs(x)), (infinite, y), (infinite, y, y)

    with pytest.raises(ValueError, match=r"^theta0 must have a finite gradient, got ∇J = \[inf, "):
        ls.descend(Analytic("cusp", cusp, ((-1.0, 1.0), (-1.0, 1.0))), (0.0, 0.0))


@pytest.mark.parametrize("optimizer", ls.optimizers())
def test_a_step_that_overflows_diverges(optimizer):
    p = build("valley") if ls.optimizers()[optimizer].suits("valley") else build("kmeans")
    t = ls.descend(p, (0.5, 0.9), optimizer, learning_rate=1e308)
    assert (t.status, t.n_steps) == (ls.Status.DIVERGED, 0)
