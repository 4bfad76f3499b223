"""Minima on hard input: right, or a clear reason; against rational arithmetic, never a guess.

Floats are rational numbers, so ``Fraction`` knows the exact answer for the data as they are
stored. Where the minimum is irrational, ``Decimal`` finds it to 60 digits.
"""

from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import losscore as ls
from losscore.objectives.minimization.location import LogitTerms, locate
from tests.losscore.cases import labelled_problem, line_problem, values_problem

EPS = np.finfo(float).eps
SMALL = st.integers(-4, 4).map(float)
NEAR = st.sampled_from([0.0, 0.0, 1e-16, -1e-15, 3e-13, 1e-9])
HEAVY = st.sampled_from([1e12, -1e12, 1e6, -3e8, 1e-6])
OFFSETS = [0.0, 0.0, 0.1, 1e6, -1e9]
UNITS = [1.0, 1.0, 1e-12, 1e12]


def hard_numbers(low, high):
    """Lists of ties, near-duplicates and outliers, in any unit and far from zero."""
    ordinary = st.tuples(SMALL, NEAR).map(sum)
    entry = st.one_of(ordinary, ordinary, ordinary, ordinary, HEAVY)
    numbers = st.lists(entry, min_size=low, max_size=high)
    units, offsets = st.sampled_from(UNITS), st.sampled_from(OFFSETS)
    return st.tuples(numbers, offsets, units).map(lambda t: [(v + t[1]) * t[2] for v in t[0]])


def fractions(numbers):
    return [Fraction(float(v)) for v in numbers]


def mean(numbers):
    return sum(numbers) / len(numbers)


# --- k-means: every split, in rational numbers ------------------------------------------------


def splits(values):
    """For k = 1 … n − 1: (c₁, c₂, clearance), exact; a minimum where the clearance is positive.

    The clearance is how far the midpoint of the means lies inside the gap between the groups.
    """
    exact = sorted(fractions(values))
    for k in range(1, len(exact)):
        c1, c2 = mean(exact[:k]), mean(exact[k:])
        middle = (c1 + c2) / 2
        yield c1, c2, min(middle - exact[k - 1], exact[k] - middle)


def wcss(values, theta):
    return sum(min((x - c) ** 2 for c in theta) for x in fractions(values))


def certified_splits(values, theta):
    """The number of values below the midpoint of each c₁ < c₂ of theta (k, 2)."""
    halves = [mean(fractions(pair)) for pair in theta if pair[0] < pair[1]]
    return [sum(x < half for x in fractions(values)) for half in halves]


@settings(derandomize=True, deadline=None, max_examples=200)
@given(hard_numbers(1, 9))
@example([0.0, 0.0, 1.0, 3.0, 5.0])
@example([-1e12, 0.0, 1.0, 2.0, 1e12])
@example([0.1 * k for k in (0, 0, 1, 3, 5)])
@example([1.2, 0.6, 1.5])
@example([1000004.2, 1000003.5, 1000004.9, 1000002.8])
@example([1e9 + k * 2.0**-22 for k in (0, 0, 1, 1)])
def test_every_split_of_the_values_is_judged_as_in_rational_numbers(values):
    m = ls.minima(values_problem(values, aggregation="sum"))
    exact = list(splits(values))
    rounding = 40 * EPS * max(map(abs, values))
    found = certified_splits(values, m.theta)
    for k, (c1, c2, clearance) in enumerate(exact, start=1):
        if k not in found:
            assert clearance <= rounding, f"split {k} is a minimum: {m.message}"
            undecided = clearance > 0 and len(m)
            assert not undecided or ("left out" in m.message and not m.complete)
            continue
        assert clearance > 0, f"split {k} is no minimum"
        theta = m.theta[2 * found.index(k) : 2 * found.index(k) + 2]
        assert as_pairs(theta) == as_pairs(theta[:, ::-1])
        assert np.sort(theta[0]) == pytest.approx([float(c1), float(c2)], rel=0, abs=rounding)
    assert len(found) == len(set(found)) == len(m) / 2
    if not len(m):
        assert np.ptp(values) <= rounding
        assert m.message.startswith("No isolated minimum: all values are equal")


def as_pairs(theta):
    return {tuple(pair) for pair in theta.tolist()}


@settings(derandomize=True, deadline=None, max_examples=60)
@given(hard_numbers(2, 8), st.floats(0, 2 * np.pi))
def test_no_neighbour_of_a_certified_split_is_lower(values, angle):
    m = ls.minima(values_problem(values, aggregation="sum"))
    rounding = EPS * max(map(abs, values))
    for theta in m.theta:
        gap = min(abs(mean(fractions(theta)) - x) for x in fractions(values))
        step = float(gap) / 4 * np.array((np.cos(angle), np.sin(angle)))
        if float(gap) > 1e3 * rounding:
            lowest = wcss(values, fractions(theta))
            assert wcss(values, fractions(theta + step)) > lowest


@settings(derandomize=True, deadline=None, max_examples=60)
@given(hard_numbers(2, 8))
def test_the_global_minima_are_the_lowest_of_all_splits(values):
    m = ls.minima(values_problem(values, aggregation="sum"))
    if not (m.complete and len(m)):
        return
    pairs = [(c1, c2) for c1, c2, clearance in splits(values) if clearance > 0]
    lowest = min(wcss(values, pair) for pair in pairs)
    # J of a rounded θ, n (eps θ)² above that of the exact one, cannot be told from it.
    rounding = len(values) * Fraction(2 * EPS * float(np.abs(m.theta).max())) ** 2
    for theta, is_global in zip(m.theta, m.is_global, strict=True):
        excess = wcss(values, fractions(theta)) - lowest
        assert not is_global or excess <= lowest * Fraction(1, 10**9) + 2 * rounding
        assert is_global or excess > 0


# --- logistic regression: separability in rational numbers, the minimum to 60 digits ------------


@st.composite
def hard_labels(draw):
    """(X, y) with opposite and nearly opposite samples, zeros, outliers, in any unit."""
    n = draw(st.integers(1, 8))
    X = np.array(draw(st.lists(st.tuples(SMALL, SMALL), min_size=n, max_size=n)))
    for row in range(1, n):
        if draw(st.integers(0, 2)) == 0:
            # A multiple of another sample, or nearly.
            X[row] = X[draw(st.integers(0, row - 1))] * draw(
                st.sampled_from([-2.0, -1.0, 0.1, 1.0])
            )
            X[row, 1] += draw(NEAR)
    X *= draw(st.sampled_from([(1, 1), (1, 1), (1, 1e12), (1e-12, 1), (1e-12, 1e-12)]))
    if draw(st.integers(0, 5)) == 0:
        X[-1] *= draw(HEAVY)
    X += draw(st.sampled_from([0.0, 0.0, 0.0, 1e6])) * np.abs(X).max()
    y = draw(st.lists(st.sampled_from([0.0, 1.0]), min_size=n, max_size=n))
    return X, np.array(y)


def turn(u, v):
    return u[0] * v[1] - u[1] * v[0]


def signed(X, y):
    """sᵢ xᵢ that are not 0, exact."""
    rows = [[f if label else -f for f in fractions(row)] for row, label in zip(X, y, strict=True)]
    return [v for v in rows if any(v)]


def is_separable(v):
    """Whether some d has v·d ≥ 0 for all and > 0 for one: across one of them, or along it."""
    normals = [(s * a, s * b) for x, z in v for a, b in ((-z, x), (x, z)) for s in (-1, 1)]
    gains = [[d[0] * x[0] + d[1] * x[1] for x in v] for d in normals]
    return any(min(gain) >= 0 and max(gain) > 0 for gain in gains)


def is_nearly_on_a_line(v, tolerance=1e-12):
    size = [max(abs(x[axis]) for x in v) or 1 for axis in (0, 1)]
    v = [(x[0] / size[0], x[1] / size[1]) for x in v]
    v = [(x[0] / max(map(abs, x)), x[1] / max(map(abs, x))) for x in v]
    return all(abs(turn(v[0], x)) <= tolerance for x in v)


def sixty_digits():
    """Decimal arithmetic in which eᶻ overflows for no logit z."""
    return localcontext(prec=60, Emax=MAX_EMAX, Emin=MIN_EMIN)


def exact_minimum(X, y, bias, start):
    """Where ∇NLL = 0, from nearby, by damped Newton steps until no logit moves by 10⁻³⁰."""
    rows = [[Decimal(float(f)) for f in row] for row in X]
    w = [Decimal(float(c)) for c in start]
    for _ in range(200):
        a, b, d, first, second = newton_sums(rows, y, Decimal(bias), w)
        step = [s / (a * d - b * b) for s in (b * second - d * first, b * first - a * second)]
        longest = max(abs(step[0] * x[0] + step[1] * x[1]) for x in unsaturated(rows, bias, w))
        if longest < Decimal("1e-30"):
            return w
        shorter = (1 + longest).ln() / longest
        w = [c + shorter * s for c, s in zip(w, step, strict=True)]
    raise AssertionError(f"no minimum near {start}")


def unsaturated(rows, bias, w):
    """The samples whose logit could bend J within the next steps."""
    return [x for x in rows if abs(w[0] * x[0] + w[1] * x[1] + Decimal(bias)) < 200]


def newton_sums(rows, y, bias, w):
    """∇²NLL (three numbers) and ∇NLL (two)."""
    sums = [Decimal(0)] * 5
    for x, label in zip(rows, y, strict=True):
        p = 1 / (1 + (-(w[0] * x[0] + w[1] * x[1] + bias)).exp())
        c, g = p * (1 - p), p - Decimal(label)
        terms = (c * x[0] * x[0], c * x[0] * x[1], c * x[1] * x[1], g * x[0], g * x[1])
        sums = [total + term for total, term in zip(sums, terms, strict=True)]
    return sums


def logit_distance(X, theta, exact, bias=0.0):
    """How far a logit at ``theta`` is at most from the exact one, where that is within ±20.

    Beyond, the prediction is 0 or 1 to nine digits: an outlier's logit may differ by more.
    """
    distances = [0.0]
    for row in X:
        x = [Decimal(float(f)) for f in row]
        if abs(exact[0] * x[0] + exact[1] * x[1] + Decimal(bias)) < 20:
            here = sum(f * Decimal(float(c)) for f, c in zip(x, theta, strict=True))
            there = sum(f * e for f, e in zip(x, exact, strict=True))
            distances.append(float(abs(here - there)))
    return max(distances)


ONE = [1.0, 1.0, 1.0]


@settings(derandomize=True, deadline=None, max_examples=150)
@given(hard_labels(), st.sampled_from([0.0, -3.0, 2.5]))
@example((np.array([[1.0, 0.0], [-1.0, 1e-13], [0.0, 0.0]]), np.array(ONE)), 0.0)
@example((np.array([[1.0, 0.0], [-1.0, -1e-13], [0.0, 1.0]]), np.array(ONE)), 0.0)
@example((np.array([[1.0, 0.0], [-1.0, -1e-11], [0.0, 1.0]]), np.array(ONE)), 0.0)
@example((np.array([[0.1, 0.3], [0.2, 0.6], [0.7, 2.1]]), np.array([1.0, 0.0, 1.0])), 0.0)
@example((np.array([[0.1, 0.3], [0.2, 0.6], [0.7, 2.1], [1, 0]]), np.array([1.0, 0, 1, 1])), 0.0)
@example((np.array([[0.0, -1.0], [0.0, 2.0], [0.0, -1e12]]), np.zeros(3)), 0.0)
@example((np.array([[1.0, 1e-20], [-1.0, 0.0], [0.5, 3e-20]]), np.array([1.0, 1.0, 0.0])), 2.5)
def test_a_minimum_is_certified_where_there_is_one_and_nowhere_else(data, bias):
    X, y = data
    m = ls.minima(labelled_problem(X, y, bias=bias))
    v = signed(X, y)
    if not v:
        assert m.message == "No unique minimum: all features are 0, so J is constant."
    elif is_nearly_on_a_line(v, tolerance=1e-14):
        contradicting = any(x[0] * v[0][0] + x[1] * v[0][1] < 0 for x in v)
        expected = "No unique minimum" if contradicting else "No finite minimum"
        assert m.message.startswith(expected)
        assert m.kind == ("valley",) * contradicting
    elif not is_nearly_on_a_line(v):
        assert m.message.startswith("No finite minimum") == is_separable(v), m.message
        assert len(m) <= 1
    if m.kind == ("minimum",):
        with sixty_digits():
            exact = exact_minimum(X, y, bias, m.theta[0])
            assert logit_distance(X, m.theta[0], exact, bias) <= 1e-3
    elif not len(m):
        assert m.complete == ("rounding hides" not in m.message)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(SMALL, SMALL, st.sampled_from([0.0, 1.0])), min_size=4, max_size=12),
    st.sampled_from([0.0, -3.0, 2.5]),
    st.sampled_from([1.0, 1e-12, 1e12]),
)
def test_ordinary_data_in_any_unit_keep_their_minimum_to_nine_digits(samples, bias, unit):
    data = np.array(samples)
    X, y = data[:, :2] * unit, data[:, 2]
    v = signed(X, y)
    if not v or is_nearly_on_a_line(v) or is_separable(v):
        return
    m = ls.minima(labelled_problem(X, y, bias=bias))
    assert m.kind == ("minimum",), m.message
    with sixty_digits():
        exact = exact_minimum(X, y, bias, m.theta[0])
        assert logit_distance(X, m.theta[0], exact, bias) <= 1e-9


@pytest.mark.parametrize("seed", range(8))
def test_heavy_tails_hide_neither_the_minimum_nor_that_there_is_none(seed):
    rng = np.random.default_rng(seed)
    X = rng.standard_cauchy((40, 2))
    X[0] *= 10.0 ** (2 * seed)
    y = (rng.random(40) < 0.5).astype(float)
    m = ls.minima(labelled_problem(X, y, bias=0.0))
    v = np.where(y[:, None] == 1, X, -X)
    v /= np.linalg.norm(v, axis=1)[:, None]
    best = linprog(-v.sum(axis=0), A_ub=-v, b_ub=np.zeros(40), bounds=[(-1, 1)] * 2)
    assert best.fun == pytest.approx(0.0, abs=1e-12)
    assert m.kind == ("minimum",), m.message
    with sixty_digits():
        exact = exact_minimum(X, y, 0.0, m.theta[0])
        assert logit_distance(X, m.theta[0], exact) <= 1e-6


@pytest.mark.parametrize("offset", [1e6, 1e8, 1e9, 1e10])
def test_features_far_from_zero_have_their_minimum_or_say_that_rounding_hides_it(offset):
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(60, 2)) + offset, (rng.random(60) < 0.5).astype(float)
    m = ls.minima(labelled_problem(X, y, bias=0.0))
    if not len(m):
        assert "rounding hides where it lies" in m.message
        return
    with sixty_digits():
        exact = exact_minimum(X, y, 0.0, m.theta[0])
        distance = logit_distance(X, m.theta[0], exact)
    z = X @ m.theta[0]
    magnitude = np.abs(X) @ np.abs(m.theta[0])
    terms = LogitTerms(1 / (1 + np.exp(-z)) - y, 1 / (2 + np.exp(z) + np.exp(-z)), magnitude)
    assert distance <= locate(X, terms).decrement <= 1e-3


def test_a_minimum_is_not_shown_where_rounding_leaves_theta_open():
    # Opposite to 10⁻⁹, and one sample beside them: along (1, −1) no logit tells where θ is.
    X = np.array([[1.0, 1.0], [-2.0, -2.0], [0.0, 1.0], [-2.0, -2.0], [-2.0, -2.0], [1.0, 1.0]])
    X[[1, 4], 1] += 1e-9
    m = ls.minima(labelled_problem(X, [0, 0, 0, 0, 1, 0], bias=0.0))
    assert "rounding hides where it lies" in m.message


# --- linear regression: normal equations in rational numbers ------------------------------------


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.integers(2, 9).flatmap(lambda n: st.tuples(hard_numbers(n, n), hard_numbers(n, n))))
@example(([1.0, 1.0 + 1e-14, 1.0 - 2e-14], [1.0, 2.0, 4.0]))
@example(([1e9, 1e9 + 1e-4, 1e9 - 1e-4], [0.1, 0.2, 0.4]))
def test_the_line_is_that_of_the_normal_equations_in_rational_numbers(data):
    x, y = map(np.array, data)
    m = ls.minima(line_problem(x, y))
    exact_x, exact_y = fractions(x), fractions(y)
    x_mean, y_mean = mean(exact_x), mean(exact_y)
    dx, dy = [v - x_mean for v in exact_x], [v - y_mean for v in exact_y]
    spread, rise = sum(d * d for d in dx), sum(d * d for d in dy)
    assert len(m) == 1, m.message
    slope, intercept = fractions(m.theta[0])
    level = float(slope * x_mean + intercept - y_mean)
    height = EPS * float(np.abs(y).mean() + abs(slope) * np.abs(x).mean())
    assert abs(level) <= 8 * height
    if m.kind == ("minimum",):
        exact = sum(a * b for a, b in zip(dx, dy, strict=True)) / spread
        error = float(abs(slope - exact)) * float(spread) ** 0.5
        assert error <= 8 * len(x) * EPS * float(rise) ** 0.5 + 1e-300
    else:
        assert np.ptp(x) <= 20 * EPS * np.abs(x).max()
        assert "all x are equal" in m.message
        assert ("to rounding" in m.message) == (np.ptp(x) > 0)


# --- a million samples ------------------------------------------------------------------------


def test_a_million_values_have_exact_means():
    whole = np.random.default_rng(0).integers(0, 10**6, 10**6)
    m = ls.minima(values_problem(whole / 1e3))
    assert m.complete
    for c1, c2 in m.theta[m.theta[:, 0] < m.theta[:, 1]]:
        lower = whole / 1e3 < (c1 + c2) / 2
        exact = [int(whole[side].sum()) / int(side.sum()) / 1e3 for side in (lower, ~lower)]
        assert (c1, c2) == pytest.approx(exact, rel=1e-13)


def test_a_million_points_have_their_line():
    rng = np.random.default_rng(1)
    x, y = rng.integers(-1000, 1000, (2, 10**6))
    m = ls.minima(line_problem(1e6 + x, y))
    sums = [int(v) for v in (x.sum(), y.sum(), (x * x).sum(), (x * y).sum())]
    n = 10**6
    slope = Fraction(n * sums[3] - sums[0] * sums[1], n * sums[2] - sums[0] ** 2)
    assert m.theta[0, 0] == pytest.approx(float(slope), rel=1e-9)


def test_a_hundred_thousand_labelled_points_have_their_minimum():
    rng = np.random.default_rng(2)
    X = rng.normal(size=(10**5, 2))
    y = (rng.random(10**5) < 1 / (1 + np.exp(-X @ (1.0, -2.0)))).astype(float)
    p = labelled_problem(X, y, bias=0.0)
    m = ls.minima(p)
    assert m.kind == ("minimum",)
    # The estimate is normal around the truth with covariance H⁻¹ of the sum.
    deviation = (m.theta[0] - (1.0, -2.0)) * np.sqrt(10**5 * m.eigenvalues[0].min())
    assert np.abs(deviation).max() < 5


# --- what a person reads ------------------------------------------------------------------------

HIDDEN = (
    "No certified minimum. The data are not separable, so there is a minimum, but rounding hides "
    "where it lies: the data are nearly separable, or the features are nearly multiples of one "
    "another, or huge compared with the differences between samples."
)
RANK_1 = (
    "No unique minimum: the features are multiples of one another to rounding (rank 1), so J is "
    "constant along (-0.949, 0.316). The marked one is the nearest to the origin."
)
HARDLY_SEPARABLE = (
    "No finite minimum: the data are separable, and along w ≈ t·(5e-14, 1), as t grows, no "
    "sample's loss rises and J falls for ever."
)
TIE = (
    "Two minima, one clustering: every split of the sorted values was tried; there are no other "
    "isolated minima. 1 more split is a kink, not a minimum: a value lies exactly half-way between "
    "the two means, and J falls when it changes clusters."
)
NEARLY_TIED = (
    "Two minima, one clustering: every split of the sorted values was tried. 2 splits are left "
    "out: to rounding, a value lies half-way between the two means and could change clusters at "
    "no cost."
)
NEARLY_CONSTANT = (
    "No unique minimum: all x are equal to rounding, so every (w, b) with 1·w + b = 2 is one. The "
    "marked one is the nearest to the origin."
)
NEARLY_SEPARABLE = labelled_problem([[0.1, 0.3], [0.2, 0.6], [0.7, 2.1], [1, 0]], [1, 0, 1, 1])


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (NEARLY_SEPARABLE, HIDDEN),
        (labelled_problem([[0.1, 0.3], [0.2, 0.6], [0.7, 2.1]], [1, 0, 1]), RANK_1),
        (labelled_problem([[1.0, 0.0], [-1.0, 1e-13]], [1, 1]), HARDLY_SEPARABLE),
        (values_problem([0, 0, 1, 3, 5]), TIE),
        (values_problem(np.linspace(0, 1, 100)), NEARLY_TIED),
        (line_problem([1.0, 1.0 + 2.0**-52], [1.0, 3.0]), NEARLY_CONSTANT),
    ],
    ids=["nearly-separable", "rank-1", "hardly-separable", "tie", "nearly-tied", "nearly-constant"],
)
def test_the_message_says_what_rounding_leaves_undecided(problem, message):
    assert ls.minima(problem).message == message


def test_a_window_does_not_hide_that_rounding_leaves_doubt():
    m = ls.minima(values_problem(np.linspace(0, 1, 100)), ((0.0, 0.5), (0.5, 1.0)))
    assert m.message.startswith("1 minimum lies in this window, 1 outside it. 2 splits are left ou")


def test_a_message_says_that_rounding_hides_a_minimum():
    reason = NEARLY_SEPARABLE.flat_reason(np.array([20.0, -5.0]))
    assert reason.startswith(
        "The gradient is small, but this may not be the minimum. The data are "
    )


def test_a_search_without_result_does_not_claim_that_no_minimum_exists():
    X, y = [[1.0, 0.0], [-1.0, -1e-11], [0.0, 1.0]], [1, 1, 1]
    p = labelled_problem(X, y, name="logistic-squared-error")
    # Along w₁ = −ε w₂/2, J = ½ + ε w₂/4 + e^(−2 w₂) but for smaller terms.
    assert ls.minima(p).theta[0] == pytest.approx((0.0, 0.5 * np.log(8e11)), abs=1e-4)
    m = ls.minima(p, ((-6.0, 6.0), (-6.0, 6.0)))
    assert len(m) == 0
    assert not m.complete
    assert m.message.startswith("No minimum was found in this window. Searched with Newton's")


def test_equally_low_minima_are_both_global_although_theta_is_rounded():
    unit = 2.0**-20
    values = 1e9 + unit * np.array([0.0, 1.0, 2.0, 100.0, 101.0, 102.0, 200.0, 201.0, 202.0])
    m = ls.minima(values_problem(values, aggregation="sum"))
    assert m.is_global.tolist() == [True] * 4
