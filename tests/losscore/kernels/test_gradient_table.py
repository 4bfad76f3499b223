"""Tables of gradients: accurate far from minima and, relatively, right at them; exact elsewhere."""

import numpy as np
import pytest

import losscore as ls
from losscore.kernels.gradient_table import ACCURACY, Field, gradient_table

WINDOW = ((-6.0, 6.0), (-6.0, 6.0))
PLENTY = 1e9


def problem(name="logistic"):
    rng = np.random.default_rng(5)
    y = (rng.random(200) < 0.5).astype(float)
    X = rng.normal(size=(200, 2)) + (y[:, None] - 0.5)
    return ls.problem(name, dataset=ls.Dataset(X, y), aggregation="mean")


@pytest.mark.parametrize("name", ["logistic", "logistic-squared-error"])
def test_the_gradient_is_as_near_as_the_table_says(name):
    p = problem(name)
    table = gradient_table(
        Field(p.grad, p.grad_table, p.enough_nodes), WINDOW, ls.minima(p).theta, PLENTY
    )
    points = np.random.default_rng(1).uniform(-6.0, 6.0, (3000, 2))
    exact = p.grad(points)
    assert 0.0 < table.error <= ACCURACY
    assert np.abs(table(points) - exact).max() <= table.error * np.abs(exact).max()


@pytest.mark.parametrize("name", ["logistic", "logistic-squared-error"])
@pytest.mark.parametrize("distance", [1e-1, 1e-3, 1e-5, 1e-7])
def test_near_a_minimum_the_error_is_small_beside_the_gradient_itself(name, distance):
    p = problem(name)
    minima = ls.minima(p).theta
    table = gradient_table(Field(p.grad, p.grad_table, p.enough_nodes), WINDOW, minima, PLENTY)
    angle = np.linspace(0.0, 6.0, 40)
    points = minima[0] + distance * np.column_stack((np.cos(angle), np.sin(angle)))
    exact = p.grad(points)
    # Both round z = w·x + b, which here is 1e-16 of numbers of size 1.
    rounding = 1e-16 / distance
    error = np.hypot(*(table(points) - exact).T) / np.hypot(*exact.T)
    assert error.max() < 1e-9 + 100 * rounding


def test_outside_the_window_the_gradient_is_exact():
    p = problem()
    table = gradient_table(
        Field(p.grad, p.grad_table, p.enough_nodes), WINDOW, ls.minima(p).theta, PLENTY
    )
    points = np.array([[6.5, 0.0], [0.0, -7.0], [100.0, 100.0]])
    assert np.array_equal(table(points), p.grad(points))


def test_a_gradient_too_small_for_the_table_is_exact():
    # Saturated: at (−6, −6) every prediction is wrong by nearly 1, and the squared error is flat.
    X = np.array([[3.0, 3.0], [3.0, 2.0], [2.0, 3.0], [-3.0, -3.0]])
    p = ls.problem("logistic-squared-error", dataset=ls.Dataset(X, [1, 1, 1, 0]))
    table = gradient_table(
        Field(p.grad, p.grad_table, p.enough_nodes), WINDOW, np.empty((0, 2)), PLENTY
    )
    flat = np.array([[-5.5, -5.5], [-5.0, -5.9]])
    assert np.abs(p.grad(flat)).max() < table.least
    assert np.array_equal(table(flat), p.grad(flat))


def test_the_edges_and_corners_of_the_window_belong_to_it():
    p = problem()
    table = gradient_table(
        Field(p.grad, p.grad_table, p.enough_nodes), WINDOW, ls.minima(p).theta, PLENTY
    )
    corners = np.array([[-6.0, -6.0], [6.0, 6.0], [6.0, -6.0], [0.0, 6.0]])
    exact = p.grad(corners)
    assert np.abs(table(corners) - exact).max() <= table.error * np.abs(exact).max()


def test_a_steep_surface_is_cut_into_tiles():
    p = problem("logistic-squared-error")
    wide = ((-9.0, 9.0), (-9.0, 9.0))
    table = gradient_table(
        Field(p.grad, p.grad_table, p.enough_nodes), wide, np.empty((0, 2)), PLENTY
    )
    assert len(table.tiles.boxes) > 1
    points = np.random.default_rng(2).uniform(-9.0, 9.0, (2000, 2))
    exact = p.grad(points)
    assert np.abs(table(points) - exact).max() <= table.error * np.abs(exact).max()


def test_there_is_no_table_where_nodes_may_not_suffice():
    p = problem()
    assert (
        gradient_table(
            Field(p.grad, p.grad_table, p.enough_nodes), WINDOW, np.empty((0, 2)), max_nodes=1000
        )
        is None
    )
