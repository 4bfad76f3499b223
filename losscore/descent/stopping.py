"""When a run ends, and the message that says why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from losscore import arrival, checks
from losscore.analysis.curvature import condition_number, stable_learning_rate
from losscore.checks import FloatArray
from losscore.descent import forecast
from losscore.kernels.grids import mesh
from losscore.methods import OptimizerSpec
from losscore.objectives.base import Problem

# A run that is this many windows away counts as diverged.
ESCAPE_WINDOWS = 1e3
# ‖∇J‖ below this share of the problem's scale counts as zero.
VANISHED = 1e-8
# J has stopped falling when the second half of a run adds less than this share to its descent.
PROGRESS = 1e-6
# The curvature is taken at this many of the last points; on a long run, all would cost too much.
LAST_POINTS = 40
POINTS_ON_A_STEP = 33
# Nodes along each axis of the grid on which the sharpest place of the window is sought.
NODES = 17
# From this condition number on, the message of a run that runs out of steps states it.
NARROW = 100.0
# On flat ground, the slope is below this share of the window's typical slope, and the curvature
# below this share of the window's largest.
FLAT_GROUND = 1e-2
SHARPEST = "where J is sharpest in this window"
# The pace of a run is extrapolated to at most this many times its steps.
FORESEEN = 100
BEYOND_COUNTING = 1e15


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
class Method:
    """What drives a run: an optimizer with its settings.

    ``batch_size`` is None where each step sees all samples.
    """

    spec: OptimizerSpec
    hyper: Mapping[str, float]
    learning_rate: float
    batch_size: int | None

    @property
    def rate(self) -> str:
        """The learning rate in words."""
        return f"the learning rate {self.learning_rate:.3g}"

    def written(self, bound: float, where: str = "along this run") -> str:
        """The stable learning rate ``bound`` in words, with its origin."""
        assert self.spec.stability is not None
        factor = f"{self.spec.stability(self.hyper):.3g}"
        if self.spec.is_scaled:
            return f"{factor}, the bound for any curvature"
        return f"{factor}/λmax = {bound:.3g} {where}"

    def is_stable_on_quadratics(self) -> bool:
        """Whether the learning rate suits every quadratic, whatever its curvature."""
        spec = self.spec
        if not spec.is_scaled or spec.stability is None:
            return False
        return self.learning_rate < spec.stability(self.hyper)

    def is_slow(self, bound: float) -> bool:
        """Whether no step overshoots yet, so that a larger learning rate is a faster one."""
        if self.spec.stability is None or self.spec.overshoot is None:
            return False
        share = self.spec.overshoot(self.hyper) / self.spec.stability(self.hyper)
        return self.learning_rate < share * bound


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """A run so far: what drives it, and where it has been in n steps.

    ``theta`` (n+1, 2), ``loss`` (n+1,), ``grad_norm`` (n+1,), as in ``Trajectory``; ``state`` is
    the optimizer's, ``threshold`` the ‖∇J‖ below which the run may end.
    """

    problem: Problem
    method: Method
    threshold: float
    state: Any
    theta: FloatArray
    loss: FloatArray
    grad_norm: FloatArray

    @property
    def n_steps(self) -> int:
        """The number of steps taken."""
        return len(self.loss) - 1

    @property
    def steps(self) -> str:
        """The number of steps, in words."""
        return f"{self.n_steps} step{'s' * (self.n_steps != 1)}"

    @property
    def slope(self) -> str:
        """‖∇J‖ at the last point, in words."""
        return f"‖∇J‖ = {self.grad_norm[-1]:.2g}"

    @property
    def leap(self) -> str:
        """The message for a run that ``is_leaping``, with the bound that its rate exceeds."""
        rate, method = self.method.learning_rate, self.method
        bound, window_bound = self.bound(), self.window_bound()
        if bound is not None and rate > bound:
            return f"{method.rate} is above {method.written(bound)}, and one step left the window"
        if window_bound is not None and rate > window_bound:
            written = method.written(window_bound, SHARPEST)
            return f"{method.rate} is above {written}, and one step left the window"
        return f"{method.rate} is so large that one step left the window"

    @property
    def remark(self) -> str:
        """The optimizer's own remark with a space before it, or nothing."""
        if self.method.spec.remark is None:
            return ""
        remark = self.method.spec.remark(self.state, self.method.hyper, self.n_steps)
        return f" {remark}" if remark else ""

    def bound(self) -> float | None:
        """The stable learning rate at the sharpest place of the run's own region.

        The region is the last steps, as far as they are inside the window. For a run that leaps,
        it is all steps, because such a run may rest on flat ground on either side of a sharp place.
        """
        points = _inside(self.problem, self.theta)
        if self.is_leaping():
            points = np.concatenate((points, _along(self.problem, self.theta)))
        else:
            points = points[len(points) // 2 :][-LAST_POINTS:]
        if not len(points):
            points = self.theta[:1]
        return stable_learning_rate(self.problem, points, self.method.spec, self.method.hyper)

    def window_bound(self) -> float | None:
        """The stable learning rate at the sharpest node of a coarse grid over the window."""
        grid = mesh(self.problem.window, NODES)
        return stable_learning_rate(self.problem, grid, self.method.spec, self.method.hyper)

    def condition_number(self) -> float:
        """λmax/λmin at the last point; nan where J is not convex there."""
        return float(condition_number(self.problem, self.theta[-1]))

    def is_held_up(self) -> bool:
        """Whether J is still high because of the valley's length, not of swings across it.

        If so, J has further to fall from the lowest of the last points than the swings add to it
        on average.
        """
        if not NARROW <= self.condition_number() < math.inf or not self.loss[-1] < self.loss[0]:
            return False
        late = self.loss[-LAST_POINTS:]
        lowest = self.theta[-LAST_POINTS:][late.argmin()][None, :]
        near = arrival.quadratic(self.problem, lowest, self.problem.grad(lowest))
        is_there = arrival.is_negligible(self.problem, lowest, near)[0]
        return bool(near.fall[0] > late.mean() - late.min() and not is_there)

    def is_rounded(self) -> bool:
        """Whether the fall ahead is lost in the rounding of θ, and yet this is not the minimum."""
        end = self.theta[-1:]
        near = arrival.quadratic(self.problem, end, self.problem.grad(end))
        nothing = arrival.is_negligible(self.problem, end, near)[0]
        return bool(nothing and self.standing() == arrival.ON_THE_WAY)

    def steps_ahead(self) -> float | None:
        """How many more steps the run needs, by ``forecast``; None if that is unknown."""
        spec, rate = self.method.spec, self.method.learning_rate
        if spec.recurrence is None or self.method.batch_size is not None:
            return None
        recurrence, hyper = spec.recurrence, self.method.hyper
        slope = self.threshold if self.threshold > 0 else VANISHED * self.problem.gradient_scale
        return forecast.steps_ahead(
            self.problem, lambda curvature: recurrence(hyper, rate * curvature), self.theta, slope
        )

    def steps_to_halve(self) -> float | None:
        """How many more steps halve J at the pace of the second half; None where it does not fall.

        Without a minimum, J falls like a power of the number of steps, J ~ n⁻ᵖ, or levels off like
        one; its falls over n/4 … n/2 … n then continue as a geometric series. inf where that is too
        far to extrapolate from n steps.
        """
        early, before, now = (self.loss[self.n_steps // part] for part in (4, 2, 1))
        if self.n_steps < LAST_POINTS or not 0 < now < before:
            return None
        ratio = (before - now) / (early - before) if early > before else 1.0
        if ratio < 1.0 and (before - now) * ratio / (1.0 - ratio) < 0.5 * now:
            return math.inf
        power = math.log(before / now) / math.log(2.0)
        times = 2.0 ** min(1.0 / power, 100.0) - 1.0
        return math.inf if times > FORESEEN else times * self.n_steps

    def is_lower(self) -> bool:
        """Whether J is lower than at the start, and was lowest in the second half of the run."""
        half = (len(self.loss) + 1) // 2
        before, after = self.loss[:half].min(), self.loss[half:].min(initial=np.inf)
        gain = PROGRESS * (self.loss[0] - before)
        falls = self.n_steps >= LAST_POINTS and self.is_settling()
        return bool((falls or after < before - gain) and self.loss[-1] < self.loss[0])

    def is_arriving(self) -> bool:
        """Whether ‖∇J‖ is smaller than in the first half of the run, and J no higher.

        Near a minimum J itself no longer shows progress, because its fall goes as ‖∇J‖².
        """
        before = self.grad_norm[: (len(self.loss) + 1) // 2].min()
        return bool(self.grad_norm[-1] < before and self.loss[-1] <= self.loss[0])

    def is_settling(self) -> bool:
        """Whether J falls throughout the second half, from each step to the one after the next.

        A run that zigzags across a valley may be higher on one side than on the other.
        """
        late = self.loss[len(self.loss) // 2 :]
        return bool((late[2:] < late[:-2]).all())

    def is_leaping(self) -> bool:
        """Whether a single step was longer than the window is wide, which may take it far out."""
        width = np.ptp(np.array(self.problem.window), axis=1)
        return bool((np.abs(np.diff(self.theta, axis=0)) > width).any())

    def standing(self) -> int:
        """What the last point is, if ∇J vanishes there; see ``arrival.judge``."""
        end = self.theta[-1:]
        return int(self.problem.judge(end, self.problem.grad(end))[0])

    def is_on_flat_ground(self) -> bool:
        """Whether J hardly slopes and hardly bends here, compared with the window."""
        problem, end = self.problem, self.theta[-1]
        slope = np.abs(problem.grad(end) * problem.half_widths).max()
        if not slope < FLAT_GROUND * problem.relief:
            return False
        sharpest = np.nanmax(np.abs(problem.bends(mesh(problem.window, NODES))))
        return bool(np.abs(problem.bends(end)).max() < FLAT_GROUND * sharpest)

    def is_at_minimum(self) -> bool:
        """Whether the last point is at a minimum."""
        return self.standing() == arrival.AT_MINIMUM

    def is_stuck(self) -> bool:
        """Whether the last step was too small to change θ."""
        return self.n_steps > 0 and bool((self.theta[-1] == self.theta[-2]).all())


def slope_threshold(problem: Problem, tol: float) -> float:
    """The ‖∇J‖ at which a run ends; −1 for tol = 0, so that not even a zero gradient ends it."""
    tolerance = checks.number("tol", tol, low=0.0)
    return tolerance * problem.gradient_scale if tolerance > 0 else -1.0


def escape_radius(problem: Problem, start: FloatArray) -> FloatArray:
    """The largest |θ| coordinate before a run counts as diverged, (..., 2) -> (...)."""
    reach = max(float(np.abs(np.array(problem.window)).max()), 1e-3)
    radius: FloatArray = ESCAPE_WINDOWS * np.maximum(np.abs(start).max(axis=-1), reach)
    return radius


def finished(run: Progress) -> Ending:
    """The ending when the gradient is below the tolerance: at a minimum or on flat ground."""
    theta = run.theta[-1]
    if not run.is_at_minimum():
        return Ending(Status.PLATEAU, f"{_leap(run)}{run.problem.flat_reason(theta)}{run.remark}")
    return Ending(
        Status.CONVERGED,
        f"Converged after {run.steps}: {run.slope} is below the tolerance.{run.remark}",
    )


def out_of_steps(run: Progress) -> Ending:
    """The ending at the step limit: arrived all the same, or too fast, or too slow."""
    vanished = run.grad_norm[-1] <= VANISHED * run.problem.gradient_scale
    if vanished and run.standing() != arrival.ON_THE_WAY:
        reason = f". {_rest(run)}"
    else:
        reason = f": {_advice(run)}"
    return Ending(Status.STEP_LIMIT, f"Stopped after {run.steps}{reason}{run.remark}")


def diverged(run: Progress) -> Ending:
    """The ending when the last step led too far out, or the next to where J is not finite."""
    bound = run.bound()
    if bound is not None and run.method.learning_rate > bound:
        more = "each step overshoots by more than the last"
        if run.n_steps < 2:
            more = "the step leads far beyond the minimum"
        reason = f"{run.method.rate} is above {run.method.written(bound)}, so {more}."
    elif run.n_steps and (np.diff(run.loss) < 0).all() and not run.is_leaping():
        reason = "J fell at every step, and no minimum stopped the run."
    elif run.method.is_stable_on_quadratics():
        reason = (
            f"{run.method.rate} is stable on a quadratic, but J is not quadratic here: the steps "
            "carry the run far out of the window. A smaller learning rate or another start may "
            "converge."
        )
    else:
        reason = f"with {run.method.rate}, the steps carry the run far out of the window."
    return Ending(Status.DIVERGED, f"Diverged after {run.steps}: {reason}{run.remark}")


def _leap(run: Progress) -> str:
    """How a run that rests far out got there, with a space after it, or nothing."""
    if not run.is_leaping():
        return ""
    return f"T{run.leap[1:]}. "


def _rest(run: Progress) -> str:
    """Where a run is whose gradient has vanished but which did not stop for that."""
    if run.is_at_minimum():
        return f"It has arrived at a minimum: {run.slope}."
    return run.problem.flat_reason(run.theta[-1])


def _advice(run: Progress) -> str:
    bound = run.bound()
    if bound is not None and run.method.learning_rate >= bound and not run.is_settling():
        return (
            f"{run.method.rate} is not below {run.method.written(bound)}, so the steps do not "
            "settle."
        )
    if run.method.batch_size is not None:
        return _stochastic_advice(run)
    if run.is_rounded():
        return (
            f"{run.slope}, but rounding hides the rest of the way: the last digit of θ changes J "
            f"by more than J has left to fall.{_remedy(run, 'would show it')}"
        )
    if run.is_held_up():
        return f"{run.slope} is not yet below the tolerance. {_way_ahead(run, bound)}"
    if run.is_stuck():
        return f"{run.slope}, but the steps have become too small to change θ."
    if run.is_leaping() and run.loss[-1] >= run.loss[0]:
        return f"{run.leap}; with a smaller one the run may settle."
    if run.n_steps and not (run.is_lower() or run.is_arriving()):
        is_higher = run.loss[-1] > run.loss[0]
        # A run that swings through the minimum was lower before, and arrives all the same.
        if is_higher or run.steps_ahead() is None:
            end = "is higher than at the start" if is_higher else "has stopped falling"
            return f"J {end}; with {_calmer(run)} the run may settle."
    return f"{run.slope} is not yet below the tolerance. {_way_ahead(run, bound)}"


def _way_ahead(run: Progress, bound: float | None) -> str:
    """What keeps a run that makes progress from arriving, and how far it still has to go."""
    endless = run.problem.endless
    if endless:
        return f"No number of steps is enough: {endless}{_pace(run.steps_to_halve())}"
    ahead, ratio = run.steps_ahead(), run.condition_number()
    if ahead is None and run.is_on_flat_ground():
        return _flat_ground(run)
    if NARROW <= ratio < math.inf and (ahead is None or ahead > run.n_steps):
        return _valley(run, ahead, ratio)
    steps = _about(ahead) if ahead else "more steps"
    if bound is not None and run.method.is_slow(bound):
        steps = f"{steps}, or a larger learning rate (below {bound:.2g}),"
    if ahead:
        return f"{steps.capitalize()} would be enough."
    knowable = run.method.spec.recurrence is not None
    unknown = "; the curvature here does not tell how many" if knowable else ""
    return f"{steps.capitalize()} would lead further{unknown}."


def _flat_ground(run: Progress) -> str:
    """The message for a run where J is nearly flat, perhaps thrown there by its own rate."""
    method, bound = run.method, run.window_bound()
    sharp = ""
    if bound is not None and method.learning_rate > bound:
        sharp = f", and {method.rate} is above {method.written(bound, SHARPEST)}"
    return f"J is nearly flat here, so more steps would lead further, but slowly{sharp}."


def _valley(run: Progress, ahead: float | None, ratio: float) -> str:
    """The message for a run that creeps along the floor of a valley."""
    floor = f"the way along its floor takes {_about(ahead) if ahead else 'long'}."
    if run.is_stuck():
        floor = "its floor slopes so gently that the steps no longer change θ."
    return (
        f"The cause is the condition number λmax/λmin = {ratio:.2g}: J is a narrow valley, and "
        f"{floor}{_remedy(run, 'would make it rounder')}"
    )


def _remedy(run: Progress, effect: str) -> str:
    """What scaling the features would achieve, with a space before it; nothing without features."""
    if run.problem.dataset is None:
        return ""
    return f" Features of similar size, centred on 0, {effect}."


def _pace(halved: float | None) -> str:
    """How soon J halves, as a sentence with a space before it."""
    if halved is None:
        return ""
    if halved == math.inf:
        return f" At this pace J does not halve within {FORESEEN} times as many steps."
    return f" At this pace J halves after {_about(halved)}."


def _about(count: float) -> str:
    """``count`` ≥ 0 more steps to two digits, in words where they are beyond counting."""
    if count > BEYOND_COUNTING:
        return "more than 10¹⁵ more steps"
    digits = float(f"{max(count, 1.0):.2g}")
    number = f"{digits:.0f}" if digits < 1e6 else f"{digits:.2g}"
    return f"about {number} more step{'s' * (digits != 1)}"


def _inside(problem: Problem, theta: FloatArray) -> FloatArray:
    """The points of theta (m, 2) that lie in the problem's window."""
    low, high = np.array(problem.window).T
    inside: FloatArray = theta[((theta >= low) & (theta <= high)).all(axis=1)]
    return inside


def _along(problem: Problem, theta: FloatArray) -> FloatArray:
    """Points in the problem's window on some of the straight steps between theta (n+1, 2)."""
    chosen = np.unique(np.linspace(0, len(theta) - 2, LAST_POINTS).astype(int))
    start, step = theta[chosen], theta[chosen + 1] - theta[chosen]
    with np.errstate(all="ignore"):
        # The shares of a step at which it crosses the lines that bound the window.
        crossings = (np.array(problem.window).T[:, None, :] - start) / step
    enters = np.minimum(np.nanmax(crossings.min(axis=0), axis=1, initial=0.0), 1.0)
    leaves = np.maximum(np.nanmin(crossings.max(axis=0), axis=1, initial=1.0), 0.0)
    share = enters + np.linspace(0.0, 1.0, POINTS_ON_A_STEP)[:, None] * (leaves - enters)
    return _inside(problem, (start + share[:, :, None] * step).reshape(-1, 2))


def _calmer(run: Progress) -> str:
    """What would let a run that swings about its goal settle."""
    momentum = run.method.hyper.get("momentum", 0.0)
    return "a smaller learning rate" + (" or a smaller momentum" if momentum > 0 else "")


def _stochastic_advice(run: Progress) -> str:
    """The advice for a stochastic run, whose batches do not share the minimum of all samples."""
    assert run.problem.dataset is not None
    share = f"{run.method.batch_size} of {len(run.problem.dataset)} samples"
    if not run.problem.has_minimum:
        return f"{run.slope} for all samples; each step used {share}."
    return (
        f"{run.slope} for all samples. The gradient of {share} need not vanish at a minimum, so θ "
        "keeps wandering around it unless the steps shrink. With a smaller learning rate or a "
        "larger batch it wanders less."
    )
