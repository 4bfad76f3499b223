"""K-means with one feature and K = 2: J(c₁, c₂) = Σᵢ min_k (xᵢ − c_k)², or the mean.

With the values sorted, the lower centroid owns the first k, and k is one binary search for the
midpoint of the centroids. For every k the mean m of both sides and their squared deviations S
are tabulated, so that

    J = S(k) + k (c_lower − m_lower(k))² + (n − k) (c_upper − m_upper(k))²

and J, ∇J and ∇²J cost O(log n) per θ. The tables of lower sides are summed from the smallest value,
those of upper sides from the largest, so every sum has terms of one sign and no digits cancel,
however far the values are from zero or the clusters from each other.

A point exactly half-way belongs to the first centroid (the convention of argmin).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from losscore import arrival, checks
from losscore.checks import FloatArray, InputError, Window
from losscore.data.dataset import EPS, ROUNDING, Dataset
from losscore.kernels import split_counts
from losscore.kernels.grids import Gridded
from losscore.objectives.base import Problem, Stationary, interval, sample_weight
from losscore.objectives.spec import ProblemSpec
from losscore.theory import clusters

# With at least this many values, a surface is computed in one pass over them instead of a sort.
MANY_VALUES = 100_000
# For equal values: the first of them, and the first value after them.
SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")


@dataclass(frozen=True, slots=True, eq=False)
class Splits:
    """The two sides of every split of n sorted values, k = 0 … n.

    Attributes
    ----------
    sorted : (n,) the values, ascending.
    sizes : (2, n+1) k and n − k. Column k of this and of the next two is for the split at k.
    means : (2, n+1) mean of the lower and of the upper side.
    squares : (n+1,) S, the squared deviations from those means, of both sides together.
    """

    sorted: FloatArray
    sizes: NDArray[np.intp]
    means: FloatArray
    squares: FloatArray

    @classmethod
    def of(cls, values: FloatArray) -> Splits:
        """The splits of unsorted values (n,)."""
        ordered, n = np.sort(values), len(values)
        lower_mean, lower_squares = _running_moments(ordered - ordered[0])
        upper_mean, upper_squares = _running_moments(ordered[-1] - ordered[::-1])
        return cls(
            ordered,
            np.stack((np.arange(n + 1), np.arange(n, -1, -1))),
            np.stack((ordered[0] + lower_mean, ordered[-1] - upper_mean[::-1])),
            lower_squares + upper_squares[::-1],
        )


class KMeans(Problem, Gridded):
    """WCSS of two centroids on the number line; θ = [c₁, c₂].

    ``values`` (n,) are the data, ``low`` and ``high`` their minimum and maximum; ``splits`` is
    computed when first needed.
    """

    name = "kmeans"
    dataset: Dataset
    parameter_names = ("c1", "c2")

    def __init__(self, dataset: Dataset, aggregation: str) -> None:
        self.values = dataset.features(1, self.name)[:, 0]
        self.dataset = dataset
        self.aggregation = aggregation
        self.weight = sample_weight(aggregation, len(self.values))
        self.low, self.high = float(self.values.min()), float(self.values.max())
        # A midpoint closer to a value than this may coincide with it: values and means are rounded,
        # and so is each of up to n additions for a mean.
        rounded = ROUNDING * max(abs(self.low), abs(self.high))
        self.margin = rounded + len(self.values) * EPS * (self.high - self.low)
        half = 0.65 * (self.high - self.low) or 1.0
        side = interval(0.5 * (self.low + self.high), half)
        self.window = dataset.window or (side, side)

    @cached_property
    def splits(self) -> Splits:
        """All splits of the values: O(n log n), once."""
        return Splits.of(self.values)

    @property
    def sorted(self) -> FloatArray:
        """The values, ascending (n,)."""
        return self.splits.sorted

    def table(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, str]:
        """By one pass over many values, unless they are already sorted; otherwise by splits."""
        is_sorted = "splits" in self.__dict__
        if len(self.values) >= MANY_VALUES and not is_sorted and split_counts.fits(x, y):
            z = split_counts.wcss_table(self.values, x, y)
            if z is not None:
                z *= self.weight
                return z, "split counts"
        return super().table(x, y)[0], "split sums"

    def predict(self, theta: ArrayLike, X: ArrayLike) -> NDArray[np.intp]:  # type: ignore[override]
        """Index of the nearest centroid, 0 or 1, for theta (..., 2) and X (n, 1) -> (..., n)."""
        points, shape = checks.points("theta", theta)
        values = checks.features("X", X)
        if values.shape[1] != 1:
            raise InputError(f"X for {self.name} must have shape (n, 1), got {values.shape}")
        with np.errstate(invalid="ignore"):
            in_lower = values[:, 0] < _seam(points)[:, None]
        first_is_lower = _first_is_lower(points)[:, None]
        label: NDArray[np.intp] = (in_lower != first_is_lower).astype(np.intp)
        return label.reshape(*shape, len(values))

    def _on(self, dataset: Dataset) -> KMeans:
        return KMeans(dataset, self.aggregation)

    def cluster_sizes(self, theta: ArrayLike) -> NDArray[np.intp]:
        """How many points each centroid owns, theta (..., 2) -> (..., 2)."""
        points, shape = checks.points("theta", theta)
        with np.errstate(invalid="ignore"):
            _, sizes, _ = self._shares(points)
        return sizes.reshape(*shape, 2)

    def judge(self, theta: FloatArray, grad: FloatArray) -> NDArray[np.intp]:
        """As ``arrival.judge``, but ON_FLAT_GROUND where the limit point is a kink.

        At the limit each centroid is at the mean of its points. A value half-way between the two
        distinguishes a run that approaches a kink from one that approaches a minimum.
        """
        count = self._split(theta)
        owned = (count > 0) & (count < len(self.values))
        is_clear = np.zeros(len(theta), dtype=bool)
        is_clear[owned] = self._is_clear(self._middle(count[owned]), count[owned])
        near = arrival.quadratic(self, theta, grad)
        going = np.where(
            arrival.is_negligible(self, theta, near), arrival.AT_MINIMUM, arrival.ON_THE_WAY
        )
        standing: NDArray[np.intp] = np.where(is_clear, going, arrival.ON_FLAT_GROUND)
        return standing

    def flat_kind(self, theta: FloatArray) -> str:
        """A kink where both centroids own points."""
        return "kink" if self.cluster_sizes(theta).all() else "plateau"

    def flat_reason(self, theta: FloatArray) -> str:
        """A sentence that names the centroid without points, or the value that is half-way."""
        sizes = self.cluster_sizes(theta)
        if self.flat_kind(theta) == "kink":
            return self._kink(theta)
        empty, owner = ("c₁", "c₂") if sizes[0] == 0 else ("c₂", "c₁")
        if self.low == self.high:
            return f"{empty} owns no points and {owner} sits on all of them: J = 0, its minimum."
        if theta[0] == theta[1]:
            return f"{empty} owns no points while it lies on {owner}: J falls once they separate."
        return (
            f"{empty} owns no points, so near here J does not depend on it and its gradient is 0: "
            "a plateau, not an isolated minimum."
        )

    def _kink(self, theta: FloatArray) -> str:
        """Why the limit point is a kink: a value lies half-way, and J falls from there."""
        count = self._split(theta[None, :])
        middle = float(self._middle(count)[0])
        value = self._written(int(np.abs(self.sorted - middle).argmin()))
        if not self._is_tie(int(count[0])):
            return (
                "Rounding hides whether this is a kink or a minimum: with each centroid at the "
                f"mean of its points, the value {value} lies half-way between them to rounding. "
                "If it lies exactly there, J falls when it changes clusters."
            )
        return (
            "This is a kink, not a minimum: with each centroid at the mean of its points, the "
            f"value {value} lies exactly half-way between them. The gradient vanishes on this "
            "side, but assigning the value to the other centroid costs nothing, and J falls from "
            "there."
        )

    def _written(self, index: int) -> str:
        """Sorted value number ``index``, with enough digits to differ from its neighbours."""
        value = self.sorted[index]
        first, after = (int(np.searchsorted(self.sorted, value, side)) for side in SIDES)
        near = self.sorted[max(first - 1, 0) : after + 1]
        return f"{value:.{checks.digits(near, least=6)}g}"

    def stationary(self, window: Window) -> Stationary:
        """All local minima, by trying every split of the sorted values.

        At a local minimum, each centroid is at the mean of its points, and the midpoint is strictly
        between the two groups: if it were on a point, that point could change clusters at no cost,
        which would leave a centroid off its mean, and J falls from there. Where a midpoint equals a
        point to rounding, exact arithmetic decides whether it does; if not, the split is left out,
        and the message says so.
        """
        count = np.arange(1, len(self.values))
        pairs = self.splits.means[:, count].T
        middle = self._middle(count)
        clear = self._is_clear(middle, count)
        near = count[~clear & self._is_perhaps_clear(middle, count)]
        ties = sum(self._is_tie(int(split)) for split in near)
        doubtful = len(near) - ties
        pairs = pairs[clear]
        if not len(pairs):
            extent = "" if self.low == self.high else " to rounding"
            return Stationary.none(
                f"No isolated minimum: all values are equal{extent}, so J = 0 wherever one "
                "centroid sits on them, regardless of the other."
            )
        theta = np.stack((pairs, pairs[:, ::-1]), axis=1).reshape(-1, 2)
        group = tuple(int(g) for g in np.repeat(np.arange(len(pairs)), 2))
        doubt = _left_out(doubtful) if doubtful else ""
        message = f"{_found(len(pairs), doubtful)} {_kinks(ties)}".rstrip()
        return Stationary(theta, group, True, message, doubt=doubt)

    def _middle(self, count: NDArray[np.intp]) -> FloatArray:
        """The midpoint between the means of the first ``count`` values and of the others."""
        middle: FloatArray = self.splits.means[:, count].mean(axis=0)
        return middle

    def _is_tie(self, count: int) -> bool:
        """Whether a value lies half-way between those means, in exact arithmetic.

        Also False where the computation would take too long.
        """
        if len(self.values) > MANY_VALUES:
            return False
        low, high, total = self._exact_sums
        rest = len(self.values) - count
        # Twice the midpoint times k (n − k), in the same whole units as the values.
        twice = low[count] * rest + (total - low[count]) * count
        return any(2 * high[side] * count * rest == twice for side in (count - 1, count))

    @cached_property
    def _exact_sums(self) -> tuple[list[int], list[int], int]:
        """Sums of the first k sorted values, k = 0 … n, these values, and the total.

        All are integers in units of the largest power of 2 that divides all values.
        """
        ratios = [value.as_integer_ratio() for value in self.sorted.tolist()]
        unit = max(below for _, below in ratios)
        whole = [above * (unit // below) for above, below in ratios]
        sums = list(accumulate(whole, initial=0))
        return sums, whole, sums[-1]

    def _is_clear(self, middle: FloatArray, count: NDArray[np.intp] | int) -> NDArray[np.bool_]:
        """Whether ``middle`` lies between values number count and count + 1, and on neither."""
        above = self.sorted[np.subtract(count, 1)] + self.margin < middle
        below = middle < self.sorted[count] - self.margin
        return np.logical_and(above, below)

    def _is_perhaps_clear(self, middle: FloatArray, count: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether ``middle`` may lie between values number count and count + 1."""
        left, right = self.sorted[count - 1], self.sorted[count]
        within = (left - self.margin <= middle) & (middle <= right + self.margin)
        return np.logical_and(left < right, within)

    def _split(self, points: FloatArray) -> NDArray[np.intp]:
        """How many of the sorted values the lower centroid owns, (m, 2) -> (m,)."""
        return np.searchsorted(self.sorted, _seam(points))

    def _shares(self, points: FloatArray) -> tuple[NDArray[np.intp], NDArray[np.intp], FloatArray]:
        """The split at each θ (m, 2): its number (m,), sizes and means (m, 2) by label."""
        split = self._split(points)
        is_upper = points[:, 0] > points[:, 1]
        side = np.stack((is_upper, ~is_upper), axis=-1).astype(np.intp)
        # Row 0 of the tables is the lower side, row 1 the upper one.
        where = side * (len(self.values) + 1) + split[:, None]
        return split, self.splits.sizes.take(where), self.splits.means.take(where)

    def _loss(self, points: FloatArray) -> FloatArray:
        return self._value_and_grad(points)[0]

    def _grad(self, points: FloatArray) -> FloatArray:
        return self._value_and_grad(points)[1]

    def _value_and_grad(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        split, sizes, means = self._shares(points)
        offset = points - means
        pull = sizes * offset
        # In this order a far, empty centroid contributes 0, although its square would overflow.
        own = offset * pull
        loss = self.weight * (self.splits.squares.take(split) + (own[:, 0] + own[:, 1]))
        return loss, (2.0 * self.weight) * pull

    def _hessian(self, points: FloatArray) -> FloatArray:
        """Diagonal 2 n_k, away from the seams where a point changes clusters and J has a kink."""
        sizes = self.cluster_sizes(points).astype(np.float64)
        return 2.0 * self.weight * sizes[:, :, None] * np.eye(2)


def _running_moments(distance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mean and squared deviations of the first k of ``distance`` (n,), for k = 0 … n.

    S_k = S_{k−1} + (x_k − m_{k−1})² (k − 1)/k: no term is negative. Source: Welford 1962.
    """
    count = np.arange(1, len(distance) + 1)
    mean = np.concatenate(([0.0], np.cumsum(distance) / count))
    growth = (distance - mean[:-1]) ** 2 * ((count - 1) / count)
    return mean, np.concatenate(([0.0], np.cumsum(growth)))


def _first_is_lower(points: FloatArray) -> NDArray[np.bool_]:
    """Whether c₁ ≤ c₂, (m, 2) -> (m,)."""
    return points[:, 0] <= points[:, 1]


def _seam(points: FloatArray) -> FloatArray:
    """The border between the clusters, (m, 2) -> (m,): the lower centroid owns the values below it.

    This is the midpoint, or just above it where c₁ is the lower: a value on the midpoint is c₁'s.
    If the centroids coincide, all values are c₁'s, and c₁ counts as the lower one.
    """
    first, second = points[:, 0], points[:, 1]
    seam: FloatArray = 0.5 * first + 0.5 * second
    np.nextafter(seam, np.inf, out=seam, where=first < second)
    seam[first == second] = np.inf
    return seam


def _found(n_clusterings: int, doubtful: int) -> str:
    if n_clusterings == 1:
        found = "Two minima, one clustering"
    else:
        found = f"{2 * n_clusterings} local minima, {n_clusterings} clusterings"
    tried = f"{found}: every split of the sorted values was tried"
    return f"{tried}." if doubtful else f"{tried}; there are no other isolated minima."


def _kinks(count: int) -> str:
    if not count:
        return ""
    splits = "1 more split is a kink, not a minimum"
    if count > 1:
        splits = f"{count} more splits are kinks, not minima"
    return (
        f"{splits}: a value lies exactly half-way between the two means, and J falls when it "
        "changes clusters."
    )


def _left_out(count: int) -> str:
    splits = "1 split is" if count == 1 else f"{count} splits are"
    return (
        f"{splits} left out: to rounding, a value lies half-way between the two means and could "
        "change clusters at no cost."
    )


@dataclass(frozen=True, slots=True)
class LabelExchange:
    """The numbers that show that two minima are one clustering.

    ``agreeing`` of ``n_samples`` points have the opposite label at ``second``;
    ``loss_difference`` is |J(first) − J(second)|; ``sizes`` are the cluster sizes at ``first``.
    """

    n_samples: int
    agreeing: int
    sizes: tuple[int, int]
    loss_difference: float

    @property
    def same_clustering(self) -> bool:
        """Whether the clusters have the same points, with labels exchanged or not."""
        return self.agreeing in (0, self.n_samples)


def label_exchange(problem: object, first: ArrayLike, second: ArrayLike) -> LabelExchange:
    """Compare the clusterings of a ``kmeans`` problem at two points θ (2,)."""
    if not isinstance(problem, KMeans):
        name = problem.name if isinstance(problem, Problem) else checks.shown(problem)
        raise InputError(f"label_exchange needs a kmeans problem, got {name}")
    points = np.stack((checks.point("first", first), checks.point("second", second)))
    one, other = problem.predict(points, problem.sorted[:, None])
    loss = problem.loss(points)
    sizes = problem.cluster_sizes(points[0])
    return LabelExchange(
        n_samples=len(one),
        agreeing=int(np.sum(one != other)),
        sizes=(int(sizes[0]), int(sizes[1])),
        loss_difference=abs(float(loss[0] - loss[1])),
    )


SPECS = (
    ProblemSpec(
        name="kmeans",
        label="K-means · WCSS",
        formula="J(c₁, c₂) = Σᵢ minₖ (xᵢ − cₖ)²",
        symbols=("c₁", "c₂"),
        description="Two centroids on a line; exchanging them mirrors the surface.",
        build=KMeans,
        start=(0.6, 0.95),
        data_kind="values",
        default_dataset="two-clumps",
        default_aggregation="sum",
        source="MacQueen 1967; Lloyd 1982.",
        worked=clusters.rows,
        data_view="centroids",
        is_symmetric=True,
        exchange=label_exchange,
    ),
)
