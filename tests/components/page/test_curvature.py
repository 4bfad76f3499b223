"""The curvature at a point: the numbers to draw, and the table."""

import numpy as np
import pytest

import losscore as ls
from components.page.curvature import build_curvature, describe_curvature
from components.session.display import Display
from components.session.solved import solve

ROSENBROCK = ls.Scenario(problem="rosenbrock")
KMEANS = solve(ls.Scenario())


def table(solved, run, theta):
    """Names and values of the table, as plain text."""
    (rows, note) = build_curvature(solved, run, np.array(theta))
    cells = {}
    for row in rows.children:
        name, value = row.children
        shown = value.children
        cells[name.children] = shown if isinstance(shown, str) else shown.children
    return cells, note.children


@pytest.mark.parametrize("name", ls.problems())
def test_the_numbers_are_the_problems_own(name):
    solved = solve(ls.Scenario(problem=name))
    theta = np.array([0.37, 0.61])
    numbers = describe_curvature(solved, theta)
    vectors, values = np.array(numbers["vectors"]), np.array(numbers["values"])
    np.testing.assert_allclose(
        vectors.T @ np.diag(values) @ vectors, solved.problem.hessian(theta), rtol=1e-6, atol=1e-9
    )
    assert numbers["grad"] == solved.problem.grad(theta).tolist()
    assert numbers["loss"] == solved.problem.loss(theta)


def test_the_numbers_come_with_the_height_at_which_they_are_drawn():
    z = KMEANS.surface.z
    told = {
        height: describe_curvature(KMEANS, np.array([0.7, 1.4]), Display(height=height))
        for height in ("linear", "log")
    }
    floors = {height: numbers["elevation"]["floor"] for height, numbers in told.items()}
    assert floors == {"linear": 0.0, "log": pytest.approx(np.ptp(z) / 1000)}
    for numbers in told.values():
        assert numbers["elevation"]["lowest"] == z.min()
        assert numbers["elevation"]["highest"] == z.max()
    assert told["linear"]["scenario"] != told["log"]["scenario"]


def test_the_table_of_a_bowl():
    cells, note = table(KMEANS, ls.Run((0.2, 0.9), "gd", 0.01), KMEANS.minima.theta[0])
    assert cells["λ₁, λ₂ of ∇²J"] == "100, 100"
    assert cells["λmax/λmin"] == "1"
    assert cells["2/λmax"] == "0.02"
    assert cells["η = 0.01"] == "stable"
    assert "with the mean instead of the sum it would be N = 100 times as large: 2" in note


def test_the_table_where_j_curves_downwards():
    cells, note = table(solve(ROSENBROCK), ls.Run((0.0, 0.5), "momentum", 1.0), (0.0, 0.5))
    assert cells["λmax/λmin"] == "not convex here"
    assert cells["3.8/λmax"] == "0.019"
    assert cells["η = 1"] == "unstable"
    assert "λmin = −198 < 0" in note


def test_an_optimizer_without_a_bound_has_none_in_the_table():
    cells, _ = table(KMEANS, ls.Run((0.2, 0.9), "adam", 0.01), (0.2, 0.9))
    assert not [name for name in cells if "η" in name or name.startswith("2/")]


def test_a_flat_direction_has_an_infinite_condition():
    cells, _ = table(KMEANS, ls.Run((1.0, 9.0), "gd", 0.01), (1.0, 9.0))
    assert cells["λmax/λmin"] == "∞"
