"""Minima: every one carries its certificate, whatever the problem and the data."""

import numpy as np
import pytest

import losscore as ls
from losscore.objectives.analytic import Analytic
from losscore.objectives.functions import himmelblau
from tests.losscore.cases import (
    build,
    circle_problem,
    every_problem,
    labelled_problem,
    line_problem,
    values_problem,
)


@pytest.mark.parametrize(("name", "dataset", "aggregation"), every_problem())
def test_every_minimum_is_certified(name, dataset, aggregation):
    p = build(name, dataset, aggregation)
    m = ls.minima(p)
    n = len(m)
    assert m.theta.shape == m.eigenvalues.shape == (n, 2)
    assert m.loss.shape == m.grad_norm.shape == m.is_global.shape == m.group.shape == (n,)
    assert len(m.kind) == n
    assert (m.grad_norm <= 1e-9 * p.gradient_scale).all()
    assert (m.eigenvalues > 0).all()
    assert set(m.kind) <= {"minimum"}
    assert m.loss == pytest.approx(p.loss(m.theta), rel=1e-14)
    assert m.grad_norm == pytest.approx(
        np.linalg.norm(p.grad(m.theta), axis=1), rel=1e-6, abs=1e-18
    )
    assert (np.diff(m.loss) >= 0).all()
    assert bool(m.is_global[0]) if n else "inimum" in m.message
    assert m.message.endswith(".")


@pytest.mark.parametrize(("name", "dataset", "aggregation"), every_problem())
def test_a_minimum_is_lower_than_a_ring_around_it(name, dataset, aggregation):
    p = build(name, dataset, aggregation)
    m = ls.minima(p)
    angle = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    size = 1e-3 * min(high - low for low, high in p.window)
    ring = size * np.column_stack((np.cos(angle), np.sin(angle)))
    for theta, loss in zip(m.theta, m.loss, strict=True):
        assert (p.loss(theta + ring) > loss).all()


@pytest.mark.parametrize("name", [n for n, spec in ls.problems().items() if spec.data_kind])
def test_the_aggregation_moves_no_minimum(name):
    total, mean = (ls.minima(build(name, aggregation=a)) for a in ("sum", "mean"))
    n = len(build(name).dataset)
    assert total.theta == pytest.approx(mean.theta, rel=1e-6, abs=1e-9)
    assert total.loss == pytest.approx(n * mean.loss, rel=1e-9)
    assert total.eigenvalues == pytest.approx(n * mean.eigenvalues, rel=1e-6)


@pytest.mark.parametrize("name", ["linear", "logistic", "kmeans"])
def test_complete_sets_of_minima_are_marked_complete(name):
    assert ls.minima(build(name)).complete


@pytest.mark.parametrize("name", ["logistic-squared-error", "peaks", "valley"])
def test_the_results_of_a_search_are_not_marked_complete(name):
    assert not ls.minima(build(name)).complete


def test_a_window_keeps_the_minima_inside_it_and_says_how_many_lie_outside():
    p = build("kmeans", "two-clumps", "sum")
    upper = ls.minima(p, ((0.0, 1.0), (1.0, 2.0)))
    assert upper.theta == pytest.approx(np.array([[0.51405593, 1.49790568]]), abs=1e-7)
    assert upper.is_global.tolist() == [True]
    assert not upper.message.startswith("Two minima"), upper.message


def test_a_minimum_above_one_outside_the_window_is_not_global():
    p = build("kmeans", "three-clumps", "sum")
    everything = ls.minima(p)
    c1, c2 = everything.theta[2]
    m = ls.minima(p, ((c1 - 0.1, c1 + 0.1), (c2 - 0.1, c2 + 0.1)))
    assert (len(m), m.is_global.tolist(), m.group.tolist()) == (1, [False], [0])


@pytest.mark.parametrize("name", ["linear", "logistic", "kmeans"])
def test_a_window_beside_the_minimum_is_not_said_to_contain_the_only_one(name):
    m = ls.minima(build(name), ((50.0, 51.0), (50.0, 51.0)))
    assert len(m) == 0
    assert m.message.startswith("No minimum in this window. ")
    assert "this is its only minimum" not in m.message
    assert "Two minima," not in m.message


def test_a_minimum_on_the_edge_of_the_window_belongs_to_it():
    m = ls.minima(circle_problem(), ((0.0, 1.0), (-1.0, 0.0)))
    assert m.theta.tolist() == [[0.0, 0.0]]


def test_the_nearest_minimum_comes_with_its_distance():
    m = ls.minima(build("kmeans", "two-clumps", "sum"))
    index, distance = m.nearest(m.theta[1] + np.array([0.03, -0.04]))
    assert index == 1
    assert distance == pytest.approx(0.05, rel=1e-12)


def test_asking_for_the_nearest_of_no_minima_says_that_there_are_none():
    m = ls.minima(build("logistic", "one-point"))
    with pytest.raises(ValueError, match="minim"):
        m.nearest(np.zeros(2))


@pytest.mark.parametrize(
    ("window", "message"),
    [
        (((1, 0), (0, 1)), "window must have lo < hi, got 1 and 0 on x"),
        (((0, np.nan), (0, 1)), r"window must be finite, got nan at index \[0, 1\]"),
        (((0, 1, 2), (0, 1, 2)), r"window must be .*, got shape \(2, 3\)"),
    ],
)
def test_an_unfit_window_is_refused_with_what_arrived(window, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        ls.minima(build("valley"), window)


def test_a_plateau_is_not_certified_however_small_its_gradient():
    # Far out every prediction is right: ∇J and ∇²J are both as good as 0, J falls for ever.
    X = [[1.0, 0.0], [0.0, 1.0]]
    p = labelled_problem(X, [1, 1], name="logistic-squared-error")
    far = np.array([[50.0, 50.0]])
    assert np.linalg.norm(p.grad(far)) < 1e-20 * p.gradient_scale
    assert ls.eigenvalues(p, far).min() > 0
    m = ls.minima(p, ((-50.0, 50.0), (-50.0, 50.0)))
    assert len(m) == 0
    assert m.message.startswith("No certified minimum. Searched")
    assert m.message.endswith("left out as not certified.")


@pytest.mark.parametrize("offset", [1e8, 1e10])
def test_the_rounding_of_theta_itself_costs_no_certificate(offset):
    p = values_problem(build("kmeans").dataset.X[:, 0] + offset)
    m = ls.minima(p)
    assert len(m) == 2, m.message
    rounding = 16 * np.finfo(float).eps * np.hypot(*m.theta.T) * m.eigenvalues[:, 1]
    assert (m.grad_norm <= 1e-9 * p.gradient_scale + rounding).all()


def test_the_minima_inside_and_outside_a_window_are_counted():
    p = build("kmeans", "three-clumps", "sum")
    assert ls.minima(p, ((0.0, 1.5), (1.5, 3.0))).message == (
        "2 minima lie in this window, 2 outside it."
    )
    assert ls.minima(build("linear"), ((50.0, 51.0), (50.0, 51.0))).message == (
        "No minimum in this window. 1 minimum lies outside it."
    )


def test_a_valley_outside_the_window_is_still_explained():
    m = ls.minima(line_problem([2.0, 2.0], [1.0, 3.0]), ((50.0, 51.0), (50.0, 51.0)))
    assert len(m) == 0
    assert m.message.startswith("No unique minimum: all x are equal")
    assert m.message.endswith("It lies outside this window.")


def scaled_himmelblau(scale, tilt=0.0):
    """scale · (Himmelblau's function + tilt · x)."""

    def formula(x, y):
        f, (f_x, f_y), second = himmelblau(x, y)
        values = f + tilt * x, (f_x + tilt, f_y)
        return (
            scale * values[0],
            tuple(scale * g for g in values[1]),
            tuple(scale * h for h in second),
        )

    return Analytic("scaled", formula, build("himmelblau").window)


@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e12])
def test_minima_that_differ_by_rounding_are_equally_low_in_any_unit(scale):
    assert ls.minima(scaled_himmelblau(scale)).is_global.tolist() == [True] * 4


@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e12])
def test_minima_that_differ_by_more_are_not(scale):
    assert ls.minima(scaled_himmelblau(scale, 1e-9)).is_global.tolist() == [True] + [False] * 3
