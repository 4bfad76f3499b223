"""Per-sample losses: values, derivatives, and logits of any size."""

from decimal import Decimal, getcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from losscore import losses

POINTWISE = [losses.SQUARED_ERROR, losses.NEGATIVE_LOG_LIKELIHOOD, losses.SIGMOID_SQUARED_ERROR]
NAMES = [pointwise.name for pointwise in POINTWISE]
Z = np.linspace(-6.0, 6.0, 41)

getcontext().prec = 60


def exact_sigmoid(z):
    return 1 / (1 + (-Decimal(z)).exp())


def exact_nll(z, y):
    odds = (Decimal(z) * (-1 if y else 1)).exp()
    # log(1 + u) = u − u²/2 + …: below 1e-30 the first term has all digits of a float.
    return (1 + odds).ln() if odds > Decimal("1e-30") else odds


@given(st.floats(-1e4, 1e4), st.sampled_from([0.0, 1.0]))
def test_the_nll_is_exact_to_rounding_for_any_logit(z, y):
    value = losses.NEGATIVE_LOG_LIKELIHOOD.value(np.array(z), np.array(y))
    assert float(value) == pytest.approx(float(exact_nll(z, y)), rel=2e-15, abs=5e-324)


@given(st.floats(-700, 700), st.sampled_from([0.0, 1.0]))
def test_the_slope_of_the_nll_keeps_its_relative_accuracy_when_saturated(z, y):
    slope = losses.NEGATIVE_LOG_LIKELIHOOD.first(np.array(z), np.array(y))
    expected = exact_sigmoid(z) if y == 0 else -exact_sigmoid(-z)
    assert float(slope) == pytest.approx(float(expected), rel=1e-14)


@pytest.mark.parametrize("z", [-1e300, -800.0, 800.0, 1e300])
def test_the_nll_of_a_huge_logit_is_the_logit_or_zero(z):
    for y in (0.0, 1.0):
        expected = max(0.0, -z if y else z)
        assert losses.NEGATIVE_LOG_LIKELIHOOD.value(np.array(z), np.array(y)) == expected
        assert losses.NEGATIVE_LOG_LIKELIHOOD.first(np.array(z), np.array(y)) == (
            np.sign(z) if expected else 0.0
        )
        assert losses.NEGATIVE_LOG_LIKELIHOOD.second(np.array(z), np.array(y)) == 0.0


def test_sigmoid_and_softplus_at_known_points():
    assert losses.sigmoid(np.array(0.0)) == 0.5
    assert losses.sigmoid(np.array([-np.inf, np.inf])).tolist() == [0.0, 1.0]
    assert losses.sigmoid(np.log(3.0)) == pytest.approx(0.75, rel=1e-15)
    assert losses.softplus(np.array(0.0)) == pytest.approx(0.6931471805599453, rel=1e-16)
    assert losses.softplus(np.array(-50.0)) == pytest.approx(1.9287498479639178e-22, rel=1e-15)


def test_the_squared_error_has_no_factor_one_half():
    z, y = np.array(5.0), np.array(2.0)
    assert losses.SQUARED_ERROR.value(z, y) == 9.0
    assert losses.SQUARED_ERROR.first(z, y) == 6.0
    assert losses.SQUARED_ERROR.second(z, y) == 2.0


def test_squared_error_of_a_probability_at_hand_values():
    z, one, zero = np.log(np.array(3.0)), np.array(1.0), np.array(0.0)
    assert losses.SIGMOID_SQUARED_ERROR.value(z, one) == pytest.approx(0.0625, rel=1e-15)
    assert losses.SIGMOID_SQUARED_ERROR.value(z, zero) == pytest.approx(0.5625, rel=1e-15)
    # 2 (p − y) p (1 − p) = 2 · (−0.25) · 0.75 · 0.25
    assert losses.SIGMOID_SQUARED_ERROR.first(z, one) == pytest.approx(-0.09375, rel=1e-15)
    # 2 q² (1 − q)(2 − 3q) with q = 0.25
    assert losses.SIGMOID_SQUARED_ERROR.second(z, one) == pytest.approx(0.1171875, rel=1e-15)


def test_wcss_is_the_square_of_the_distance_to_the_nearest_centroid():
    x = np.array([0.0, 1.0, 2.5, 4.0])
    assert losses.within_cluster_squares(x, np.array([1.0, 4.0])).tolist() == [1.0, 0.0, 2.25, 0.0]
    three = losses.within_cluster_squares(x, np.array([0.0, 2.0, 4.0]))
    assert three.tolist() == [0.0, 1.0, 0.25, 0.0]


@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("pointwise", POINTWISE, ids=NAMES)
def test_derivatives_agree_with_differences(pointwise, y):
    target, step = np.full_like(Z, y), 1e-3

    def slope(function):
        near = function(Z + step, target) - function(Z - step, target)
        far = function(Z + 2 * step, target) - function(Z - 2 * step, target)
        return (8 * near - far) / (12 * step)

    assert pointwise.first(Z, target) == pytest.approx(slope(pointwise.value), abs=1e-11)
    assert pointwise.second(Z, target) == pytest.approx(slope(pointwise.first), abs=1e-11)


@pytest.mark.parametrize("pointwise", POINTWISE, ids=NAMES)
def test_value_and_slope_together_have_the_bits_they_have_alone(pointwise):
    rng = np.random.default_rng(0)
    z = np.concatenate((Z, 10.0 ** rng.uniform(-300, 300, 500), [0.0, 800.0, np.inf]))
    z, y = np.concatenate((z, -z)), np.array([[0.0], [1.0]])
    with np.errstate(over="ignore", invalid="ignore"):
        together = pointwise.value_and_first(z, y)
        alone = pointwise.value(z, y), pointwise.first(z, y)
    for one, other in zip(together, alone, strict=True):
        assert one.shape == (2, len(z))
        assert np.array_equal(one, other, equal_nan=True)


@pytest.mark.parametrize("pointwise", POINTWISE, ids=NAMES)
def test_a_loss_broadcasts_predictors_against_targets(pointwise):
    z, y = np.linspace(-2, 2, 6).reshape(3, 2, 1), np.array([0.0, 1.0, 1.0, 0.0])
    for function in (pointwise.value, pointwise.first, pointwise.second):
        table = function(z, y)
        assert table.shape == (3, 2, 4)
        for index in np.ndindex(table.shape):
            alone = function(z[index[0], index[1], 0:1], y[index[2] : index[2] + 1])
            assert table[index] == alone[0]


def test_links_turn_the_predictor_into_the_prediction():
    assert losses.SQUARED_ERROR.link(Z) is Z
    assert losses.NEGATIVE_LOG_LIKELIHOOD.link(np.array(0.0)) == 0.5
    assert losses.SIGMOID_SQUARED_ERROR.link(np.array(0.0)) == 0.5
