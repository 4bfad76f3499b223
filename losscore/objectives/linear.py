"""Linear regression with one feature: J(w, b) = Σᵢ (w xᵢ + b − yᵢ)², or the mean.

Five centred sums describe the data completely. With the slope w* = Sxy/Sxx of the best line, the
height e = w x̄ + b − ȳ of a line above the centre of the data, and the residual sum of squares R of
the best line,

    J = n e² + Sxx (w − w*)² + R.

None of these terms can be negative, so nothing cancels, and each θ costs the same for every n.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from losscore import checks, hessian2x2
from losscore.checks import FloatArray, InputError, Window
from losscore.data.dataset import Dataset, all_equal
from losscore.kernels.centred_moments import Moments, moments, residual_squares
from losscore.kernels.grids import Gridded
from losscore.objectives.base import Problem, Stationary, interval, sample_weight
from losscore.objectives.spec import ProblemSpec
from losscore.theory import lines

# If R is below this share of Σ(y−ȳ)², it is summed from the residuals, because the difference
# Syy − Sxy²/Sxx would lose as many digits.
CANCELLED = 1e-3


class Linear(Problem, Gridded):
    """Squared error of the line ŷ = w x + b; θ = [w, b]. A quadratic: one minimum."""

    name = "linear"
    parameter_names = ("w", "b")
    convex = True
    table_method = "sufficient statistics"

    def __init__(self, dataset: Dataset, aggregation: str) -> None:
        self.dataset = dataset
        self.x = dataset.features(1, self.name)[:, 0]
        self.y = dataset.targets(self.name)
        self.aggregation = aggregation
        self.weight = sample_weight(aggregation, len(self.x))
        self._given_window = dataset.window

    @cached_property
    def window(self) -> Window:  # type: ignore[override]
        """The dataset's own window, or the default one."""
        return self._given_window or self._default_window()

    @cached_property
    def moments(self) -> Moments:
        """The five centred sums."""
        return moments(self.x, self.y)

    @cached_property
    def slope(self) -> float:
        """w* = Sxy/Sxx; 0 where all x are equal, since no slope is then better than another."""
        return self.moments.xy / self.moments.xx if self.moments.xx > 0.0 else 0.0

    @cached_property
    def residual(self) -> float:
        """R, the residual sum of squares of the best line."""
        squares = self.moments.yy - self.slope * self.moments.xy
        if squares >= CANCELLED * self.moments.yy:
            return squares
        return residual_squares(self.x, self.y, self.moments, self.slope)

    @cached_property
    def is_upright(self) -> bool:
        """Whether all x are equal, to rounding."""
        return _is_constant(self.x, self.moments.x_mean, self.moments.xx)

    def predict(self, theta: ArrayLike, X: ArrayLike) -> FloatArray:
        """ŷ = w x + b for theta (..., 2) and X (n, 1) -> (..., n)."""
        points, shape = checks.points("theta", theta)
        features = checks.features("X", X)
        if features.shape[1] != 1:
            raise InputError(f"X for {self.name} must have shape (n, 1), got {features.shape}")
        prediction = points[:, :1] * features[:, 0] + points[:, 1:]
        return prediction.reshape(*shape, len(features))

    def eigenvalues(self, theta: ArrayLike) -> FloatArray:
        """∇²J is the same everywhere: 2w AᵀA with the rows (√Sxx, 0) and (√n x̄, √n) in A."""
        _, shape = checks.points("theta", theta)
        values = hessian2x2.gram_eigenvalues(self.curvature_factor(np.zeros(2)))
        return np.broadcast_to(values, (*shape, 2)).copy()

    @property
    def is_valley(self) -> bool:  # type: ignore[override]
        """Where all x are equal."""
        return self.is_upright

    def curvature_factor(self, theta: FloatArray) -> FloatArray:
        """√(2w) times the rows (√Sxx, 0) and (√n x̄, √n)."""
        root, height = np.sqrt(self.moments.xx), np.sqrt(self.moments.count)
        factor = np.array([[root, 0.0], [height * self.moments.x_mean, height]])
        scaled: FloatArray = np.sqrt(2.0 * self.weight) * factor
        return scaled

    def _on(self, dataset: Dataset) -> Linear:
        return Linear(dataset, self.aggregation)

    def stationary(self, window: Window) -> Stationary:
        """The closed form; if all x are equal, the point nearest to 0 represents the valley."""
        theta = self._solution()
        if not self.is_upright:
            message = "J is a convex quadratic: this is its only minimum, in closed form."
            return Stationary(theta[None, :], (0,), True, message)
        x_mean, y_mean = self.moments.x_mean, self.moments.y_mean
        message = (
            f"No unique minimum: all x are equal{_extent(self.x)}, so every (w, b) with "
            f"{x_mean:.4g}·w + b = {y_mean:.4g} is one. The marked one is the nearest to the "
            "origin."
        )
        return Stationary(theta[None, :], (0,), True, message, unique=False)

    def _solution(self) -> FloatArray:
        """w* and b* = ȳ − w* x̄; with equal x the point nearest to 0 of the line of minima."""
        x_mean, y_mean = self.moments.x_mean, self.moments.y_mean
        if self.is_upright:
            return y_mean / (1.0 + x_mean**2) * np.array([x_mean, 1.0])
        return np.array([self.slope, y_mean - self.slope * x_mean])

    def _default_window(self) -> Window:
        """Centred on the minimum; wide enough to move predictions by twice the spread of y."""
        slope, intercept = self._solution()
        spread = _spread(self.y, self.moments.y_mean, self.moments.yy)
        half_slope = 2.0 * spread / _spread(self.x, self.moments.x_mean, self.moments.xx)
        half_intercept = 2.0 * spread + half_slope * abs(self.moments.x_mean)
        return interval(slope, half_slope), interval(intercept, half_intercept)

    def _from_best(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        """w − w* and e, (m, 2) -> (m,) each."""
        w, b = points.T
        return w - self.slope, w * self.moments.x_mean + (b - self.moments.y_mean)

    def _loss(self, points: FloatArray) -> FloatArray:
        return self._value_and_grad(points)[0]

    def _grad(self, points: FloatArray) -> FloatArray:
        return self._value_and_grad(points)[1]

    def _value_and_grad(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        turn, height = self._from_best(points)
        by_turn, by_height = self.moments.xx * turn, self.moments.count * height
        grad = np.empty_like(points)
        grad[:, 0] = by_turn + self.moments.x_mean * by_height
        grad[:, 1] = by_height
        grad *= 2.0 * self.weight
        return self.weight * (by_height * height + by_turn * turn + self.residual), grad

    def _hessian(self, points: FloatArray) -> FloatArray:
        n, x_mean, xx = self.moments.count, self.moments.x_mean, self.moments.xx
        matrix = np.array([[xx + n * x_mean**2, n * x_mean], [n * x_mean, n]])
        return np.broadcast_to(2.0 * self.weight * matrix, (len(points), 2, 2)).copy()


def _is_constant(values: FloatArray, mean: float, squares: float) -> bool:
    """Whether ``values`` (n,) are all equal to rounding, given their mean and Σ(v − mean)².

    The values themselves are checked only if their spread leaves the question open.
    """
    spread = np.sqrt(squares / len(values))
    return bool(spread <= 1e-6 * abs(mean)) and all_equal(values)


def _spread(values: FloatArray, mean: float, squares: float) -> float:
    """Standard deviation, or 1 when all values are equal."""
    return 1.0 if _is_constant(values, mean, squares) else float(np.sqrt(squares / len(values)))


def _extent(x: FloatArray) -> str:
    """Part of a sentence: whether equal ``x`` (n,) are equal only to rounding."""
    return "" if np.ptp(x) == 0 else " to rounding"


SPECS = (
    ProblemSpec(
        name="linear",
        label="Linear · squared error",
        formula="J(w, b) = Σᵢ (w xᵢ + b − yᵢ)²",
        symbols=("w", "b"),
        description="A line through points: a bowl with one minimum, in closed form.",
        build=Linear,
        start=(0.9, 0.85),
        data_kind="targets",
        default_dataset="line",
        default_aggregation="mean",
        source="Legendre 1805; Gauss 1809.",
        worked=lines.rows,
        data_view="line",
    ),
)
