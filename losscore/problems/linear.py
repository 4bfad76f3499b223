"""Linear regression with one feature: J(w, b) = Σᵢ (w xᵢ + b − yᵢ)², or the mean."""

from __future__ import annotations

import numpy as np

from losscore import losses
from losscore.checks import FloatArray, Window
from losscore.dataset import Dataset, all_equal, scatter
from losscore.problems.base import Stationary, interval
from losscore.problems.linear_predictor import LinearPredictorProblem


class Linear(LinearPredictorProblem):
    """Squared error of the line ŷ = w x + b; θ = [w, b]. A quadratic: one minimum."""

    name = "linear"
    parameter_names = ("w", "b")
    convex = True

    def __init__(self, dataset: Dataset, aggregation: str) -> None:
        x = dataset.features(1, self.name)
        y = dataset.targets(self.name)
        super().__init__(dataset, self._design(x), 0.0, y, losses.SQUARED_ERROR, aggregation)
        self.window = dataset.window or self._default_window()

    def _design(self, X: FloatArray) -> FloatArray:
        if X.shape[1] != 1:
            raise ValueError(f"X for {self.name} must have shape (n, 1), got {X.shape}")
        return np.column_stack((X[:, 0], np.ones(len(X))))

    def stationary(self, window: Window) -> Stationary:
        """The closed form; all x equal leave a valley, whose point nearest to 0 stands for it."""
        theta, x = self._solution(), self.design[:, 0]
        if not all_equal(x):
            message = "J is a convex quadratic: this is its only minimum, in closed form."
            return Stationary(theta[None, :], (0,), True, message)
        message = (
            f"No unique minimum: all x are equal{_extent(x)}, so every (w, b) with "
            f"{x.mean():.4g}·w + b = {self.targets.mean():.4g} is one. The marked point is the one "
            "nearest to the origin."
        )
        return Stationary(theta[None, :], (0,), True, message, unique=False)

    def _solution(self) -> FloatArray:
        """By centred sums: w = Σ(x−x̄)(y−ȳ)/Σ(x−x̄)², b = ȳ − w x̄; with equal x, see above.

        Centring first keeps the digits when the data sit far from zero; centring x once more, when
        it is nearly constant and the rounding of x̄ no longer small beside its spread.
        """
        x, y = self.design[:, 0], self.targets
        x_mean, y_mean = float(x.mean()), float(y.mean())
        if all_equal(x):
            return y_mean / (1.0 + x_mean**2) * np.array([x_mean, 1.0])
        spread = x - x_mean
        spread = spread - spread.mean()
        slope = float(spread @ (y - y_mean)) / float(spread @ spread)
        return np.array([slope, y_mean - slope * x_mean])

    def _default_window(self) -> Window:
        """Centred on the minimum; wide enough to move predictions by twice the spread of y."""
        x, y = self.design[:, 0], self.targets
        slope, intercept = self._solution()
        half_slope = 2.0 * scatter(y) / scatter(x)
        half_intercept = 2.0 * scatter(y) + half_slope * abs(float(x.mean()))
        return interval(slope, half_slope), interval(intercept, half_intercept)


def _extent(x: FloatArray) -> str:
    """How equal the ``x`` (n,) are that count as equal."""
    return "" if np.ptp(x) == 0 else " to rounding"
