"""A neural network on a plane through its parameters."""

import tracemalloc

import numpy as np
import pytest

import losscore as ls
from losscore.objectives.networks.activations import ACTIVATIONS
from losscore.objectives.networks.perceptron import NetworkLoss, split
from losscore.objectives.networks.planes import PLANES
from tests.losscore.cases import build, difference, textbook_loss

CONFIGURATIONS = [(name, plane) for name in ACTIVATIONS for plane in PLANES]


def network_loss(p):
    return NetworkLoss(ACTIVATIONS[p.activation], p.dataset.X, p.dataset.y)


def clear_points(p, count=20, clearance=1e-3):
    """Random θ at which no sample is near a kink."""
    low, high = np.array(p.window).T
    theta = np.random.default_rng(0).uniform(low, high, (40 * count, 2))
    neurons, _ = split(p.plane.centre + theta @ p.plane.directions)
    s = neurons[:, :, :2] @ p.dataset.X.T + neurons[:, :, 2:3]
    chosen = theta[np.abs(s).min(axis=(1, 2)) > clearance][:count]
    assert len(chosen) == count
    return chosen


@pytest.mark.parametrize(("activation", "plane"), CONFIGURATIONS)
def test_loss_gradient_and_hessian_on_every_plane_with_every_activation(activation, plane):
    p = ls.problem("mlp", activation=activation, slice=plane, hidden=2, aggregation="sum")
    theta, step = clear_points(p), 1e-5
    expected = [textbook_loss(p, point) for point in theta]
    assert p.loss(theta) == pytest.approx(np.array(expected), rel=1e-12)
    error = np.abs(p.grad(theta) - difference(p.loss, theta, step))
    assert error.max() < 1e-8 * p.gradient_scale
    error = np.abs(p.hessian(theta) - difference(p.grad, theta, step)).max(axis=(1, 2))
    scale = np.maximum(p.curvature_scale, np.abs(p.hessian(theta)).max(axis=(1, 2)))
    assert (error / scale).max() < 1e-8


@pytest.mark.parametrize(("activation", "plane"), CONFIGURATIONS)
def test_derivatives_are_those_of_the_whole_network_along_the_plane(activation, plane):
    p = ls.problem("mlp", activation=activation, slice=plane)
    d = p.plane.directions
    loss = network_loss(p)
    for theta in clear_points(p, 5, clearance=1e-6):
        phi = p.plane.centre + theta @ d
        assert float(p.loss(theta)) == pytest.approx(loss.loss(phi), rel=1e-12)
        assert p.grad(theta) == pytest.approx(d @ loss.grad(phi), rel=1e-9, abs=1e-11)
        expected = d @ loss.hessian(phi) @ d.T
        assert p.hessian(theta) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_value_and_gradient_together_are_the_same_to_the_last_bit():
    p = build("mlp")
    theta = clear_points(p)
    loss, grad = p.value_and_grad(theta)
    assert np.array_equal(loss, p.loss(theta))
    assert np.array_equal(grad, p.grad(theta))


def test_a_point_has_the_same_loss_among_many_as_alone():
    p = build("mlp")
    theta = clear_points(p, 400)
    together = p.loss(theta), p.grad(theta), p.hessian(theta)
    for index in range(0, 400, 37):
        alone = theta[index : index + 1]
        for table, function in zip(together, (p.loss, p.grad, p.hessian), strict=True):
            assert np.array_equal(function(alone)[0], table[index])


def test_the_trained_network_is_at_the_origin():
    p = build("mlp")
    assert p.plane.centre is p.trained.phi
    assert p.trained.is_minimum
    # J has no weight decay: its slope there is the one that the decay balances.
    expected = -p.weight_decay * p.plane.directions @ p.trained.phi
    assert p.grad((0.0, 0.0)) == pytest.approx(expected, abs=1e-12)


def test_the_default_slice_has_two_minima_one_beside_the_trained_network():
    m = ls.minima(build("mlp"))
    assert len(m) == 2
    assert np.abs(m.theta[0]).max() < 0.05
    assert m.is_global.tolist() == [True, False]
    assert "need not be one of the network, which has 17 parameters" in m.message
    assert not m.complete


def test_the_note_tells_how_it_was_trained_and_what_is_shown():
    p = build("mlp")
    assert p.note == f"{p.trained.message} {p.plane.message}"
    assert "17 parameters" in p.note
    assert "random directions" in p.note


def test_only_relu_is_not_analytic():
    analytic = {name: ls.problem("mlp", activation=name).analytic for name in ACTIVATIONS}
    assert analytic == {"tanh": True, "sigmoid": True, "relu": False}


def test_minima_on_kinks_are_not_certified_and_the_message_says_why():
    message = ls.minima(ls.problem("mlp", activation="relu")).message
    assert "J has kinks, and a minimum on a kink cannot be certified." in message


def test_predict_is_the_probability_of_the_whole_network():
    p, X = build("mlp"), np.random.default_rng(0).normal(size=(7, 2))
    theta = np.array([0.3, -0.8])
    phi = p.plane.centre + theta @ p.plane.directions
    neurons = phi[:-1].reshape(-1, 4)
    z = np.tanh(X @ neurons[:, :2].T + neurons[:, 2]) @ neurons[:, 3] + phi[-1]
    assert p.predict(theta, X) == pytest.approx(1 / (1 + np.exp(-z)), rel=1e-12)


def test_training_separates_the_blobs_as_well_as_a_line_at_least():
    p = build("mlp")
    right = (p.predict((0.0, 0.0), p.dataset.X) > 0.5) == p.dataset.y
    line = build("logistic", "blobs", "mean")
    best = ls.minima(line).theta[0]
    assert right.mean() >= ((line.predict(best, p.dataset.X) > 0.5) == p.dataset.y).mean()


def test_the_same_slice_on_other_data_is_not_trained_anew():
    p = build("mlp")
    other = p.with_data(ls.dataset("spirals"))
    assert other.plane is p.plane
    assert other.dataset.name == "spirals"
    assert other.gradient_scale != p.gradient_scale
    assert float(p.loss((0.1, 0.2))) == float(ls.problem("mlp").loss((0.1, 0.2)))


@pytest.mark.parametrize("aggregation", ["sum", "mean"])
def test_minibatches_estimate_loss_and_gradient_without_bias(aggregation):
    p = build("mlp", aggregation=aggregation)
    theta = clear_points(p, 3)
    batches = [p.minibatch(rows) for rows in np.arange(100).reshape(10, 10)]
    loss = np.mean([batch.loss(theta) for batch in batches], axis=0)
    grad = np.mean([batch.grad(theta) for batch in batches], axis=0)
    assert loss == pytest.approx(p.loss(theta), rel=1e-12)
    assert grad == pytest.approx(p.grad(theta), rel=1e-9, abs=1e-12)


def test_a_hundred_thousand_samples_stay_within_memory():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(100_000, 2))
    p = build("mlp").with_data(ls.Dataset(X, (X[:, 0] * X[:, 1] > 0).astype(float)))
    theta = np.random.default_rng(1).normal(size=(12, 2))
    tracemalloc.start()
    p.loss(theta), p.value_and_grad(theta), p.hessian(theta)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60e6


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"hidden": 17}, "hidden must be ≤ 16, got 17"),
        ({"hidden": 2.5}, "hidden must be a whole number, got 2.5"),
        ({"activation": "elu"}, "activation must be one of tanh, sigmoid, relu; got 'elu'"),
        ({"slice": 1}, "slice must be one of random, weights, hessian; got 1"),
        ({"weight_decay": -1}, "weight_decay must be ≥ 0, got -1"),
        ({"layers": 2}, "problem mlp: unknown option 'layers'; options are hidden, activation"),
    ],
)
def test_an_unfit_option_is_refused_with_the_choices(options, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        ls.problem("mlp", **options)


def test_options_that_are_filled_with_the_defaults_change_nothing():
    filled = ls.problem("mlp", **ls.problems()["mlp"].defaults("blobs"))
    assert np.array_equal(filled.plane.basis, build("mlp").plane.basis)
    for option, value in ls.problems()["mlp"].defaults("blobs").items():
        assert getattr(filled, option) == value
