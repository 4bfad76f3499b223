"""The predicted number of nodes, against the Chebyshev series of J itself."""

import numpy as np
import pytest

from losscore.kernels.chebyshev import nodes, to_coefficients
from losscore.kernels.singularities import DEGREES, enough_nodes, fewest_nodes

OFFSET, ALLOWED = 0.4, 1e-7
FINE = 257


def series(features, window, axis, *, double_pole, stretch=0.0):
    """|Coefficients| of mean J along an axis of the window, the other weight nearest to 0."""
    low, high = np.array(window).T
    theta = np.repeat(np.clip(0.0, low, high)[:, None], FINE, axis=1)
    theta[axis] = nodes(FINE, window[axis], stretch)
    z = theta.T @ features + OFFSET
    loss = (1 + np.exp(-z)) ** -2.0 if double_pole else np.logaddexp(0.0, z)
    return np.abs(to_coefficients(FINE) @ loss.mean(axis=1))


@pytest.mark.parametrize("double_pole", [False, True])
@pytest.mark.parametrize("window", [((-5.0, 5.0), (-2.0, 6.0)), ((1.0, 4.0), (-9.0, -3.0))])
@pytest.mark.parametrize("seed", range(4))
def test_the_rest_of_the_series_is_small_and_not_much_smaller(seed, window, double_pole):
    features = np.random.default_rng(seed).normal(size=(2, 80))
    enough = enough_nodes(features, OFFSET, window, ALLOWED, double_pole=double_pole)
    along = [series(features, window, axis, double_pole=double_pole) for axis in (0, 1)]
    assert max(terms[enough:].sum() for terms in along) <= 2 * ALLOWED
    assert max(terms[enough // 2 :].sum() for terms in along) > ALLOWED


@pytest.mark.parametrize("double_pole", [False, True])
def test_a_parameter_that_z_does_not_depend_on_asks_for_no_nodes(double_pole):
    features = np.vstack((np.zeros(10), np.linspace(-1.0, 1.0, 10)))
    window = ((-1e9, 1e9), (-3.0, 3.0))
    few = enough_nodes(features, OFFSET, window, ALLOWED, double_pole=double_pole)
    assert few < DEGREES[-1] / 2
    assert few == enough_nodes(
        features[::-1], OFFSET, window[::-1], ALLOWED, double_pole=double_pole
    )


@pytest.mark.parametrize("reach", [1e3, 1e30, 1e300])
def test_where_no_size_is_enough_it_is_more_than_any(reach):
    features = np.random.default_rng(0).normal(size=(2, 20))
    window = ((-reach, reach), (-reach, reach))
    assert enough_nodes(features, OFFSET, window, ALLOWED, double_pole=False) > DEGREES[-1] + 1


@pytest.mark.parametrize("double_pole", [False, True])
@pytest.mark.parametrize("window", [((-9.0, 9.0), (-5.0, 6.0)), ((-8.0, 12.0), (-9.0, 7.0))])
@pytest.mark.parametrize("seed", range(4))
def test_sharp_terms_are_stretched_and_ask_for_fewer(seed, window, double_pole):
    features = np.random.default_rng(seed).normal(size=(2, 80))
    allowed = 1e-4 if double_pole else 1e-6
    plain = enough_nodes(features, OFFSET, window, allowed, double_pole=double_pole)
    size, stretch = fewest_nodes(features, OFFSET, window, allowed, double_pole=double_pole)
    assert stretch > 0
    assert size < 0.9 * plain
    along = [
        series(features, window, axis, double_pole=double_pole, stretch=stretch) for axis in (0, 1)
    ]
    assert max(terms[size:].sum() for terms in along) <= 2 * allowed
    assert max(terms[size // 2 :].sum() for terms in along) > allowed


@pytest.mark.parametrize("window", [((-1.0, 1.0), (-1.0, 1.0)), ((8.0, 12.0), (-0.5, 0.5))])
def test_smooth_terms_are_not_stretched(window):
    features = 1.0 + 0.1 * np.random.default_rng(0).normal(size=(2, 80))
    nodes_asked_for = fewest_nodes(features, OFFSET, window, ALLOWED, double_pole=False)
    assert nodes_asked_for == (
        enough_nodes(features, OFFSET, window, ALLOWED, double_pole=False),
        0.0,
    )


@pytest.mark.parametrize("reach", [1e3, 1e30, 1e300])
def test_stretching_does_not_make_too_sharp_terms_tame(reach):
    features = np.random.default_rng(0).normal(size=(2, 20))
    window = ((-reach, reach), (-reach, reach))
    size, _ = fewest_nodes(features, OFFSET, window, ALLOWED, double_pole=True)
    assert size > DEGREES[-1] + 1
