"""Newton's method and the search of a window."""

import numpy as np
import pytest

import losscore as ls
from losscore.minimization.newton import distinct, newton, newton_step, search_window
from tests.losscore.cases import build, circle_problem, labelled_problem


def test_on_a_positive_definite_hessian_the_step_is_newtons():
    grad, hessian = np.array([2.0, -3.0]), np.array([[4.0, 1.0], [1.0, 3.0]])
    assert newton_step(grad, hessian, 1e-12) == pytest.approx(-np.linalg.solve(hessian, grad))


def test_at_a_saddle_the_step_goes_downhill_along_both_axes():
    step = newton_step(np.array([2.0, 2.0]), np.diag([4.0, -2.0]), 1e-12)
    assert step == pytest.approx([-0.5, -1.0])


def test_flat_directions_are_floored():
    step = newton_step(np.array([0.0, 1.0]), np.diag([1.0, 0.0]), 0.1)
    assert step == pytest.approx([0.0, -10.0])


def test_a_quadratic_takes_one_step():
    assert newton(circle_problem(), np.array([3.0, -4.0])) == pytest.approx([0.0, 0.0], abs=1e-15)


@pytest.mark.parametrize("start", [(-1.9, -0.9), (0.9, 0.9), (0.0, 0.0), (1e3, 1e3)])
def test_every_start_in_the_valley_leads_to_its_minimum_to_rounding(start):
    p = build("valley")
    theta = newton(p, np.array(start))
    assert np.linalg.norm(p.grad(theta)) <= 1e-13 * p.gradient_scale


def test_the_start_is_left_alone():
    start = np.array([0.9, 0.9])
    newton(build("valley"), start)
    assert start.tolist() == [0.9, 0.9]


def test_the_search_returns_each_minimum_once_and_only_those_inside():
    p = build("peaks")
    assert len(search_window(p, p.window)) == 3
    left = search_window(p, ((-3.0, -1.0), (-1.0, 1.0)))
    assert left == pytest.approx(np.array([[-1.3473962, 0.2045189]]), abs=1e-6)


def test_the_search_of_a_falling_slope_finds_nothing():
    assert ls.minima(build("valley"), ((0.5, 1.0), (-1.0, 0.0))).theta.shape == (0, 2)


def test_newton_takes_the_same_way_in_any_unit():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(40, 2)), rng.integers(0, 2, 40)
    scale = np.array([1.0, 1e6])
    plain, scaled = (newton(labelled_problem(X * s, y), np.zeros(2)) for s in (1.0, scale))
    assert scaled * scale == pytest.approx(plain, rel=1e-9)


def test_points_that_differ_by_rounding_are_one():
    theta = np.array([[0.0, 1.0], [1e-9, 1.0], [0.5, 1.0], [0.0, 1.0 + 1e-9]])
    assert distinct(theta, np.array([1.0, 1.0])).tolist() == [[0.0, 1.0], [0.5, 1.0]]
    assert distinct(np.empty((0, 2)), np.ones(2)).shape == (0, 2)
