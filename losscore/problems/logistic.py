"""Logistic regression with a fixed bias: p(x) = σ(w₁x₁ + w₂x₂ + b), θ = [w₁, w₂].

Two losses for the same model: the negative log likelihood, which is convex, and the squared
error (p − y)², which is not.
"""

from __future__ import annotations

import numpy as np

from losscore import checks, losses
from losscore.checks import FloatArray, Window
from losscore.dataset import Dataset
from losscore.minimization.newton import SEARCHED, newton, search_window
from losscore.minimization.separability import rank, separating_direction
from losscore.problems.base import Stationary
from losscore.problems.linear_predictor import LinearPredictorProblem


class LogisticModel(LinearPredictorProblem):
    """What both losses share: the model, its two weights and its view."""

    parameter_names = ("w1", "w2")
    pointwise_loss: losses.PointwiseLoss

    def __init__(self, dataset: Dataset, aggregation: str, bias: float | None = None) -> None:
        X = dataset.features(2, self.name)
        y = dataset.labels(self.name)
        self.bias = dataset.bias if bias is None else checks.number("bias", bias)
        super().__init__(dataset, X, self.bias, y, self.pointwise_loss, aggregation)
        self.window = dataset.window or self._default_window()

    def _design(self, X: FloatArray) -> FloatArray:
        if X.shape[1] != 2:
            raise ValueError(f"X for {self.name} must have shape (n, 2), got {X.shape}")
        return X

    def flat_reason(self, theta: FloatArray) -> str:
        """The sigmoid is saturated."""
        return (
            "The sigmoid is saturated here: every prediction is 0 or 1 to many digits, "
            "so the gradient vanishes although this is not a minimum."
        )

    def _default_window(self) -> Window:
        """Weights up to 6 / (root mean square of a feature): |w·x| then reaches about ±6."""
        size = np.sqrt(np.mean(self.design**2))
        half = 6.0 / float(size) if size > 0 else 6.0
        return (-half, half), (-half, half)


class Logistic(LogisticModel):
    """Negative log likelihood; one minimum unless the data are separable or rank-deficient."""

    name = "logistic"
    pointwise_loss = losses.NEGATIVE_LOG_LIKELIHOOD
    convex = True

    def stationary(self, window: Window) -> Stationary:
        """Newton from w = 0, once a finite minimum is known to exist."""
        direction = separating_direction(self.design, self.targets)
        if direction is not None:
            return Stationary.none(
                f"No finite minimum: the data are separable, and {_falls(direction)}"
            )
        dimension = rank(self.design)
        if dimension == 0:
            return Stationary.none("No unique minimum: all features are 0, so J is constant.")
        theta = newton(self, np.zeros(2))[None, :]
        if dimension == 1:
            along = np.linalg.svd(np.linalg.qr(self.design, mode="r"))[2][1]
            return Stationary(
                theta,
                (0,),
                True,
                "No unique minimum: the features are multiples of one another (rank 1), so J is "
                f"constant along ({along[0]:.3g}, {along[1]:.3g}). The marked point is the one "
                "nearest to the origin.",
                unique=False,
            )
        return Stationary(
            theta,
            (0,),
            True,
            "The NLL is strictly convex and the data are not separable: this is its only "
            "minimum, and descent from every start leads to it.",
        )


class LogisticSquaredError(LogisticModel):
    """Squared error of the predicted probability: bounded, with plateaus, not convex."""

    name = "logistic-squared-error"
    pointwise_loss = losses.SIGMOID_SQUARED_ERROR

    def stationary(self, window: Window) -> Stationary:
        """Newton from every hollow of a grid over ``window``."""
        theta = search_window(self, window)
        direction = separating_direction(self.design, self.targets)
        endless = "" if direction is None else f" The data are separable: {_falls(direction)}"
        return Stationary(theta, tuple(range(len(theta))), False, SEARCHED + endless)


def _falls(direction: FloatArray) -> str:
    return (
        f"along w = t·({direction[0]:.3g}, {direction[1]:.3g}) no sample's loss rises and J falls "
        "for ever as t grows."
    )
