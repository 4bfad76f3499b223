"""Planes through the parameters of a trained network: φ(α, β) = φ* + α d₁ + β d₂.

A loss of n parameters cannot be drawn, but its values on a plane can. Different planes
(``PLANES``) show different features.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from losscore import checks
from losscore.checks import FloatArray, InputError, Window
from losscore.objectives.networks.perceptron import NetworkLoss, n_parameters, parameter_name, split

# The window of α and β, for directions as long as the weights themselves.
HALF_WINDOW = 1.5
# A filter shorter than this is 0 to rounding and cannot give its length to a direction.
NO_LENGTH = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """φ(α, β) = ``centre`` (n,) + α ``directions[0]`` + β ``directions[1]``.

    ``names`` are the names of the two directions, ``window`` is the default view of (α, β), and
    ``message`` describes both directions in a sentence.
    """

    centre: FloatArray
    directions: FloatArray
    names: tuple[str, str]
    window: Window
    message: str

    @property
    def basis(self) -> FloatArray:
        """Centre and directions (3, n): φ = [1, α, β] · basis."""
        return np.vstack((self.centre, self.directions))


@dataclass(frozen=True, slots=True, eq=False)
class TrainedNetwork:
    """The centre of a plane: the trained ``phi`` (n,), with the loss that it was trained on.

    ``rng`` draws directions; ``weights`` are two indices into φ.
    """

    phi: FloatArray
    network: NetworkLoss
    rng: np.random.Generator
    weights: tuple[int, int]

    @property
    def hidden(self) -> int:
        """The number of hidden neurons."""
        return len(self.phi) // 4


def random_plane(trained: TrainedNetwork) -> Plane:
    """Two Gaussian directions in which each filter is as long as the same filter of φ*.

    A filter is the weights and bias of one neuron: (w₁, w₂, b), or (v, c) for the output. A network
    with large weights thus moves in large steps, and looks no flatter than one with small weights.

    Source: Li et al. 2018, "Visualizing the loss landscape of neural nets", section 4; there biases
    do not move, here they belong to their filter.
    """
    drawn = trained.rng.normal(size=(2, len(trained.phi)))
    directions = np.array([filter_normalised(direction, trained.phi) for direction in drawn])
    side = (-HALF_WINDOW, HALF_WINDOW)
    message = (
        "α and β follow two random directions; α = 1 or β = 1 moves the weights into each neuron, "
        "with its bias, by their own length."
    )
    names = ("random direction 1", "random direction 2")
    return Plane(trained.phi, directions, names, (side, side), message)


def filter_normalised(direction: FloatArray, phi: FloatArray) -> FloatArray:
    """``direction`` (n,) with every filter scaled to its length in phi (n,); as drawn where 0."""
    scaled = direction.copy()
    neurons, lengths = split(scaled)[0], split(phi)[0]
    for own, model in zip(neurons, lengths, strict=True):
        own[:3] *= _ratio(model[:3], own[:3])
    output = np.append(3 + 4 * np.arange(len(neurons)), -1)
    scaled[output] *= _ratio(phi[output], direction[output])
    return scaled


def _ratio(model: FloatArray, drawn: FloatArray) -> float:
    length = float(np.linalg.norm(model))
    return length / float(np.linalg.norm(drawn)) if length > NO_LENGTH else 1.0


def hessian_plane(trained: TrainedNetwork) -> Plane:
    """The eigenvectors of ∇²J(φ*) with the two largest eigenvalues, as long as φ*.

    Each points to where its largest entry is positive, so that the picture has one orientation.
    """
    values, vectors = np.linalg.eigh(trained.network.hessian(trained.phi))
    steepest = vectors[:, [-1, -2]].T
    largest = np.argmax(np.abs(steepest), axis=1)
    length = float(np.linalg.norm(trained.phi))
    steepest *= np.sign(steepest[[0, 1], largest])[:, None]
    directions = steepest * (length if length > NO_LENGTH else 1.0)
    side = (-HALF_WINDOW, HALF_WINDOW)
    first, second = values[-1], values[-2]
    message = (
        "α and β follow the eigenvectors of its Hessian with the two largest eigenvalues, "
        f"{first:.3g} and {second:.3g}, each as long as the vector of all weights."
    )
    return Plane(trained.phi, directions, ("eigenvector 1", "eigenvector 2"), (side, side), message)


def weights_plane(trained: TrainedNetwork) -> Plane:
    """Two entries of φ, by their index; α and β are what is added to them.

    Raises ValueError when an index is too large, or both are the same.
    """
    n = n_parameters(trained.hidden)
    for name, index in zip(("first_weight", "second_weight"), trained.weights, strict=True):
        checks.integer(name, index, low=0, high=n - 1)
    first, second = trained.weights
    if first == second:
        raise InputError(f"second_weight must differ from first_weight, got {second} for both")
    names = parameter_name(first, trained.hidden), parameter_name(second, trained.hidden)
    # Wide enough for either weight to change its sign.
    halves = [max(2.0, 1.5 * abs(float(trained.phi[index]))) for index in trained.weights]
    window = (-halves[0], halves[0]), (-halves[1], halves[1])
    message = f"α is added to {names[0]}, β to {names[1]}."
    return Plane(trained.phi, np.eye(n)[[first, second]], names, window, message)


PLANES: dict[str, Callable[[TrainedNetwork], Plane]] = {
    "random": random_plane,
    "weights": weights_plane,
    "hessian": hessian_plane,
}
