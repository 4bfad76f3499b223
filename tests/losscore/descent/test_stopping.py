"""How runs end: each status is reached, and its sentence is true."""

import itertools
import re

import numpy as np
import pytest

import losscore as ls
from losscore.arrival import AT_MINIMUM, ON_FLAT_GROUND
from losscore.objectives.analytic import Analytic
from tests.losscore.cases import (
    build,
    circle_problem,
    default_start,
    every_default_problem,
    labelled_problem,
    line_problem,
    optimizers_for,
    suggested_rate,
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
    theta = ls.minima(p).theta
    assert (p.judge(theta, p.grad(theta)) == AT_MINIMUM).all()


# --- step limit -------------------------------------------------------------------------------

UNIT = ((-1.0, 1.0), (-1.0, 1.0))


def analytic(function, window=UNIT):
    """A problem of the formula J, (∂J/∂x, ∂J/∂y), (∂²J/∂x², ∂²J/∂x∂y, ∂²J/∂y²)."""
    return Analytic("formula", function, window)


def test_a_run_that_is_too_slow_is_advised_to_continue():
    t = ls.descend(circle_problem(), (3.0, 4.0), learning_rate=0.001, n_steps=20)
    assert t.status is STEP_LIMIT
    assert t.message.startswith("Stopped after 20 steps")
    # (1 − 2 · 0.001)ⁿ from ‖∇J‖ = 9.6 to 1e-8 of its scale; both eigenvalues are 2.
    reason = "About 9600 more steps, or a larger learning rate (below 1), would be enough."
    assert reason in t.message


def test_one_step_is_said_in_the_singular():
    p = circle_problem()
    last = ls.descend(p, (0.1, 0.0), learning_rate=0.25).n_steps
    t = ls.descend(p, (0.1, 0.0), learning_rate=0.25, n_steps=last - 1)
    assert t.message.endswith(
        "About 1 more step, or a larger learning rate (below 1), would be enough."
    )


def test_in_a_valley_of_equal_minima_only_the_way_down_is_counted():
    # λ = 10 across the valley, 0 along it: that ratio is no cause of anything.
    p = line_problem([2.0, 2.0], [1.0, 3.0])
    t = ls.descend(p, (3.0, 3.0), learning_rate=0.001, n_steps=20)
    assert (
        "About 1800 more steps, or a larger learning rate (below 0.2), would be enough" in t.message
    )


def test_the_message_of_a_run_that_does_not_settle_names_the_bound():
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


def test_a_run_that_has_arrived_is_not_advised_to_take_more_steps():
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
    slope = f"‖∇J‖ = {t.grad_norm[-1]:.2g}"
    assert t.message == f"Stopped after 200 steps. It has arrived at a minimum: {slope}."


def test_a_run_at_rest_on_a_plateau_says_why():
    t = ls.descend(values_problem([1.0, 3.0]), (2.0, 90.0), n_steps=5, tol=0)
    assert t.status is STEP_LIMIT
    assert t.message.startswith("Stopped after 5 steps. c₂ owns no points")


def test_the_message_of_a_run_at_a_kink_names_the_kink():
    p = values_problem(np.arange(1.0, 11.0))
    rate = ls.suggest_learning_rate(p, ls.minima(p))
    t = ls.descend(p, (2.4, 7.4), learning_rate=rate, n_steps=2000, tol=0)
    assert "the value 5 lies exactly half-way between them" in t.message


def test_the_last_step_is_the_one_that_leads_to_a_plateau():
    X, y = [[1.0, 1.0], [1.0, -1.0], [-1.0, 0.5], [2.0, 1.0]], [1, 1, 0, 0]
    p = labelled_problem(X, y, name="logistic-squared-error")
    t = ls.descend(p, (1.0, 1.0), learning_rate=1e3, n_steps=1, tol=0)
    assert t.grad_norm[1] < 1e-12 < t.grad_norm[0]
    assert "saturated" in t.message


@pytest.mark.parametrize("n_steps", [1, 2, 5, 30])
def test_a_run_whose_loss_rose_is_not_advised_to_continue(n_steps):
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
    assert "more steps, or a larger learning rate (below 0.11), would be enough" in slow.message
    assert fast.message.endswith("more steps would be enough.")
    assert "larger" not in fast.message


def test_the_rate_that_is_advised_suits_the_place_where_the_run_is():
    def quartic(x, y):
        return (
            (x**4 + y**4) / 4 + (x**2 + y**2) / 2,
            (x**3 + x, y**3 + y),
            (3 * x**2 + 1, 0 * x, 3 * y**2 + 1),
        )

    t = ls.descend(
        analytic(quartic, ((-3.0, 3.0), (-3.0, 3.0))), (2.0, 1.0), learning_rate=0.02, n_steps=20
    )
    # Where it began, 2/λmax is 2/13; in the second half of the run x has fallen below 1.1.
    bound = 2.0 / (3.0 * t.theta[10, 0] ** 2 + 1.0)
    assert bound > 0.4
    assert f"or a larger learning rate (below {bound:.2g})" in t.message


@pytest.mark.parametrize("n_steps", [1, 10])
@pytest.mark.parametrize("height", [0.0, 1e6])
def test_a_steady_fall_has_not_stopped_however_high_j_is(height, n_steps):
    def plane(x, y):
        one, zero = np.ones_like(x), np.zeros_like(x)
        return height + x, (one, zero), (zero, zero, zero)

    t = ls.descend(analytic(plane), (0.5, 0.5), learning_rate=0.01, n_steps=n_steps)
    assert t.message.endswith(
        "More steps would lead further; the curvature here does not tell how many."
    )


@pytest.mark.parametrize(("n_steps", "ahead"), [(1, 9), (4, 6)])
@pytest.mark.parametrize("height", [0.0, 1e9])
def test_where_j_shows_nothing_any_more_its_slope_tells_of_the_way_ahead(height, n_steps, ahead):
    def bowl(x, y):
        return height + x**2 + y**2, (2 * x, 2 * y), (2 + 0 * x, 0 * x, 2 + 0 * x)

    # From ‖∇J‖ = 2e-5, halved at each step, to 1e-8 of its scale; 1e9 + 1e-10 is 1e9.
    t = ls.descend(analytic(bowl), (1e-5, 0.0), learning_rate=0.25, n_steps=n_steps)
    assert t.message.endswith(
        f"About {ahead} more steps, or a larger learning rate (below 1), would be enough."
    )


def test_a_straight_slope_is_not_flat_ground():
    def cone(x, y):
        r, s = np.sqrt(1 + x**2), np.sqrt(1 + y**2)
        return r + s, (x / r, y / s), (r**-3, 0 * x, s**-3)

    p = analytic(cone, ((-100.0, 100.0), (-100.0, 100.0)))
    t = ls.descend(p, (90.0, 90.0), learning_rate=1.0, n_steps=20)
    assert "flat" not in t.message
    assert t.message.endswith("would lead further; the curvature here does not tell how many.")


def test_a_run_that_jumps_about_does_not_settle():
    # Chaotic: some later point may well be lower than all before.
    t = ls.descend(build("peaks"), (2.4, -2.4), learning_rate=0.1)
    assert t.status is STEP_LIMIT
    assert "so the steps do not settle" in t.message


def test_without_a_bound_the_message_says_that_j_no_longer_falls():
    t = ls.descend(circle_problem(), (0.1, 0.1), "adam", learning_rate=0.5, n_steps=1)
    assert t.loss[-1] > t.loss[0]
    assert t.message.endswith(
        "J is higher than at the start; with a smaller learning rate the run may settle."
    )
    swinging = {"learning_rate": 0.01, "n_steps": 100, "b1": 0.0, "b2": 0.0}
    t = ls.descend(circle_problem(), (0.105, 0.105), "adam", **swinging)
    assert t.loss[-1] < t.loss[0]
    assert t.message.endswith(
        "J has stopped falling; with a smaller learning rate the run may settle."
    )
    # From one side to the other: J is not lower, but not higher either.
    t = ls.descend(circle_problem(), (0.5, 0.5), "adam", 1.0, n_steps=1, b1=0.0, b2=0.0, eps=1e-16)
    assert t.loss[-1] == t.loss[0]
    assert t.message.endswith(
        "J has stopped falling; with a smaller learning rate the run may settle."
    )


def test_a_gentler_slope_higher_up_is_not_progress():
    t = ls.descend(build("rastrigin"), (0.1, 0.0), "adam", learning_rate=0.55, n_steps=1)
    assert t.grad_norm[1] < t.grad_norm[0]
    assert t.message.endswith(
        "J is higher than at the start; with a smaller learning rate the run may settle."
    )


def test_the_message_of_a_swinging_run_names_its_momentum():
    t = ls.descend(circle_problem(), (0.1, 0.0), "momentum", 1.5, n_steps=25, momentum=0.97)
    assert t.message.endswith(
        "with a smaller learning rate or a smaller momentum the run may settle."
    )


def test_a_run_that_swings_and_arrives_has_not_stopped_falling():
    def run(n_steps):
        settings = {"learning_rate": 0.05, "n_steps": n_steps, "tol": 1e-3}
        return ls.descend(circle_problem(), (1.0, 0.0), "momentum", **settings)

    arrives = len(run(5000).loss) - 1
    assert run(5000).status is ls.Status.CONVERGED
    for missing in (1, 3, 8, 20, 60):
        message = run(arrives - missing).message
        assert message.endswith("more steps would be enough.") or missing == 1, message
        assert "stopped falling" not in message


def test_momentum_below_its_bound_is_not_always_slow():
    # (1 − √0.9)² = 0.0026: beyond that over λ = 2, a larger rate only swings faster.
    slow, swinging = (
        ls.descend(circle_problem(), (1.0, 1.0), "momentum", rate, n_steps=5)
        for rate in (0.001, 0.05)
    )
    assert slow.message.endswith(
        "more steps, or a larger learning rate (below 1.9), would be enough."
    )
    assert swinging.message.endswith("more steps would be enough.")
    assert "larger" not in swinging.message


def test_a_run_that_arrives_at_last_is_not_said_to_have_stopped_falling():
    # J is the square of a small distance, and shows nothing of the last ten steps.
    t = ls.descend(circle_problem(), (1.0, 1.0), learning_rate=0.25, n_steps=24)
    assert t.loss[12] < 1e-6 * t.loss[0]
    assert t.message.endswith(
        "About 3 more steps, or a larger learning rate (below 1), would be enough."
    )


@pytest.mark.parametrize(("y", "n_steps"), [(-400.0, 1), (-400.0, 20), (-354.5, 20)])
def test_steps_that_have_become_nothing_are_named(y, n_steps):
    def cliff(x, y):
        decay, zero = np.exp(-y), np.zeros_like(x)
        return decay, (zero, -decay), (zero, zero, decay)

    # The square of e⁴⁰⁰ overflows, and Adagrad divides by its root; so does the sum of the squares
    # after two steps from −354.5.
    t = ls.descend(analytic(cliff), (0.0, y), "adagrad", learning_rate=0.1, n_steps=n_steps)
    assert (t.theta[-1] == t.theta[-2]).all()
    assert t.message.endswith("but the steps have become too small to change θ.")


def test_a_fall_without_end_is_not_blamed_on_the_learning_rate():
    def slide(x, y):
        one, zero = np.ones_like(x), np.zeros_like(x)
        return x + y**2, (one, 2.0 * y), (zero, zero, 2.0 * one)

    t = ls.descend(analytic(slide), (0.5, 0.5), learning_rate=0.5, n_steps=5000)
    assert t.status is DIVERGED
    assert t.message.endswith("J fell at every step, and no minimum stopped the run.")


def test_a_fall_with_rises_however_small_is_not_said_to_be_one_all_the_way():
    def slide(x, y):
        one, zero = np.ones_like(x), np.zeros_like(x)
        return 1e-3 * (x + 4 * y**2), (1e-3 * one, 8e-3 * y), (zero, zero, 8e-3 * one)

    t = ls.descend(analytic(slide), (0.5, 0.5), "adam", learning_rate=1.9, n_steps=5000)
    assert t.status is DIVERGED
    assert 0 < np.diff(t.loss).max() < 0.01
    assert t.message.endswith(
        "with the learning rate 1.9, the steps carry the run far out of the window."
    )


def test_newtons_overshoot_far_from_a_minimum_is_explained():
    t = ls.descend(build("logistic", "blobs", "mean"), (-2.0, 3.0), "newton", learning_rate=1.0)
    assert t.status is DIVERGED
    assert "the learning rate 1 is stable on a quadratic, but J is not quadratic here" in t.message


def test_the_remark_mentions_weight_decay():
    remark = "Weight decay also pulled θ towards 0 at each step, wherever the minimum of J lies."
    decayed, plain, none = (
        ls.descend(build("valley"), (0.5, 0.6), "adamw", 0.01, n_steps=n, weight_decay=w).message
        for n, w in ((20, 0.01), (20, 0.0), (0, 0.01))
    )
    assert decayed.endswith(remark)
    assert remark not in plain + none


def lengths(p, t):
    """Of each step, in windows."""
    return (np.abs(np.diff(t.theta, axis=0)) / np.ptp(p.window, axis=1)).max(axis=1)


@pytest.mark.parametrize(("name", "aggregation"), every_default_problem())
def test_far_too_large_a_rate_ends_in_a_true_sentence(name, aggregation, subtests):
    for optimizer in optimizers_for(name):
        for factor in (10.0, 1e3, 1e9, 1e300):
            with subtests.test(optimizer=optimizer, factor=factor):
                ends_in_a_true_sentence(name, aggregation, optimizer, factor)


def ends_in_a_true_sentence(name, aggregation, optimizer, factor):
    """All that a run at ``factor`` times its suggested rate says of its end is so."""
    p, spec = build(name, aggregation=aggregation), ls.optimizers()[optimizer]
    rate = factor * suggested_rate(p, optimizer)
    t = ls.descend(p, default_start(p), optimizer, learning_rate=rate, n_steps=60)
    for values in (t.theta, t.loss, t.grad_norm):
        assert np.isfinite(values).all()
    is_far = np.abs(t.theta[-1]).max() > 100 * np.abs(p.window).max()
    rose = t.loss[-1] > t.loss[0]
    at_rest = t.grad_norm[-1] <= 1e-8 * p.gradient_scale
    standing = p.judge(t.theta[-1:], p.grad(t.theta[-1:]))[0]
    truths = {
        "Converged after": at_rest and standing == AT_MINIMUM,
        "Diverged after": is_far or rate > 1e100 or t.n_steps == 0,
        "is above": spec.stability is not None
        and (rose or t.n_steps == 0 or lengths(p, t).max() > 1),
        "stable on a quadratic": spec.is_scaled and rate < 2,
        "J fell at every step": (np.diff(t.loss) < 0).all() and is_far,
        "do not settle": spec.stability is not None and not at_rest,
        "one step left the window": lengths(p, t).max(initial=0.0) > 1,
        "J is higher than at the start": rose,
        "J has stopped falling": not rose,
        "ore steps": not rose and not (at_rest and standing == AT_MINIMUM),
        "The cause is": not rose and ls.condition_number(p, t.theta[-1]) >= 100,
        "too small to change θ": t.n_steps > 0 and (t.theta[-1] == t.theta[-2]).all(),
        "is flat here": at_rest and standing == ON_FLAT_GROUND,
        "saddle point or a maximum": at_rest and p.eigenvalues(t.theta[-1])[0] < 0,
        "sigmoid is saturated": at_rest,
        "owns no points": name == "kmeans" and not p.cluster_sizes(t.theta[-1]).all(),
        "lies exactly half-way": name == "kmeans" and p.cluster_sizes(t.theta[-1]).all(),
        "It has arrived": at_rest and standing == AT_MINIMUM,
        "carry the run far out": is_far or t.n_steps == 0,
    }
    said = [phrase for phrase in truths if phrase in t.message]
    assert said, t.message
    assert [phrase for phrase in said if not truths[phrase]] == [], t.message


def test_the_message_says_that_a_run_leapt_out_of_the_window():
    t = ls.descend(circle_problem(), (1.0, 1.0), "adam", learning_rate=1e3, n_steps=12)
    assert t.loss[-1] > t.loss[0]
    assert t.message == (
        "Stopped after 12 steps: the learning rate 1e+03 is so large that one step left the "
        "window; with a smaller one the run may settle."
    )


# --- how many more steps ------------------------------------------------------------------------

RUNS = [
    ("linear", (3.0, 1.5), "gd", 0.6, 80),
    ("linear", (0.0, 0.0), "gd", 0.6, 60),
    ("linear", (0.0, 0.0), "gd", 0.05, 200),
    ("linear", (0.0, 0.0), "gd", 0.01, 200),
    ("linear", (0.0, 0.0), "momentum", 0.005, 60),
    ("linear", (0.0, 0.0), "nesterov", 0.05, 60),
    ("linear", (0.0, 0.0), "momentum", 0.05, 0),
    ("logistic", (0.0, 0.0), "gd", 0.001, 200),
    ("logistic", (0.5, 0.5), "nesterov", 0.0005, 100),
    ("peaks", (0.2, -1.4), "gd", 0.0005, 200),
    ("valley", (1.0, 1.0), "gd", 0.005, 100),
    ("kmeans", (0.2, 1.8), "gd", 0.0014, 200),
    ("kmeans", (0.2, 1.8), "momentum", 0.01, 60),
    ("himmelblau", (3.2, 2.2), "gd", 0.0002, 100),
    ("rastrigin", (0.1, 0.1), "momentum", 1e-5, 50),
]


@pytest.mark.parametrize(("name", "start", "optimizer", "rate", "n_steps"), RUNS)
def test_the_number_of_steps_in_a_message_comes_true(name, start, optimizer, rate, n_steps):
    p = build(name, aggregation="mean" if name == "kmeans" else None)
    t = ls.descend(p, start, optimizer, rate, n_steps=n_steps)
    told = float(re.search(r"[Aa]bout ([\d.e+]+) more steps", t.message)[1])
    longer = ls.descend(p, start, optimizer, rate, n_steps=100_000)
    assert longer.status is CONVERGED
    assert longer.n_steps - n_steps == pytest.approx(told, rel=0.1, abs=2)


@pytest.mark.parametrize("tol", [1e-8, 1e-3])
@pytest.mark.parametrize(
    ("optimizer", "rate"),
    [("gd", 0.033), ("gd", 0.078), ("momentum", 0.006), ("momentum", 0.033), ("nesterov", 0.002)],
)
def test_on_a_quadratic_the_number_of_steps_is_exact(optimizer, rate, tol):
    # λ = 18 and 2; the run is over by the fall ahead with the larger tolerance, else by ‖∇J‖.
    p = line_problem([3.0, -3.0], [0.0, 0.0])
    last = ls.descend(p, (1.0, 9.0), optimizer, rate, n_steps=5000, tol=tol).n_steps
    for ahead in (1, 2, 3, 5, 8, 13, 21, 34, 55):
        t = ls.descend(p, (1.0, 9.0), optimizer, rate, n_steps=last - ahead, tol=tol)
        assert re.search(rf"[Aa]bout {ahead} more step", t.message), (ahead, t.message)


@pytest.mark.parametrize("ahead", [1, 2, 3, 5, 8, 13])
def test_on_a_round_bowl_a_swinging_run_is_over_at_the_first_crossing(ahead):
    options = {"learning_rate": 0.3, "tol": 1e-3}
    last = ls.descend(circle_problem(), (1.0, 0.0), "momentum", n_steps=5000, **options).n_steps
    t = ls.descend(circle_problem(), (1.0, 0.0), "momentum", n_steps=last - ahead, **options)
    assert re.search(rf"[Aa]bout {ahead} more step", t.message), t.message


@pytest.mark.parametrize(("start", "is_told"), [(0.3, True), (0.5, False), (2.0, False)])
def test_a_number_of_steps_is_given_only_where_j_is_its_quadratic(start, is_told):
    def quartic(x, y):
        return x**4 / 4 + x**2 / 2 + y**2 / 2, (x**3 + x, y), (3 * x**2 + 1, 0 * x, 1 + 0 * x)

    # ∇J = x + x³ beside x: off by x², which may be a fifth.
    p = analytic(quartic, ((-3.0, 3.0), (-3.0, 3.0)))
    t = ls.descend(p, (start, 0.0), learning_rate=0.02, n_steps=0)
    assert ("About 710 more steps" in t.message) is is_told
    assert ("the curvature here does not tell how many" in t.message) is not is_told


@pytest.mark.parametrize(("optimizer", "rate", "n_steps"), [("gd", 0.1, 100), ("adagrad", 0.5, 40)])
def test_j_halves_when_a_power_of_the_steps_says(optimizer, rate, n_steps):
    p = build("logistic", "diagonal-split", "mean")
    t = ls.descend(p, (0.0, 0.0), optimizer, rate, n_steps=n_steps)
    # J ~ n⁻ᵖ is halved when n has grown 2^(1/p)-fold.
    power = np.log2(t.loss[n_steps // 2] / t.loss[n_steps])
    count = n_steps * (2.0 ** (1.0 / power) - 1.0)
    assert f"J halves after about {float(f'{count:.2g}'):.0f} more steps." in t.message
    longer = ls.descend(p, (0.0, 0.0), optimizer, rate, n_steps=n_steps + round(count))
    assert longer.loss[-1] == pytest.approx(0.5 * t.loss[-1], rel=0.1)


@pytest.mark.parametrize("share", [0.03, 0.3, 1.7])
@pytest.mark.parametrize("optimizer", ["gd", "momentum", "nesterov"])
@pytest.mark.parametrize(("name", "aggregation"), every_default_problem())
def test_every_number_of_steps_in_a_message_comes_true(name, aggregation, optimizer, share):
    p = build(name, aggregation=aggregation)
    rate = share * suggested_rate(p, optimizer)
    t = ls.descend(p, default_start(p), optimizer, rate, n_steps=40)
    told = re.search(r"[Aa]bout ([\d.e+]+) more steps would be enough", t.message)
    if told:
        count = float(told[1])
        longer = ls.descend(p, default_start(p), optimizer, rate, n_steps=round(2 * count) + 50)
        assert longer.status is CONVERGED
        assert longer.n_steps - 40 == pytest.approx(count, rel=0.25, abs=3)


def test_in_a_curved_valley_no_number_is_promised():
    p = build("rosenbrock")
    t = ls.descend(p, (-1.0, 1.0), learning_rate=5e-4, n_steps=2000)
    assert t.message.endswith(": J is a narrow valley, and the way along its floor takes long.")


def test_where_the_hessian_vanishes_at_the_minimum_no_number_is_promised():
    def quartic(x, y):
        return x**4 + y**4, (4 * x**3, 4 * y**3), (12 * x**2, 0 * x, 12 * y**2)

    p = analytic(quartic, ((-2.0, 2.0), (-2.0, 2.0)))
    t = ls.descend(p, (1.0, 1.0), learning_rate=0.02, n_steps=20_000)
    assert t.status is STEP_LIMIT
    assert t.message.endswith(
        "J is nearly flat here, so more steps would lead further, but slowly."
    )


def test_a_run_that_creeps_up_to_a_kink_is_not_promised_a_minimum():
    p = values_problem(np.arange(1.0, 11.0), aggregation="mean")
    t = ls.descend(p, (2.4, 7.4), learning_rate=0.01, n_steps=100)
    assert t.status is STEP_LIMIT
    assert "would be enough" not in t.message
    assert ls.descend(p, (2.4, 7.4), learning_rate=0.01, n_steps=20_000).status is PLATEAU


# --- diverged ---------------------------------------------------------------------------------


def test_the_message_of_a_diverged_run_names_the_broken_bound():
    t = ls.descend(circle_problem(), (1.0, 1.0), learning_rate=1.5, n_steps=500)
    assert t.status is DIVERGED
    assert t.message.startswith(f"Diverged after {t.n_steps} step")
    assert (
        "learning rate 1.5 is above 2/λmax = 1 along this run, so each step overshoots by more"
        in t.message
    )


def test_two_steps_out_of_sight_overshoot_by_more_and_more():
    t = ls.descend(circle_problem(), (1.0, 1.0), learning_rate=50.0)
    # θ ← −99 θ.
    assert t.theta[:, 0].tolist() == pytest.approx([1.0, -99.0, 9801.0])
    assert t.message == (
        "Diverged after 2 steps: the learning rate 50 is above 2/λmax = 1 along this run, so each "
        "step overshoots by more than the last."
    )


def test_the_bound_of_momentum_is_named_with_its_factor():
    t = ls.descend(circle_problem(), (1.0, 1.0), "momentum", learning_rate=3.0, n_steps=5000)
    assert t.status is DIVERGED
    assert "above 3.8/λmax = 1.9" in t.message


def test_without_a_bound_the_message_names_only_the_learning_rate():
    t = ls.descend(circle_problem(), (1.0, 1.0), "adam", learning_rate=1e6, n_steps=500)
    assert t.status is DIVERGED
    assert "λmax" not in t.message
    assert "learning rate 1e+06" in t.message


def test_the_message_of_the_published_divergence_names_its_bound():
    t = ls.descend(build("kmeans", "two-clumps", "sum"), (1.2, 1.9), learning_rate=0.03)
    assert t.status is DIVERGED
    assert "the learning rate 0.03 is above 2/λmax = 0.0" in t.message


# --- plateau ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "empty"), [((1.0, 90.0), "c₂"), ((-90.0, 1.0), "c₁")])
def test_an_empty_centroid_is_named_as_the_plateaus_reason(start, empty):
    t = ls.descend(build("kmeans", aggregation="mean"), start, learning_rate=0.3)
    assert t.status is PLATEAU
    assert t.message.startswith(f"{empty} owns no points")


def test_a_centroid_out_of_reach_is_not_an_isolated_minimum():
    t = ls.descend(values_problem([0.0, 1.0, 5.0]), (2.0, 90.0))
    assert t.status is PLATEAU
    assert t.message.endswith("a plateau, not an isolated minimum.")


def test_a_value_half_way_between_the_centroids_is_the_reason():
    t = ls.descend(values_problem([0.0, 0.0, 1.0, 3.0, 5.0]), (1.0, 5.0))
    assert (t.status, t.n_steps) == (PLATEAU, 0)
    assert "the value 3 lies exactly half-way between them" in t.message


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
def test_a_saddle_or_a_summit_is_not_a_minimum(near):
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


# --- beside rounding ----------------------------------------------------------------------------


def sloped(x, seed=0):
    """The line through x (n,) whose fall over a spread of x is 2, with a little noise."""
    noise = np.random.default_rng(seed).normal(0.0, 0.1, len(x))
    return line_problem(x, 2.0 * (x - x.mean()) / x.std() + 3.0 + noise)


HOPELESS = {
    "1e12": 1e12 + np.arange(20.0),
    "-5e6": -5e6 + np.arange(25.0),
    "1e-9": 1e-9 * np.linspace(1.0, 2.0, 30),
    "Julian days": 2_450_000.0 + np.arange(30.0),
    "Unix seconds": 1.7e9 + 86_400.0 * np.arange(30.0),
}


@pytest.mark.parametrize("n_steps", [200, 5000, 20_000])
@pytest.mark.parametrize("data", HOPELESS)
def test_the_message_of_hopelessly_slow_descent_names_the_condition_number(data, n_steps):
    p = sloped(HOPELESS[data])
    rate = ls.suggest_learning_rate(p, ls.minima(p))
    t = ls.descend(p, (0.0, 0.0), learning_rate=rate, n_steps=n_steps)
    assert t.status is STEP_LIMIT
    ratio = float(ls.condition_number(p, t.theta[-1]))
    assert f"The cause is the condition number λmax/λmin = {ratio:.2g}" in t.message
    assert "centred on 0" in t.message


@pytest.mark.parametrize(
    ("optimizer", "n_steps"),
    [("adam", 2000), ("adam", 20_000), ("rmsprop", 20_000), ("adagrad", 2000), ("adagrad", 20_000)],
)
def test_the_message_of_even_steps_in_a_narrow_valley_names_the_condition_number(
    optimizer, n_steps
):
    year = np.arange(1928.0, 2024.0, 4.0)
    noise = 0.1 * np.random.default_rng(0).normal(size=len(year))
    p = line_problem(year, 12.2 - 0.014 * (year - 1928.0) + noise)
    m = ls.minima(p)
    rate = ls.suggest_learning_rate(p, m, optimizer)
    t = ls.descend(p, (0.0, 0.0), optimizer, rate, n_steps=n_steps)
    assert t.status is STEP_LIMIT
    assert t.loss[-1] > 10 * m.loss[0]
    assert "The cause is the condition number λmax/λmin = 2e+10" in t.message


def test_swings_across_a_narrow_valley_that_is_left_behind_are_blamed_on_the_rate():
    p = line_problem(np.arange(10.0) + 20.0, np.arange(10.0))
    m = ls.minima(p)
    t = ls.descend(p, m.theta[0] + (0.1, 0.0), "adam", learning_rate=0.5, n_steps=400, b2=0.9)
    assert ls.condition_number(p, t.theta[-1]) > 100
    assert t.status is STEP_LIMIT
    assert "The cause is" not in t.message


@pytest.mark.parametrize("power", range(6, 15))
def test_newton_converges_however_far_the_data_lie(power):
    p = sloped(10.0**power + np.arange(20.0))
    m = ls.minima(p)
    t = ls.descend(p, (0.0, 0.0), "newton", learning_rate=1.0, n_steps=300)
    assert t.status is CONVERGED
    assert t.n_steps <= 10
    assert m.reached_by(t.theta[-1]) == 0
    assert "positive definite" not in t.message


@pytest.mark.parametrize("optimizer", ["gd", "newton", "adam"])
@pytest.mark.parametrize("power", [12, 13, 14, 15])
def test_what_rounding_hides_is_never_converged(power, optimizer):
    for seed in range(5):
        p = sloped(10.0**power + np.arange(25.0), seed)
        m = ls.minima(p)
        rate = ls.suggest_learning_rate(p, m, optimizer)
        for start in (np.array(p.window).mean(axis=1), m.theta[0]):
            t = ls.descend(p, start, optimizer, learning_rate=rate, n_steps=50)
            assert (t.status is CONVERGED) <= (m.reached_by(t.theta[-1]) is not None)


def test_rounding_is_named_where_it_hides_the_rest_of_the_way():
    p = sloped(1e14 + np.arange(20.0))
    m = ls.minima(p)
    middle = np.array(p.window).mean(axis=1)
    t = ls.descend(p, middle, learning_rate=ls.suggest_learning_rate(p, m), n_steps=300)
    assert m.reached_by(t.theta[-1]) is None
    assert t.status is STEP_LIMIT
    assert "rounding hides the rest of the way" in t.message


# --- other words --------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [3, 30, 300, 3000])
@pytest.mark.parametrize("start", [(0.0, 0.0), (1.0, 1.0)])
def test_a_leap_far_above_the_bound_names_the_bound(share, start):
    p = build("logistic-squared-error", "blobs", "mean")
    rate = share * ls.stable_learning_rate(p, ls.minima(p).theta)
    t = ls.descend(p, start, learning_rate=rate, n_steps=200)
    if t.status is PLATEAU or "one step left the window" in t.message:
        told = float(re.search(r"2/λmax = ([\d.e+]+) ", t.message)[1])
        assert told < rate


@pytest.mark.parametrize(
    ("start", "rate"),
    [((0.46, -0.47), 0.6), ((-1.84, 0.93), 1.0), ((1.16, 0.23), 0.6), ((0.5, 0.37), 1.0)],
)
def test_a_leap_names_the_sharpest_place_on_its_straight_steps(start, rate):
    p = build("peaks")
    t = ls.descend(p, start, learning_rate=rate, n_steps=50)
    assert t.n_steps > 1
    share = np.linspace(0.0, 1.0, 4001)[:, None, None]
    points = (t.theta[:-1] + share * np.diff(t.theta, axis=0)).reshape(-1, 2)
    low, high = np.array(p.window).T
    points = points[((points >= low) & (points <= high)).all(axis=1)]
    told = float(re.search(r"2/λmax = ([\d.]+) along this run", t.message)[1])
    assert told == pytest.approx(2.0 / p.eigenvalues(points)[:, 1].max(), rel=0.02)


def test_j_that_levels_off_is_not_said_to_halve():
    # One class beside the other along w₁, mixed along w₂: J falls towards a share of log 2.
    X, y = [[1.0, 0.0], [0.0, 1.0], [0.0, -1.0], [0.0, 1.0]], [1, 1, 1, 0]
    p = labelled_problem(X, y, aggregation="mean")
    for n_steps in (100, 1000, 10_000):
        t = ls.descend(p, (0.1, 0.1), learning_rate=0.4, n_steps=n_steps)
        assert t.message.endswith("J does not halve within 100 times as many steps.")
    # Its first fall is fast; but each is a share of the one before, and they add up to too little.
    for n_steps in (40, 60, 80):
        t = ls.descend(p, (-2.0, 3.0), learning_rate=0.4, n_steps=n_steps)
        assert t.message.endswith("J does not halve within 100 times as many steps.")
        longer = ls.descend(p, (-2.0, 3.0), learning_rate=0.4, n_steps=101 * n_steps)
        assert longer.loss[-1] > 0.5 * t.loss[-1]


def test_no_zero_has_a_sign_in_a_direction():
    X, y = np.array([[1.0, 0.0], [2.0, 0.0], [-1.0, 0.0], [-2.0, 0.0]]), [1, 1, 0, 0]
    for sign in (1.0, -1.0):
        assert "-0" not in ls.minima(labelled_problem(sign * X, y)).message


def test_a_single_step_out_of_sight_has_no_last_one_to_overshoot():
    t = ls.descend(circle_problem(), (1.0, 1.0), learning_rate=1e9)
    assert (t.status, t.n_steps) == (DIVERGED, 1)
    assert t.message.endswith("along this run, so the step leads far beyond the minimum.")


@pytest.mark.parametrize("far", [0.0, 1e6, 1e9])
def test_the_value_half_way_is_written_so_that_it_differs_from_its_neighbours(far):
    p = values_problem(far + np.arange(1.0, 11.0))
    rate = ls.suggest_learning_rate(p, ls.minima(p))
    t = ls.descend(p, (far + 2.4, far + 7.4), learning_rate=rate, n_steps=2000, tol=1e-6)
    assert t.status is PLATEAU
    assert f"the value {far + 5:.0f} lies exactly half-way between them" in t.message


def test_a_value_half_way_to_rounding_is_not_asserted_to_be_a_kink():
    p = values_problem(0.1 * np.arange(1.0, 11.0))
    rate = ls.suggest_learning_rate(p, ls.minima(p))
    t = ls.descend(p, (0.24, 0.74), learning_rate=rate, n_steps=2000)
    assert t.status is PLATEAU
    assert t.message.startswith("Rounding hides whether this is a kink or a minimum")
    assert "the value 0.5 lies half-way between them to rounding" in t.message


@pytest.mark.parametrize("times", [30, 100, 300])
@pytest.mark.parametrize("dataset", ["blobs", "shifted-diagonal"])
def test_on_flat_ground_the_rate_is_named_and_no_valley(dataset, times):
    p = ls.problem("logistic-squared-error", dataset=dataset)
    rate = times * ls.stable_learning_rate(p, ls.minima(p).theta)
    messages = []
    for x, y in itertools.product((0.1, 0.3, 0.5, 0.7, 0.9), repeat=2):
        (x_lo, x_hi), (y_lo, y_hi) = p.window
        start = (x_lo + x * (x_hi - x_lo), y_lo + y * (y_hi - y_lo))
        messages.append(ls.descend(p, start, learning_rate=rate, n_steps=200).message)
    flat = [message for message in messages if "nearly flat here" in message]
    assert flat
    assert all("is above 2/λmax" in message for message in flat)
    assert not any("narrow valley" in message for message in messages)
