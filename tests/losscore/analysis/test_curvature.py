"""Eigenvalues, the condition number, the learning rate that they allow, and the suggested one."""

import numpy as np
import pytest

import losscore as ls
from tests.losscore.cases import (
    FAR,
    WITHOUT_MINIMUM,
    build,
    circle_problem,
    default_start,
    every_default_problem,
    every_problem,
    labelled_problem,
    line_problem,
    optimizers_for,
    smooth_points,
    suggested_rate,
    values_problem,
)


def test_eigenvalues_come_in_ascending_order_for_any_leading_axes():
    p = build("peaks")
    theta = smooth_points(p, count=12).reshape(3, 4, 2)
    values = ls.eigenvalues(p, theta)
    assert values.shape == (3, 4, 2)
    assert (values[..., 0] <= values[..., 1]).all()
    hessian = p.hessian(theta)
    assert values.sum(axis=-1) == pytest.approx(np.trace(hessian, axis1=-2, axis2=-1), rel=1e-12)
    assert values.prod(axis=-1) == pytest.approx(np.linalg.det(hessian), rel=1e-9, abs=1e-9)


def test_eigenvalues_of_an_overflowing_hessian_are_nan():
    values = ls.eigenvalues(build("valley"), [(0.0, 0.5), (0.0, -1e3)])
    assert np.isfinite(values[0]).all()
    assert np.isnan(values[1]).all()


def test_the_stable_learning_rate_of_the_circle_is_one():
    assert ls.stable_learning_rate(circle_problem(), (0.3, 0.4)) == 1.0
    assert ls.stable_learning_rate(circle_problem(), (0.3, 0.4), "momentum") == pytest.approx(1.9)
    given = {"momentum": 0.5}
    assert ls.stable_learning_rate(circle_problem(), (0, 0), "momentum", given) == 1.5


def test_the_steepest_of_several_points_sets_the_bound():
    p = build("valley")
    theta = np.array([(0.0, 0.5), (0.0, 0.9)])
    # J_yy = 12 y² + e^(−y)
    expected = 2 / (12 * 0.9**2 + np.exp(-0.9))
    assert ls.stable_learning_rate(p, theta) == pytest.approx(expected, rel=1e-12)


def test_there_is_no_bound_without_upward_curvature_or_for_adam():
    assert ls.stable_learning_rate(build("peaks"), (-0.0093, 1.5814)) is None
    assert ls.stable_learning_rate(circle_problem(), (0.0, 0.0), "adam") is None


@pytest.mark.parametrize(("name", "aggregation"), every_default_problem(besides=WITHOUT_MINIMUM))
def test_steps_shrink_below_the_bound_and_grow_above_it(name, aggregation):
    p = build(name, aggregation=aggregation)
    theta = ls.minima(p).theta[0]
    bound = ls.stable_learning_rate(p, theta)
    nudge = 1e-5 * (p.window[0][1] - p.window[0][0]) * np.array([0.8, 0.6])
    run = {"n_steps": 150, "tol": 0}
    below = ls.descend(p, theta + nudge, learning_rate=0.95 * bound, **run)
    above = ls.descend(p, theta + nudge, learning_rate=1.05 * bound, **run)
    distance = [np.linalg.norm(t.theta[-1] - theta) / np.linalg.norm(nudge) for t in (below, above)]
    assert distance[0] < 0.9
    assert distance[1] > 2.0


@pytest.mark.parametrize(("name", "aggregation"), every_default_problem(besides=FAR))
def test_gradient_descent_at_the_suggested_rate_arrives_within_200_visible_steps(name, aggregation):
    p = build(name, aggregation=aggregation)
    m = ls.minima(p)
    rate = ls.suggest_learning_rate(p, m)
    t = ls.descend(p, default_start(p), learning_rate=rate, n_steps=200)
    index, _ = m.nearest(t.theta[-1])
    height = t.loss - m.loss[index]
    near = height <= max(1e-3 * abs(m.loss[index]), 1e-6 * height[0])
    assert t.status is ls.Status.CONVERGED or near[-1]
    # Not so fast that nothing is to be seen.
    assert t.n_steps >= 40
    assert int(np.argmax(near)) >= 5
    assert (np.diff(t.loss) <= 1e-12 * np.abs(t.loss[:-1])).all()


@pytest.mark.parametrize(("name", "dataset", "aggregation"), every_problem())
def test_every_optimizer_gets_lower_at_its_suggested_rate(name, dataset, aggregation, subtests):
    for optimizer in optimizers_for(name):
        with subtests.test(optimizer=optimizer):
            gets_lower_at_its_suggested_rate(name, dataset, aggregation, optimizer)


def gets_lower_at_its_suggested_rate(name, dataset, aggregation, optimizer):
    p = build(name, dataset, aggregation)
    rate = suggested_rate(p, optimizer)
    t = ls.descend(p, default_start(p), optimizer, learning_rate=rate)
    if optimizer == "newton" and t.loss[-1] >= t.loss[0]:
        # Newton's own step may overshoot far from a minimum, and the run says so.
        reasons = "on a quadratic, but J is not quadratic here", "one step left the window"
        assert any(reason in t.message for reason in reasons)
    else:
        # Without a minimum anywhere a run leaves in the end: going down, not overshooting.
        assert (t.status is ls.Status.DIVERGED) <= (name in WITHOUT_MINIMUM)
        assert t.loss[-1] < t.loss[0]


@pytest.mark.parametrize(
    "optimizer", [n for n, spec in ls.optimizers().items() if not spec.is_scaled]
)
@pytest.mark.parametrize(("name", "aggregation"), every_default_problem(besides=FAR))
def test_every_first_order_optimizer_shows_its_way_to_a_minimum(name, aggregation, optimizer):
    p = build(name, aggregation=aggregation)
    m = ls.minima(p)
    rate = ls.suggest_learning_rate(p, m, optimizer)
    t = ls.descend(p, default_start(p), optimizer, learning_rate=rate, n_steps=200)
    index, _ = m.nearest(t.theta[-1])
    near = t.loss - m.loss[index] <= 1e-2 * (t.loss[0] - m.loss[index])
    assert near[-1]
    assert int(np.argmax(near)) >= 4


def test_descent_on_the_saddle_lingers_and_falls_off():
    p = build("saddle")
    start, rate = default_start(p), ls.suggest_learning_rate(p, ls.minima(p))
    t = ls.descend(p, start, learning_rate=rate)
    # x shrinks and y grows by the same factor at each step.
    steps = np.arange(len(t.loss))
    assert t.theta[:, 0] == pytest.approx(start[0] * (1 - 2 * rate) ** steps, rel=1e-12)
    assert t.theta[:, 1] == pytest.approx(start[1] * (1 + 2 * rate) ** steps, rel=1e-12)
    inside = np.abs(t.theta).max(axis=1) < 2
    assert 20 < inside.sum() < len(steps)
    assert t.grad_norm[inside].min() < 0.1 * t.grad_norm[0]


def test_descent_in_rosenbrocks_valley_creeps():
    p = build("rosenbrock")
    m = ls.minima(p)
    t = ls.descend(p, default_start(p), learning_rate=ls.suggest_learning_rate(p, m))
    assert t.status is ls.Status.STEP_LIMIT
    assert (np.diff(t.loss) < 0).all()
    # It is soon on the floor of the valley, y = x², and far from the minimum for long.
    assert np.abs(t.theta[50:, 1] - t.theta[50:, 0] ** 2).max() < 0.01
    assert m.nearest(t.theta[-1])[1] > 1.0


@pytest.mark.parametrize("optimizer", ["gd", "momentum"])
@pytest.mark.parametrize("name", [n for n, spec in ls.problems().items() if spec.data_kind])
def test_the_suggested_rate_for_the_mean_is_n_times_that_for_the_sum(name, optimizer):
    rates = []
    for aggregation in ("sum", "mean"):
        p = build(name, aggregation=aggregation)
        rates.append(ls.suggest_learning_rate(p, ls.minima(p), optimizer))
    # Both are rounded to one or two digits.
    assert rates[1] / rates[0] == pytest.approx(len(p.dataset), rel=0.3)


@pytest.mark.parametrize(("name", "dataset", "aggregation"), every_problem())
def test_a_suggested_rate_has_few_digits_and_is_allowed(name, dataset, aggregation, subtests):
    p = build(name, dataset, aggregation)
    for optimizer in ls.optimizers():
        with subtests.test(optimizer=optimizer):
            rate = suggested_rate(p, optimizer)
            assert float(f"{rate:.1e}") == rate
            ls.Run(start=(0.0, 0.0), optimizer=optimizer, learning_rate=rate)


def test_without_minima_the_rate_comes_from_the_window():
    p = build("logistic", "diagonal-split", "mean")
    nothing = ls.minima(p)
    assert len(nothing) == 0
    rate = ls.suggest_learning_rate(p, nothing)
    t = ls.descend(p, default_start(p), learning_rate=rate)
    assert (np.diff(t.loss) < 0).all()


@pytest.mark.parametrize("offset", [0.0, 1e3, 1e6])
def test_the_suggested_rate_is_stable_wherever_the_data_lie(offset):
    rng = np.random.default_rng(0)
    x = offset + rng.normal(size=30)
    p = line_problem(x, x - offset + rng.normal(size=30))
    m = ls.minima(p)
    assert ls.suggest_learning_rate(p, m) < ls.stable_learning_rate(p, m.theta)


def _ill_scaled(name):
    """Own data whose axes, or whose bowl, are of very different widths."""
    rng = np.random.default_rng(0)
    if name == "sprint":
        year = np.arange(1928.0, 2024.0, 4.0)
        return line_problem(year, 12.2 - 0.014 * (year - 1928) + 0.1 * rng.normal(size=len(year)))
    if name == "years":
        x = np.linspace(1900, 2000, 50)
        return line_problem(x, 10 + 0.02 * (x - 1950) + rng.normal(size=50))
    if name == "thousands":
        x = 1e3 * rng.normal(size=50)
        return line_problem(x, 1e-3 * x + 0.2 * rng.normal(size=50))
    X = rng.normal(size=(200, 2)) * (1e3, 1.0)
    y = (X @ (1e-3, 1.0) + rng.logistic(size=200) > 0).astype(float)
    return labelled_problem(X, y, name=name)


ILL_SCALED = ["sprint", "years", "thousands", "logistic", "logistic-squared-error"]


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "rmsprop", "adagrad"])
@pytest.mark.parametrize("name", ILL_SCALED)
def test_even_steps_do_not_climb_the_walls_of_a_narrow_bowl(name, optimizer):
    p = _ill_scaled(name)
    t = ls.descend(
        p, default_start(p), optimizer, learning_rate=suggested_rate(p, optimizer), n_steps=2000
    )
    # The first steps of RMSprop are ten times as long as the later ones.
    assert t.loss.max() < 10 * t.loss[0]
    assert t.loss[20:].max() < 1.1 * t.loss[0]
    assert t.loss[-1] < 0.5 * t.loss[0]
    assert t.loss[-1] < 1.2 * t.loss.min()


def _lines():
    """Random lines on features of any size and place, and house prices by size."""
    size = np.random.default_rng(5).uniform(50.0, 250.0, 40)
    yield line_problem(size, 3000.0 * size + 5e4 + np.random.default_rng(6).normal(0, 2e4, 40))
    rng = np.random.default_rng(9)
    for _ in range(20):
        scale = 10 ** rng.uniform(-3, 4)
        offset = rng.choice([0, 1, 5, 50]) * rng.uniform(0.5, 1.5) * scale
        x = offset + scale * rng.normal(size=40)
        yield line_problem(x, rng.normal() * x / scale + 10 * rng.normal() + rng.normal(0, 0.3, 40))


@pytest.mark.parametrize("optimizer", ["adam", "rmsprop"])
def test_j_does_not_climb_again_once_even_steps_are_at_the_bottom(optimizer):
    for p in _lines():
        low, high = np.array(p.window).T
        rate = suggested_rate(p, optimizer)
        for start in (low + 0.2 * (high - low), (0.0, 0.0)):
            t = ls.descend(p, start, optimizer, learning_rate=rate, n_steps=2000)
            assert t.loss[-1] < 0.7 * t.loss[0]
            later = t.loss[t.loss.argmin() :].max()
            assert later < max(3.0 * t.loss.min(), 0.01 * t.loss[0])


@pytest.mark.parametrize("optimizer", ["gd", "momentum", "nesterov"])
@pytest.mark.parametrize("name", ILL_SCALED)
def test_the_suggested_rate_is_stable_all_over_the_window_of_a_narrow_bowl(name, optimizer):
    p = _ill_scaled(name)
    axes = [np.linspace(low, high, 41) for low, high in p.window]
    everywhere = np.stack(np.meshgrid(*axes), axis=-1)
    rate = suggested_rate(p, optimizer)
    assert rate < ls.stable_learning_rate(p, everywhere, optimizer)
    t = ls.descend(p, default_start(p), optimizer, learning_rate=rate, n_steps=2000)
    assert t.loss[-1] <= t.loss.min() * (1.0 + 1e-9)


def test_without_a_bowl_the_narrower_axis_measures_even_steps():
    X = np.array([[1e3, 0.0], [0.0, 1.0], [1e3, 1.0]])
    p = labelled_problem(X, [1, 1, 1])
    nothing = ls.minima(p)
    assert len(nothing) == 0
    (low, high), _ = p.window
    assert ls.suggest_learning_rate(p, nothing, "adam") < 2 * (high - low)


def test_rates_for_the_registered_surfaces_are_measured_by_the_whole_view():
    # 0.015 of the mean side of the window, to one digit or two.
    expected = {"kmeans": 0.03, "linear": 0.09, "valley": 0.04, "rosenbrock": 0.06, "peaks": 0.09}
    for name, rate in expected.items():
        assert suggested_rate(build(name), "adam") == rate


@pytest.mark.parametrize("name", ["linear", "logistic"])
def test_eigenvalues_of_a_convex_loss_agree_with_those_of_its_hessian(name):
    p = build(name)
    theta = smooth_points(p, count=12).reshape(3, 4, 2)
    expected = np.linalg.eigvalsh(p.hessian(theta))
    assert ls.eigenvalues(p, theta) == pytest.approx(expected, rel=1e-9)
    assert np.isnan(ls.eigenvalues(p, (np.nan, 0.0))).any() or name == "linear"


def test_unknown_optimizers_are_refused_with_the_choices():
    p = circle_problem()
    with pytest.raises(ValueError, match=r"^optimizer must be one of .*; got 'sgd'"):
        ls.stable_learning_rate(p, (0.0, 0.0), "sgd")
    with pytest.raises(ValueError, match=r"^optimizer must be one of .*; got 'sgd'"):
        ls.suggest_learning_rate(p, ls.minima(p), "sgd")
    with pytest.raises(ValueError, match=r"^optimizer gd: unknown option 'momentum'"):
        ls.stable_learning_rate(p, (0.0, 0.0), "gd", {"momentum": 0.5})


# --- all that the Hessian says at one point -----------------------------------------------------


@pytest.mark.parametrize(("name", "aggregation"), every_default_problem())
def test_the_curvature_is_that_of_the_hessian(name, aggregation):
    p = build(name, aggregation=aggregation)
    for theta in smooth_points(p, count=10):
        c = ls.curvature(p, theta)
        vectors = c.eigenvectors
        assert vectors @ np.diag(c.eigenvalues) @ vectors.T == pytest.approx(
            p.hessian(theta), rel=1e-9, abs=1e-9 * np.abs(c.eigenvalues).max()
        )
        assert vectors.T @ vectors == pytest.approx(np.eye(2), abs=1e-12)
        assert c.theta.tolist() == theta.tolist()
        assert c.stable_learning_rate == ls.stable_learning_rate(p, theta)
        if c.eigenvalues[0] > 1e-9 * c.eigenvalues[1]:
            expected = np.linalg.cond(p.hessian(theta))
            assert c.condition_number == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("optimizer", ls.optimizers())
@pytest.mark.parametrize("name", [n for n, spec in ls.problems().items() if spec.data_kind])
def test_the_bounds_under_sum_and_mean_are_those_of_the_two_problems(name, optimizer):
    total, mean = (build(name, aggregation=a) for a in ("sum", "mean"))
    theta = ls.minima(mean).theta[0]
    expected = [ls.stable_learning_rate(p, theta, optimizer) for p in (total, mean)]
    for p in (total, mean):
        c = ls.curvature(p, theta, optimizer)
        if expected[0] is None:
            assert (c.stable_under_sum, c.stable_under_mean) == (None, None)
        else:
            assert [c.stable_under_sum, c.stable_under_mean] == pytest.approx(expected, rel=1e-9)


def test_the_aggregation_moves_no_condition_number():
    ratios = [
        ls.condition_number(build("linear", aggregation=a), [(0.0, 0.0), (3.0, 1.0)])
        for a in ("sum", "mean")
    ]
    assert ratios[0] == pytest.approx(ratios[1], rel=1e-9)
    assert ratios[0].shape == (2,)


def test_hand_values_of_the_condition_number():
    # ∇²J = 2 diag(n₁, n₂) for K-means; the mean of (w ± 1 + b)² has 2 I.
    p = values_problem([0.0, 0.0, 0.0, 5.0], aggregation="sum")
    assert float(ls.condition_number(p, (0.0, 5.0))) == 3.0
    assert float(ls.condition_number(circle_problem(), (7.0, -4.0))) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "problem",
    [
        values_problem([0.0, 1.0]),
        line_problem([2.0, 2.0], [1.0, 3.0]),
        line_problem([0.1] * 3, [1.0, 3.0, 4.0]),
        labelled_problem([[0.1, 0.3], [0.2, 0.6], [0.7, 2.1]], [1, 0, 1]),
        labelled_problem([[0.0, 0.0]], [1]),
    ],
    ids=["plateau", "constant-x", "constant-x-rounded", "rank-1", "rank-0"],
)
def test_where_a_direction_is_flat_the_condition_number_is_infinite(problem):
    theta = (0.5, 100.0) if problem.name == "kmeans" else (0.3, 0.2)
    c = ls.curvature(problem, theta)
    assert c.condition_number == np.inf
    assert c.message.endswith("At least one direction is flat: the condition number is infinite.")


@pytest.mark.parametrize("offset", [1e3, 1e6, 1e9])
def test_a_narrow_bowl_is_not_taken_for_flat(offset):
    x = offset + np.array([-1.0, 0.0, 1.0])
    ratio = float(ls.condition_number(line_problem(x, x), (0.0, 0.0)))
    # λmax λmin = 4 var(x), λmax ≈ 2 (x̄² + var + 1)
    expected = (offset**2 + 2 / 3 + 1) ** 2 / (2 / 3)
    assert ratio == pytest.approx(expected, rel=1e-5)


def test_where_j_curves_downwards_there_is_no_condition_number():
    c = ls.curvature(build("peaks"), (-0.0093, 1.5814))
    assert np.isnan(c.condition_number)
    assert c.stable_learning_rate is None
    assert "J curves upwards nowhere here" in c.message
    assert c.message.endswith("J curves downwards and is not convex here.")


def test_an_overflowing_hessian_gives_no_message():
    c = ls.curvature(build("valley"), (0.0, -1e3))
    assert np.isnan([c.condition_number, *c.eigenvalues, *c.eigenvectors.flat]).all()
    assert c.message == (
        "The curvature is not finite here, so it sets no bound on the learning rate. "
        "The condition number is not defined here."
    )


def test_the_sentence_teaches_what_the_mean_does_to_the_bound():
    values = [0.0] * 30 + [1.0] * 10
    assert ls.curvature(values_problem(values, aggregation="sum"), (0.0, 1.0)).message == (
        "λmax = 60, so steps are stable below 2/λmax = 0.0333; with the mean instead of the sum it "
        "would be N = 40 times as large: 1.33. The condition number λmax/λmin is 3: at its best "
        "rate, 2/(λmax + λmin), gradient descent removes at least 50 % of the remaining distance "
        "at each step."
    )
    mean = ls.curvature(values_problem(values, aggregation="mean"), (0.0, 1.0), "momentum").message
    assert mean.startswith(
        "λmax = 1.5, so steps are stable below 3.8/λmax = 2.53; with the sum instead of the mean "
        "it would be N = 40 times as small: 0.0633. "
    )
    adam = ls.curvature(values_problem(values), (0.0, 1.0), "adam").message
    assert adam.startswith("λmax = ")
    assert "but it sets no bound for Adam. " in adam


def test_descent_covers_the_share_of_the_distance_that_the_sentence_names():
    p = values_problem([0.0] * 3 + [1.0], aggregation="sum")
    c = ls.curvature(p, (0.0, 1.0))
    rate = 2 / c.eigenvalues.sum()
    start = np.array([0.01, 1.01])
    t = ls.descend(p, start, learning_rate=rate, n_steps=1)
    away = np.linalg.norm(t.theta - (0.0, 1.0), axis=1)
    assert 1 - away[1] / away[0] == pytest.approx(2 / (c.condition_number + 1), rel=1e-9)


@pytest.mark.parametrize("theta", [(np.inf, 0.0), (0.0, 0.0, 0.0), [[0.0, 0.0]]])
def test_the_curvature_is_that_of_one_finite_point(theta):
    with pytest.raises(ValueError, match=r"^theta must "):
        ls.curvature(circle_problem(), theta)
