"""What every problem offers: J(θ) with its exact gradient and Hessian.

Conventions
-----------
- θ always has two visualised parameters: ``theta`` (..., 2); leading axes broadcast.
- ``loss`` (...), ``grad`` (..., 2), ``hessian`` (..., 2, 2); all float64.
- Where J overflows, values are ``inf`` or ``nan``, never an exception: a diverging descent is a
  result.
- Subclasses implement ``_loss``, ``_grad`` and ``_hessian`` for points of shape (m, 2).
- ``aggregation`` is "sum" (J = Σᵢ J⁽ⁱ⁾), "mean" (J = (1/N) Σᵢ J⁽ⁱ⁾), or "" without samples.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from losscore import arrival, checks, hessian2x2
from losscore.checks import FloatArray, InputError, Window
from losscore.data.dataset import Dataset
from losscore.kernels.grids import mesh

AGGREGATIONS = ("sum", "mean")
SCALE_GRID = 5


@dataclass(frozen=True, slots=True)
class Stationary:
    """Candidates for minima, before they are certified.

    Attributes
    ----------
    theta : (k, 2) points; ``group`` (k,): equal numbers mark the same solution.
    complete : True when no other minimum exists anywhere, False after a search of a window.
    unique : False when each point stands for a continuum of equal minima.
    message : what was found and how, or why there is nothing.
    doubt : what rounding leaves undecided, or "".
    """

    theta: FloatArray
    group: tuple[int, ...]
    complete: bool
    message: str
    unique: bool = True
    doubt: str = ""

    @classmethod
    def none(cls, reason: str) -> Stationary:
        """No minimum exists, for ``reason``."""
        return cls(np.empty((0, 2)), (), True, reason)

    @classmethod
    def undecided(cls, doubt: str) -> Stationary:
        """There may be minima, but none can be certified, for the reason ``doubt``."""
        return cls(np.empty((0, 2)), (), True, "No certified minimum.", doubt=doubt)


class Problem(ABC):
    """A loss J(θ) of two parameters, with everything needed to draw, descend and certify it."""

    name: str
    parameter_names: tuple[str, str]
    window: Window
    aggregation: str = ""
    dataset: Dataset | None = None
    # The weight of each J⁽ⁱ⁾ in J.
    weight: float = 1.0
    convex: bool = False
    # Why J keeps falling without a minimum, as a clause that ends a sentence; or "".
    endless: str = ""
    # Whether the minima form a line, along which J is constant.
    is_valley: bool = False
    # Sentences about this particular surface, in addition to its spec's description.
    note: str = ""

    def loss(self, theta: ArrayLike) -> FloatArray:
        """J(θ) for theta (..., 2) -> (...)."""
        points, shape = checks.points("theta", theta)
        with np.errstate(over="ignore", invalid="ignore"):
            return self._loss(points).reshape(shape)[()]

    def grad(self, theta: ArrayLike) -> FloatArray:
        """∇J(θ) for theta (..., 2) -> (..., 2)."""
        points, shape = checks.points("theta", theta)
        with np.errstate(over="ignore", invalid="ignore"):
            return self._grad(points).reshape(*shape, 2)

    def value_and_grad(self, theta: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """J(θ) and ∇J(θ) together, for theta (..., 2) -> (...), (..., 2).

        A descent needs both at every step, and they share most of their work. The caller sets
        ``np.errstate``: setting it at every step would cost as much as a small problem.
        """
        points, shape = checks.points("theta", theta)
        loss, grad = self._value_and_grad(points)
        return loss.reshape(shape), grad.reshape(*shape, 2)

    def hessian(self, theta: ArrayLike) -> FloatArray:
        """∇²J(θ) for theta (..., 2) -> (..., 2, 2)."""
        points, shape = checks.points("theta", theta)
        with np.errstate(over="ignore", invalid="ignore"):
            return self._hessian(points).reshape(*shape, 2, 2)

    def predict(self, theta: ArrayLike, X: ArrayLike) -> FloatArray:
        """The model's predictions at theta (..., 2) for X (n, d) -> (..., n)."""
        raise InputError(f"{self.name} is a function of θ alone: it makes no predictions")

    def minibatch(self, rows: NDArray[np.intp]) -> Problem:
        """The same model, window and bias on the samples ``rows`` (b,) alone.

        Its J estimates that of all N samples without bias: N/b times the batch's sum, or the
        batch's mean. Raises ValueError where there are no samples.
        """
        if self.dataset is None:
            raise InputError(f"{self.name} has no samples, so it has no minibatches")
        batch = self._on(self.dataset.take(rows, self.window))
        batch.weight = batch_weight(self.aggregation, len(self.dataset), len(rows))
        return batch

    def _on(self, dataset: Dataset) -> Problem:
        """The same model on other samples; every problem with samples implements it."""
        raise NotImplementedError

    def eigenvalues(self, theta: ArrayLike) -> FloatArray:
        """Eigenvalues of ∇²J, ascending, theta (..., 2) -> (..., 2); nan where it is not finite."""
        return hessian2x2.eigenvalues(self.hessian(theta))

    def curvature_factor(self, theta: FloatArray) -> FloatArray | None:
        """A (2, 2) with AᵀA = ∇²J at ``theta`` (2,), if it is known to more digits than ∇²J."""
        return None

    def bends(self, theta: ArrayLike) -> FloatArray:
        """Eigenvalues of ∇²J in units of half a window, ascending, (..., 2) -> (..., 2).

        They can be compared with ``relief``, whatever the units of the parameters.
        """
        half = self.half_widths
        with np.errstate(over="ignore", invalid="ignore"):
            return hessian2x2.eigenvalues(self.hessian(theta) * np.outer(half, half))

    def judge(self, theta: FloatArray, grad: FloatArray) -> NDArray[np.intp]:
        """What each of theta (m, 2) is, where ``grad`` (m, 2) vanishes; see ``arrival.judge``."""
        return arrival.judge(self, theta, grad)

    def flat_kind(self, theta: FloatArray) -> str:
        """What a ``theta`` (2,) with ∇J = 0 but no minimum is: "plateau", "saddle" or "kink"."""
        is_saddle = self.bends(theta)[0] < -arrival.FLAT * self.relief
        return "saddle" if is_saddle else "plateau"

    def flat_reason(self, theta: FloatArray) -> str:
        """Why ∇J vanishes at ``theta`` (2,), which is not a minimum; one sentence."""
        if self.flat_kind(theta) == "saddle":
            return (
                "The gradient vanishes, but J still falls to the side: a saddle point or a maximum."
            )
        return "The gradient vanishes, but the surface is flat here: this is not a minimum."

    @abstractmethod
    def stationary(self, window: Window) -> Stationary:
        """Candidates for minima: all of them, or those that a search of ``window`` finds."""

    def _value_and_grad(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        return self._loss(points), self._grad(points)

    @abstractmethod
    def _loss(self, points: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _grad(self, points: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _hessian(self, points: FloatArray) -> FloatArray: ...

    @cached_property
    def has_minimum(self) -> bool:
        """Whether ``stationary`` finds a candidate in the problem's own window, or anywhere."""
        return len(self.bottoms[0]) > 0

    @cached_property
    def bottoms(self) -> tuple[FloatArray, FloatArray]:
        """These candidates (k, 2), and the reach of each (k, 2, 2); see ``arrival.reach``."""
        theta = self.stationary(self.window).theta
        return theta, arrival.reach(self, theta)

    @cached_property
    def gradient_scale(self) -> float:
        """Root mean square of ‖∇J‖ over a coarse grid of the window.

        Tolerances are relative to it. Like J itself, it grows with N for the sum but not for the
        mean.
        """
        return float(np.sqrt(np.mean(np.sum(self._coarse_grad**2, axis=-1))))

    @cached_property
    def curvature_scale(self) -> float:
        """``gradient_scale`` per half a window: the size of a Hessian eigenvalue that matters."""
        (x_lo, x_hi), (y_lo, y_hi) = self.window
        return self.gradient_scale / (0.25 * (x_hi - x_lo + y_hi - y_lo))

    @cached_property
    def half_widths(self) -> FloatArray:
        """Half the window on each axis, (2,)."""
        low, high = np.array(self.window).T
        half: FloatArray = 0.5 * (high - low)
        return half

    @cached_property
    def relief(self) -> float:
        """The typical change of J over half a window: root mean square of ‖∇J · half‖."""
        with np.errstate(over="ignore", invalid="ignore"):
            changes = np.sum((self._coarse_grad * self.half_widths) ** 2, axis=-1)
        return float(np.sqrt(np.mean(changes)))

    @cached_property
    def gradient_scales(self) -> FloatArray:
        """A typical size of each ∂J/∂θₖ, (2,): ``relief`` per half a window of that axis."""
        return self.relief / self.half_widths

    @cached_property
    def curvature_scales(self) -> FloatArray:
        """A typical size of each ∂²J/∂θₖ², (2,)."""
        return self.gradient_scales / self.half_widths

    @cached_property
    def _coarse_grad(self) -> FloatArray:
        """∇J on a coarse grid of the window, (k, k, 2)."""
        return self.grad(mesh(self.window, SCALE_GRID))


def require_problem(value: object) -> None:
    """Raise InputError unless ``value`` is a problem."""
    if not isinstance(value, Problem):
        raise InputError(f"problem must come from ls.problem, got {checks.shown(value)}")


def interval(centre: float, half: float) -> tuple[float, float]:
    """centre ± half for a default window, widened where rounding would close it."""
    half = max(half, 1e-12 * abs(centre))
    return float(centre - half), float(centre + half)


def sample_weight(aggregation: str, n_samples: int) -> float:
    """The weight of each J⁽ⁱ⁾ in J: 1 for the sum, 1/N for the mean."""
    return 1.0 if aggregation == "sum" else 1.0 / n_samples


def batch_weight(aggregation: str, n_samples: int, batch_size: int) -> float:
    """The weight of each J⁽ⁱ⁾ of a batch, so that the batch estimates J of all N samples."""
    return sample_weight(aggregation, batch_size) * (
        n_samples / batch_size if aggregation == "sum" else 1.0
    )
