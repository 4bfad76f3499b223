"""Newton's method and the search of a window."""

import numpy as np
import pytest

import losscore as ls
from losscore.objectives.analytic import Analytic
from losscore.objectives.minimization.newton import (
    MAX_WALKS,
    distinct,
    newton,
    newton_step,
    plain_newton,
    search_window,
)
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


def test_newton_does_not_change_the_start_array():
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


class Bowl:
    """½ θᵀAθ + Σ θ⁴ in any number of dimensions."""

    gradient_scales = curvature_scales = np.ones(1)

    def __init__(self, matrix):
        self.matrix = matrix

    def loss(self, theta):
        return np.asarray(0.5 * theta @ self.matrix @ theta + np.sum(theta**4))

    def grad(self, theta):
        return self.matrix @ theta + 4 * theta**3

    def hessian(self, theta):
        return self.matrix + np.diag(12 * theta**2)


def test_newton_takes_any_number_of_parameters():
    rng = np.random.default_rng(0)
    root = rng.normal(size=(7, 7))
    assert newton(Bowl(root @ root.T), rng.normal(size=7)) == pytest.approx(np.zeros(7), abs=1e-12)


def test_plain_steps_from_many_starts_settle_where_each_alone_does():
    p = build("himmelblau")
    minima = ls.minima(p).theta
    starts = (minima[:, None, :] + np.random.default_rng(0).uniform(-0.3, 0.3, (4, 5, 2))).reshape(
        -1, 2
    )
    theta, settled = plain_newton(p, starts)
    assert settled.all()
    assert theta == pytest.approx(np.repeat(minima, 5, axis=0), abs=1e-12)


def test_plain_steps_settle_neither_at_a_maximum_nor_at_a_saddle():
    p = build("himmelblau")
    # The hill and a saddle of Himmelblau's function, as published.
    starts = np.array([[-0.270845, -0.923039], [0.086678, 2.884255]])
    theta, settled = plain_newton(p, starts)
    assert not settled.any()
    assert np.array_equal(theta, starts)


def test_the_search_finds_more_minima_than_may_walk():
    p = build("rastrigin")
    assert len(search_window(p, p.window)) == 121 > MAX_WALKS


def test_a_minimum_that_plain_steps_miss_is_found_by_walking():
    # Newton's plain step for √(1 + x²) from |x| > 1 leads further out: x ← −x³.
    class Cone(Analytic):
        def __init__(self):
            super().__init__("cone", cone, ((-300.0, 100.0), (-300.0, 100.0)))

    starts = np.array([[3.0, 2.0]])
    assert not plain_newton(Cone(), starts)[1].any()
    assert ls.minima(Cone()).theta == pytest.approx(np.zeros((1, 2)), abs=1e-9)


def cone(x, y):
    """√(1 + x²) + √(1 + y²) with its derivatives."""
    across, along = np.sqrt(1 + x**2), np.sqrt(1 + y**2)
    return across + along, (x / across, y / along), (across**-3.0, np.zeros_like(x), along**-3.0)
