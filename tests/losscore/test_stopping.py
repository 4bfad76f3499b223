"""How runs end: each status is reached, and its sentence is true."""

import numpy as np
import pytest

import losscore as ls
from tests.losscore.cases import (
    build,
    circle_problem,
    labelled_problem,
    line_problem,
    values_problem,
)

CONVERGED, STEP_LIMIT = ls.Status.CONVERGED, ls.Status.STEP_LIMIT
DIVERGED, PLATEAU = ls.Status.DIVERGED, ls.Status.PLATEAU


def test_the_statuses_are_the_four_of_the_design():
    assert {status.name for status in ls.Status} == {
        "CONVERGED",
        "STEP_LIMIT",
        "DIVERGED",
        "PLATEAU",
    }
    assert all(status == status.name for status in ls.Status)


# --- converged --------------------------------------------------------------------------------


def test_a_converged_run_says_after_how_many_steps():
    t = ls.descend(circle_problem(), (3.0, 4.0), learning_rate=0.1)
    assert t.status is CONVERGED
    assert t.message == (
        f"Converged after {t.n_steps} steps: ‖∇J‖ = {t.grad_norm[-1]:.2g} is below the tolerance."
    )


@pytest.mark.parametrize(("start", "steps"), [((0.0, 0.0), "0 steps"), ((3.0, 4.0), "1 step")])
def test_the_sentence_counts_steps_in_english(start, steps):
    t = ls.descend(circle_problem(), start, learning_rate=0.5)
    assert t.status is CONVERGED
    assert f" after {steps}: " in t.message


def test_a_valley_of_equal_minima_counts_as_converged():
    t = ls.descend(line_problem([2.0, 2.0], [1.0, 3.0]), (3.0, 3.0), learning_rate=0.05)
    assert t.status is CONVERGED
    assert t.theta[-1] @ (2.0, 1.0) == pytest.approx(2.0, abs=1e-6)


@pytest.mark.parametrize("lonely", [1, 10, 1000])
def test_a_certified_minimum_is_never_called_a_plateau_however_unequal_its_clusters(lonely):
    p = values_problem(np.concatenate((np.zeros(2_000_000), np.full(lonely, 10.0))))
    m = ls.minima(p)
    assert len(m) == 2
    t = ls.descend(p, m.theta[0], learning_rate=1e-9)
    assert t.status is CONVERGED, t.message


def test_values_that_are_all_equal_are_fitted_and_not_called_a_missed_minimum():
    p = values_problem([3.0, 3.0])
    t = ls.descend(p, (2.0, 2.5), learning_rate=0.1)
    assert t.loss[-1] == pytest.approx(0.0, abs=1e-15)
    assert "not a minimum" not in t.message


def test_separable_data_are_never_said_to_have_converged():
    p = build("logistic", "diagonal-split", "mean")
    assert len(ls.minima(p)) == 0
    t = ls.descend(p, (1.0, 1.0), learning_rate=10.0, n_steps=5000, tol=1e-3)
    assert t.status is not CONVERGED, t.message


@pytest.mark.parametrize("name", ["linear", "logistic", "kmeans", "valley", "peaks"])
def test_every_certified_minimum_counts_as_one(name):
    p = build(name)
    assert all(p.is_minimum(theta) for theta in ls.minima(p).theta)


# --- step limit -------------------------------------------------------------------------------


def test_a_run_that_is_too_slow_is_told_to_go_on():
    t = ls.descend(circle_problem(), (3.0, 4.0), learning_rate=0.001, n_steps=20)
    assert t.status is STEP_LIMIT
    assert t.message.startswith("Stopped after 20 steps")
    assert "more steps or a larger learning rate would lead further" in t.message


def test_a_run_that_does_not_settle_is_told_the_bound():
    t = ls.descend(circle_problem(), (1.0, 1.0), learning_rate=1.0, n_steps=50)
    assert t.status is STEP_LIMIT
    assert t.message.startswith("Stopped after 50 steps")
    assert (
        "learning rate 1 is not below 2/λmax = 1 along this run, so the steps do not settle"
        in t.message
    )


@pytest.mark.parametrize("rate", [0.3, 0.5])
def test_a_run_that_would_settle_is_not_said_not_to(rate):
    # At the start of this published comparison the valley is steeper than at its minimum, where
    # 2/λmax = 0.508.
    p = build("valley")
    assert ls.descend(p, (0.5, 0.9), learning_rate=rate, n_steps=5000).status is CONVERGED
    t = ls.descend(p, (0.5, 0.9), learning_rate=rate, n_steps=8)
    assert t.status is STEP_LIMIT
    assert "do not settle" not in t.message


def test_a_run_that_has_arrived_is_not_told_that_more_steps_lead_further():
    t = ls.descend(build("valley"), (0.5, 0.6), learning_rate=0.1, tol=0)
    assert t.grad_norm[-1] < 1e-14
    assert "would lead further" not in t.message


def test_the_published_learning_rates_end_as_they_do_in_the_figure():
    p = build("valley")
    ends = {
        rate: ls.descend(p, (0.5, 0.6), learning_rate=rate, n_steps=1500).status
        for rate in (1.0, 0.8, 0.6, 0.5, 0.1, 0.05, 0.01)
    }
    assert ends == {
        1.0: DIVERGED,
        0.8: DIVERGED,
        0.6: STEP_LIMIT,
        0.5: CONVERGED,
        0.1: CONVERGED,
        0.05: CONVERGED,
        0.01: CONVERGED,
    }


def test_no_steps_leave_everything_to_do():
    t = ls.descend(circle_problem(), (3.0, 4.0), learning_rate=0.001, n_steps=0)
    assert t.message.startswith("Stopped after 0 steps: ‖∇J‖ = 10 is not yet below")


def test_a_run_that_has_arrived_says_so():
    t = ls.descend(build("valley"), (0.5, 0.6), learning_rate=0.1, tol=0)
    assert t.message == f"Stopped after 200 steps. It has arrived: ‖∇J‖ = {t.grad_norm[-1]:.2g}."


def test_a_run_at_rest_on_a_plateau_says_why():
    t = ls.descend(values_problem([1.0, 3.0]), (2.0, 90.0), n_steps=5, tol=0)
    assert t.status is STEP_LIMIT
    assert t.message.startswith("Stopped after 5 steps. c₂ owns no point")


@pytest.mark.parametrize("n_steps", [1, 2, 5, 30])
def test_a_run_that_rose_is_not_sent_further(n_steps):
    t = ls.descend(circle_problem(), (1.0, 1.0), learning_rate=1.01, n_steps=n_steps)
    assert t.status is STEP_LIMIT
    assert t.loss[-1] > t.loss[0]
    assert "would lead further" not in t.message


def test_a_larger_learning_rate_is_advised_only_below_half_the_bound():
    slow, fast = (
        ls.descend(line_problem([3.0, -3.0], [0.0, 0.0]), (1.0, 9.0), learning_rate=r, n_steps=9)
        for r in (0.01, 0.1)
    )
    # The largest eigenvalue is 18, the bound 0.11.
    assert "a larger learning rate would lead further" in slow.message
    assert fast.message.endswith("not yet below the tolerance; more steps would lead further.")


def test_a_run_that_jumps_about_does_not_settle():
    # Chaotic: some later point may well be lower than all before.
    t = ls.descend(build("peaks"), (2.4, -2.4), learning_rate=0.1)
    assert t.status is STEP_LIMIT
    assert "so the steps do not settle" in t.message


def test_an_optimizer_without_a_bound_is_told_when_j_no_longer_falls():
    t = ls.descend(circle_problem(), (1.0, 1.0), "adam", learning_rate=1e3, n_steps=12)
    assert t.loss[-1] > t.loss[0]
    assert t.message.endswith("J has stopped falling; a smaller learning rate may settle.")


# --- diverged ---------------------------------------------------------------------------------


def test_a_diverged_run_is_told_the_bound_that_it_breaks():
    t = ls.descend(circle_problem(), (1.0, 1.0), learning_rate=1.5, n_steps=500)
    assert t.status is DIVERGED
    assert t.message.startswith(f"Diverged after {t.n_steps} step")
    assert (
        "learning rate 1.5 is above 2/λmax = 1 along this run, so each step overshoots by more"
        in t.message
    )


def test_the_bound_of_momentum_is_named_with_its_factor():
    t = ls.descend(circle_problem(), (1.0, 1.0), "momentum", learning_rate=3.0, n_steps=5000)
    assert t.status is DIVERGED
    assert "above 3.8/λmax = 1.9" in t.message


def test_an_optimizer_without_a_bound_is_only_told_its_learning_rate():
    t = ls.descend(circle_problem(), (1.0, 1.0), "adam", learning_rate=1e6, n_steps=500)
    assert t.status is DIVERGED
    assert "λmax" not in t.message
    assert "learning rate 1e+06" in t.message


def test_the_published_divergence_of_the_sum_is_told_its_bound():
    t = ls.descend(build("kmeans", "two-clumps", "sum"), (1.2, 1.9), learning_rate=0.03)
    assert t.status is DIVERGED
    assert "the learning rate 0.03 is above 2/λmax = 0.0" in t.message


# --- plateau ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "empty"), [((1.0, 90.0), "c₂"), ((-90.0, 1.0), "c₁")])
def test_an_empty_centroid_is_named_as_the_plateaus_reason(start, empty):
    t = ls.descend(build("kmeans", aggregation="mean"), start, learning_rate=0.3)
    assert t.status is PLATEAU
    assert t.message.startswith(f"{empty} owns no point")


def test_a_centroid_out_of_reach_is_no_isolated_minimum():
    t = ls.descend(values_problem([0.0, 1.0, 5.0]), (2.0, 90.0))
    assert t.status is PLATEAU
    assert t.message.endswith("a plateau, not an isolated minimum.")


def test_a_value_half_way_between_the_centroids_is_the_reason():
    t = ls.descend(values_problem([0.0, 0.0, 1.0, 3.0, 5.0]), (1.0, 5.0))
    assert (t.status, t.n_steps) == (PLATEAU, 0)
    assert "a value lies half-way between c₁ and c₂" in t.message


def test_all_features_zero_make_j_constant():
    for name in ("logistic", "logistic-squared-error"):
        t = ls.descend(labelled_problem(np.zeros((3, 2)), [0, 1, 1], name=name), (1.0, 1.0))
        assert t.message.startswith("All features are 0, so J is constant")


def test_separable_data_are_the_reason_before_the_sigmoid_saturates():
    p = build("logistic", "diagonal-split", "mean")
    t = ls.descend(p, (1.0, 1.0), learning_rate=10.0, n_steps=5000, tol=1e-3)
    assert t.status is PLATEAU
    assert "the data are separable" in t.message
    assert "saturated" not in t.message


def test_coinciding_centroids_are_not_said_to_leave_the_loss_unchanged():
    p = values_problem([0.0, 1.0, 5.0])
    # Both at the mean: the first owns all, ∇J = 0, and yet J falls wherever the second goes.
    assert (p.loss([(2.0, 1.9), (2.0, 2.1)]) < p.loss((2.0, 2.0))).all()
    t = ls.descend(p, (2.0, 2.0), learning_rate=0.001)
    assert t.status is PLATEAU
    assert "does not depend on it" not in t.message


@pytest.mark.parametrize("name", ["logistic", "logistic-squared-error"])
def test_saturated_predictions_are_the_reason_far_out(name):
    t = ls.descend(build(name, "one-point"), (40.0, 40.0), learning_rate=0.1)
    assert t.status is PLATEAU
    assert "sigmoid is saturated" in t.message


def test_features_that_are_all_zero_are_not_called_saturation():
    p = labelled_problem(np.zeros((3, 2)), [0, 1, 1])
    t = ls.descend(p, (1.0, 1.0), learning_rate=0.1)
    assert t.status is PLATEAU
    assert "saturated" not in t.message


def test_a_valley_of_the_squared_error_is_not_called_saturation():
    X, y = [[1.0, 2.0], [2.0, 4.0], [-1.0, -2.0], [3.0, 6.0]], [1, 0, 1, 1]
    p = labelled_problem(X, y, name="logistic-squared-error")
    t = ls.descend(p, (0.5, 0.5), learning_rate=0.5, n_steps=3000)
    assert np.abs(p.predict(t.theta[-1], X) - 0.5).max() < 0.1
    assert t.status is not STEP_LIMIT
    assert "saturated" not in t.message


def stationary_point(p, theta):
    """Newton without safeguards, to any kind of stationary point nearby."""
    for _ in range(30):
        theta = theta - np.linalg.solve(p.hessian(theta), p.grad(theta))
    return theta


@pytest.mark.parametrize("near", [(-0.0093, 1.5814), (1.2857, -0.0048)], ids=["summit", "saddle"])
def test_a_saddle_or_a_summit_is_no_minimum(near):
    p = build("peaks")
    theta = stationary_point(p, np.array(near))
    assert np.linalg.norm(p.grad(theta)) < 1e-12
    t = ls.descend(p, theta, learning_rate=0.01)
    assert (t.status, t.n_steps) == (PLATEAU, 0)
    assert "a saddle point or a maximum" in t.message


def test_flat_ground_far_from_the_peaks_is_no_minimum():
    t = ls.descend(build("peaks"), (50.0, 50.0), learning_rate=0.01)
    assert t.status is PLATEAU
    assert "flat" in t.message
