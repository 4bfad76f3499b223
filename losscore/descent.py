"""Running an optimizer from a start: the trajectory and how it ended.

Divergence is a result, not an exception: the trajectory keeps its finite part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from losscore import checks
from losscore.checks import FloatArray
from losscore.optimizers import optimizer_spec
from losscore.problems.base import Problem
from losscore.stopping import Ending, Status, diverged, escape_radius, finished, out_of_steps


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory:
    """What happened between a start and the end of a run of n steps.

    Attributes
    ----------
    theta : (n+1, 2), the start first; loss : (n+1,) J(θ); grad_norm : (n+1,) ‖∇J(θ)‖.
    status : how it ended; message : that in a sentence.
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


def descend(
    problem: Problem,
    theta0: ArrayLike,
    optimizer: str = "gd",
    learning_rate: float = 0.1,
    n_steps: int = 200,
    tol: float = 1e-8,
    **hyper: float,
) -> Trajectory:
    """Run ``optimizer`` from ``theta0`` for at most ``n_steps`` steps.

    Parameters
    ----------
    theta0 : (2,) start, finite, where J is finite.
    optimizer : a registered name.
    learning_rate : η > 0.
    tol : stop when ‖∇J‖ ≤ tol · ``problem.gradient_scale``; 0 never stops early.
    **hyper : the optimizer's own parameters.

    Returns
    -------
    Trajectory
        Ended CONVERGED, STEP_LIMIT, PLATEAU (no gradient, but no minimum) or DIVERGED (J, ∇J or
        θ not finite, or θ a thousand windows away).

    Raises
    ------
    ValueError
        For unknown names and values out of range.
    """
    spec = optimizer_spec(optimizer)
    options = spec.hyper(hyper)
    rate = checks.number("learning_rate", learning_rate, above=0.0)
    limit = checks.integer("n_steps", n_steps, low=0)
    threshold = checks.number("tol", tol, low=0.0) * problem.gradient_scale
    start = checks.point("theta0", theta0)
    radius = escape_radius(problem, start)
    walk = _Walk(limit)
    if not walk.record(problem, start, radius):
        raise ValueError(f"theta0 must have a finite loss, got J = {problem.loss(start):g}")
    state = spec.init(start)
    ending: Ending | None = None
    while ending is None:
        if tol > 0 and walk.grad_norm[walk.last] <= threshold:
            ending = finished(problem, walk.theta[walk.last], walk.grad_norm[walk.last], walk.last)
        elif walk.last == limit:
            ending = out_of_steps(problem, spec, rate, options, walk.path())
        else:
            step, state = spec.update(walk.grad, state, rate, **options)
            with np.errstate(over="ignore", invalid="ignore"):
                theta = walk.theta[walk.last] + step
            if not walk.record(problem, theta, radius):
                ending = diverged(problem, spec, rate, options, walk.path())
    count = walk.last + 1
    return Trajectory(
        walk.theta[:count], walk.loss[:count], walk.grad_norm[:count], ending.status, ending.message
    )


class _Walk:
    """The growing arrays of a run."""

    def __init__(self, limit: int) -> None:
        self.theta = np.empty((limit + 1, 2))
        self.loss = np.empty(limit + 1)
        self.grad_norm = np.empty(limit + 1)
        self.grad = np.empty(2)
        self.last = -1

    def record(self, problem: Problem, theta: FloatArray, radius: float) -> bool:
        """Append ``theta`` unless it, J or ∇J there is not finite, or it has escaped."""
        loss, grad = float(problem.loss(theta)), problem.grad(theta)
        with np.errstate(over="ignore", invalid="ignore"):
            norm = float(np.sqrt(grad @ grad))
        if not (np.isfinite(loss) and np.isfinite(norm) and np.abs(theta).max() <= radius):
            return False
        self.last += 1
        self.theta[self.last], self.loss[self.last] = theta, loss
        self.grad_norm[self.last], self.grad = norm, grad
        return True

    def path(self) -> FloatArray:
        """The points so far, (k, 2)."""
        return self.theta[: self.last + 1]
