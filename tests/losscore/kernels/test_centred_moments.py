"""Centred sums against rational numbers, far from zero and where a line fits perfectly."""

from fractions import Fraction

import numpy as np
import pytest

from losscore.kernels import centred_moments
from losscore.kernels.centred_moments import moments, residual_squares


def exact_moments(x, y):
    """The five sums in rational numbers, as floats."""
    x, y = ([Fraction(value) for value in values.tolist()] for values in (x, y))
    x_mean, y_mean = sum(x) / len(x), sum(y) / len(y)
    dx, dy = [a - x_mean for a in x], [b - y_mean for b in y]
    xx, yy = sum(a * a for a in dx), sum(b * b for b in dy)
    xy = sum(a * b for a, b in zip(dx, dy, strict=True))
    return [float(value) for value in (x_mean, y_mean, xx, xy, yy)]


@pytest.mark.parametrize("offset", [0.0, 1e6, -1e9])
@pytest.mark.parametrize("count", [1, 2, 5, 4000])
def test_the_sums_are_those_of_exact_arithmetic_however_far_the_data_lie(
    count, offset, monkeypatch
):
    # Small blocks, so that many are put together.
    monkeypatch.setattr(centred_moments, "BLOCK", 700)
    rng = np.random.default_rng(count)
    x, y = offset + rng.normal(size=count), 2.0 * offset + rng.normal(size=count)
    x_mean, y_mean, xx, xy, yy = exact_moments(x, y)
    found = moments(x, y)
    assert found.count == count
    assert (found.x_mean, found.y_mean) == pytest.approx((x_mean, y_mean), rel=4e-16, abs=1e-16)
    # An error of the mean enters the sums squared only.
    assert found.xx == pytest.approx(xx, rel=1e-12, abs=1e-300)
    assert found.yy == pytest.approx(yy, rel=1e-12, abs=1e-300)
    assert found.xy == pytest.approx(xy, abs=1e-12 * np.sqrt(xx * yy))


def test_one_sample_has_no_spread():
    found = moments(np.array([1e9]), np.array([3.0]))
    assert (found.x_mean, found.y_mean, found.xx, found.xy, found.yy) == (1e9, 3.0, 0.0, 0.0, 0.0)


def test_more_samples_than_one_chunk_are_all_counted():
    x = np.arange(300_000.0)
    found = moments(x, -x)
    squares = 300_000 * (300_000**2 - 1) / 12
    assert (found.x_mean, found.y_mean) == pytest.approx((149_999.5, -149_999.5), rel=4e-16)
    assert (found.xx, found.xy, found.yy) == pytest.approx((squares, -squares, squares), rel=1e-14)


@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_what_a_line_leaves_is_right_also_where_it_leaves_nearly_nothing(offset):
    x = offset + np.arange(200_000.0)
    y = 3.0 * x
    miss = np.where(np.arange(len(x)) % 2, 1e-4, -1e-4)
    centre = moments(x, y)
    # Residuals are zero to rounding of y, which is 1e-10.
    assert residual_squares(x, y, centre, 3.0) <= 200_000 * (1e-15 * 3 * (offset + 2e5)) ** 2
    assert residual_squares(x, y + miss, centre, 3.0) == pytest.approx(200_000 * 1e-8, rel=1e-5)
