"""Interpolation: known polynomials and functions, what is refused, and where nodes lie."""

import numpy as np
import pytest

from losscore.kernels import chebyshev
from losscore.kernels.chebyshev import (
    STRETCH,
    Nodes,
    Smooth,
    interpolate,
    interpolation_matrix,
    nodes,
    probes,
)

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))


def fitted(function, window, tol=1e-8, expected=None, **options):
    """An interpolant of function(x, y), which broadcasts."""
    smooth = Smooth(
        on=lambda x, y: function(x, y[:, None]),
        at=lambda theta: function(theta[:, 0], theta[:, 1]),
        enough=lambda error: expected,
    )
    return interpolate(smooth, window, tol, **options)


def deviation(found, function, window, nx=83, ny=57):
    """The largest true error on a grid, relative to the function's range there."""
    x, y = (np.linspace(*side, n) for side, n in zip(window, (nx, ny), strict=True))
    expected = function(x, y[:, None])
    return np.abs(found.table(nx, ny) - expected).max() / np.ptp(expected)


SMOOTH = {
    "polynomial": lambda x, y: 1 + x - 2 * x * y**3 + x**5,
    "bell": lambda x, y: np.exp(-((x - 0.3) ** 2) - 4 * y**2),
    "wave": lambda x, y: np.sin(9 * x + 4 * y),
    "poles-nearby": lambda x, y: 1 / (1 + 9 * x**2 + y**2),
    "one-variable": lambda x, y: np.exp(3 * y) + 0 * x,
    "softplus": lambda x, y: np.logaddexp(0, 12 * x - 7 * y),
    "far-from-zero": lambda x, y: 1e4 + np.cos(5 * x * y),
}


@pytest.mark.parametrize("tol", [1e-3, 1e-6, 1e-9])
@pytest.mark.parametrize("name", SMOOTH)
def test_a_smooth_function_is_interpolated_within_the_reported_error(name, tol):
    found = fitted(SMOOTH[name], SQUARE, tol)
    assert found.error <= tol
    assert deviation(found, SMOOTH[name], SQUARE) <= found.error
    assert found.size <= chebyshev.MAX_SIZE


@pytest.mark.parametrize("tol", [1e-3, 1e-6, 1e-8])
@pytest.mark.parametrize("name", SMOOTH)
def test_a_smooth_function_is_interpolated_on_stretched_axes_too(name, tol):
    found = fitted(SMOOTH[name], SQUARE, tol, Nodes(17, STRETCH))
    assert found.stretch == STRETCH
    assert found.error <= tol
    assert deviation(found, SMOOTH[name], SQUARE) <= found.error


def test_a_sharp_function_asks_for_fewer_nodes_on_stretched_axes():
    def sharp(x, y):
        return np.logaddexp(0, 18 * x - 1) + np.logaddexp(0, 1 - 15 * y)

    plain, stretched = (fitted(sharp, SQUARE, 1e-6, Nodes(25, alpha)) for alpha in (0.0, STRETCH))
    assert stretched.size < 0.8 * plain.size


@pytest.mark.parametrize("window", [((1e6, 1e6 + 1), (-3.0, 5.0)), ((1e-9, 3e-9), (-1e9, 1e9))])
def test_a_window_may_lie_far_away_and_have_any_shape(window):
    (x_lo, x_hi), (y_lo, y_hi) = window

    def function(x, y):
        return np.sin(4 * (x - x_lo) / (x_hi - x_lo)) * np.exp((y - y_lo) / (y_hi - y_lo))

    found = fitted(function, window, 1e-8)
    # The window's own rounding, 1e-10 of its width, is no error of the interpolant.
    assert deviation(found, function, window) <= found.error + 1e-9


def test_a_harder_function_gets_more_nodes():
    sizes = [fitted(lambda x, y, k=k: np.sin(k * x) + y, SQUARE).size for k in (1, 8, 32)]
    assert sizes == sorted(set(sizes))


@pytest.mark.parametrize(
    "function",
    [
        lambda x, y: np.abs(x - 0.1) + 0 * y,
        lambda x, y: np.minimum((x - 0.2) ** 2, (y + 0.3) ** 2),
        lambda x, y: np.where(x + y > 0.2, 1.0, 0.0),
        lambda x, y: np.sin(400 * x) + 0 * y,
    ],
    ids=["kink", "seam", "step", "too-fast"],
)
def test_what_polynomials_cannot_follow_is_refused(function):
    assert fitted(function, SQUARE, 1e-6) is None


@pytest.mark.parametrize("value", [0.0, 0.7, -1e300, np.inf, np.nan])
def test_a_constant_has_no_range_to_be_relative_to(value):
    assert (
        fitted(lambda x, y: np.full(np.broadcast_shapes(x.shape, y.shape), value), SQUARE) is None
    )


def test_a_function_that_is_infinite_somewhere_is_refused():
    assert fitted(lambda x, y: np.where(x == 1.0, np.inf, x + y), SQUARE) is None


def test_no_more_nodes_than_allowed():
    assert fitted(SMOOTH["wave"], SQUARE, 1e-9, max_size=chebyshev.MIN_SIZE) is None
    assert fitted(SMOOTH["polynomial"], SQUARE, 1e-9, max_size=chebyshev.MIN_SIZE).size == 9


@pytest.mark.parametrize("side", [(-1.0, 1.0), (0.1, 0.3), (1e308, 1.7e308), (-8e307, 8e307)])
def test_nodes_ascend_and_begin_and_end_where_the_window_does(side):
    for stretch in (0.0, STRETCH):
        points = nodes(33, side, stretch)
        assert (points[0], points[-1]) == side
        assert (np.diff(points) > 0).all()


def test_at_the_nodes_an_interpolant_is_the_function():
    for stretch in (0.0, STRETCH):
        matrix = interpolation_matrix(nodes(17, (-1.0, 1.0), stretch), 17, stretch)
        assert matrix == pytest.approx(np.eye(17), abs=1e-14)


def test_probes_lie_in_the_window_and_are_the_same_every_time():
    window = ((2.0, 3.0), (-5.0, -4.5))
    points = probes(window)
    assert (points >= (2.0, -5.0)).all()
    assert (points <= (3.0, -4.5)).all()
    assert np.array_equal(points, probes(window, 100)[: len(points)])
