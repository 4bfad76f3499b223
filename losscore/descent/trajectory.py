"""Run an optimizer from a start: the trajectory and how it ended.

Divergence is a result, not an exception: the trajectory keeps its finite part.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from losscore import arrival, checks
from losscore.checks import FloatArray, InputError
from losscore.descent.batches import View, check_batch_size, viewer
from losscore.descent.stopping import (
    Ending,
    Method,
    Progress,
    Status,
    diverged,
    escape_radius,
    finished,
    out_of_steps,
    slope_threshold,
)
from losscore.methods import optimizer_spec
from losscore.objectives.base import Problem, require_problem

MAX_STEPS = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory:
    """A run of n steps, from its start to its end.

    Attributes
    ----------
    theta : (n+1, 2), the start first; loss : (n+1,) J(θ); grad_norm : (n+1,) ‖∇J(θ)‖.
    status : how the run ended; message : the same as a sentence.
    """

    theta: FloatArray
    loss: FloatArray
    grad_norm: FloatArray
    status: Status
    message: str

    @property
    def n_steps(self) -> int:
        """The number of steps taken."""
        return len(self.loss) - 1


def descend(  # noqa: PLR0913 - the settings of a run are its keywords
    problem: Problem,
    theta0: ArrayLike,
    optimizer: str = "gd",
    learning_rate: float = 0.1,
    n_steps: int = 200,
    tol: float = 1e-8,
    batch_size: int | None = None,
    seed: int = 0,
    **hyper: float,
) -> Trajectory:
    """Run ``optimizer`` from ``theta0`` for at most ``n_steps`` steps.

    Parameters
    ----------
    theta0 : (2,) start, finite, where J and ∇J are finite.
    optimizer : a registered name that suits the problem.
    learning_rate : η > 0.
    n_steps : 0 … 1 000 000.
    tol : stop when ‖∇J‖ ≤ tol · ``problem.gradient_scale`` and the point is at a minimum or on flat
        ground (``losscore.arrival``), not on the floor of a valley; 0 never stops early.
    batch_size : each step follows the gradient of this many samples, 1 … N, drawn without
        replacement and reshuffled in each epoch; None or N for all. The estimate is unbiased: N/b
        times the batch's sum, or the batch's mean. The recorded values, and the test for the end,
        use all samples.
    seed : for the order of the samples, ≥ 0.
    **hyper : the optimizer's own parameters.

    Returns
    -------
    Trajectory
        Its status is CONVERGED, STEP_LIMIT, PLATEAU (no gradient, but no minimum) or DIVERGED (J,
        ∇J or θ not finite, or θ a thousand windows away).

    Raises
    ------
    ValueError
        For unknown names, values out of range, an optimizer that does not apply to this problem,
        and a ``batch_size`` for a problem without samples.
    """
    require_problem(problem)
    spec = optimizer_spec(optimizer)
    spec.require(problem.name)
    size = check_batch_size(problem.name, problem.dataset, batch_size)
    view = viewer(problem, size, checks.integer("seed", seed, low=0))
    rate = checks.number("learning_rate", learning_rate, above=0.0)
    method = Method(spec, spec.hyper(hyper), rate, size)
    limit = checks.integer("n_steps", n_steps, low=0, high=MAX_STEPS)
    threshold = slope_threshold(problem, tol)
    walk = _Walk(problem, checks.point("theta0", theta0), limit)
    walk.state = spec.init(walk.here)
    end = _follow(walk, method, view, threshold)
    return Trajectory(*walk.so_far(), end.status, end.message)


def _follow(walk: _Walk, method: Method, view: View, threshold: float) -> Ending:
    """Step until at rest below ``threshold``, diverged, or at the end of the arrays."""
    update, rate, hyper = method.spec.update, method.learning_rate, method.hyper
    limit = len(walk.loss) - 1
    ending: Callable[[Progress], Ending] | None = None
    with np.errstate(over="ignore", invalid="ignore"):
        while ending is None:
            if walk.slope <= threshold and walk.is_at_rest():
                ending = finished
            elif walk.last == limit:
                ending = out_of_steps
            else:
                step, state = update(view(walk.here, walk.grad), walk.state, rate, **hyper)
                ending = None if walk.record(step, state) else diverged
    return ending(Progress(walk.problem, method, threshold, walk.state, *walk.so_far()))


class _Walk:
    """The growing arrays of a run: θ, J and ‖∇J‖ up to index ``last``.

    ``here``, ``slope``, ``grad`` and ``state`` are θ, ‖∇J‖, ∇J and the optimizer's state there.
    """

    here: FloatArray
    slope: float
    grad: FloatArray
    state: Any

    def __init__(self, problem: Problem, start: FloatArray, limit: int) -> None:
        self.problem = problem
        self.radius = float(escape_radius(problem, start))
        self.theta = np.empty((limit + 1, 2))
        self.loss = np.empty(limit + 1)
        self.grad_norm = np.empty(limit + 1)
        self.last = -1
        with np.errstate(over="ignore", invalid="ignore"):
            is_finite = self._append(start)
        if not is_finite:
            loss, grad = float(problem.loss(start)), problem.grad(start)
            if not math.isfinite(loss):
                raise InputError(f"theta0 must have a finite loss, got J = {loss:g}")
            raise InputError(f"theta0 must have a finite gradient, got ∇J = {grad.tolist()}")

    def record(self, step: FloatArray, state: Any) -> bool:
        """Move by ``step``; False if J or ∇J is then not finite, or θ is beyond the radius.

        A step beyond the radius is kept, because it shows how the run left.
        """
        theta = self.here + step
        if not self._append(theta):
            return False
        self.state = state
        return bool(max(map(abs, theta.tolist())) <= self.radius)

    def is_at_rest(self) -> bool:
        """Whether a run with a vanishing gradient is at a minimum or on flat ground."""
        standing = self.problem.judge(self.here[None, :], self.grad[None, :])
        return int(standing[0]) != arrival.ON_THE_WAY

    def so_far(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Of n steps: θ (n+1, 2), J (n+1,) and ‖∇J‖ (n+1,)."""
        end = self.last + 1
        return self.theta[:end], self.loss[:end], self.grad_norm[:end]

    def _append(self, theta: FloatArray) -> bool:
        value, grad = self.problem.value_and_grad(theta)
        loss, norm = float(value), float(np.hypot(grad[0], grad[1]))
        if not (math.isfinite(loss) and math.isfinite(norm)):
            return False
        self.last += 1
        self.theta[self.last], self.loss[self.last], self.grad_norm[self.last] = theta, loss, norm
        self.here, self.slope, self.grad = theta, norm, grad
        return True
