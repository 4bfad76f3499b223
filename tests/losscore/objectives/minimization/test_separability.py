"""Separability and rank, against a linear program and rational numbers."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from losscore.objectives.minimization.separability import (
    null_direction,
    rank,
    separating_direction,
    turns,
)

WHOLE = st.integers(-3, 3).map(float)


def separable_by_linear_program(X, y):
    """Some d has vᵢ·d ≥ 0 for all i and a positive sum, vᵢ = ±xᵢ (Albert & Anderson 1984)."""
    v = (2 * y - 1)[:, None] * X
    best = linprog(-v.sum(axis=0), A_ub=-v, b_ub=np.zeros(len(v)), bounds=[(-1, 1)] * 2)
    return -best.fun > 1e-9


@given(
    arrays(float, (5, 2), elements=WHOLE), arrays(float, 5, elements=st.sampled_from([0.0, 1.0]))
)
def test_separable_data_are_recognised_and_the_direction_separates(X, y):
    direction = separating_direction(X, y)
    assert (direction is not None) == separable_by_linear_program(X, y)
    if direction is not None:
        gains = (2 * y - 1) * (X @ direction)
        assert np.hypot(*direction) == pytest.approx(1.0, rel=1e-12)
        assert gains.min() >= -1e-12
        assert gains.max() > 1e-3


@pytest.mark.parametrize("seed", range(20))
def test_random_data_are_judged_as_the_linear_program_judges_them(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 9))
    X, y = rng.normal(size=(n, 2)), rng.integers(0, 2, n).astype(float)
    assert (separating_direction(X, y) is not None) == separable_by_linear_program(X, y)


def test_opposite_vectors_alone_do_not_separate_but_one_beside_them_does():
    X, y = np.array([[1.0, 0.0], [-1.0, 0.0]]), np.array([1.0, 1.0])
    assert separating_direction(X, y) is None
    beside = separating_direction(np.vstack((X, [0.0, 2.0])), np.array([1.0, 1.0, 1.0]))
    assert beside == pytest.approx([0.0, 1.0], abs=1e-12)


def test_the_direction_makes_the_sharpest_angle_with_both_ends():
    X, y = np.array([[1.0, 0.0], [0.0, 5.0]]), np.array([1.0, 1.0])
    assert separating_direction(X, y) == pytest.approx([np.sqrt(0.5)] * 2, rel=1e-12)


def test_samples_at_the_origin_play_no_part():
    X, y = np.zeros((3, 2)), np.array([0.0, 1.0, 1.0])
    assert separating_direction(X, y) is None
    X[0] = (1.0, 0.0)
    assert separating_direction(X, y) == pytest.approx([-1.0, 0.0], abs=1e-12)


@pytest.mark.parametrize(
    ("X", "expected"),
    [
        ([[0.0, 0.0]], 0),
        ([[1.0, 2.0]], 1),
        ([[1.0, 2.0], [-2.0, -4.0], [0.5, 1.0]], 1),
        ([[0.1, 0.3], [0.2, 0.6], [0.7, 2.1]], 1),
        ([[1.0, 0.0], [3.0, 0.0]], 1),
        ([[1.0, 2.0], [2.0, 1.0]], 2),
        ([[1e6, 1e6 + 1], [1e6 + 1, 1e6]], 2),
        ([[1.0, 1e6], [2.0, -1e6]], 2),
        ([[1.0, 1e-20], [2.0, -1e-20]], 2),
        ([[1e-200, 2e-200], [2e-200, 4e-200]], 1),
        ([[1e17, 1e17], [1.0, -1.0], [-1.0, 2.0]], 2),
        ([[1.0, 1.0], [1e-18, -1e-18]], 2),
        ([[1.0, 1.0], [1.0, 1.0 + 1e-12]], 2),
        ([[1.0, 1.0], [1.0, 1.0 + 1e-15]], 1),
    ],
)
def test_the_rank_of_a_design(X, expected):
    assert rank(np.array(X)) == expected


@pytest.mark.parametrize("X", [[[1.0, 2.0]], [[1.0, 2.0], [-2.0, -4.0]], [[3.0, 0.0], [1.0, 0.0]]])
def test_the_null_direction_is_a_unit_vector_across_all_samples(X):
    direction = null_direction(np.array(X))
    assert np.hypot(*direction) == pytest.approx(1.0, rel=1e-12)
    assert np.array(X) @ direction == pytest.approx(0.0, abs=1e-12)


NEARLY = st.tuples(st.integers(-9, 9), st.integers(-3, 3)).map(lambda t: t[0] / 9 + t[1] * 2.0**-55)


@settings(derandomize=True, deadline=None)
@given(arrays(float, (20, 2, 2), elements=NEARLY))
def test_turns_are_those_of_rational_numbers(pairs):
    u, v = pairs[:, 0], pairs[:, 1]
    exact = []
    for (a, b), (c, d) in zip(u.tolist(), v.tolist(), strict=True):
        turn = Fraction(a) * Fraction(d) - Fraction(b) * Fraction(c)
        exact.append((turn > 0) - (turn < 0))
    assert turns(u, v).tolist() == exact


def test_a_turn_that_rounding_hides_is_found():
    # 0.1 · 0.3 and 0.3 · 0.1 are equal; with the last digit of one factor changed, they are not,
    # although the products may round to the same number.
    u, v = np.array([1.0, 1.0 - 2.0**-53]), np.array([1.0 + 2.0**-52, 1.0])
    assert u[0] * v[1] - u[1] * v[0] == 0.0
    assert turns(u, v) == -1


@pytest.mark.parametrize("angle", [1e-9, 1e-11, 1e-13, 1e-20, 1e-60])
def test_nearly_opposite_samples_are_told_apart_however_small_the_angle(angle):
    beside = [[0.0, 1.0]]
    ones = np.ones(3)
    open_upwards = np.array([[1.0, 0.0], [-1.0, angle], *beside])
    assert separating_direction(open_upwards, ones) is not None
    open_downwards = np.array([[1.0, 0.0], [-1.0, -angle], *beside])
    assert separating_direction(open_downwards, ones) is None


def test_the_order_of_the_samples_decides_nothing():
    rng = np.random.default_rng(0)
    X = np.array([[0.1, 0.3], [0.2, 0.6], [0.7, 2.1], [1.0, 0.0], [-0.1, -0.3], [3.0, -1.0]])
    for _ in range(50):
        y = rng.integers(0, 2, 6).astype(float)
        verdicts = set()
        for _ in range(6):
            order = rng.permutation(6)
            verdicts.add(separating_direction(X[order], y[order]) is None)
        assert len(verdicts) == 1


def test_features_in_very_different_units_are_still_separable():
    X = np.array([[1.0, 1e-20], [-1.0, 3e-20]])
    direction = separating_direction(X, np.ones(2))
    assert direction is not None
    assert (X @ direction > 0).all()


def test_a_million_samples_are_judged_at_once():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(10**6, 2))
    y = (X @ (0.3, -1.0) > 0).astype(float)
    direction = separating_direction(X, y)
    assert direction is not None
    assert ((2 * y - 1) * (X @ direction) > 0).all()
    y[0] = 1 - y[0]
    assert separating_direction(X, y) is None
