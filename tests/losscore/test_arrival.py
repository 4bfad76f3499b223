"""One definition of arriving: only runs at a certified minimum count as converged."""

from fractions import Fraction

import numpy as np
import pytest

import losscore as ls
from losscore.objectives.base import Stationary
from losscore.objectives.minimization.newton import search_window
from tests.losscore.cases import build, line_problem, values_problem

CONVERGED, PLATEAU, STEP_LIMIT = ls.Status.CONVERGED, ls.Status.PLATEAU, ls.Status.STEP_LIMIT
RNG = np.random.default_rng(3)
NOISE = RNG.normal(size=31)
YEARS = np.arange(1990.0, 2021.0)
OFF_CENTRE = {
    "years": (YEARS, 7.3e7 + 8e4 * (YEARS - 1990.0) + 7e3 * NOISE),
    "139.7 ± 0.05": (139.7 + 0.05 * np.sin(YEARS), 2.0 * np.sin(YEARS) + 0.1 * NOISE),
    "1000 ± 1": (1000.0 + np.sin(YEARS), 2.0 * np.sin(YEARS) + 0.1 * NOISE),
    "1e12 + (0 … 19)": (1e12 + np.arange(31.0), 3.0 * np.arange(31.0) + NOISE),
    "1e-9": (1e-9 * np.sin(YEARS), 2.0 * np.sin(YEARS) + 0.1 * NOISE),
    "centred": (np.sin(YEARS), 2.0 * np.sin(YEARS) + 0.1 * NOISE),
}


class Beale(ls.Problem):
    """Σ (cₖ − x + x yᵏ)², k = 1 … 3; its one minimum is 0 at (3, 0.5). Source: Beale 1958."""

    name = "beale"
    parameter_names = ("x", "y")
    window = ((-4.5, 4.5), (-4.5, 4.5))

    @staticmethod
    def _terms(points):
        x, y = points.T[:, :, None]
        k = np.arange(1, 4)
        value = np.array([1.5, 2.25, 2.625]) - x + x * y**k
        slope = np.stack((y**k - 1.0, k * x * y ** (k - 1)), axis=1)
        mixed, bend = k * y ** (k - 1), k * (k - 1) * x * y ** np.maximum(k - 2, 0)
        second = np.stack((np.zeros_like(mixed), mixed, mixed, bend), axis=1)
        return value, slope, second.reshape(-1, 2, 2, 3)

    def _loss(self, points):
        return (self._terms(points)[0] ** 2).sum(axis=-1)

    def _grad(self, points):
        value, slope, _ = self._terms(points)
        return 2.0 * np.einsum("mk,mik->mi", value, slope)

    def _hessian(self, points):
        value, slope, second = self._terms(points)
        curved = np.einsum("mk,mijk->mij", value, second)
        return 2.0 * (np.einsum("mik,mjk->mij", slope, slope) + curved)

    def stationary(self, window):
        theta = search_window(self, window)
        return Stationary(theta, tuple(range(len(theta))), False, "Searched.")


@pytest.mark.parametrize("data", OFF_CENTRE)
@pytest.mark.parametrize("optimizer", ["gd", "momentum", "adam", "newton"])
@pytest.mark.parametrize("tol", [1e-8, 1e-3])
def test_no_run_on_features_off_centre_converges_above_the_minimum(data, optimizer, tol):
    x, y = OFF_CENTRE[data]
    p = line_problem(x, y)
    m = ls.minima(p)
    assert len(m) == 1
    rate = ls.suggest_learning_rate(p, m, optimizer)
    low, high = np.array(p.window).T
    for start in ((0.0, 0.0), low + (high - low) * (0.1, 0.85), m.theta[0]):
        t = ls.descend(p, start, optimizer, rate, n_steps=300, tol=tol)
        if t.status is CONVERGED:
            # Beside what y varies by, and beside what the best line leaves of it.
            assert t.loss[-1] - m.loss[0] <= 1e-9 * np.var(y)
            assert m.reached_by(t.theta[-1]) == 0
        else:
            assert "has arrived" not in t.message


def test_the_best_line_far_from_zero_is_converged_at_once():
    x, y = OFF_CENTRE["years"]
    p = line_problem(x, y)
    m = ls.minima(p)
    assert m.theta[0, 0] == pytest.approx(np.polyfit(x - 2005.0, y, 1)[0], rel=1e-9)
    assert ls.descend(p, m.theta[0]).status is CONVERGED


def test_the_floor_of_a_valley_is_named_with_its_condition_number_and_the_way_left():
    x, y = OFF_CENTRE["years"]
    p = line_problem(x, y)
    m = ls.minima(p)
    rate = ls.suggest_learning_rate(p, m)
    for run in ({"n_steps": 200}, {"n_steps": 20_000, "tol": 0.0}):
        t = ls.descend(p, (0.0, 0.0), learning_rate=rate, **run)
        assert t.status is STEP_LIMIT
        assert "The cause is the condition number λmax/λmin = 2e+11" in t.message
        assert "centred on 0" in t.message


def test_the_number_of_steps_still_needed_comes_true():
    x = np.array([0.0, 1.0, 2.0, 3.0]) + 4.0
    p = line_problem(x, [1.0, 2.0, 2.0, 4.0])
    rate = ls.suggest_learning_rate(p, ls.minima(p))
    t = ls.descend(p, (0.0, 0.0), learning_rate=rate, n_steps=100)
    told = float(t.message.split("about ")[1].split(" more steps")[0])
    longer = ls.descend(p, (0.0, 0.0), learning_rate=rate, n_steps=1_000_000)
    assert longer.status is CONVERGED
    assert told == pytest.approx(longer.n_steps - 100, rel=0.05)


def test_adam_on_beale_converges_at_the_minimum_alone():
    p = Beale()
    m = ls.minima(p)
    assert m.theta == pytest.approx(np.array([[3.0, 0.5]]), abs=1e-9)
    short = ls.descend(p, (1.0, 1.0), "adam", learning_rate=0.1, n_steps=200)
    assert short.status is STEP_LIMIT
    assert m.reached_by((2.9971, 0.4993)) is None
    t = ls.descend(p, (1.0, 1.0), "adam", learning_rate=0.1, n_steps=5000)
    assert t.status is CONVERGED
    assert t.theta[-1] == pytest.approx([3.0, 0.5], abs=2e-5)


@pytest.mark.parametrize(("optimizer", "rate"), [("adam", 0.1), ("newton", 1.0)])
def test_basins_and_minima_of_one_minimum_agree(optimizer, rate):
    p = Beale()
    b = ls.basins(p, optimizer, rate, resolution=15, n_steps=1000)
    assert (b.label == 0).any()
    assert "a minimum outside the list" not in b.legend.values()


# --- which minimum ----------------------------------------------------------------------------


@pytest.mark.parametrize("start", [(7.02, 7.02), (6.1, 0.1)])
def test_a_minimum_outside_the_list_is_not_taken_for_its_neighbour(start):
    p = build("rastrigin")
    m = ls.minima(p)
    t = ls.descend(p, start, learning_rate=0.001)
    assert t.status is CONVERGED
    assert np.abs(t.theta[-1]).max() > 5.12
    assert m.reached_by(t.theta[-1]) is None


@pytest.mark.parametrize("name", ["kmeans", "logistic", "linear", "peaks", "himmelblau", "mlp"])
def test_every_minimum_reaches_itself_and_a_place_off_it_reaches_none(name):
    p = build(name)
    m = ls.minima(p)
    assert [m.reached_by(theta) for theta in m.theta] == list(range(len(m)))
    away = m.theta + 0.01 * np.ptp(np.array(p.window), axis=1)
    assert [m.reached_by(theta) for theta in away] == [None] * len(m)
    assert m.labels(np.stack((m.theta, away))).tolist() == [
        list(range(len(m))),
        [-1] * len(m),
    ]


def test_every_point_of_a_valley_of_minima_reaches_it():
    p = line_problem([2.0, 2.0, 2.0], [1.0, 2.0, 6.0])
    m = ls.minima(p)
    assert m.kind == ("valley",)
    assert m.reached_by((1.0, 1.0)) == m.reached_by((-3.0, 9.0)) == 0
    assert m.reached_by((1.0, 1.1)) is None
    assert ls.descend(p, (1.0, 5.0), learning_rate=0.01, n_steps=2000).status is CONVERGED


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_neither_units_nor_an_added_constant_move_the_end(unit):
    x, y = np.array([0.0, 1.0, 2.0, 4.0]), np.array([1.0, 3.0, 2.0, 5.0])
    p = line_problem(unit * x, unit * y)
    m = ls.minima(p)
    t = ls.descend(p, m.theta[0] + (0.3, 0.2 * unit), "newton", learning_rate=0.5)
    assert t.status is CONVERGED
    # Each step halves the distance: from 0.3 or 0.1 of half a window to less than a millionth.
    assert 20 <= t.n_steps <= 26
    assert np.abs((t.theta[-1] - m.theta[0]) / (1.0, unit)).max() < 1e-6


# --- kinks of K-means -------------------------------------------------------------------------


@pytest.mark.parametrize("values", [np.arange(1.0, 11.0), np.arange(1.0, 21.0)])
def test_runs_table_and_basins_agree_on_evenly_spaced_values(values):
    p = values_problem(values)
    m = ls.minima(p)
    rate = ls.suggest_learning_rate(p, m)
    ends = set()
    for start in np.random.default_rng(0).uniform(values[0], values[-1], (40, 2)):
        t = ls.descend(p, start, learning_rate=rate, n_steps=400)
        reached = m.reached_by(t.theta[-1])
        ends.add(t.status)
        assert (t.status is CONVERGED) == (reached is not None)
        if t.status is PLATEAU:
            assert "a kink, not a minimum" in t.message
            assert "exactly half-way" in t.message
            lower = t.theta[-1] + np.array([[1e-4, 0.0], [-1e-4, 0.0], [0.0, 1e-4], [0.0, -1e-4]])
            assert p.loss(lower).min() < t.loss[-1]
    assert ends == {CONVERGED, PLATEAU}
    assert "2 more splits are kinks, not minima" in m.message
    b = ls.basins(p, learning_rate=rate, resolution=13, n_steps=400)
    assert set(b.label.ravel().tolist()) == {-1, 0, 1}


def test_the_values_one_to_ten_have_two_minima():
    m = ls.minima(values_problem(np.arange(1.0, 11.0)))
    assert m.theta.tolist() == [[3.0, 8.0], [8.0, 3.0]]
    assert m.loss.tolist() == [20.0, 20.0]
    assert m.complete


def minima_of(values):
    """All minima in exact arithmetic, each as (c₁, c₂)."""
    ordered = sorted(Fraction(float(value)) for value in values)
    found = []
    for k in range(1, len(ordered)):
        low = sum(ordered[:k]) / k
        high = sum(ordered[k:]) / (len(ordered) - k)
        if ordered[k - 1] < (low + high) / 2 < ordered[k]:
            found.append((low, high))
    return found


def test_ties_of_whole_numbers_are_decided_exactly():
    rng = np.random.default_rng(1)
    for _ in range(400):
        values = rng.integers(0, 30, rng.integers(3, 13))
        if len(set(values.tolist())) == 1:
            continue
        m = ls.minima(values_problem(values))
        expected = [pair for low, high in minima_of(values) for pair in ((low, high), (high, low))]
        assert "rounding" not in m.message
        assert m.complete
        found = np.array(sorted(map(tuple, m.theta.tolist())))
        wanted = np.array(sorted((float(a), float(b)) for a, b in expected))
        assert found == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("scale", [1e-3, 0.1, 1e8])
def test_a_value_half_way_is_never_a_minimum_whatever_the_rounding(scale):
    values = scale * np.arange(1.0, 11.0)
    m = ls.minima(values_problem(values))
    assert m.theta / scale == pytest.approx(np.array([[3.0, 8.0], [8.0, 3.0]]))


# --- advice -----------------------------------------------------------------------------------


def test_the_message_about_separable_data_says_that_no_number_of_steps_is_enough():
    p = build("logistic", "diagonal-split", "mean")
    t = ls.descend(p, (1.0, 1.0), learning_rate=1.0, n_steps=400)
    assert t.status is STEP_LIMIT
    assert "No number of steps is enough: the data are separable" in t.message
    told = float(t.message.split("J halves after about ")[1].split(" more steps")[0])
    later = ls.descend(p, (1.0, 1.0), learning_rate=1.0, n_steps=400 + round(told))
    assert later.loss[-1] == pytest.approx(0.5 * t.loss[-1], rel=0.1)


def test_a_rate_far_above_the_bound_is_named_though_the_run_rests_where_j_is_flat():
    X = np.array([[1.0, 0.3], [-0.4, 1.0], [0.5, -1.0], [-1.0, -0.2], [0.8, 0.9], [0.9, -0.1]])
    X = np.vstack((X, X[:2] + 0.1))
    p = ls.problem("logistic", dataset=ls.Dataset(X, [1, 0, 1, 0, 0, 1, 0, 1]))
    m = ls.minima(p)
    bound = ls.stable_learning_rate(p, m.theta)
    t = ls.descend(p, (0.0, 0.0), learning_rate=3000 * bound, n_steps=50)
    assert t.status is not CONVERGED
    assert "2/λmax" in t.message
    told = float(t.message.split("2/λmax = ")[1].split(" ")[0])
    assert 0.05 * bound < told < 20 * bound


def test_the_message_about_house_prices_advises_scaling():
    rng = np.random.default_rng(4)
    size = rng.uniform(50.0, 4000.0, 60)
    p = line_problem(size, 5e4 + 130.0 * size + rng.normal(0.0, 2e4, 60))
    rate = ls.suggest_learning_rate(p, ls.minima(p))
    t = ls.descend(p, (0.0, 0.0), learning_rate=rate, n_steps=20_000)
    assert t.status is STEP_LIMIT
    ratio = float(ls.condition_number(p, t.theta[-1]))
    assert f"The cause is the condition number λmax/λmin = {ratio:.2g}" in t.message
    assert "more steps. Features of similar size, centred on 0, would make it rounder." in t.message
