"""Functions given by a formula: published points, off the minimum as well, and their minima."""

import numpy as np
import pytest
from scipy.optimize import brentq, minimize, rosen, rosen_der, rosen_hess

import losscore as ls
from tests.losscore.cases import build

ANALYTIC = [name for name, spec in ls.problems().items() if not spec.data_kind]

# θ, J, ∇J, ∇²J (xx, xy, yy), worked out by hand or published.
POINTS = {
    "valley": [
        (
            (0.5, 0.6),
            1.40783717469823,
            (1.8775825618903728, 0.3151883639059735),
            (1.520574461395797, 0.0, 4.868811636094026),
        ),
        ((0.0, 0.0), 1.0, (1.0, -1.0), (2.0, 0.0, 1.0)),
    ],
    "peaks": [
        # J = (3 − ⅓)/e, ∇J = (−6/e − 2 + ⅔/e, −6/e), ∇²J = (−⅔/e, 12/e, 6⅔/e).
        (
            (0.0, 0.0),
            0.9810118431238462,
            (-3.9620236862476923, -2.207276647028654),
            (-0.24525296078096154, 4.414553294057308, 2.4525296078096157),
        ),
    ],
    "rosenbrock": [
        # The start that Rosenbrock himself used: 2.2² + 100 · 0.44².
        ((-1.2, 1.0), 24.2, (-215.6, -88.0), (1330.0, 480.0, 200.0)),
        ((0.0, 0.0), 1.0, (-2.0, 0.0), (2.0, 0.0, 200.0)),
        ((2.0, -1.0), 2501.0, (4002.0, -1000.0), (5202.0, -800.0, 200.0)),
    ],
    "himmelblau": [
        # 11² + 7², and (1 + 2 − 11)² + (1 + 4 − 7)².
        ((0.0, 0.0), 170.0, (-14.0, -22.0), (-42.0, 0.0, -26.0)),
        ((1.0, 2.0), 68.0, (-36.0, -32.0), (-22.0, 12.0, 26.0)),
    ],
    "saddle": [
        ((1.5, -0.5), 2.0, (3.0, 1.0), (2.0, 0.0, -2.0)),
        ((0.0, 0.0), 0.0, (0.0, 0.0), (2.0, 0.0, -2.0)),
    ],
    "rastrigin": [
        # cos π = −1; cos π/2 = 0, sin π/2 = 1, cos 2π = 1.
        ((0.5, 0.0), 20.25, (1.0, 0.0), (2.0 - 40.0 * np.pi**2, 0.0, 2.0 + 40.0 * np.pi**2)),
        ((0.25, 1.0), 11.0625, (0.5 + 20.0 * np.pi, 2.0), (2.0, 0.0, 2.0 + 40.0 * np.pi**2)),
    ],
}


def rastrigin_minima():
    """Every pair of x with 2x + 20π sin 2πx = 0 between the places where the curvature changes."""
    quarter = np.arccos(-1.0 / (20.0 * np.pi**2)) / (2.0 * np.pi)

    def slope(x):
        return 2.0 * x + 20.0 * np.pi * np.sin(2.0 * np.pi * x)

    between = [(turn - quarter, turn + quarter) for turn in range(-6, 7)]
    roots = [
        brentq(slope, *ends, xtol=1e-14) for ends in between if np.prod(slope(np.array(ends))) < 0
    ]
    inside = [root for root in roots if abs(root) <= 5.12]
    return [(x, y) for x in inside for y in inside]


# All minima in the default window, from independent runs of scipy.
MINIMA = {
    "valley": [(-0.4501836, 0.5282519)],
    "peaks": [(0.2282789, -1.6255350), (-1.3473962, 0.2045189), (0.2964456, 0.3201962)],
    "rosenbrock": [(1.0, 1.0)],
    # As published, to seven digits.
    "himmelblau": [
        (3.0, 2.0),
        (-2.8051181, 3.1313125),
        (-3.7793103, -3.2831860),
        (3.5844283, -1.8481265),
    ],
    "saddle": [],
    "rastrigin": rastrigin_minima(),
}
WITH_MINIMA = [name for name in ANALYTIC if MINIMA.get(name)]


def in_order(theta):
    """Points (k, 2) by their coordinates, those of the same column together."""
    return theta[np.lexsort(np.round(theta, 4).T)]


def test_every_analytic_problem_has_published_points_and_minima():
    assert set(POINTS) == set(MINIMA) == set(ANALYTIC)


@pytest.mark.parametrize("name", ANALYTIC)
def test_loss_gradient_and_hessian_at_published_points(name):
    p = build(name)
    for theta, loss, grad, (xx, xy, yy) in POINTS[name]:
        assert float(p.loss(theta)) == pytest.approx(loss, rel=1e-14)
        assert p.grad(theta) == pytest.approx(grad, rel=1e-13)
        assert p.hessian(theta) == pytest.approx(np.array([[xx, xy], [xy, yy]]), rel=1e-13)


def test_the_summit_of_peaks_is_where_matlab_puts_it():
    p = build("peaks")
    assert float(p.loss((-0.0093, 1.5814))) == pytest.approx(8.1062, abs=5e-5)
    assert np.abs(p.grad((-0.0093, 1.5814))).max() < 5e-3


@pytest.mark.parametrize("name", WITH_MINIMA)
def test_the_search_finds_all_minima_that_scipy_finds_and_no_others(name):
    p = build(name)
    low, high = np.array(p.window).T
    starts = np.random.default_rng(0).uniform(low, high, (60, 2))
    ends = [minimize(p.loss, start, jac=p.grad, method="BFGS", tol=1e-10).x for start in starts]
    inside = {tuple(np.round(end, 4) + 0.0) for end in ends if ((end >= low) & (end <= high)).all()}
    found = ls.minima(p).theta
    assert inside
    assert inside <= {tuple(theta) for theta in np.round(found, 4) + 0.0}
    assert in_order(found) == pytest.approx(in_order(np.array(MINIMA[name])), abs=1e-7)


@pytest.mark.parametrize("name", WITH_MINIMA)
def test_minima_are_searched_in_the_window_asked_for(name):
    p = build(name)
    everything = ls.minima(p)
    for theta in everything.theta[:12]:
        small = ((theta[0] - 0.05, theta[0] + 0.07), (theta[1] - 0.04, theta[1] + 0.03))
        m = ls.minima(p, small)
        assert m.theta == pytest.approx(theta[None, :], abs=1e-9)
    assert not everything.complete
    assert everything.message.startswith("Searched with Newton's method")


def test_a_window_without_a_minimum_says_so():
    m = ls.minima(build("peaks"), ((1.5, 2.0), (1.5, 2.0)))
    assert len(m) == 0
    assert m.message.startswith("No minimum was found in this window. Searched")


def test_only_the_lowest_minimum_of_peaks_is_global():
    m = ls.minima(build("peaks"))
    assert m.is_global.tolist() == [True, False, False]
    assert m.loss == pytest.approx([-6.5511333, -3.0498494, -0.0649359], abs=1e-7)
    assert m.group.tolist() == [0, 1, 2]


def test_all_four_minima_of_himmelblau_are_global():
    m = ls.minima(build("himmelblau"))
    assert m.loss == pytest.approx(np.zeros(4), abs=1e-24)
    assert m.is_global.tolist() == [True] * 4


def test_the_hill_of_himmelblau_is_where_it_is_published():
    p = build("himmelblau")
    assert float(p.loss((-0.270845, -0.923039))) == pytest.approx(181.617, abs=5e-4)
    assert np.abs(p.grad((-0.270845, -0.923039))).max() < 1e-3


def test_rastrigin_has_121_minima_and_only_the_one_at_0_is_global():
    m = ls.minima(build("rastrigin"))
    assert len(m) == 121
    assert m.theta[0].tolist() == [0.0, 0.0]
    assert m.is_global.tolist() == [True] + [False] * 120


def test_rosenbrock_agrees_with_scipy():
    p = build("rosenbrock")
    for theta in np.random.default_rng(0).uniform(-3, 3, (20, 2)):
        assert float(p.loss(theta)) == pytest.approx(rosen(theta), rel=1e-13)
        assert p.grad(theta) == pytest.approx(rosen_der(theta), rel=1e-11)
        assert p.hessian(theta) == pytest.approx(rosen_hess(theta), rel=1e-12)


@pytest.mark.parametrize(
    ("name", "minimum", "curvature"),
    [
        ("rosenbrock", (1, 1), ((802, -400), (-400, 200))),
        ("himmelblau", (3, 2), ((74, 20), (20, 34))),
    ],
)
def test_nothing_cancels_next_to_a_minimum(name, minimum, curvature):
    # 2⁻²⁶ is exact, and so is the point beside the minimum; ½ uᵀHu is J there to 1e-7.
    u = np.array([2.0**-26, -(2.0**-27)])
    loss = float(build(name).loss(np.add(minimum, u)))
    assert loss == pytest.approx(0.5 * u @ np.array(curvature) @ u, rel=1e-6)


def test_nothing_cancels_next_to_the_minimum_of_rastrigin():
    assert float(build("rastrigin").loss((1e-12, 0.0))) == pytest.approx(
        (1 + 20 * np.pi**2) * 1e-24, rel=1e-12
    )


def test_the_saddle_has_no_minimum_anywhere_and_says_what_it_has():
    m = ls.minima(build("saddle"))
    assert len(m) == 0
    assert m.complete
    assert m.message.startswith("There is no minimum: ∇J vanishes only at (0, 0), a saddle point")
    assert ls.minima(build("saddle"), ((5.0, 6.0), (5.0, 6.0))).message == m.message


def test_a_run_along_the_ridge_of_the_saddle_ends_there_and_says_so():
    t = ls.descend(build("saddle"), (1.0, 0.0), learning_rate=0.1)
    assert t.status is ls.Status.PLATEAU
    assert "saddle point" in t.message
