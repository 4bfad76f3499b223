"""How far a minimum can be: the bound holds, and is not much larger than what it bounds."""

import numpy as np
import pytest
from scipy.optimize import brentq

from losscore.losses import NEGATIVE_LOG_LIKELIHOOD as NLL
from losscore.objectives.minimization.location import LOCATED, LogitTerms, locate, settle


def terms_at(X, y, theta):
    z = X @ theta
    return LogitTerms(NLL.first(z, y), NLL.second(z, y), np.abs(X) @ np.abs(theta))


def locator(X, y):
    return lambda theta: locate(X, terms_at(X, y, theta))


def random_data(seed, n=40):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 2))
    return X, (rng.random(n) < 0.5).astype(float)


@pytest.mark.parametrize("size", [1e-9, 1e-6, 1e-3, 1e-2])
@pytest.mark.parametrize("seed", range(5))
def test_the_bound_holds_and_is_no_more_than_ten_times_the_distance(seed, size):
    X, y = random_data(seed)
    minimum, error = settle(locator(X, y), np.zeros(2))
    assert error < 1e-12
    away = size * np.random.default_rng(seed).normal(size=2)
    here = locator(X, y)(minimum + away)
    distance = np.abs(X @ away).max()
    assert distance <= -np.log1p(-here.decrement)
    assert here.decrement <= 10 * distance
    assert here.step == pytest.approx(-away, rel=10 * size + 1e-4)


def test_hand_values_of_one_feature():
    # Labels 1, 1, 0 at x = 1: σ(w) = 2/3. At w = 0: g = −1/2, h = 3/4, κ = √(4/3), ν = 1/√3.
    X, y = np.ones((3, 1)), np.array([1.0, 1.0, 0.0])
    here = locator(X, y)(np.zeros(1))
    assert here.grad == pytest.approx([-0.5], rel=1e-14)
    assert here.step == pytest.approx([2 / 3], rel=1e-14)
    assert here.decrement == pytest.approx(2 / 3, rel=1e-13)
    minimum, error = settle(locator(X, y), np.zeros(1))
    assert minimum == pytest.approx([np.log(2.0)], rel=1e-14)
    assert error < 1e-13


@pytest.mark.parametrize("X", [[[1.0, 2.0]], [[1.0, 2.0], [2.0, 4.0]], [[0.0, 0.0], [1.0, 0.0]]])
def test_without_full_rank_nothing_is_proven(X):
    X = np.array(X)
    assert locator(X, np.ones(len(X)))(np.zeros(2)).error > 1.0


@pytest.mark.parametrize("far", [10.0, 30.0, 300.0, 3000.0])
def test_on_the_plateau_of_separable_data_nothing_is_proven_however_small_the_gradient(far):
    X, y = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.1]]), np.array([1.0, 1.0, 0.0])
    here = locator(X, y)(np.array([far, far]))
    assert np.abs(here.grad).max() < 1e-3
    assert here.error > LOCATED


def test_an_outlier_does_not_hide_the_minimum_of_the_others():
    X, y = random_data(1)
    minimum, _ = settle(locator(X, y), np.zeros(2))
    X, y = np.vstack((X, 1e15 * minimum)), np.append(y, 1.0)
    with_outlier, error = settle(locator(X, y), np.zeros(2))
    assert error < 1e-11
    assert with_outlier == pytest.approx(minimum, rel=1e-9)


def test_an_outlier_in_the_way_pins_the_minimum_where_the_slopes_balance():
    # Labels ask for w < 0; the outlier allows w > 0 alone: 0.5 = 1e12 σ(−1e12 w) at its edge.
    X, y = np.array([[1.0], [1.0], [1e12]]), np.array([0.0, 0.0, 1.0])
    (w,), error = settle(locator(X, y), np.zeros(1))
    edge = brentq(
        lambda t: 2 * NLL.first(np.array(t / 1e12), np.array(0.0)) - 1e12 / (1 + np.exp(t)), 0, 60
    )
    assert error <= LOCATED
    assert 1e12 * w == pytest.approx(edge, rel=1e-4)


def test_a_saturated_outlier_across_does_not_hide_the_minimum():
    # It lies 1e13 off, nearly across the minimum's direction: predicted right, by a logit of 60.
    X, y = random_data(1)
    minimum, _ = settle(locator(X, y), np.zeros(2))
    across = np.array([-minimum[1], minimum[0]])
    X, y = np.vstack((X, 1e13 * across + 60 * minimum / (minimum @ minimum))), np.append(y, 1.0)
    assert locator(X, y)(minimum).error < 1e-9
