"""When a run is over, and the sentence that says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from losscore.checks import FloatArray
from losscore.curvature import stable_learning_rate
from losscore.optimizers import OptimizerSpec
from losscore.problems.base import Problem

# A run that is this many windows away does not come back.
ESCAPE_WINDOWS = 1e3
# ‖∇J‖ below this share of the problem's scale has vanished, as far as anybody can see.
VANISHED = 1e-8
# J has stopped falling when the second half of a run adds less than this share to its descent.
PROGRESS = 1e-6
# So many of the last points tell the curvature; a long run need not pay for all.
LAST_POINTS = 40


class Status(StrEnum):
    """How a run ended."""

    CONVERGED = "CONVERGED"
    STEP_LIMIT = "STEP_LIMIT"
    DIVERGED = "DIVERGED"
    PLATEAU = "PLATEAU"


@dataclass(frozen=True, slots=True)
class Ending:
    """A status and its sentence."""

    status: Status
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """A run so far: what moves it, and where it has been in n steps.

    ``theta`` (n+1, 2), ``loss`` (n+1,), ``grad_norm`` (n+1,), as in ``Trajectory``.
    """

    problem: Problem
    spec: OptimizerSpec
    hyper: Mapping[str, float]
    learning_rate: float
    theta: FloatArray
    loss: FloatArray
    grad_norm: FloatArray

    @property
    def steps(self) -> str:
        """The number of steps taken, in English."""
        return _steps(len(self.loss) - 1)

    @property
    def bound_name(self) -> str:
        """What ``bound`` is: 2/λmax for gradient descent."""
        assert self.spec.stability is not None
        return f"{self.spec.stability(self.hyper):.3g}/λmax"

    def bound(self) -> float | None:
        """The stable learning rate at the sharpest of the last points inside the window."""
        low, high = np.array(self.problem.window).T
        inside = self.theta[((self.theta >= low) & (self.theta <= high)).all(axis=1)]
        points = inside[len(inside) // 2 :][-LAST_POINTS:] if len(inside) else self.theta[:1]
        return stable_learning_rate(self.problem, points, self.spec, self.hyper)

    def is_lower(self) -> bool:
        """Whether J is lower than at the start, and was lowest in the second half of the run."""
        half = (len(self.loss) + 1) // 2
        before, after = self.loss[:half].min(), self.loss[half:].min(initial=np.inf)
        gain = PROGRESS * (self.loss[0] - before)
        return bool(after < before - gain and self.loss[-1] < self.loss[0])

    def is_settling(self) -> bool:
        """Whether J falls throughout the second half, from each step to the one after the next.

        A run that zigzags across a valley may be higher on one side than on the other.
        """
        late = self.loss[len(self.loss) // 2 :]
        return bool((late[2:] < late[:-2]).all())


def escape_radius(problem: Problem, start: FloatArray) -> float:
    """The largest |θ| coordinate of a run that still counts as on its way."""
    reach = float(np.abs(np.array(problem.window)).max())
    return ESCAPE_WINDOWS * max(reach, float(np.abs(start).max()), 1e-3)


def finished(run: Progress) -> Ending:
    """The gradient is below the tolerance: at a minimum, or on flat ground?"""
    theta, grad_norm = run.theta[-1], run.grad_norm[-1]
    if not run.problem.is_minimum(theta):
        return Ending(Status.PLATEAU, _leap(run) + run.problem.flat_reason(theta))
    return Ending(
        Status.CONVERGED,
        f"Converged after {run.steps}: ‖∇J‖ = {grad_norm:.2g} is below the tolerance.",
    )


def out_of_steps(run: Progress) -> Ending:
    """The step limit came first. Arrived all the same, or too fast, or too slow?"""
    if run.grad_norm[-1] <= VANISHED * run.problem.gradient_scale:
        return Ending(Status.STEP_LIMIT, f"Stopped after {run.steps}. {_rest(run)}")
    return Ending(Status.STEP_LIMIT, f"Stopped after {run.steps}: {_advice(run)}")


def diverged(run: Progress) -> Ending:
    """The last step led out of sight, or the next one to where J is not finite."""
    bound = run.bound()
    if bound is not None and run.learning_rate > bound:
        reason = (
            f"the learning rate {run.learning_rate:.3g} is above {run.bound_name} = "
            f"{bound:.3g} along this run, so each step overshoots by more than the last."
        )
    else:
        reason = f"with the learning rate {run.learning_rate:.3g} the steps carry it out of sight."
    return Ending(Status.DIVERGED, f"Diverged after {run.steps}: {reason}")


def _leap(run: Progress) -> str:
    """Whether a single step was longer than the window is wide; how a run gets far out."""
    width = np.ptp(np.array(run.problem.window), axis=1)
    if not (np.abs(np.diff(run.theta, axis=0)) > width).any():
        return ""
    return f"The learning rate {run.learning_rate:.3g} is so large that one step left the window. "


def _rest(run: Progress) -> str:
    """Where a run is whose gradient has vanished, although it was not to stop for that."""
    theta, grad_norm = run.theta[-1], run.grad_norm[-1]
    if run.problem.is_minimum(theta):
        return f"It has arrived: ‖∇J‖ = {grad_norm:.2g}."
    return run.problem.flat_reason(theta)


def _advice(run: Progress) -> str:
    bound = run.bound() or np.inf
    if run.learning_rate >= bound and not run.is_settling():
        return (
            f"the learning rate {run.learning_rate:.3g} is not below {run.bound_name} = "
            f"{bound:.3g} along this run, so the steps do not settle."
        )
    if len(run.loss) > 1 and not run.is_lower():
        return "J has stopped falling; a smaller learning rate may settle."
    # Below half the bound no step overshoots yet.
    is_slow = np.isfinite(bound) and run.learning_rate < 0.5 * bound
    further = f"more steps {'or a larger learning rate ' if is_slow else ''}would lead further."
    return f"‖∇J‖ = {run.grad_norm[-1]:.2g} is not yet below the tolerance; {further}"


def _steps(count: int) -> str:
    return f"{count} step" if count == 1 else f"{count} steps"
