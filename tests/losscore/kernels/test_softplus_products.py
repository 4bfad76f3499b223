"""Sums of log(1 + eᶻ) by products, against math.fsum, and samples that products cannot handle."""

import math

import numpy as np
import pytest

from losscore.kernels import softplus_products
from losscore.kernels.samples import Samples
from losscore.kernels.softplus_products import TAME, table, tame
from tests.losscore.cases import labelled_problem


def plain(samples, offset, w1, w2):
    """Σ log(1 + e^(−s z)), every term by the math module and added without rounding."""
    terms = []
    for first, second, target in zip(*samples.features, samples.targets, strict=True):
        z = (1.0 if target else -1.0) * (w1 * first + w2 * second + offset)
        terms.append(max(-z, 0.0) + math.log1p(math.exp(-abs(z))))
    return math.fsum(terms)


def random_samples(rng, count, size=1.0):
    return Samples(size * rng.normal(size=(2, count)), rng.integers(0, 2, count).astype(float))


def assert_is_plain_sum(z, samples, offset, x, y, rng):
    """At the corners, in the middle, and at scattered nodes."""
    columns = [0, 0, -1, -1, len(x) // 2, *rng.integers(0, len(x), 4)]
    rows = [0, -1, 0, -1, len(y) // 2, *rng.integers(0, len(y), 4)]
    expected = [plain(samples, offset, x[i], y[j]) for i, j in zip(columns, rows, strict=True)]
    assert z[rows, columns] == pytest.approx(np.array(expected), rel=1e-14, abs=1e-14 * z.max())


@pytest.mark.parametrize("offset", [0.0, -3.0, 7.0])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 766, 767, 769, 3001])
def test_the_table_is_the_plain_sum_whatever_the_count_of_samples(count, offset):
    rng = np.random.default_rng(count)
    samples, x, y = random_samples(rng, count), np.linspace(-4, 4, 23), np.linspace(-1, 6, 17)
    assert_is_plain_sum(table(samples, offset, x, y), samples, offset, x, y, rng)


def test_no_samples_sum_to_nothing():
    nothing = Samples(np.empty((2, 0)), np.empty(0))
    z = table(nothing, 1.0, np.linspace(-1, 1, 3), np.linspace(-1, 1, 2))
    assert z.tolist() == [[0.0] * 3] * 2


@pytest.mark.parametrize("size", [1.0, 20.0, 60.0])
def test_nodes_need_not_be_uniform_nor_steps_equal(size):
    rng = np.random.default_rng(3)
    x, y = np.sort(rng.uniform(-2, 2, 31)), np.sort(rng.uniform(0, 1, 2))
    samples = random_samples(rng, 1500, size)
    samples = samples[tame(samples, 0.5, x, y)]
    assert len(samples) > 1000
    assert_is_plain_sum(table(samples, 0.5, x, y), samples, 0.5, x, y, rng)


def test_samples_at_the_limit_stay_finite_and_exact():
    # |w·x| + |b| is TAME at the corners: three such factors nearly fill the range of doubles.
    limit = 0.5 * (TAME - 1.0) * np.array([[1.0, 1.0, -1.0, 1.0], [1.0, -1.0, 1.0, 1.0]])
    samples = Samples(np.tile(limit, 200), np.tile([1.0, 1.0, 0.0, 0.0], 200))
    axis = np.linspace(-1, 1, 9)
    assert tame(samples, 1.0, axis, axis).all()
    assert_is_plain_sum(
        table(samples, 1.0, axis, axis), samples, 1.0, axis, axis, np.random.default_rng(0)
    )


def test_a_sample_beyond_the_limit_may_not_take_part():
    samples = Samples(np.array([[1.0, 1.01, 1e5, 1e50], [0.0, 0.0, 0.0, 0.0]]), np.ones(4))
    axis = np.array([-TAME, TAME])
    assert tame(samples, 0.0, axis, axis).tolist() == [True, False, False, False]
    assert not tame(samples, 1e-3, axis, axis).any()


def test_the_cache_and_the_threads_are_only_a_matter_of_speed(monkeypatch):
    rng = np.random.default_rng(4)
    samples, x, y = random_samples(rng, 20_000), np.linspace(-3, 3, 12), np.linspace(-3, 3, 10)
    expected = table(samples, 0.1, x, y)
    monkeypatch.setattr(softplus_products, "CALL_ENTRIES", 1)
    monkeypatch.setattr(softplus_products, "THREAD_ENTRIES", 1)
    assert table(samples, 0.1, x, y) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("reach", [1e2, 1e3, 1e5])
def test_a_problem_adds_the_wild_samples_by_themselves(reach):
    rng = np.random.default_rng(5)
    X, y = rng.standard_cauchy(size=(600, 2)), rng.integers(0, 2, 600)
    p = labelled_problem(X, y, bias=0.3, aggregation="sum")
    axis = np.linspace(-reach, reach, 15)
    is_tame = tame(p.samples, 0.3, axis, axis)
    assert not is_tame.all()
    z, method = p.table(axis, axis)
    assert method == "products"
    assert_is_plain_sum(z, p.samples, 0.3, axis, axis, rng)


@pytest.mark.parametrize(
    ("bias", "window"),
    [(30.0, ((-1.0, 1.0), (-1.0, 1.0))), (0.0, ((20.0, 30.0), (-1.0, 1.0)))],
    ids=["bias", "separated"],
)
def test_losses_that_are_tiny_in_the_whole_window_keep_their_digits(bias, window):
    # 1 + e^(−30) has three digits of e^(−30): products must not be used.
    rng = np.random.default_rng(6)
    X = rng.normal(size=(300, 2))
    X[:, 0] = 1.0 + np.abs(X[:, 0])
    p = labelled_problem(X, np.ones(300), bias=bias, aggregation="sum")
    x, y = (np.linspace(*side, 7) for side in window)
    z, method = p.table(x, y)
    assert method == "direct"
    assert z.max() < 1e-6
    assert_is_plain_sum(z, p.samples, bias, x, y, rng)
