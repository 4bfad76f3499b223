"""Linear regression: hand values, the closed form, and data without a unique line."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import losscore as ls
from tests.losscore.cases import circle_problem, line_problem


def least_squares(x, y):
    """[w, b] by numpy, on centred x: lstsq alone loses half the digits far from zero."""
    design = np.column_stack((x - x.mean(), np.ones(len(x))))
    slope, level = np.linalg.lstsq(design, y)[0]
    return np.array([slope, level - slope * x.mean()])


def noisy_line(seed, offset=0.0, n=40, scale=1.0):
    rng = np.random.default_rng(seed)
    x = offset + scale * rng.normal(size=n)
    return x, 0.7 * (x - offset) / scale + rng.normal(size=n)


def test_hand_values():
    p = line_problem([1.0, 2.0], [1.0, 3.0], aggregation="sum")
    # residuals at w = 1, b = 1: 1 and 0
    assert p.loss((1.0, 1.0)) == 1.0
    assert p.grad((1.0, 1.0)).tolist() == [2.0, 2.0]
    assert p.hessian((1.0, 1.0)).tolist() == [[10.0, 6.0], [6.0, 4.0]]
    assert p.predict((1.0, 1.0), [[5.0]]).tolist() == [6.0]


def test_the_circle_is_a_circle():
    p = circle_problem()
    assert p.loss((3.0, 4.0)) == 25.0
    assert p.grad((3.0, 4.0)).tolist() == [6.0, 8.0]


@pytest.mark.parametrize("aggregation", ["sum", "mean"])
@pytest.mark.parametrize("seed", range(5))
def test_the_minimum_is_numpys_least_squares_solution(seed, aggregation):
    x, y = noisy_line(seed)
    m = ls.minima(line_problem(x, y, aggregation=aggregation))
    expected = np.linalg.lstsq(np.column_stack((x, np.ones(40))), y)[0]
    assert m.theta[0] == pytest.approx(expected, rel=1e-12)
    assert (len(m), m.kind, m.complete) == (1, ("minimum",), True)
    assert m.is_global.tolist() == [True]
    assert m.message == "J is a convex quadratic: this is its only minimum, in closed form."


@given(
    arrays(float, 6, elements=st.floats(-100, 100).map(lambda v: round(v, 3)), unique=True),
    arrays(float, 6, elements=st.floats(-100, 100)),
)
def test_any_data_with_two_different_x_have_one_minimum_with_no_gradient(x, y):
    p = line_problem(x, y)
    m = ls.minima(p)
    assert m.theta[0] == pytest.approx(least_squares(x, y), rel=1e-8, abs=1e-8)
    assert m.grad_norm[0] <= 1e-9 * p.gradient_scale
    assert m.eigenvalues[0, 0] > 0


@pytest.mark.parametrize(
    ("offset", "scale"),
    [(1e6, 1.0), (-1e6, 10.0), (2020.0, 3.0), (1e4, 0.5), (0.0, 1e6), (0.0, 1e-6)],
    ids=["a-million", "minus-a-million", "years", "ten-thousand", "large-unit", "small-unit"],
)
def test_data_far_from_zero_or_in_other_units_still_have_their_minimum(offset, scale):
    x, y = noisy_line(1, offset, scale=scale)
    m = ls.minima(line_problem(x, y))
    assert len(m) == 1, m.message
    assert m.theta[0] == pytest.approx(least_squares(x, y), rel=1e-8)
    # det ∇²J = det 2 [[x²‾, x̄], [x̄, 1]] = 4 var(x)
    assert (m.eigenvalues > 0).all()
    assert m.eigenvalues[0].prod() == pytest.approx(4 * np.var(x), rel=1e-6)


def test_x_of_any_unit_is_not_taken_for_constant():
    m = ls.minima(line_problem([1e-15, 2e-15, 3e-15], [1.0, 2.0, 3.0]))
    assert m.theta[0] == pytest.approx((1e15, 0.0), rel=1e-9, abs=1e-9)
    assert "No unique minimum" not in m.message


@pytest.mark.parametrize(
    ("x", "y"),
    [([2.0], [3.0]), ([2.0, 2.0], [1.0, 5.0]), ([0.0, 0.0], [3.0, 3.0]), ([1e6] * 3, [1.0, 2, 3])],
    ids=["one-sample", "two-equal", "all-zero", "far"],
)
def test_constant_x_has_a_valley_of_minima_and_the_message_says_so(x, y):
    p = line_problem(x, y)
    m = ls.minima(p)
    x_mean, y_mean = x[0], float(np.mean(y))
    assert m.kind == ("valley",)
    assert "No unique minimum: all x are equal" in m.message
    assert "nearest to the origin" in m.message
    # The nearest point of the line w x̄ + b = ȳ is a multiple of (x̄, 1).
    assert m.theta[0] @ (x_mean, 1.0) == pytest.approx(y_mean, rel=1e-12)
    assert m.theta[0] @ (1.0, -x_mean) == pytest.approx(0.0, abs=1e-9)
    along = np.array([1.0, -x_mean]) / np.hypot(1.0, x_mean)
    assert p.loss(m.theta[0] + along) == pytest.approx(p.loss(m.theta[0]), rel=1e-9, abs=1e-9)


def test_constant_y_gives_the_flat_line():
    m = ls.minima(line_problem([1.0, 2.0, 4.0], [3.0, 3.0, 3.0]))
    assert m.theta[0] == pytest.approx((0.0, 3.0), abs=1e-14)
    assert m.loss[0] == pytest.approx(0.0, abs=1e-28)


@pytest.mark.parametrize("offset", [0.0, 10.0])
def test_the_default_window_shows_the_minimum_in_its_middle(offset):
    x, y = noisy_line(3, offset)
    p = line_problem(x, y)
    middle = np.array(p.window).mean(axis=1)
    assert middle == pytest.approx(ls.minima(p).theta[0], rel=1e-9)


def test_years_have_a_line():
    x = np.arange(2018, 2027.0)
    m = ls.minima(line_problem(x, 3 * (x - 2018) + 1))
    assert m.kind == ("minimum",)
    assert m.theta[0] == pytest.approx((3.0, 1 - 3 * 2018), rel=1e-12)


@pytest.mark.parametrize(("x", "y"), [([1.0, 2.0], [1e17, 1e17]), ([1e17, 1e17], [1.0, 2.0])])
def test_the_default_window_of_huge_data_is_still_a_window(x, y):
    assert all(low < high for low, high in line_problem(x, y).window)


@pytest.mark.parametrize("miss", [0.0, 1e-9, 1e-3, 1.0])
@pytest.mark.parametrize("offset", [0.0, 1e4])
def test_what_the_best_line_leaves_keeps_its_digits(offset, miss):
    # Slope, offset and misses are sums of few powers of two, so that y is exact.
    x = offset + np.arange(512.0)
    misses = np.where(np.arange(512) % 4 % 3 == 0, 1.0, -1.0) * float(np.float16(miss))
    p = line_problem(x, 3.0 * (x - offset) + misses, aggregation="sum")
    best = ls.minima(p).loss[0]
    # + − − + is at right angles to every line.
    assert best == pytest.approx(np.sum(misses**2), rel=1e-9, abs=1e-18)
