"""Training: to a minimum where there is one, the same every time; honest where there is none."""

import numpy as np
import pytest
from scipy.optimize import minimize

import losscore as ls
from losscore.objectives.networks.activations import ACTIVATIONS
from losscore.objectives.networks.perceptron import NetworkLoss, initial
from losscore.objectives.networks.training import train

SMOOTH = [name for name, activation in ACTIVATIONS.items() if activation.analytic]


def network(name="tanh", dataset="blobs", **options):
    data = ls.dataset(dataset, **options)
    return NetworkLoss(ACTIVATIONS[name], data.X, data.y)


def start(hidden=4, seed=0):
    return initial(hidden, np.random.default_rng(seed))


@pytest.mark.parametrize("dataset", ls.problems()["mlp"].datasets)
@pytest.mark.parametrize("name", SMOOTH)
def test_with_weight_decay_every_dataset_leads_to_a_minimum(name, dataset):
    loss = network(name, dataset)
    trained = train(loss, start(), 1e-3)
    assert trained.is_minimum
    grad = loss.grad(trained.phi) + 1e-3 * trained.phi
    assert np.linalg.norm(grad) <= 1e-12 * np.sqrt(1 + np.mean(np.sum(loss.X**2, axis=1)))
    assert trained.grad_norm == pytest.approx(np.linalg.norm(grad))
    assert np.linalg.eigvalsh(loss.hessian(trained.phi) + 1e-3 * np.eye(17))[0] > 0


def test_scipy_finds_nothing_lower_nearby():
    loss = network()
    trained = train(loss, start(), 1e-3)

    def objective(phi):
        return loss.loss(phi) + 5e-4 * np.sum(phi**2)

    nudged = trained.phi + 1e-2 * np.random.default_rng(0).normal(size=17)
    found = minimize(objective, nudged, method="BFGS", options={"gtol": 1e-7})
    assert found.x == pytest.approx(trained.phi, abs=1e-4)
    assert objective(trained.phi) <= found.fun + 1e-15


def test_rounding_on_the_way_does_not_move_the_end():
    loss = network()
    shaken = start() * (1 + 1e-13 * np.random.default_rng(0).normal(size=17))
    assert train(loss, shaken, 1e-3).phi == pytest.approx(train(loss, start(), 1e-3).phi, abs=1e-12)


def test_labels_that_can_be_separated_have_no_minimum_without_weight_decay():
    loss = network(dataset="diagonal-split")
    trained = train(loss, start(), 0.0)
    assert not trained.is_minimum
    assert np.abs(trained.phi).max() < 20
    assert trained.message.startswith("Trained by 500 steps of Adam on J: not at a minimum, a ")
    assert ((2 * loss.y - 1) * logits(loss, trained.phi) > 0).all()


def logits(loss, phi):
    neurons = phi[:-1].reshape(-1, 4)
    return np.tanh(loss.X @ neurons[:, :2].T + neurons[:, 2]) @ neurons[:, 3] + phi[-1]


def test_kinks_are_left_to_adam():
    trained = train(network("relu"), start(), 1e-3)
    assert not trained.is_minimum
    assert network("relu").loss(trained.phi) < 0.35


def test_the_message_tells_what_was_minimised_and_how_well():
    trained = train(network(), start(), 1e-3)
    assert trained.message == (
        "Trained by Adam and Newton's method to a minimum of J + 0.0005 ‖φ‖², "
        f"with a gradient of {trained.grad_norm:.1g} over all 17 parameters."
    )


def test_two_thousand_samples_all_count():
    loss = network(n_samples=2_000)
    trained = train(loss, start(2), 1e-3)
    assert trained.is_minimum
    assert np.linalg.norm(loss.grad(trained.phi) + 1e-3 * trained.phi) < 1e-12
    assert " samples" not in trained.message


def test_many_samples_are_thinned_and_the_message_says_how_many_are_used():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(20_001, 2))
    loss = NetworkLoss(ACTIVATIONS["tanh"], X, (X[:, 0] + rng.normal(size=20_001) > 0) * 1.0)
    trained = train(loss, start(2), 1e-3)
    assert trained.is_minimum
    assert "J + 0.0005 ‖φ‖² of 1819 of the 20001 samples, with" in trained.message
