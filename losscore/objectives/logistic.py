"""Logistic regression with a fixed bias: p(x) = σ(w₁x₁ + w₂x₂ + b), θ = [w₁, w₂].

Two losses for the same model: the negative log likelihood, which is convex, and the squared
error (p − y)², which is not. Both depend on w only through w·x, so J is constant along a direction
if the features do not span the plane.
"""

from __future__ import annotations

import copy
from functools import cached_property
from typing import Self

import numpy as np

from losscore import checks, losses
from losscore.arrival import FLAT
from losscore.checks import FloatArray, Window
from losscore.data.dataset import Dataset
from losscore.kernels import sigmoid_products, singularities, softplus_products
from losscore.kernels.chebyshev import Nodes
from losscore.kernels.condensing import Condensed, condense
from losscore.kernels.grids import Gridded
from losscore.kernels.parallel import map_chunks
from losscore.kernels.samples import Samples, joined
from losscore.kernels.workspace import scratch
from losscore.objectives.base import Stationary, interval
from losscore.objectives.linear_predictor import LinearPredictorProblem
from losscore.objectives.minimization.location import (
    CLOSE,
    LOCATED,
    Location,
    LogitTerms,
    locate,
    settle,
)
from losscore.objectives.minimization.moderate import moderate_weights, with_room
from losscore.objectives.minimization.newton import SEARCHED, distinct, newton, search_window
from losscore.objectives.minimization.separability import (
    line_direction,
    null_direction,
    rank,
    separating_direction,
)
from losscore.objectives.spec import ProblemSpec
from losscore.registry import Parameter
from losscore.theory import probabilities

BIAS = Parameter("bias", "bias b", 0.0, -1e3, 1e3, help="fixed; by default the dataset's own")
# For data that are not separable, and still too close to it, or too far from zero, to be sure.
NOT_LOCATED = (
    "The data are not separable, so there is a minimum, but rounding hides where it lies: the data "
    "are nearly separable, or the features are nearly multiples of one another, or huge compared "
    "with the differences between samples."
)
# The sigmoid is saturated if every prediction is this close to 0 or 1.
SATURATED = 1e-6
# Products are accurate to the rounding of 1 + e^(−z); a mean loss nowhere above this needs more.
TINY_LOSS = 0.01
# With at least this many samples, a surface is computed from fewer, weighted ones.
MANY_SAMPLES = 30_000
# This many samples of each label determine the window; more are used if these are separable.
EXCERPT, LARGER_EXCERPT = 5_000, 80_000
# Minima of the squared error up to FAR windows away may widen a window; the search for them also
# starts at the lowest of COARSE² nodes.
FAR, COARSE = 3.0, 21


class LogisticModel(LinearPredictorProblem):
    """What both losses share: the model, its two weights, its window, and facts about the data."""

    parameter_names = ("w1", "w2")
    analytic = True
    pointwise_loss: losses.PointwiseLoss
    # Σ L over samples on a grid, from exponentials that are products.
    product_table: staticmethod[[Samples, float, FloatArray, FloatArray], FloatArray]
    weighted_table: staticmethod[[Samples, float, FloatArray, FloatArray], FloatArray]
    # Nodes per tile when samples are condensed: more where the loss bends more sharply in z.
    condensing_nodes: int
    # Whether the loss is singular like 1/(z − iπ)², rather than like a logarithm.
    has_double_pole: bool
    # The last condensed problem and the |w₁|, |w₂| it is valid for; none yet.
    _reduced: tuple[FloatArray, LogisticModel | None] = (np.full(2, np.inf), None)

    def __init__(self, dataset: Dataset, aggregation: str, bias: float | None = None) -> None:
        dataset.labels(self.name)
        self.bias = dataset.bias if bias is None else checks.number("bias", bias)
        super().__init__(dataset, self.bias, self.pointwise_loss, aggregation)

    @cached_property
    def window(self) -> Window:  # type: ignore[override]
        """The dataset's own window, or the default one."""
        return self.dataset.window or self._default_window()

    @cached_property
    def rank(self) -> int:
        """The number of directions of w along which J changes: 0, 1 or 2."""
        return rank(self.design)

    @property
    def endless(self) -> str:  # type: ignore[override]
        """Separable data."""
        if self.rank == 0 or self.separating_direction is None:
            return ""
        return f"the data are separable, and {self._falls()}"

    @property
    def is_valley(self) -> bool:  # type: ignore[override]
        """Whether no logit changes along one direction of w."""
        return self.rank == 1

    @cached_property
    def separating_direction(self) -> FloatArray | None:
        """A unit d (2,) along which J falls for ever, when the data are separable."""
        return separating_direction(self.design, self.targets)

    def flat_reason(self, theta: FloatArray) -> str:
        """A constant J, a saturated sigmoid, separable data, or what the curvature shows."""
        if self.rank == 0:
            return "All features are 0, so J is constant: no point is better than any other."
        p = self.predict(theta, self.design)
        if np.minimum(p, 1.0 - p).max() <= SATURATED:
            return (
                "The sigmoid is saturated here: every prediction is so close to 0 or 1 that the "
                "gradient vanishes, although this is not a minimum."
            )
        if self.separating_direction is not None:
            return f"The gradient is small, but the data are separable: {self._falls()}"
        return super().flat_reason(theta)

    def table(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, str]:
        """By products over samples; directly for samples with huge logits."""
        weighted = self.samples.weights is not None
        product_table = self.weighted_table if weighted else self.product_table
        tame = softplus_products.tame(self.samples, self.offset, x, y)
        if tame.all():
            return self.weight * product_table(self.samples, self.offset, x, y), "products"
        z = self.weight * product_table(self.samples[tame], self.offset, x, y)
        rest = self._with_samples(self.samples[~tame])
        return z + Gridded.table(rest, x, y)[0], "products"

    def enough_nodes(self, window: Window, error: float) -> int | None:
        """From the singularities of the loss; the samples of a stand-in are enough for that."""
        share = error / (self.weight * len(self.design))
        return singularities.enough_nodes(
            self.design.T, self.offset, window, share, double_pole=self.has_double_pole
        )

    def fewest_nodes(self, window: Window, error: float) -> Nodes | None:
        """As ``enough_nodes``, with axes that may be stretched."""
        share = error / (self.weight * len(self.design))
        return singularities.fewest_nodes(
            self.design.T, self.offset, window, share, double_pole=self.has_double_pole
        )

    def grad_table(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """By products over samples; directly where logits are huge."""
        if not softplus_products.tame(self.samples, self.offset, x, y).all():
            return super().grad_table(x, y)
        of_miss = type(self).slope_of_miss
        return self.weight * sigmoid_products.slopes(self.samples, self.offset, x, y, of_miss)

    @staticmethod
    def slope_of_miss(miss: FloatArray) -> FloatArray:
        """∂L/∂m of the margin m as a function of q = σ(−m); ``miss`` may be overwritten."""
        raise NotImplementedError

    def condensed(self, window: Window) -> LogisticModel | None:
        """J of weighted samples, good for all weights in ``window``; kept for smaller windows."""
        if len(self.samples) < MANY_SAMPLES:
            return None
        reach = np.abs(window).max(axis=1)
        # Read and replaced as one tuple, so that concurrent threads never mix two of them.
        known, reduced = self._reduced
        # A condensed problem valid for large weights is valid for smaller ones; if condensing fails
        # for small weights, it fails for larger ones.
        is_known = reach >= known if reduced is None else reach <= known
        if not is_known.all():
            reduced = self._condense(reach)
            self._reduced = reach, reduced
        return reduced

    def _condense(self, reach: FloatArray) -> LogisticModel | None:
        """This problem with the samples of each class condensed, if both can be."""
        classes = {}
        for label in np.unique(self.targets).tolist():
            few = condense(
                self.samples.features[:, self.targets == label], reach, self.condensing_nodes
            )
            if few is None:
                return None
            classes[label] = few
        return self._stand_in(classes)

    def _stand_in(self, classes: dict[float, Condensed], *others: Samples) -> LogisticModel:
        """The same J over condensed samples of some labels, and others."""
        samples, residuals = [], []
        for label, few in classes.items():
            labels = np.full(len(few.weights), label)
            samples.append(Samples(few.features, labels, few.weights))
            residuals.append(Samples(few.features, labels, few.residual))
        stand_in = self._with_samples(joined((*samples, *others)))
        stand_in.residual_sum = self._with_samples(joined(residuals))
        return stand_in

    def _with_samples(self, samples: Samples) -> LogisticModel:
        """The same J over other samples."""
        other = copy.copy(self)
        other.samples = samples
        return other

    def _falls(self) -> str:
        """A clause that says how J falls if the data are separable."""
        assert self.separating_direction is not None
        first, second = self.separating_direction + 0.0  # −0 becomes 0
        return (
            f"along w ≈ t·({first:.3g}, {second:.3g}), as t grows, no sample's loss rises and J "
            "falls for ever."
        )

    def _constant(self) -> Stationary:
        """The result for rank 0."""
        return Stationary.none("No unique minimum: all features are 0, so J is constant.")

    def _valley(self, theta: FloatArray, window: Window) -> tuple[FloatArray, str]:
        """For rank 1: the points nearest to 0 on the lines of equal J through theta (k, 2); why."""
        along = null_direction(self.design)
        nearest = theta - np.outer(theta @ along, along)
        return distinct(nearest, np.ptp(window, axis=1)), (
            "No unique minimum: the features are multiples of one another to rounding (rank 1), "
            f"so J is constant along ({along[0] + 0.0:.3g}, {along[1] + 0.0:.3g})."
        )

    def _on(self, dataset: Dataset) -> LogisticModel:
        return type(self)(dataset, self.aggregation, self.bias)

    def _default_window(self) -> Window:
        """A window with moderate logits that also has room for nearby minima of both losses.

        Both losses get the same window, so that they can be compared.
        """
        (c1, c2), (half1, half2) = moderate_weights(self.design, self.bias)
        view: Window = interval(c1, half1), interval(c2, half2)
        few = self._excerpt(view, EXCERPT)
        likelihood = Logistic.of(*few, self.bias)
        if few[1] is not None and likelihood.separating_direction is not None:
            likelihood = Logistic.of(*self._excerpt(view, LARGER_EXCERPT), self.bias)
        lowest = likelihood.stationary(view).theta
        shown = with_room(view, lowest)
        squares = LogisticSquaredError.of(*few, self.bias)
        if squares.rank:
            lowest = np.vstack((lowest, squares.near(lowest, shown)))
        return with_room(view, lowest)

    @classmethod
    def of(cls, dataset: Dataset, weights: FloatArray | None, bias: float) -> Self:
        """The problem whose samples have ``weights`` (n,)."""
        problem = cls(dataset, "mean", bias)
        problem.samples = Samples(problem.samples.features, problem.samples.targets, weights)
        return problem

    def _excerpt(self, window: Window, size: int) -> tuple[Dataset, FloatArray | None]:
        """All samples, or ``size`` evenly picked ones of each label with their weights."""
        if len(self.design) <= 2 * size:
            return self.dataset.take(np.arange(len(self.design)), window), None
        picked, weights = [], []
        for label in (0.0, 1.0):
            rows = np.flatnonzero(self.targets == label)
            some = rows[np.linspace(0, len(rows) - 1, min(len(rows), size)).astype(np.intp)]
            picked.append(some)
            weights.append(np.full(len(some), len(rows) / max(len(some), 1)))
        return self.dataset.take(np.concatenate(picked), window), np.concatenate(weights)


class Logistic(LogisticModel):
    """Negative log likelihood; one minimum unless the data are separable or rank-deficient."""

    name = "logistic"
    pointwise_loss = losses.NEGATIVE_LOG_LIKELIHOOD
    product_table = staticmethod(softplus_products.table)
    weighted_table = staticmethod(sigmoid_products.logarithms)
    condensing_nodes = 8
    has_double_pole = False
    convex = True

    def table(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, str]:
        """By products, unless J is so small everywhere that their rounding would matter."""
        z, method = super().table(x, y)
        is_rounded = self.samples.weights is None
        if is_rounded and z.max() < TINY_LOSS * self.weight * len(self.samples):
            return Gridded.table(self, x, y)
        return z, method

    @staticmethod
    def slope_of_miss(miss: FloatArray) -> FloatArray:
        """−q."""
        return np.negative(miss, out=miss)

    def _condense(self, reach: FloatArray) -> LogisticModel | None:
        """The expensive part does not depend on labels: −log(1 − σ(z)) = −log σ(z) + z.

        So all samples are condensed as if their label were 1. Σ z over those with label 0 is n₀ z̄,
        which two samples at their mean give: L(z̄, 0) − L(z̄, 1).
        """
        few = condense(self.samples.features, reach, self.condensing_nodes)
        if few is None:
            return None
        parts = list(map_chunks(self._negatives, len(self.samples)))
        *total, count = np.sum(parts, axis=0)
        middle = np.array(total)[:, None] / max(count, 1.0)
        linear = Samples(
            np.repeat(middle, 2, axis=1), np.array([0.0, 1.0]), np.array([count, -count])
        )
        return self._stand_in({1.0: few}, linear)

    def _negatives(self, start: int, stop: int) -> FloatArray:
        """Σ x₁, Σ x₂ and the number of a chunk's samples with label 0."""
        chunk = self.samples[start:stop]
        negative = 1.0 - chunk.targets
        return np.append(np.vecdot(chunk.features, negative), negative.sum())

    def flat_reason(self, theta: FloatArray) -> str:
        """Also for a minimum that exists but is hidden by rounding."""
        if self.rank > 0 and self.separating_direction is None:
            return f"The gradient is small, but this may not be the minimum. {NOT_LOCATED}"
        return super().flat_reason(theta)

    def stationary(self, window: Window) -> Stationary:
        """Newton's method, once a finite minimum is known to exist; then a proof of where it is.

        No candidate if rounding hides where it is.
        """
        if self.separating_direction is not None:
            return Stationary.none(
                f"No finite minimum: the data are separable, and {self._falls()}"
            )
        if self.rank == 0:
            return self._constant()
        point, error = self._lowest()
        if not error <= LOCATED:
            return Stationary.undecided(NOT_LOCATED)
        theta = point[None, :]
        message = (
            "The NLL is strictly convex and the data are not separable, so this is its only "
            "minimum. With a small enough learning rate, descent reaches it from every start."
        )
        if self.rank == 1:
            theta, reason = self._valley(theta, window)
            message = f"{reason} The marked one is the nearest to the origin."
        return Stationary(theta, (0,), True, message, unique=self.rank == 2)

    def _lowest(self) -> tuple[FloatArray, float]:
        """Where Newton's method ends, (2,), and the error there.

        If the bias saturates all samples, J has no usable curvature at w = 0; the weights that
        cancel the bias are then a second start.
        """
        point, error = settle(self._locate, newton(self, np.zeros(2)))
        if error <= CLOSE or not self.bias:
            return point, error
        centre, _ = moderate_weights(self.design, self.bias)
        other, other_error = settle(self._locate, newton(self, centre))
        return (other, other_error) if other_error < error else (point, error)

    def _locate(self, theta: FloatArray) -> Location:
        """How far the minimum is from ``theta`` (2,), and in which direction."""
        X, y = self.design, self.targets
        # A step may overflow; an error of nan then proves nothing.
        with np.errstate(over="ignore", invalid="ignore"):
            z = X @ theta + self.bias
            magnitude = np.abs(X) @ np.abs(theta) + abs(self.bias)
        counts = 1.0 if self.samples.weights is None else self.samples.weights
        terms = LogitTerms(
            slope=counts * self.pointwise.first(z, y),
            curvature=counts * self.pointwise.second(z, y),
            magnitude=magnitude,
        )
        if self.rank == 2:
            return locate(X, terms)
        line = line_direction(X)
        along = locate((X @ line)[:, None], terms)
        return Location(along.grad * line, along.step * line, along.decrement, along.error)


class LogisticSquaredError(LogisticModel):
    """Squared error of the predicted probability: bounded, with plateaus, not convex."""

    name = "logistic-squared-error"
    pointwise_loss = losses.SIGMOID_SQUARED_ERROR
    product_table = staticmethod(sigmoid_products.squares)
    weighted_table = staticmethod(sigmoid_products.squares)
    condensing_nodes = 12
    has_double_pole = True

    @staticmethod
    def slope_of_miss(miss: FloatArray) -> FloatArray:
        """−2 q² (1 − q)."""
        hit = np.subtract(1.0, miss, out=scratch("hit", *miss.shape))
        miss *= miss
        miss *= hit
        miss *= -2.0
        return miss

    def near(self, theta: FloatArray, window: Window) -> FloatArray:
        """The minima (k, 2) that Newton reaches from ``theta`` (m, 2) and from where J is low.

        Minima more than ``FAR`` windows away are left out, so that they do not widen ``window``.
        """
        low, high = np.array(window).T
        axes = [np.linspace(*side, COARSE) for side in window]
        row, column = np.unravel_index(np.argmin(self.table(*axes)[0]), (COARSE, COARSE))
        starts = np.vstack((theta, (axes[0][column], axes[1][row])))
        ends = np.array([newton(self, start) for start in starts])
        if self.rank == 1:
            ends, _ = self._valley(ends, window)
        is_near = (np.abs(ends - 0.5 * (low + high)) <= FAR * (high - low)).all(axis=1)
        near: FloatArray = ends[is_near]
        # J must curve upwards in every direction along which it changes.
        return near[self.bends(near)[:, 2 - self.rank] > FLAT * self.relief]

    def stationary(self, window: Window) -> Stationary:
        """Newton's method from every low point of a grid over ``window``."""
        if self.rank == 0:
            return self._constant()
        theta, reason = search_window(self, window), ""
        if self.rank == 1:
            theta, reason = self._valley(theta, window)
        if self.separating_direction is not None:
            reason = f"The data are separable: {self._falls()}"
        message = f"{SEARCHED} {reason}".strip()
        return Stationary(theta, tuple(range(len(theta))), False, message, unique=self.rank == 2)


SPECS = (
    ProblemSpec(
        name="logistic",
        label="Logistic · NLL",
        formula="J(w₁, w₂) = −Σᵢ [yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ)]",
        symbols=("w₁", "w₂"),
        description="p = σ(w₁x₁ + w₂x₂ + b), b fixed. Convex: one minimum, or none if separable.",
        build=Logistic,
        start=(0.1, 0.85),
        data_kind="labels",
        default_dataset="spirals-label-averaged",
        default_aggregation="mean",
        parameters=(BIAS,),
        rival="logistic-squared-error",
        source="Cox 1958.",
        worked=probabilities.logistic,
        data_view="boundary",
    ),
    ProblemSpec(
        name="logistic-squared-error",
        label="Logistic · squared error",
        formula="J(w₁, w₂) = Σᵢ (pᵢ − yᵢ)²",
        symbols=("w₁", "w₂"),
        description="The same model, but not convex: plateaus where the sigmoid saturates.",
        build=LogisticSquaredError,
        start=(0.25, 0.6),
        data_kind="labels",
        default_dataset="spirals-label-averaged",
        default_aggregation="mean",
        parameters=(BIAS,),
        rival="logistic",
        worked=probabilities.logistic_squared_error,
        data_view="boundary",
    ),
)
