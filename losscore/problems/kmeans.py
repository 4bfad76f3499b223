"""K-means with one feature and K = 2: J(c₁, c₂) = Σᵢ min_k (xᵢ − c_k)², or the mean.

With the values sorted, the points of the lower centroid are the first k, and k is one binary
search for the midpoint of the centroids. Sums over the first k points are differences of prefix
sums, so that J, ∇J and ∇²J cost O(log N) per θ whatever N is. The values are centred first:
prefix sums of values far from zero would cancel.

A point exactly half-way belongs to the first centroid (the convention of argmin).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from losscore import checks
from losscore.checks import FloatArray, Window
from losscore.dataset import Dataset
from losscore.problems.base import Problem, Stationary, sample_weight


class KMeans(Problem):
    """WCSS of two centroids on the number line; θ = [c₁, c₂]."""

    name = "kmeans"
    parameter_names = ("c1", "c2")

    def __init__(self, dataset: Dataset, aggregation: str) -> None:
        values = dataset.features(1, self.name)[:, 0]
        self.dataset = dataset
        self.aggregation = aggregation
        self.weight = sample_weight(aggregation, len(values))
        self.centre = float(values.mean())
        self.sorted = np.sort(values - self.centre)
        self.prefix = np.concatenate(([0.0], np.cumsum(self.sorted)))
        self.prefix_squares = np.concatenate(([0.0], np.cumsum(self.sorted**2)))
        self.window = dataset.window or self._default_window()

    def predict(self, theta: ArrayLike, X: ArrayLike) -> NDArray[np.intp]:  # type: ignore[override]
        """Index of the nearest centroid, 0 or 1, for theta (..., 2) and X (n, 1) -> (..., n)."""
        points, shape = self._points(theta)
        values = checks.finite_array("X", X, ndim=2)
        if values.shape[1] != 1:
            raise ValueError(f"X for {self.name} must have shape (n, 1), got {values.shape}")
        first, second = points[:, :1], points[:, 1:]
        middle = 0.5 * (first + second)
        x = values[:, 0]
        nearer_second = np.where(first < second, x > middle, (first > second) & (x < middle))
        return nearer_second.astype(np.intp).reshape(*shape, len(x))

    def flat_reason(self, theta: FloatArray) -> str:
        """Name the centroid that owns no point."""
        counts = self.cluster_sizes(theta)
        empty = "c₁" if counts[0] == 0 else "c₂"
        return (
            f"{empty} owns no point, so J does not depend on it and its gradient is 0: "
            "a plateau, not a minimum."
        )

    def cluster_sizes(self, theta: ArrayLike) -> NDArray[np.intp]:
        """How many points each centroid owns, theta (..., 2) -> (..., 2)."""
        points, shape = self._points(theta)
        _, _, first_is_lower, count = self._split(points)
        sizes = np.stack((count, len(self.sorted) - count), axis=-1)
        sizes = np.where(first_is_lower[:, None], sizes, sizes[:, ::-1])
        return sizes.reshape(*shape, 2)

    def stationary(self, window: Window) -> Stationary:
        """All local minima, by trying every split of the sorted values.

        A local minimum has each centroid at the mean of its points, and the midpoint strictly
        between the two groups: were it on a point, handing that point over would cost nothing
        and leave a centroid off its mean, from where J falls.
        """
        n = len(self.sorted)
        count = np.arange(1, n)
        lower = self.prefix[1:-1] / count
        upper = (self.prefix[-1] - self.prefix[1:-1]) / (n - count)
        middle = 0.5 * (lower + upper)
        fixed = (self.sorted[:-1] < middle) & (middle < self.sorted[1:])
        if not fixed.any():
            return Stationary.none(
                "No isolated minimum: all values are equal, so J = 0 wherever one centroid sits "
                "on them, whatever the other does."
            )
        pairs = np.stack((lower[fixed], upper[fixed]), axis=-1) + self.centre
        theta = np.stack((pairs, pairs[:, ::-1]), axis=1).reshape(-1, 2)
        group = tuple(int(g) for g in np.repeat(np.arange(len(pairs)), 2))
        return Stationary(theta, group, True, self._message(len(pairs)))

    @staticmethod
    def _message(n_groups: int) -> str:
        if n_groups == 1:
            found = "Two minima, one clustering"
        else:
            found = f"{2 * n_groups} local minima, {n_groups} clusterings"
        return f"{found}: every split of the sorted values was tried, there are no others."

    def _split(
        self, points: FloatArray
    ) -> tuple[FloatArray, FloatArray, NDArray[np.bool_], NDArray[np.intp]]:
        """Centred lower and upper centroid, whether c₁ is the lower, and the lower's count."""
        first, second = points[:, 0] - self.centre, points[:, 1] - self.centre
        middle = 0.5 * (first + second)
        count = np.where(
            first < second,
            np.searchsorted(self.sorted, middle, side="right"),
            np.searchsorted(self.sorted, middle, side="left"),
        )
        count = np.where(first == second, len(self.sorted), count)
        return np.minimum(first, second), np.maximum(first, second), first <= second, count

    def _loss(self, points: FloatArray) -> FloatArray:
        # Σ (x − c)² = Σx² − 2c Σx + n c², for either side of the split.
        lower, upper, _, count = self._split(points)
        n = len(self.sorted)
        below, total = self.prefix[count], self.prefix[-1]
        squares = self.prefix_squares[-1]
        left = lower * (count * lower - 2.0 * below)
        right = upper * ((n - count) * upper - 2.0 * (total - below))
        wcss: FloatArray = np.maximum(squares + left + right, 0.0)
        return self.weight * wcss

    def _grad(self, points: FloatArray) -> FloatArray:
        lower, upper, first_is_lower, count = self._split(points)
        below, n = self.prefix[count], len(self.sorted)
        slopes = np.stack(
            (count * lower - below, (n - count) * upper - (self.prefix[-1] - below)), axis=-1
        )
        slopes = np.where(first_is_lower[:, None], slopes, slopes[:, ::-1])
        return 2.0 * self.weight * slopes

    def _hessian(self, points: FloatArray) -> FloatArray:
        """Diagonal 2 n_k away from the seams where a point changes hands (there J has a kink)."""
        sizes = self.cluster_sizes(points).astype(np.float64)
        return 2.0 * self.weight * sizes[:, :, None] * np.eye(2)

    def _default_window(self) -> Window:
        """The range of the values and 15 % on either side."""
        low, high = self.sorted[0] + self.centre, self.sorted[-1] + self.centre
        margin = 0.15 * (high - low) or 1.0
        side = (float(low - margin), float(high + margin))
        return side, side


@dataclass(frozen=True, slots=True)
class LabelExchange:
    """The numbers that show that two minima are one clustering.

    ``agreeing`` of ``n_samples`` points get, at ``second``, the other label than at ``first``;
    ``loss_difference`` is |J(first) − J(second)|; ``sizes`` are the cluster sizes at ``first``.
    """

    n_samples: int
    agreeing: int
    sizes: tuple[int, int]
    loss_difference: float

    @property
    def same_clustering(self) -> bool:
        """True when every point keeps its companions."""
        return self.agreeing == self.n_samples


def label_exchange(problem: KMeans, first: ArrayLike, second: ArrayLike) -> LabelExchange:
    """Compare the clusterings at two points θ (2,), once with the labels exchanged."""
    if problem.dataset is None:
        raise ValueError("label_exchange needs a problem with data")
    one, other = (problem.predict(theta, problem.dataset.X) for theta in (first, second))
    sizes = problem.cluster_sizes(first)
    return LabelExchange(
        n_samples=len(one),
        agreeing=int(np.sum(one == 1 - other)),
        sizes=(int(sizes[0]), int(sizes[1])),
        loss_difference=abs(float(problem.loss(first)) - float(problem.loss(second))),
    )
