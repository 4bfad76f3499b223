"""Sums over samples: a row has the same bits alone as among others."""

import numpy as np
import pytest

import losscore as ls
from losscore.kernels import samples as kernel
from losscore.kernels.samples import Samples, joined, total
from tests.losscore.cases import build, smooth_points

COUNTS = [1, 2, 3, 7, 100, 4_095, 4_096, 4_097, 20_000, 150_000]


def drawn(name, count):
    """A problem on ``count`` random samples."""
    rng = np.random.default_rng(count)
    kind = ls.problems()[name].data_kind
    X = rng.normal(size=(count, 2 if kind == "labels" else 1))
    y = {"labels": rng.integers(0, 2, count), "targets": rng.normal(size=count), "values": None}
    return ls.problem(name, dataset=ls.Dataset(X, y[kind]))


def functions(problem):
    """What must not depend on the company of a row; each gives a tuple of arrays."""
    return {
        "loss": lambda theta: (problem.loss(theta),),
        "grad": lambda theta: (problem.grad(theta),),
        "value_and_grad": problem.value_and_grad,
        "hessian": lambda theta: (problem.hessian(theta),),
    }


def assert_rows_are_independent(problem, theta):
    for name, function in functions(problem).items():
        together = function(theta)
        for row, point in enumerate(theta):
            for table, alone in zip(together, function(point), strict=True):
                assert np.array_equal(table[row], alone), (name, row)
        for table, part in zip(together, function(theta[3:8]), strict=True):
            assert np.array_equal(table[3:8], part), name


WITH_SAMPLES = [name for name, spec in ls.problems().items() if spec.data_kind]


@pytest.mark.parametrize("name", ls.problems())
def test_a_row_has_the_same_bits_alone_and_among_others(name):
    assert_rows_are_independent(build(name), smooth_points(build(name), seed=3, count=31))


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("name", WITH_SAMPLES)
def test_rows_are_independent_for_any_number_of_samples(name, count):
    theta = np.random.default_rng(1).normal(size=(9, 2))
    assert_rows_are_independent(drawn(name, count), theta)


@pytest.mark.parametrize("name", WITH_SAMPLES)
def test_rows_are_independent_when_threads_share_them(name, monkeypatch):
    monkeypatch.setattr(kernel, "THREAD_ENTRIES", 1 << 12)
    assert_rows_are_independent(drawn(name, 500), np.random.default_rng(2).normal(size=(40, 2)))


@pytest.mark.parametrize("name", WITH_SAMPLES)
def test_values_are_the_same_for_strided_and_reversed_points(name):
    p, theta = drawn(name, 300), np.random.default_rng(3).normal(size=(12, 4))
    for view in (theta[::2, ::3], theta[::-1, :2], np.asfortranarray(theta[:, 1:3])):
        for function in functions(p).values():
            expected = function(np.ascontiguousarray(view))
            for one, other in zip(function(view), expected, strict=True):
                assert np.array_equal(one, other)


@pytest.mark.parametrize("name", ls.problems())
def test_value_and_gradient_together_are_the_loss_and_the_gradient(name):
    p = build(name)
    theta = smooth_points(p, seed=4, count=24).reshape(2, 3, 4, 2)
    loss, grad = p.value_and_grad(theta)
    assert np.array_equal(loss, p.loss(theta))
    assert np.array_equal(grad, p.grad(theta))
    loss, grad = p.value_and_grad(theta[0, 0, 0])
    assert np.shape(loss) == ()
    assert grad.shape == (2,)


@pytest.mark.parametrize("name", WITH_SAMPLES)
def test_no_points_give_empty_results(name):
    for count in (5, 5_000, 150_000):
        p, nothing = drawn(name, count), np.empty((0, 2))
        loss, grad = p.value_and_grad(nothing)
        assert (loss.shape, grad.shape, p.hessian(nothing).shape) == ((0,), (0, 2), (0, 2, 2))


def first_two_moments(z, samples):
    weights = np.ones(len(samples)) if samples.weights is None else samples.weights
    return np.stack(((z * weights).sum(axis=1), (z * z * weights).sum(axis=1)), axis=-1)


@pytest.mark.parametrize("count", [1, 10, 5_000, 140_000])
@pytest.mark.parametrize("rows", [1, 2, 50])
def test_blocks_and_chunks_cover_every_sample_and_every_row_once(count, rows):
    # Small whole numbers: sums are exact in any order.
    rng = np.random.default_rng(5)
    features = rng.integers(-3, 4, (2, count)).astype(float)
    points = rng.integers(-3, 4, (rows, 2)).astype(float)
    samples = Samples(features, np.zeros(count), rng.integers(0, 3, count).astype(float))
    z = points @ features + 1.0
    expected = np.stack((z @ samples.weights, z**2 @ samples.weights), axis=-1)
    assert np.array_equal(total(points, 1.0, samples, first_two_moments), expected)


def test_samples_are_cut_and_joined_with_their_targets_and_weights():
    whole = Samples(np.arange(12.0).reshape(2, 6), np.arange(6.0), np.arange(6.0) - 2.0)
    again = joined([whole[:2], whole[2:]])
    for one, other in zip(
        (again.features, again.targets, again.weights),
        (whole.features, whole.targets, whole.weights),
        strict=True,
    ):
        assert np.array_equal(one, other)
    some = whole[whole.targets > 3]
    assert (len(some), some.weights.tolist()) == (2, [2.0, 3.0])


@pytest.mark.parametrize("name", ["logistic", "logistic-squared-error"])
def test_a_weight_counts_a_sample_so_many_times(name):
    rng = np.random.default_rng(6)
    X, y, times = rng.normal(size=(50, 2)), rng.integers(0, 2, 50), rng.integers(1, 4, 50)
    repeated = ls.Dataset(np.repeat(X, times, axis=0), np.repeat(y, times))
    expected = ls.problem(name, dataset=repeated, aggregation="sum")
    p = ls.problem(name, dataset=ls.Dataset(X, y), aggregation="sum")
    weighted = p._with_samples(Samples(p.samples.features, p.targets, times.astype(float)))
    theta = rng.normal(size=(7, 2))
    for one, other in zip(functions(weighted).values(), functions(expected).values(), strict=True):
        for table, repeat in zip(one(theta), other(theta), strict=True):
            assert table == pytest.approx(repeat, rel=1e-12, abs=1e-12)
