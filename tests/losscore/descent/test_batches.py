"""Stochastic runs: which samples each step sees, and that batches represent all on average."""

import numpy as np
import pytest

import losscore as ls
from losscore.descent.batches import batches
from tests.losscore.cases import (
    build,
    default_start,
    line_problem,
    on_data,
    smooth_points,
    suggested_rate,
    textbook_loss,
    values_problem,
    with_every_optimizer,
)

WITH_SAMPLES = [
    pytest.param(name, aggregation, id=f"{name}-{aggregation}")
    for name, spec in ls.problems().items()
    for aggregation in spec.aggregations
]
WITHOUT_SAMPLES = [name for name, spec in ls.problems().items() if not spec.data_kind]


def epoch(n_samples, batch_size, seed=0):
    """The batches of the first epoch."""
    rows = batches(n_samples, batch_size, seed)
    return [next(rows) for _ in range(-(-n_samples // batch_size))]


def test_an_epoch_holds_every_sample_once_and_the_next_is_shuffled_anew():
    rows = batches(10, 4, seed=3)
    rng, orders = np.random.default_rng(3), []
    for _ in range(2):
        drawn = [next(rows) for _ in range(3)]
        assert [len(batch) for batch in drawn] == [4, 4, 2]
        orders.append(np.concatenate(drawn).tolist())
        assert orders[-1] == rng.permutation(10).tolist()
        assert sorted(orders[-1]) == list(range(10))
    assert orders[0] != orders[1]


@pytest.mark.parametrize(("name", "aggregation"), WITH_SAMPLES)
def test_a_minibatch_is_the_textbook_formula_on_its_rows(name, aggregation):
    p = build(name, aggregation=aggregation)
    n = len(p.dataset)
    rows = np.random.default_rng(1).permutation(n)[:7]
    theta = smooth_points(p, count=10)
    data = p.dataset
    y = None if data.y is None else data.y[rows]
    alone = ls.Dataset(data.X[rows], y, bias=data.bias, window=p.window)
    few = on_data(p, alone)
    factor = n / 7 if aggregation == "sum" else 1.0
    batch = p.minibatch(rows)
    expected = [factor * textbook_loss(few, point) for point in theta]
    assert batch.loss(theta) == pytest.approx(np.array(expected), rel=1e-12)
    assert batch.grad(theta) == pytest.approx(factor * few.grad(theta), rel=1e-12)
    assert batch.hessian(theta) == pytest.approx(factor * few.hessian(theta), rel=1e-12)
    assert batch.window == p.window
    assert len(batch.dataset) == 7


@pytest.mark.parametrize(("name", "aggregation"), WITH_SAMPLES)
@pytest.mark.parametrize("parts", [2, 5])
def test_the_batches_of_an_epoch_have_the_whole_gradient_on_average(name, aggregation, parts):
    p = build(name, aggregation=aggregation)
    n = len(p.dataset)
    assert n % parts == 0
    drawn = [p.minibatch(rows) for rows in epoch(n, n // parts, seed=7)]
    theta = smooth_points(p, count=10)
    tolerance = 1e-12 * p.gradient_scale
    average = np.mean([batch.grad(theta) for batch in drawn], axis=0)
    assert average == pytest.approx(p.grad(theta), rel=1e-11, abs=tolerance)
    average = np.mean([batch.loss(theta) for batch in drawn], axis=0)
    assert average == pytest.approx(p.loss(theta), rel=1e-11)


def test_an_own_bias_stays():
    p = ls.problem("logistic", dataset="blobs", bias=1.25)
    assert p.minibatch(np.arange(5)).bias == 1.25


@pytest.mark.parametrize("name", WITHOUT_SAMPLES)
def test_a_function_of_theta_alone_has_no_minibatches(name):
    p = build(name)
    with pytest.raises(ValueError, match=f"^{name} has no samples, so it has no minibatches$"):
        p.minibatch(np.arange(3))
    message = f"^batch_size must be None for {name}, which has no samples, got 8$"
    with pytest.raises(ValueError, match=message):
        ls.descend(p, default_start(p), batch_size=8)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"batch_size": 0}, "batch_size must be ≥ 1, got 0"),
        ({"batch_size": 101}, "batch_size must be ≤ 100, got 101"),
        ({"batch_size": 2.5}, "batch_size must be a whole number, got 2.5"),
        ({"batch_size": "8"}, "batch_size must be a whole number, got '8'"),
        ({"batch_size": 8, "seed": -1}, "seed must be ≥ 0, got -1"),
        ({"batch_size": 8, "seed": 0.5}, "seed must be a whole number, got 0.5"),
    ],
)
def test_an_unfit_draw_is_refused_with_what_arrived(options, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        ls.descend(build("kmeans"), (0.2, 0.8), **options)


@pytest.mark.parametrize(("aggregation", "factor"), [("sum", 4.0), ("mean", 1.0)])
def test_the_first_step_by_hand(aggregation, factor):
    # One of four points on each step: ∇J = 2 (w x + b − y) (x, 1), times N for the sum.
    x, y = np.array([1.0, 2.0, -1.0, 0.5]), np.array([0.0, 3.0, 1.0, -2.0])
    p = line_problem(x, y, aggregation=aggregation)
    t = ls.descend(p, (0.5, -1.0), learning_rate=0.01, n_steps=1, tol=0, batch_size=1, seed=4)
    row = np.random.default_rng(4).permutation(4)[0]
    residual = 0.5 * x[row] - 1.0 - y[row]
    step = -0.01 * factor * 2.0 * residual * np.array([x[row], 1.0])
    assert t.theta[1] == pytest.approx(np.array([0.5, -1.0]) + step, rel=1e-14)


@pytest.mark.parametrize(("name", "aggregation", "optimizer"), with_every_optimizer(WITH_SAMPLES))
def test_the_same_seed_is_the_same_path_and_another_is_not(name, aggregation, optimizer):
    p = build(name, aggregation=aggregation)
    run = {
        "optimizer": optimizer,
        "learning_rate": 0.3 * suggested_rate(p, optimizer),
        "n_steps": 12,
        "tol": 0,
        "batch_size": 9,
    }
    one, again, other = (ls.descend(p, default_start(p), **run, seed=s) for s in (1, 1, 2))
    assert np.array_equal(one.theta, again.theta)
    assert one.message == again.message
    assert not np.array_equal(one.theta, other.theta)


@pytest.mark.parametrize(("name", "aggregation"), WITH_SAMPLES)
def test_a_stochastic_run_records_the_loss_of_all_samples(name, aggregation):
    p = build(name, aggregation=aggregation)
    rate = suggested_rate(p)
    t = ls.descend(p, default_start(p), learning_rate=rate, n_steps=30, batch_size=5)
    assert t.loss == pytest.approx(p.loss(t.theta), rel=1e-13)
    assert t.grad_norm == pytest.approx(np.linalg.norm(p.grad(t.theta), axis=1), rel=1e-12)


@pytest.mark.parametrize("batch_size", [None, 100])
def test_a_run_on_all_samples_is_not_random(batch_size):
    p = build("kmeans")
    whole = ls.descend(p, (0.2, 0.8), learning_rate=0.001)
    t = ls.descend(p, (0.2, 0.8), learning_rate=0.001, batch_size=batch_size, seed=9)
    assert np.array_equal(t.theta, whole.theta)
    assert t.message == whole.message


def test_a_centroid_without_points_in_the_batch_stays():
    p = values_problem([0.0, 0.2, 10.0, 10.4], aggregation="mean")
    batch = p.minibatch(np.array([2, 3]))
    assert batch.grad((1.0, 9.0)).tolist() == pytest.approx([0.0, 2 * (9.0 - 10.2)])
    seed = next(s for s in range(99) if set(np.random.default_rng(s).permutation(4)[:2]) == {2, 3})
    for optimizer, expected in (("gd", 9.0 + 0.1 * 2.4), ("lloyd", 9.0 + 0.1 * 1.2)):
        t = ls.descend(p, (1.0, 9.0), optimizer, 0.1, n_steps=1, batch_size=2, seed=seed)
        assert t.theta[1] == pytest.approx((1.0, expected), rel=1e-14)


def test_the_message_explains_why_a_stochastic_run_does_not_rest():
    p = build("linear", aggregation="mean")
    n = len(p.dataset)
    t = ls.descend(p, default_start(p), learning_rate=0.05, n_steps=400, batch_size=4)
    assert t.status is ls.Status.STEP_LIMIT
    assert t.message == (
        f"Stopped after 400 steps: ‖∇J‖ = {t.grad_norm[-1]:.2g} for all samples. The gradient of "
        f"4 of {n} samples need not vanish at a minimum, so θ keeps wandering around it unless the "
        "steps shrink. With a smaller learning rate or a larger batch it wanders less."
    )


def test_a_smaller_rate_and_a_larger_batch_wander_less():
    p = build("linear", aggregation="mean")
    minimum = ls.minima(p).theta[0]

    def spread(learning_rate, batch_size):
        run = {"learning_rate": learning_rate, "n_steps": 800, "batch_size": batch_size}
        t = ls.descend(p, minimum + 0.1, **run)
        return np.linalg.norm(t.theta[300:] - minimum, axis=1).mean()

    assert spread(0.05, 4) > 1.5 * spread(0.01, 4)
    assert spread(0.05, 4) > 1.5 * spread(0.05, 20)


def test_without_a_minimum_nothing_is_said_to_wander_around_it():
    p = build("logistic", "diagonal-split", "mean")
    t = ls.descend(p, (1.0, 1.0), learning_rate=0.5, n_steps=20, batch_size=10)
    assert t.message.endswith("for all samples; each step used 10 of 100 samples.")


def test_a_fit_without_residuals_converges_all_the_same():
    p = line_problem([0.0, 1.0, 2.0, 3.0], [1.0, 3.0, 5.0, 7.0])
    t = ls.descend(p, (0.0, 0.0), learning_rate=0.08, n_steps=5000, batch_size=2)
    assert t.status is ls.Status.CONVERGED
    assert t.theta[-1] == pytest.approx((2.0, 1.0), abs=1e-5)
