"""Problems whose model is a function of one linear predictor z = θ·x + offset.

J(θ) = w Σᵢ L(zᵢ, yᵢ),   ∇J = w Σᵢ L′ xᵢ,   ∇²J = w Σᵢ L″ xᵢ xᵢᵀ,   w = 1 or 1/N.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from losscore import checks, hessian2x2
from losscore.checks import FloatArray, InputError
from losscore.data.dataset import Dataset
from losscore.kernels.grids import Gridded
from losscore.kernels.samples import Samples, Sums, total
from losscore.losses import PointwiseLoss
from losscore.objectives.base import Problem, sample_weight


class LinearPredictorProblem(Problem, Gridded):
    """J over θ for features (n, 2), an offset, targets (n,) and a pointwise loss."""

    dataset: Dataset

    def __init__(
        self, dataset: Dataset, offset: float, pointwise: PointwiseLoss, aggregation: str
    ) -> None:
        self.dataset = dataset
        self.design = dataset.features(2, self.name)
        self.targets = dataset.targets(self.name)
        self.offset = offset
        self.pointwise = pointwise
        self.aggregation = aggregation
        self.weight = sample_weight(aggregation, len(self.design))
        self.samples = Samples(self.design.T, self.targets)

    def predict(self, theta: ArrayLike, X: ArrayLike) -> FloatArray:
        """ŷ = link(θ·x + offset) for theta (..., 2) and X (n, 2) -> (..., n)."""
        points, shape = checks.points("theta", theta)
        features = checks.features("X", X)
        if features.shape[1] != 2:
            raise InputError(f"X for {self.name} must have shape (n, 2), got {features.shape}")
        prediction = self.pointwise.link(points @ features.T + self.offset)
        return prediction.reshape(*shape, len(features))

    def eigenvalues(self, theta: ArrayLike) -> FloatArray:
        """Where J is convex, ∇²J = AᵀA with the rows √(w L″) xᵢ in A: to all digits."""
        if not self.convex:
            return super().eigenvalues(theta)
        points, shape = checks.points("theta", theta)
        values = np.empty((len(points), 2))
        with np.errstate(over="ignore", invalid="ignore"):
            for row, point in enumerate(points):
                values[row] = hessian2x2.gram_eigenvalues(self._weighted_design(point))
        return values.reshape(*shape, 2)

    def curvature_factor(self, theta: FloatArray) -> FloatArray | None:
        """R of the QR decomposition of the rows √(w L″) xᵢ, where J is convex."""
        if not self.convex:
            return None
        rows = np.vstack((self._weighted_design(theta), np.zeros((1, 2))))
        if not np.isfinite(rows).all():
            return None
        root: FloatArray = np.linalg.qr(rows, mode="r")  # type: ignore[assignment]
        return root

    def _weighted_design(self, theta: FloatArray) -> FloatArray:
        """(n, 2) whose rows are √(w L″) xᵢ at ``theta`` (2,)."""
        curvature = self.pointwise.second(self.design @ theta + self.offset, self.targets)
        factor: FloatArray = np.sqrt(self.weight * curvature)[:, None] * self.design
        return factor

    def _loss(self, points: FloatArray) -> FloatArray:
        return self._sums(points, self._values)[:, 0]

    def _grad(self, points: FloatArray) -> FloatArray:
        return self._sums(points, self._slopes)

    def _value_and_grad(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        sums = self._sums(points, self._values_and_slopes)
        return sums[:, 0], sums[:, 1:]

    def _hessian(self, points: FloatArray) -> FloatArray:
        return self._sums(points, self._curvatures)[:, [0, 1, 1, 2]].reshape(-1, 2, 2)

    def _sums(self, points: FloatArray, sums: Sums) -> FloatArray:
        weighted: FloatArray = self.weight * total(points, self.offset, self.samples, sums)
        return weighted

    # What `total` adds up: z (m, b) and its block of samples -> (m, k).

    def _values(self, z: FloatArray, samples: Samples) -> FloatArray:
        values = self.pointwise.value(z, samples.targets)
        sums: FloatArray = _weighted(values, samples).sum(axis=1, keepdims=True)
        return sums

    def _slopes(self, z: FloatArray, samples: Samples) -> FloatArray:
        slopes = self.pointwise.first(z, samples.targets)
        return _dot(_weighted(slopes, samples), samples.features)

    def _values_and_slopes(self, z: FloatArray, samples: Samples) -> FloatArray:
        values, slopes = self.pointwise.value_and_first(z, samples.targets)
        result = np.empty((len(z), 3))
        _weighted(values, samples).sum(axis=1, out=result[:, 0])
        slopes = _weighted(slopes, samples)
        np.vecdot(slopes[:, None, :], samples.features, out=result[:, 1:])
        return result

    def _curvatures(self, z: FloatArray, samples: Samples) -> FloatArray:
        first, second = samples.features
        products = np.stack((first * first, first * second, second * second))
        return _dot(_weighted(self.pointwise.second(z, samples.targets), samples), products)


def _weighted(terms: FloatArray, samples: Samples) -> FloatArray:
    """Terms (m, b), one for each sample, times what it counts."""
    return terms if samples.weights is None else terms * samples.weights


def _dot(rows: FloatArray, columns: FloatArray) -> FloatArray:
    """rows (m, b) and columns (k, b) -> (m, k), each row by itself."""
    products: FloatArray = np.vecdot(rows[:, None, :], columns)
    return products
