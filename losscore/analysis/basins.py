"""Basins of attraction: where descents from a grid of starts end, and in how many steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from losscore import checks
from losscore.analysis.minima import Minima, minima
from losscore.arrival import AT_MINIMUM, NONE, ON_FLAT_GROUND, ON_THE_WAY
from losscore.checks import FloatArray, Window
from losscore.descent.stopping import escape_radius, slope_threshold
from losscore.kernels.gradient_table import Field, gradient_table
from losscore.kernels.grids import gridded
from losscore.kernels.parallel import map_chunks, single_threaded_blas, workers
from losscore.methods import Evaluation, OptimizerSpec, optimizer_spec
from losscore.objectives.base import Problem, require_problem

# Labels of starts that reach no minimum of the list.
PLATEAU, DIVERGED, STEP_LIMIT, ELSEWHERE = -1, -2, -3, -4
_WORDS = {
    PLATEAU: "stopped, but not at a minimum: flat, a saddle or a kink",
    DIVERGED: "diverged",
    STEP_LIMIT: "step limit",
    ELSEWHERE: "a minimum outside the list",
}
MAX_RESOLUTION = 401
MAX_STEPS = 10_000
# The number of starts that move together.
BATCH = 1 << 15
# A table of gradients pays from this many starts × steps × samples on.
LARGE = 1 << 27
# Each node of a table must save this many evaluations.
WORTH = 20
# A table covers more than the window, because descents leave it.
TABLE_WINDOWS = 1.5
# A table has boxes around at most this many minima.
TABLE_MINIMA = 16
# Coordinates of minima that differ by less than this share of their range are written alike.
SAME = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Basins:
    """Outcomes on a grid of starts x (nx,), y (ny,); row j, column i is the start (x[i], y[j]).

    Attributes
    ----------
    label : (ny, nx) index into ``minima`` of the minimum reached, or PLATEAU, DIVERGED, STEP_LIMIT,
        ELSEWHERE, all negative.
    steps : (ny, nx) steps taken.
    theta : (ny, nx, 2) where each run ended; its last finite point if it diverged.
    legend : the meaning of each label that occurs.
    method : "direct", or the algorithm that computed the gradients.
    error : the error of those gradients relative to the largest; 0 if direct, and every label and
        number of steps is then the same as for ``descend``.
    """

    x: FloatArray
    y: FloatArray
    label: NDArray[np.intp]
    steps: NDArray[np.intp]
    theta: FloatArray
    legend: dict[int, str]
    minima: Minima
    method: str
    error: float

    @property
    def group(self) -> NDArray[np.intp]:
        """(ny, nx) as ``label``, with one number for minima that differ by a label exchange."""
        groups = np.append(self.minima.group, 0)
        return np.where(self.label >= 0, groups[self.label], self.label)


def basins(  # noqa: PLR0913 - the settings of a run are its keywords
    problem: Problem,
    optimizer: str = "gd",
    learning_rate: float = 0.1,
    resolution: int | tuple[int, int] = 101,
    window: Window | None = None,
    n_steps: int = 200,
    tol: float = 1e-8,
    exact: bool = False,
    **hyper: float,
) -> Basins:
    """Run ``optimizer`` from every node of a grid, each as ``descend`` would.

    A run that runs out of steps counts for the minimum to which its end belongs, if any; see
    ``Minima.reached_by``.

    Parameters
    ----------
    optimizer, learning_rate, n_steps, tol, hyper : as for ``descend``; n_steps at most 10 000.
    resolution : starts along both axes, or (nx, ny); 2 … 401.
    window : the window of the starts; the problem's own by default.
    exact : never interpolate the gradient, even with many samples.

    Raises
    ------
    ValueError
        As ``descend``.
    """
    require_problem(problem)
    spec = optimizer_spec(optimizer)
    spec.require(problem.name)
    (x_lo, x_hi), (y_lo, y_hi) = view = checks.window(
        "window", problem.window if window is None else window
    )
    nx, ny = checks.sizes("resolution", resolution, low=2, high=MAX_RESOLUTION)
    x, y = np.linspace(x_lo, x_hi, nx), np.linspace(y_lo, y_hi, ny)
    starts = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    settings = _Settings(
        problem,
        spec,
        spec.hyper(hyper),
        checks.number("learning_rate", learning_rate, above=0.0),
        checks.integer("n_steps", n_steps, low=0, high=MAX_STEPS),
        slope_threshold(problem, tol),
    )
    known = minima(problem)
    gradient, method, error = _gradient(settings, view, known, len(starts), exact)
    if method != "direct":
        settings = replace(settings, known=known)
    ends = _run_all(settings, starts, gradient)
    label = _labels(known, ends).reshape(ny, nx)
    return Basins(
        x,
        y,
        label,
        ends.steps.reshape(ny, nx),
        ends.theta.reshape(ny, nx, 2),
        _legend(label, known),
        known,
        method,
        error,
    )


# J's finiteness (n,) and ∇J (n, 2) at points (n, 2).
Evaluate = Callable[[FloatArray], tuple[NDArray[np.bool_], FloatArray]]


@dataclass(frozen=True, slots=True, eq=False)
class _Settings:
    """The settings that all runs share."""

    problem: Problem
    spec: OptimizerSpec
    hyper: dict[str, float]
    learning_rate: float
    n_steps: int
    threshold: float
    # With many samples ∇²J is expensive; points at known minima then need no other proof.
    known: Minima | None = None

    def judge(self, theta: FloatArray, grad: FloatArray) -> NDArray[np.intp]:
        """What theta (m, 2) are, where ``grad`` (m, 2) vanishes; see ``losscore.arrival``."""
        if self.known is None:
            return self.problem.judge(theta, grad)
        standing = np.full(len(theta), AT_MINIMUM)
        rest = self.known.labels(theta) == NONE
        if self.problem.convex:
            standing[rest] = ON_THE_WAY if self.problem.has_minimum else ON_FLAT_GROUND
        elif rest.any():
            standing[rest] = self.problem.judge(theta[rest], grad[rest])
        return standing


class _Ends(NamedTuple):
    """Where each of m runs ended: θ (m, 2), slope ‖∇J‖ (m,), steps (m,) and how (m,)."""

    theta: FloatArray
    slope: FloatArray
    steps: NDArray[np.intp]
    how: NDArray[np.intp]


# How a run ended, before the minimum it reached is known.
_ARRIVED = 0


def _gradient(
    settings: _Settings, window: Window, known: Minima, n_starts: int, exact: bool
) -> tuple[Evaluate, str, float]:
    """A function for ∇J, the name of its method and its error."""
    problem = settings.problem

    def directly(points: FloatArray) -> tuple[NDArray[np.bool_], FloatArray]:
        loss, grad = problem.value_and_grad(points)
        return np.isfinite(loss) & _is_finite(grad), grad

    evaluations = n_starts * settings.n_steps
    # Optimizers in units of the curvature need more than the gradient.
    grids = gridded(problem)
    pays = grids.analytic and not settings.spec.is_scaled
    if exact or not pays or evaluations * len(problem.dataset or ()) < LARGE:
        return directly, "direct", 0.0
    table = None
    if len(known) <= TABLE_MINIMA:
        field = Field(problem.grad, grids.grad_table, grids.enough_nodes)
        table = gradient_table(field, _widened(window), known.theta, evaluations / WORTH)
    if table is None:
        return directly, "direct", 0.0

    def tabulated(points: FloatArray) -> tuple[NDArray[np.bool_], FloatArray]:
        grad = table(points)
        return _is_finite(grad), grad

    return tabulated, "Chebyshev gradients", table.error


def _is_finite(grad: FloatArray) -> NDArray[np.bool_]:
    """Which rows of (m, 2) are finite; tested by column, because numpy is slow along short rows."""
    finite: NDArray[np.bool_] = np.isfinite(grad[:, 0]) & np.isfinite(grad[:, 1])
    return finite


def _widened(window: Window) -> Window:
    low, high = np.array(window).T
    middle, half = 0.5 * (low + high), 0.5 * TABLE_WINDOWS * (high - low)
    (x_lo, y_lo), (x_hi, y_hi) = (middle - half).tolist(), (middle + half).tolist()
    return (x_lo, x_hi), (y_lo, y_hi)


def _run_all(settings: _Settings, starts: FloatArray, evaluate: Evaluate) -> _Ends:
    """All runs, in batches that share the cores."""
    batch = min(BATCH, -(-len(starts) // workers()))
    with single_threaded_blas():
        parts = list(
            map_chunks(
                lambda first, last: _run_batch(settings, starts[first:last], evaluate),
                len(starts),
                batch,
            )
        )
    return _Ends(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _run_batch(settings: _Settings, starts: FloatArray, evaluate: Evaluate) -> _Ends:
    """Advance runs side by side and remove finished ones; tests are in the order of ``descend``."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        is_finite, grad = evaluate(starts)
        batch = _Batch(settings, starts, grad)
        batch.finish(~is_finite, DIVERGED, 0)
        for step in range(settings.n_steps):
            batch.finish_at_rest(step)
            if not len(batch.index):
                break
            theta, state = batch.ahead()
            is_finite, grad = evaluate(theta)
            # A step to where J is not finite is not taken; a step beyond the radius is the last.
            keep = batch.finish(~is_finite, DIVERGED, step)
            batch.move(theta[keep], grad[keep], _rows(state, keep))
            batch.finish(np.maximum(*np.abs(batch.theta).T) > batch.radius, DIVERGED, step + 1)
        batch.finish_at_rest(settings.n_steps)
        batch.finish(np.ones(len(batch.index), dtype=bool), STEP_LIMIT, settings.n_steps)
    return batch.ends


class _Batch:
    """The runs still in progress, and the ends of the others.

    ``index`` (n,) holds their numbers. ``theta`` (n, 2), ``grad`` (n, 2), ``slope`` (n,) = ‖∇J‖,
    ``state`` and ``radius`` (n,), beyond which a run has diverged, are in the same order.
    """

    def __init__(self, settings: _Settings, starts: FloatArray, grad: FloatArray) -> None:
        count = len(starts)
        self.settings = settings
        self.index = np.arange(count)
        self.radius = escape_radius(settings.problem, starts)
        self.move(starts, grad, settings.spec.init(starts))
        counts = (np.empty(count, dtype=np.intp) for _ in range(2))
        self.ends = _Ends(np.empty((count, 2)), np.empty(count), *counts)

    def move(self, theta: FloatArray, grad: FloatArray, state: Any) -> None:
        """Move the runs to ``theta``."""
        self.theta, self.grad, self.state = theta, grad, state
        self.slope = np.hypot(grad[:, 0], grad[:, 1])

    def ahead(self) -> tuple[FloatArray, Any]:
        """Where the next step leads, and the optimizer's state there."""
        settings = self.settings
        at = Evaluation(settings.problem, self.theta, self.grad)
        step, state = settings.spec.update(at, self.state, settings.learning_rate, **settings.hyper)
        return self.theta + step, state

    def finish_at_rest(self, steps: int) -> None:
        """Finish the runs whose gradient has vanished, unless on the floor of a valley."""
        slow = self.slope <= self.settings.threshold
        if not slow.any():
            return
        standing = np.full(len(slow), ON_THE_WAY)
        standing[slow] = self.settings.judge(self.theta[slow], self.grad[slow])
        done = standing != ON_THE_WAY
        self.finish(done, np.where(standing == AT_MINIMUM, _ARRIVED, PLATEAU)[done], steps)

    def finish(
        self, done: NDArray[np.bool_], how: int | NDArray[np.intp], steps: int
    ) -> NDArray[np.bool_]:
        """Record the ends of ``done`` (n,) and remove these runs; returns which runs remain."""
        keep = ~done
        if done.any():
            index = self.index[done]
            self.ends.theta[index], self.ends.slope[index] = self.theta[done], self.slope[done]
            self.ends.steps[index], self.ends.how[index] = steps, how
            self.index, self.radius = self.index[keep], self.radius[keep]
            self.theta, self.grad, self.slope = self.theta[keep], self.grad[keep], self.slope[keep]
            self.state = _rows(self.state, keep)
        return keep


def _rows(state: Any, keep: NDArray[np.bool_]) -> Any:
    """An optimizer's state for some of the runs; plain numbers in it apply to all."""
    if keep.all():
        return state
    return type(state)(*(part[keep] if isinstance(part, np.ndarray) else part for part in state))


def _labels(known: Minima, ends: _Ends) -> NDArray[np.intp]:
    """(m,) the minimum to which each end belongs, or the reason why there is none."""
    label = ends.how.copy()
    at_rest = (label == _ARRIVED) | (label == STEP_LIMIT)
    reached = known.labels(ends.theta[at_rest])
    given_up = np.where(label[at_rest] == _ARRIVED, ELSEWHERE, STEP_LIMIT)
    label[at_rest] = np.where(reached != NONE, reached, given_up)
    return label


def _legend(label: NDArray[np.intp], known: Minima) -> dict[int, str]:
    """The meaning of the labels that occur, with the minima first."""
    seen = [int(number) for number in np.unique(label)]
    words = dict(_WORDS)
    # Coordinates of minima that agree on an axis agree only to rounding.
    first, second = (checks.digits(axis, least=4, noise=SAME) for axis in known.theta.T)
    for number, ((x, y), loss) in enumerate(zip(known.theta, known.loss, strict=True)):
        words[number] = f"minimum ({x:.{first}g}, {y:.{second}g}), J = {loss:.4g}"
    return {number: words[number] for number in sorted(seen, key=lambda n: (n < 0, abs(n)))}
