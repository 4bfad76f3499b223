"""A small neural network, seen on a plane through its trained parameters; θ = [α, β].

    p(x) = σ(Σⱼ vⱼ a(wⱼ·x + bⱼ) + c),    J(α, β) = Σᵢ NLL(p(xᵢ), yᵢ) at φ = φ* + α d₁ + β d₂

or the mean. φ* is trained once, from a seed; ``slice`` chooses the directions. The surface is J
without the weight decay used in training, so J may be lowest a little off (0, 0).
"""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from losscore import checks
from losscore.checks import FloatArray, InputError, Window
from losscore.data.dataset import Dataset
from losscore.kernels.grids import Gridded
from losscore.losses import NEGATIVE_LOG_LIKELIHOOD as NLL
from losscore.objectives.base import Problem, Stationary, sample_weight
from losscore.objectives.minimization.newton import SEARCHED, search_window
from losscore.objectives.networks import gridded
from losscore.objectives.networks.activations import ACTIVATIONS
from losscore.objectives.networks.perceptron import NetworkLoss, initial
from losscore.objectives.networks.planes import PLANES, Plane, TrainedNetwork
from losscore.objectives.networks.sliced import SlicedNetwork
from losscore.objectives.networks.training import Trained, train
from losscore.objectives.spec import ProblemSpec
from losscore.registry import Choice, Parameter, resolve
from losscore.theory import probabilities

MAX_HIDDEN = 16
_WHICH = "for the slice “weights”: an index into (w₁, w₂, b, v) of each neuron in turn, then c"
PARAMETERS = (
    Parameter("hidden", "hidden neurons", 4, 1, MAX_HIDDEN, integer=True),
    Choice("activation", "activation", "tanh", tuple(ACTIVATIONS)),
    Choice("slice", "slice", "random", tuple(PLANES), help="the plane to show"),
    Parameter("seed", "seed", 0, 0, 2**31 - 1, integer=True, help="seed of weights and directions"),
    Parameter(
        "weight_decay", "weight decay λ", 1e-3, 0.0, 1.0, help="weight decay, in training only"
    ),
    Parameter("first_weight", "weight of α", 0, 0, 4 * MAX_HIDDEN, integer=True, help=_WHICH),
    Parameter("second_weight", "weight of β", 3, 0, 4 * MAX_HIDDEN, integer=True, help=_WHICH),
)

# Cached attributes of a problem that depend on its data.
DEPENDENT = (
    "_coarse_grad",
    "gradient_scale",
    "curvature_scale",
    "relief",
    "gradient_scales",
    "curvature_scales",
    "has_minimum",
)


class MLP(Problem, Gridded):
    """NLL of a network with two inputs, ``hidden`` neurons and one output, on a plane.

    Attributes
    ----------
    hidden, activation, slice, seed, weight_decay, first_weight, second_weight : the options.
    trained : the parameters φ*, and how well they are trained.
    plane : the centre and directions of the slice, with names and a description.
    """

    name = "mlp"
    parameter_names = ("alpha", "beta")

    def __init__(self, dataset: Dataset, aggregation: str, **options: Any) -> None:
        X = dataset.features(2, self.name)
        y = dataset.labels(self.name)
        chosen = resolve(f"problem {self.name}", PARAMETERS, options)
        self.hidden, self.seed = chosen["hidden"], chosen["seed"]
        self.activation, self.slice = chosen["activation"], chosen["slice"]
        self.weight_decay = chosen["weight_decay"]
        self.first_weight, self.second_weight = chosen["first_weight"], chosen["second_weight"]
        self.aggregation = aggregation
        network = NetworkLoss(ACTIVATIONS[self.activation], X, y)
        rng = np.random.default_rng(self.seed)
        self.trained: Trained = train(network, initial(self.hidden, rng), self.weight_decay)
        weights = self.first_weight, self.second_weight
        self.plane: Plane = PLANES[self.slice](
            TrainedNetwork(self.trained.phi, network, rng, weights)
        )
        self.window = self.plane.window
        self.note = f"{self.trained.message} {self.plane.message}"
        self.analytic = network.activation.analytic
        self._set_data(dataset)

    def with_data(self, dataset: Dataset) -> MLP:
        """The same slice of the same network on other data, without new training."""
        other = copy(self)
        for name in DEPENDENT:
            other.__dict__.pop(name, None)
        other._set_data(dataset)
        return other

    def predict(self, theta: ArrayLike, X: ArrayLike) -> FloatArray:
        """p(x) at theta (..., 2) for X (n, 2) -> (..., n)."""
        points, shape = checks.points("theta", theta)
        inputs = checks.features("X", X)
        if inputs.shape[1] != 2:
            raise InputError(f"X for {self.name} must have shape (n, 2), got {inputs.shape}")
        prediction = np.empty((len(points), len(inputs)))
        for sheet in self._network(inputs).sheets(points):
            prediction[sheet.rows, sheet.samples] = NLL.link(sheet.logit())
        return prediction.reshape(*shape, len(inputs))

    def stationary(self, window: Window) -> Stationary:
        """Newton from every hollow of a grid over ``window``."""
        theta = search_window(self, window)
        message = (
            f"{SEARCHED} A minimum of this slice need not be one of the network, which has "
            f"{len(self.plane.centre)} parameters."
        )
        if not self.analytic:
            message += " J has kinks, and a minimum on a kink cannot be certified."
        return Stationary(theta, tuple(range(len(theta))), False, message)

    def table(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, str]:
        """By products of exponentials, where the activation allows it."""
        if not gridded.fits(self.network, x, y):
            return super().table(x, y)
        return self.weight * gridded.table(self.network, self.targets, x, y), "products"

    def _on(self, dataset: Dataset) -> MLP:
        return self.with_data(dataset)

    def _set_data(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.inputs = dataset.features(2, self.name)
        self.targets = dataset.labels(self.name)
        self.weight = sample_weight(self.aggregation, len(self.targets))
        self.network = self._network(self.inputs)

    def _network(self, X: FloatArray) -> SlicedNetwork:
        return SlicedNetwork(ACTIVATIONS[self.activation], self.plane.basis, X)

    def _loss(self, points: FloatArray) -> FloatArray:
        total = np.zeros(len(points))
        for sheet in self.network.sheets(points):
            total[sheet.rows] += _summed(NLL.value(sheet.logit(), self.targets[sheet.samples]))
        return self.weight * total

    def _grad(self, points: FloatArray) -> FloatArray:
        return self._value_and_grad(points)[1]

    def _value_and_grad(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        loss, grad = np.zeros(len(points)), np.zeros((len(points), 2))
        for sheet in self.network.sheets(points):
            z, y = sheet.logit(), self.targets[sheet.samples]
            loss[sheet.rows] += _summed(NLL.value(z, y))
            pull = NLL.first(z, y)
            for axis, z_k in enumerate(sheet.first()):
                grad[sheet.rows, axis] += _summed(pull * z_k)
        return self.weight * loss, self.weight * grad

    def _hessian(self, points: FloatArray) -> FloatArray:
        """Σ (L″ z_i z_j + L′ z_ij) over samples."""
        total = np.zeros((len(points), 2, 2))
        for sheet in self.network.sheets(points):
            z, y = sheet.logit(), self.targets[sheet.samples]
            pull, bend = NLL.first(z, y), NLL.second(z, y)
            slopes, curvatures = sheet.first(), sheet.second()
            for (i, j), z_ij in zip(((0, 0), (0, 1), (1, 1)), curvatures, strict=True):
                total[sheet.rows, i, j] += _summed(bend * slopes[i] * slopes[j] + pull * z_ij)
        total[:, 1, 0] = total[:, 0, 1]
        return self.weight * total


def _summed(terms: FloatArray) -> FloatArray:
    total: FloatArray = terms.sum(axis=1)
    return total


SPECS = (
    ProblemSpec(
        name="mlp",
        label="Neural network · NLL",
        formula="J(α, β) = −Σᵢ [yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ)]",
        symbols=("α", "β"),
        description="A slice through the weights of a network; the trained weights are at (0, 0).",
        build=MLP,
        start=(0.35, 0.2),
        data_kind="labels",
        default_dataset="blobs",
        default_aggregation="mean",
        parameters=PARAMETERS,
        source="Li et al. 2018, Visualizing the loss landscape of neural nets.",
        worked=probabilities.network,
        data_view="network",
        cost=lambda n_samples: n_samples,
    ),
)
