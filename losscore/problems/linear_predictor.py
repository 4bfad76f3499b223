"""Problems whose model is a function of one linear predictor z = θ·x + offset.

    J(θ) = w Σᵢ L(zᵢ, yᵢ),   ∇J = w Σᵢ L′ xᵢ,   ∇²J = w Σᵢ L″ xᵢ xᵢᵀ,   w = 1 or 1/N.

Memory stays bounded: points × samples are visited in blocks that fit the processor's cache.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from losscore import checks, symmetric
from losscore.checks import FloatArray
from losscore.dataset import Dataset
from losscore.losses import Pointwise, PointwiseLoss
from losscore.problems.base import Problem, batch_weight, sample_weight

BLOCK_SAMPLES = 4_096
BLOCK_ENTRIES = 65_536


class LinearPredictorProblem(Problem):
    """J over θ for a design matrix (n, 2), an offset, targets (n,) and a pointwise loss."""

    dataset: Dataset

    def __init__(
        self,
        dataset: Dataset,
        design: FloatArray,
        offset: float,
        targets: FloatArray,
        pointwise: PointwiseLoss,
        aggregation: str,
    ) -> None:
        self.dataset = dataset
        self.design = design
        self.offset = offset
        self.targets = targets
        self.pointwise = pointwise
        self.aggregation = aggregation
        self.weight = sample_weight(aggregation, len(design))

    def predict(self, theta: ArrayLike, X: ArrayLike) -> FloatArray:
        """ŷ = link(θ·x + offset) for theta (..., 2) and X (n, d) -> (..., n)."""
        points, shape = self._points(theta)
        design = self._design(checks.finite_array("X", X, ndim=2))
        prediction = self.pointwise.link(points @ design.T + self.offset)
        return prediction.reshape(*shape, len(design))

    def minibatch(self, rows: NDArray[np.intp]) -> LinearPredictorProblem:
        """The same model on the samples ``rows`` (b,); see ``Problem.minibatch``."""
        batch = self._on(self.dataset.take(rows, self.window))
        batch.weight = batch_weight(self.aggregation, len(self.design), len(rows))
        return batch

    def _on(self, dataset: Dataset) -> LinearPredictorProblem:
        """The same model on other data."""
        raise NotImplementedError

    def eigenvalues(self, theta: ArrayLike) -> FloatArray:
        """Where J is convex, ∇²J = AᵀA with the rows √(w L″) xᵢ in A: to all digits."""
        if not self.convex:
            return super().eigenvalues(theta)
        points, shape = self._points(theta)
        values = np.empty((len(points), 2))
        with np.errstate(over="ignore", invalid="ignore"):
            for row, point in enumerate(points):
                curvature = self.pointwise.second(self.design @ point + self.offset, self.targets)
                factor = np.sqrt(self.weight * curvature)[:, None] * self.design
                values[row] = symmetric.gram_eigenvalues(factor)
        return values.reshape(*shape, 2)

    def _design(self, X: FloatArray) -> FloatArray:
        """The (n, 2) matrix that θ multiplies, for features X."""
        raise NotImplementedError

    def _loss(self, points: FloatArray) -> FloatArray:
        total = np.zeros(len(points))
        for rows, _, values in self._blocks(points, self.pointwise.value):
            total[rows] += values.sum(axis=1)
        return self.weight * total

    def _grad(self, points: FloatArray) -> FloatArray:
        total = np.zeros((len(points), 2))
        for rows, x, slopes in self._blocks(points, self.pointwise.first):
            total[rows] += slopes @ x
        return self.weight * total

    def _hessian(self, points: FloatArray) -> FloatArray:
        total = np.zeros((len(points), 2, 2))
        for rows, x, curvatures in self._blocks(points, self.pointwise.second):
            outer = x[:, :, None] * x[:, None, :]
            total[rows] += (curvatures @ outer.reshape(-1, 4)).reshape(-1, 2, 2)
        return self.weight * total

    def _blocks(
        self, points: FloatArray, pointwise: Pointwise
    ) -> Iterator[tuple[slice, FloatArray, FloatArray]]:
        """(rows of ``points``, their block's design (b, 2), pointwise values (rows, b))."""
        for start in range(0, len(self.design), BLOCK_SAMPLES):
            x = self.design[start : start + BLOCK_SAMPLES]
            y = self.targets[start : start + BLOCK_SAMPLES]
            height = max(1, BLOCK_ENTRIES // len(x))
            for top in range(0, len(points), height):
                rows = slice(top, min(top + height, len(points)))
                yield rows, x, pointwise(points[rows] @ x.T + self.offset, y)
