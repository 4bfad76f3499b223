"""The nodes that are foretold against the Chebyshev series of J itself."""

import numpy as np
import pytest

from losscore.kernels.chebyshev import nodes, to_coefficients
from losscore.kernels.singularities import DEGREES, enough_nodes

OFFSET, ALLOWED = 0.4, 1e-7
FINE = 257


def series(features, window, axis, *, double_pole):
    """|Coefficients| of mean J along an axis of the window, the other weight nearest to 0."""
    low, high = np.array(window).T
    theta = np.repeat(np.clip(0.0, low, high)[:, None], FINE, axis=1)
    theta[axis] = nodes(FINE, window[axis])
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
