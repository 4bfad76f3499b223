"""Counts below midpoints: the table is that of brute force, or there is none."""

import numpy as np
import pytest

from losscore.kernels import split_counts
from losscore.kernels.split_counts import fits, wcss_table


def brute_force(values, x, y):
    """Σ min_k (v − c_k)² with more digits than a double has."""
    exact = values.astype(np.longdouble)
    return np.array([[np.minimum((exact - a) ** 2, (exact - b) ** 2).sum() for a in x] for b in y])


def relative_error(values, x, y):
    expected = brute_force(values, x, y)
    assert fits(x, y)
    return float(np.abs(wcss_table(values, x, y) - expected).max() / expected.max())


@pytest.mark.parametrize("seed", range(12))
def test_random_axes_of_one_spacing_have_the_table_of_brute_force(seed):
    rng = np.random.default_rng(seed)
    nx, ny = rng.integers(2, 30, 2)
    scale = 10 ** rng.uniform(-2, 2)
    step = scale * 10 ** rng.uniform(-1, 1)
    x_lo, y_lo = scale * rng.normal(size=2)
    x, y = x_lo + step * np.arange(nx), y_lo + step * np.arange(ny)
    values = scale * rng.standard_t(3, 2000)
    assert relative_error(values, x, y) < 1e-13


@pytest.mark.parametrize("count", [1, 2, 7, split_counts.BLOCK + 1])
def test_any_number_of_values(count):
    values = np.random.default_rng(0).normal(size=count)
    axis = np.linspace(-2, 2, 6)
    assert relative_error(values, axis, axis) < 1e-13


def test_values_on_midpoints_and_nodes_count_on_either_side():
    values = np.repeat(np.arange(-3.0, 3.5, 0.5), 3)
    assert relative_error(values, np.arange(-2.0, 3.0), np.arange(-1.0, 6.0)) < 1e-15


def test_values_may_all_lie_outside_the_axes():
    values = np.array([-9.0, -7.5, 40.0, 41.0])
    assert relative_error(values, np.linspace(0, 1, 5), np.linspace(2, 3, 5)) < 1e-15


@pytest.mark.parametrize("spread", [1e6, 3e4])
def test_values_a_million_away_lose_no_digits(spread):
    values = 1e6 + spread * np.random.default_rng(1).normal(size=1000)
    axis = 1e6 + np.linspace(-2 * spread, 2 * spread, 9)
    assert relative_error(values, axis, axis) < 1e-13


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (np.linspace(0, 1, 5), np.linspace(0, 1, 6)),
        (np.linspace(0, 1, 5), np.linspace(0, 1.0 + 1e-9, 5)),
        (1e6 + np.linspace(0, 1, 5), 1e6 + np.linspace(0, 1, 5)),
        (np.linspace(0, 1e-310, 5), np.linspace(0, 1e-310, 5)),
        (np.linspace(-8e307, 8e307, 5), np.linspace(-8e307, 8e307, 5)),
        (np.array([1.0, np.nextafter(1.0, 2.0)]), np.array([1.0, np.nextafter(1.0, 2.0)])),
    ],
    ids=["steps", "nearly", "far", "tiny", "huge", "one-ulp"],
)
def test_axes_whose_midpoints_form_no_lattice_do_not_fit(x, y):
    assert not fits(x, y)


def test_axes_of_one_spacing_fit_wherever_they_begin():
    assert fits(np.linspace(0, 1, 11), np.linspace(5, 5.5, 6))


def test_tight_clusters_far_apart_have_no_table_where_j_is_tiny():
    rng = np.random.default_rng(2)
    values = np.concatenate((rng.normal(0, 1e-6, 500), rng.normal(1, 1e-6, 500)))
    x, y = np.linspace(-1e-7, 1e-7, 5), 1e-7 * np.arange(-2, 3) / 2
    assert wcss_table(values, x, y + 1e-8) is not None
    near_both = np.linspace(-1e-6, 1e-6, 5)
    assert wcss_table(values, near_both, 1.0 + near_both) is None
