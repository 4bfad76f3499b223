"""Functions given by a formula: published points, off the minimum as well, and their minima."""

import numpy as np
import pytest
from scipy.optimize import minimize

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
}

# All minima in the default window, from independent runs of scipy.
MINIMA = {
    "valley": [(-0.4501836, 0.5282519)],
    "peaks": [(0.2282789, -1.6255350), (-1.3473962, 0.2045189), (0.2964456, 0.3201962)],
}


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


@pytest.mark.parametrize("name", ANALYTIC)
def test_the_search_finds_all_minima_that_scipy_finds_and_no_others(name):
    p = build(name)
    low, high = np.array(p.window).T
    starts = np.random.default_rng(0).uniform(low, high, (60, 2))
    ends = [minimize(p.loss, start, jac=p.grad, method="BFGS", tol=1e-10).x for start in starts]
    inside = {tuple(np.round(end, 4)) for end in ends if ((end >= low) & (end <= high)).all()}
    found = ls.minima(p).theta
    assert {tuple(theta) for theta in np.round(found, 4)} == inside
    assert found == pytest.approx(np.array(MINIMA[name]), abs=1e-7)


@pytest.mark.parametrize("name", ANALYTIC)
def test_minima_are_searched_in_the_window_asked_for(name):
    p = build(name)
    everything = ls.minima(p)
    for theta in everything.theta:
        small = ((theta[0] - 0.05, theta[0] + 0.07), (theta[1] - 0.04, theta[1] + 0.03))
        m = ls.minima(p, small)
        assert m.theta == pytest.approx(theta[None, :], abs=1e-9)
    assert not everything.complete
    assert everything.message.startswith("Searched by Newton's method")


def test_a_window_without_a_minimum_says_so():
    m = ls.minima(build("peaks"), ((1.5, 2.0), (1.5, 2.0)))
    assert len(m) == 0
    assert m.message.startswith("No minimum was found in this window. Searched")


def test_only_the_lowest_minimum_of_peaks_is_global():
    m = ls.minima(build("peaks"))
    assert m.is_global.tolist() == [True, False, False]
    assert m.loss == pytest.approx([-6.5511333, -3.0498494, -0.0649359], abs=1e-7)
    assert m.group.tolist() == [0, 1, 2]
