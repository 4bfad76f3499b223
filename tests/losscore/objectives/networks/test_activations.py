"""Activations: values and both derivatives."""

import numpy as np
import pytest

from losscore.objectives.networks.activations import ACTIVATIONS

# Clear of 0, where relu has its kink.
S = np.array([-8.0, -1.3, -0.2, 0.1, 0.7, 2.5, 9.0])
TEXTBOOK = {
    "tanh": lambda s: (np.exp(s) - np.exp(-s)) / (np.exp(s) + np.exp(-s)),
    "sigmoid": lambda s: np.exp(s) / (1 + np.exp(s)),
    "relu": lambda s: np.where(s > 0, s, 0.0),
}


def test_every_activation_has_a_textbook_formula():
    assert set(TEXTBOOK) == set(ACTIVATIONS)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_value_is_the_textbook_formula(name):
    assert ACTIVATIONS[name].name == name
    assert ACTIVATIONS[name].value(S) == pytest.approx(TEXTBOOK[name](S), rel=1e-14)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slope_and_bend_agree_with_differences(name):
    activation = ACTIVATIONS[name]
    for derivative, function in (
        (activation.slope, activation.value),
        (activation.bend, lambda s: activation.slope(activation.value(s))),
    ):
        near, far = 1e-3, 2e-3
        expected = (
            8 * (function(S + near) - function(S - near)) - (function(S + far) - function(S - far))
        ) / (12 * near)
        assert derivative(activation.value(S)) == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_far_out_everything_is_finite(name):
    activation = ACTIVATIONS[name]
    a = activation.value(np.array([-1e5, 1e5]))
    for values in (a, activation.slope(a), activation.bend(a)):
        assert np.isfinite(values).all()


def test_relu_has_a_kink_and_the_others_have_none():
    assert {name for name, activation in ACTIVATIONS.items() if not activation.analytic} == {"relu"}
    assert ACTIVATIONS["relu"].slope(np.zeros(1)).tolist() == [0.0]
