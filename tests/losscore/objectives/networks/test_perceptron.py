"""The loss of a network over all its parameters, with gradient and Hessian."""

import numpy as np
import pytest
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

from losscore.objectives.networks.activations import ACTIVATIONS
from losscore.objectives.networks.perceptron import (
    NetworkLoss,
    initial,
    n_parameters,
    parameter_name,
    split,
)

SKLEARN = {"tanh": "tanh", "sigmoid": "logistic", "relu": "relu"}


def network(name="tanh", n_samples=60, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_samples, 2))
    return NetworkLoss(ACTIVATIONS[name], X, (rng.uniform(size=n_samples) < 0.4).astype(float))


def smooth_phi(loss, hidden, seed=1):
    """Random parameters at which no sample is near a kink of any neuron."""
    rng = np.random.default_rng(seed)
    while True:
        phi = rng.normal(size=n_parameters(hidden))
        neurons, _ = split(phi)
        if np.abs(loss.X @ neurons[:, :2].T + neurons[:, 2]).min() > 1e-3:
            return phi


def differences(function, phi, step=1e-5):
    """∂function/∂φ by the five-point rule, the new axis last."""
    columns = []
    for axis in np.eye(len(phi)):
        near = np.subtract(function(phi + step * axis), function(phi - step * axis))
        far = np.subtract(function(phi + 2 * step * axis), function(phi - 2 * step * axis))
        columns.append((8 * near - far) / (12 * step))
    return np.stack(columns, axis=-1)


def sklearn_network(name, phi):
    """scikit-learn's classifier with the same weights."""
    neurons, c = split(phi)
    model = MLPClassifier((len(neurons),), activation=SKLEARN[name], max_iter=1)
    with pytest.warns(UserWarning, match="converge"):
        model.fit(np.eye(2), [0, 1])
    model.coefs_ = [neurons[:, :2].T, neurons[:, 3:]]
    model.intercepts_ = [neurons[:, 2], np.array([c])]
    return model


@pytest.mark.parametrize("hidden", [1, 3])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_loss_is_scikit_learns(name, hidden):
    loss = network(name)
    phi = smooth_phi(loss, hidden)
    p = sklearn_network(name, phi).predict_proba(loss.X)
    assert loss.loss(phi) == pytest.approx(log_loss(loss.y, p), rel=1e-12)


@pytest.mark.parametrize("hidden", [1, 3])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_gradient_and_hessian_agree_with_differences(name, hidden):
    loss = network(name)
    phi = smooth_phi(loss, hidden)
    assert loss.grad(phi) == pytest.approx(differences(loss.loss, phi), abs=1e-9)
    assert loss.hessian(phi) == pytest.approx(differences(loss.grad, phi), abs=1e-9)
    assert np.array_equal(loss.hessian(phi), loss.hessian(phi).T)


def test_more_samples_than_a_block_are_all_counted():
    once = network()
    copies = 150
    many = NetworkLoss(once.activation, np.tile(once.X, (copies, 1)), np.tile(once.y, copies))
    phi = smooth_phi(once, 3)
    assert many.loss(phi) == pytest.approx(once.loss(phi), rel=1e-12)
    assert many.grad(phi) == pytest.approx(once.grad(phi), abs=1e-12)
    assert many.hessian(phi) == pytest.approx(once.hessian(phi), abs=1e-12)


def test_thinning_picks_evenly_and_no_more_than_asked():
    loss = network(n_samples=100)
    assert np.array_equal(loss.thinned(100).X, loss.X)
    assert np.array_equal(loss.thinned(40).X, loss.X[::3])
    assert np.array_equal(loss.thinned(50).y, loss.y[::2])


def test_the_entries_of_phi_have_names():
    names = [parameter_name(index, 2) for index in range(n_parameters(2))]
    assert names[:2] == ["w₁ of neuron 1", "w₂ of neuron 1"]
    assert names[6:] == ["b of neuron 2", "v of neuron 2", "the output bias c"]
    assert len(set(names)) == 9


def test_weights_start_within_glorots_bounds_and_biases_at_zero():
    neurons, c = split(initial(16, np.random.default_rng(0)))
    assert c == 0
    assert (neurons[:, 2] == 0).all()
    assert 0.4 < np.abs(neurons[:, :2]).max() < np.sqrt(6 / 18)
    assert 0.4 < np.abs(neurons[:, 3]).max() < np.sqrt(6 / 17)
