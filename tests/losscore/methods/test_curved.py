"""Newton and Lloyd: against numpy.linalg, by hand where there is no curvature, and scikit-learn."""

import numpy as np
import pytest
from sklearn.cluster import KMeans

import losscore as ls
from losscore.methods import Evaluation, optimizer_spec
from losscore.methods.curved import newton_update
from tests.losscore.cases import build, circle_problem, line_problem, values_problem


class Fixed:
    """A problem whose Hessian is given."""

    convex = False

    def __init__(self, hessian):
        self.given = np.array(hessian, float)

    def hessian(self, theta):
        return self.given


def newton_step(hessian, grad, learning_rate=1.0):
    """The step and the number of fallbacks, for one or many Hessians."""
    grad = np.array(grad, float)
    state = optimizer_spec("newton").init(np.zeros_like(grad))
    step, state = newton_update(
        Evaluation(Fixed(hessian), np.zeros_like(grad), grad), state, learning_rate
    )
    return step, state.n_fallbacks


def logistic_newton(p, theta, learning_rate, n_steps):
    """Damped Newton for the mean NLL in a textbook's form, H = XᵀSX/N: a linear system per step."""
    X, y, path = p.dataset.X, p.dataset.y, [theta]
    for _ in range(n_steps):
        prediction = 1.0 / (1.0 + np.exp(-(X @ theta + p.bias)))
        grad = X.T @ (prediction - y) / len(y)
        hessian = (X.T * (prediction * (1.0 - prediction))) @ X / len(y)
        theta = theta - learning_rate * np.linalg.solve(hessian, grad)
        path.append(theta)
    return np.array(path)


@pytest.mark.parametrize("learning_rate", [1.0, 0.1])
def test_newton_is_a_linear_system_per_step(learning_rate):
    p = build("logistic", "blobs", "mean")
    t = ls.descend(p, (0.2, -0.4), "newton", learning_rate, n_steps=60, tol=0)
    expected = logistic_newton(p, np.array([0.2, -0.4]), learning_rate, 60)
    assert t.theta == pytest.approx(expected, rel=1e-12)
    assert "positive definite" not in t.message


def test_random_definite_hessians_are_solved():
    rng = np.random.default_rng(0)
    factors, grad = rng.normal(size=(200, 2, 2)), rng.normal(size=(200, 2))
    hessian = factors @ np.swapaxes(factors, 1, 2) + 0.01 * np.eye(2)
    step, fallbacks = newton_step(hessian, grad)
    assert step == pytest.approx(-np.linalg.solve(hessian, grad[..., None])[..., 0], rel=1e-10)
    assert fallbacks.tolist() == [0] * 200


def test_random_indefinite_hessians_give_way_to_the_gradient():
    rng = np.random.default_rng(1)
    hessian = rng.normal(size=(400, 2, 2))
    hessian = hessian + np.swapaxes(hessian, 1, 2)
    values = np.linalg.eigvalsh(hessian)
    chosen = values[:, 0] < 0
    assert 100 < chosen.sum() < 400
    grad = rng.normal(size=(400, 2))
    step, fallbacks = newton_step(hessian, grad, 0.5)
    expected = -0.5 * grad / np.abs(values).max(axis=1)[:, None]
    assert step[chosen] == pytest.approx(expected[chosen], rel=1e-12)
    assert np.array_equal(fallbacks, chosen.astype(int))


@pytest.mark.parametrize(
    ("hessian", "step"),
    [
        ([[0.0, 0.0], [0.0, 0.0]], (-3.0, -4.0)),  # no curvature: the gradient
        ([[4.0, 0.0], [0.0, 0.0]], (-0.75, -1.0)),  # a valley: / 4
        ([[-5.0, 0.0], [0.0, -1.0]], (-0.6, -0.8)),  # a summit: / 5
        ([[1.0, 1.0], [1.0, 1.0]], (-1.5, -2.0)),  # rank 1: / 2
        ([[0.0, 2.0], [2.0, 0.0]], (-1.5, -2.0)),  # a saddle with a zero diagonal: / 2
    ],
)
def test_fallbacks_by_hand(hessian, step):
    taken, fallbacks = newton_step(hessian, (3.0, 4.0))
    assert taken == pytest.approx(step, rel=1e-15)
    assert fallbacks == 1


@pytest.mark.parametrize("scale", [1e-150, 1.0, 1e150])
@pytest.mark.parametrize("unit", [1e-60, 1.0, 1e60])
def test_definiteness_knows_no_units(scale, unit):
    units = np.array([1.0, unit])
    for matrix, fell_back in (([[2.0, 1.0], [1.0, 2.0]], 0), ([[1.0, 2.0], [2.0, 1.0]], 1)):
        hessian = scale * np.array(matrix) * np.outer(units, units)
        step, fallbacks = newton_step(hessian, scale * units * (3.0, 3.0))
        assert fallbacks == fell_back
        if not fell_back:
            assert step * units == pytest.approx((-1.0, -1.0), rel=1e-12)


def test_newton_arrives_at_a_quadratics_minimum_in_one_step():
    p = line_problem([0.0, 1.0, 5.0], [1.0, -2.0, 4.0])
    t = ls.descend(p, (7.0, -9.0), "newton", learning_rate=1.0)
    assert (t.status, t.n_steps) == (ls.Status.CONVERGED, 1)
    assert t.theta[-1] == pytest.approx(ls.minima(p).theta[0], rel=1e-12)


def test_a_run_tells_how_often_newton_fell_back_to_the_gradient():
    # J_yy of peaks is negative around its highest summit; away from it the run finds a hollow.
    t = ls.descend(build("peaks"), (0.2, 1.3), "newton", learning_rate=0.5, n_steps=100)
    h = build("peaks").hessian(t.theta[:-1])
    count = int((np.linalg.eigvalsh(h)[:, 0] <= 0).sum())
    assert 0 < count < t.n_steps
    assert t.message.endswith(
        f" In {count} of {t.n_steps} steps the Hessian was not positive definite, "
        "so the step followed the gradient."
    )


def test_a_step_to_where_j_is_not_finite_is_not_counted():
    t = ls.descend(build("valley"), (0.5, -30.0), "newton", learning_rate=1e200)
    assert (t.status, t.n_steps) == (ls.Status.DIVERGED, 0)
    assert "positive definite" not in t.message


def lloyd_in_scikit_learn(values, start, max_iter):
    """The centroids after ``max_iter`` iterations of scikit-learn's Lloyd."""
    model = KMeans(
        2,
        init=np.array(start)[:, None],
        n_init=1,
        max_iter=max_iter,
        tol=0.0,
        algorithm="lloyd",
    )
    return model.fit(np.array(values)[:, None])


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("aggregation", ["sum", "mean"])
@pytest.mark.parametrize(
    ("dataset", "start"),
    [
        ("two-clumps", (0.3, 0.6)),
        ("two-clumps", (1.7, 0.2)),
        ("three-clumps", (2.6, 2.4)),
        ("three-clumps", (0.4, 0.6)),
    ],
)
def test_lloyd_is_scikit_learns_step_by_step(dataset, start, aggregation):
    p = build("kmeans", dataset, aggregation)
    t = ls.descend(p, start, "lloyd", learning_rate=1.0, n_steps=8, tol=0)
    assert p.cluster_sizes(t.theta).all()
    for step in range(1, 9):
        theirs = lloyd_in_scikit_learn(p.dataset.X[:, 0], start, step)
        assert t.theta[step] == pytest.approx(theirs.cluster_centers_[:, 0], rel=1e-12)


def test_a_centroid_without_points_stays():
    t = ls.descend(values_problem([0.0, 1.0, 5.0]), (3.0, 90.0), "lloyd", learning_rate=1.0)
    assert t.theta.tolist() == [[3.0, 90.0], [2.0, 90.0]]
    assert t.status is ls.Status.PLATEAU


def test_lloyd_is_newton_where_both_centroids_own_points():
    p = build("kmeans", "three-clumps", "mean")
    newton, lloyd = (ls.descend(p, (0.4, 0.9), name, 0.5, tol=0) for name in ("newton", "lloyd"))
    assert lloyd.theta == pytest.approx(newton.theta, rel=1e-13)


@pytest.mark.parametrize("learning_rate", [0.3, 1.0, 1.7])
def test_lloyd_shrinks_the_distance_to_its_means_by_one_minus_the_rate(learning_rate):
    p = values_problem([-1.0, 1.0, 99.0, 101.0])
    t = ls.descend(p, (8.0, 92.0), "lloyd", learning_rate, n_steps=20, tol=0)
    expected = np.array([0.0, 100.0]) + np.outer(
        (1.0 - learning_rate) ** np.arange(21), (8.0, -8.0)
    )
    assert t.theta == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_the_bound_of_both_is_two_whatever_the_curvature():
    for scale in (1e-3, 1.0, 1e3):
        p = line_problem([scale, -scale], [0.0, 0.0])
        assert ls.stable_learning_rate(p, (0.0, 0.0), "newton") == 2.0
    assert ls.stable_learning_rate(values_problem([0.0, 4.0]), (0.0, 4.0), "lloyd") == 2.0
    below, above = (
        ls.descend(circle_problem(), (1.0, 1.0), "newton", r, n_steps=2000) for r in (1.9, 2.1)
    )
    assert below.status is ls.Status.CONVERGED
    assert above.status is ls.Status.DIVERGED
    assert "the learning rate 2.1 is above 2, the bound for any curvature" in above.message
