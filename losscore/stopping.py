"""When a run is over, and the sentence that says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from losscore.checks import FloatArray
from losscore.curvature import eigenvalues, stable_learning_rate
from losscore.optimizers import OptimizerSpec
from losscore.problems.base import Problem

# A run that is this many windows away does not come back.
ESCAPE_WINDOWS = 1e3
# An eigenvalue below this share of the typical curvature counts as flat.
FLAT = 1e-6


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


def escape_radius(problem: Problem, start: FloatArray) -> float:
    """The largest |θ| coordinate of a run that still counts as on its way."""
    reach = float(np.abs(np.array(problem.window)).max())
    return ESCAPE_WINDOWS * max(reach, float(np.abs(start).max()), 1e-3)


def finished(problem: Problem, theta: FloatArray, grad_norm: float, n_steps: int) -> Ending:
    """The gradient has vanished: at a minimum, or on a plateau?

    Positive curvature in every direction makes it a minimum. A convex J that is curved in one
    direction and flat in the other is a valley of equal minima. Everything else is flat ground.
    """
    low, high = eigenvalues(problem, theta) / (problem.curvature_scale or 1.0)
    if low > FLAT or (problem.convex and high > FLAT):
        return Ending(
            Status.CONVERGED,
            f"Converged after {n_steps} {_steps(n_steps)}: ‖∇J‖ = {grad_norm:.2g} is below the "
            "tolerance.",
        )
    if low < -FLAT:
        return Ending(
            Status.PLATEAU,
            "The gradient vanishes, but J still falls to the side: a saddle point or a maximum.",
        )
    return Ending(Status.PLATEAU, problem.flat_reason(theta))


def out_of_steps(
    problem: Problem,
    spec: OptimizerSpec,
    learning_rate: float,
    hyper: Mapping[str, float],
    path: FloatArray,
) -> Ending:
    """The step limit came first. Too fast or too slow?"""
    bound = _bound_on_path(problem, spec, hyper, path)
    n_steps = len(path) - 1
    if bound is not None and learning_rate >= bound:
        advice = (
            f"the learning rate {learning_rate:.3g} is not below {_bound_name(spec, hyper)} = "
            f"{bound:.3g}, so the steps do not settle."
        )
    else:
        advice = "more steps or a larger learning rate would lead further."
    return Ending(
        Status.STEP_LIMIT, f"Stopped after {n_steps} {_steps(n_steps)} on the way: {advice}"
    )


def diverged(
    problem: Problem,
    spec: OptimizerSpec,
    learning_rate: float,
    hyper: Mapping[str, float],
    path: FloatArray,
) -> Ending:
    """The run left for good."""
    bound = _bound_on_path(problem, spec, hyper, path)
    n_steps = len(path)
    if bound is not None and learning_rate > bound:
        reason = (
            f"the learning rate {learning_rate:.3g} is above {_bound_name(spec, hyper)} = "
            f"{bound:.3g}, so each step overshoots by more than the last."
        )
    else:
        reason = f"with the learning rate {learning_rate:.3g} the steps carry it out of sight."
    return Ending(Status.DIVERGED, f"Diverged after {n_steps} {_steps(n_steps)}: {reason}")


def _bound_on_path(
    problem: Problem, spec: OptimizerSpec, hyper: Mapping[str, float], path: FloatArray
) -> float | None:
    """The stable learning rate at the sharpest point of the path inside the window."""
    low, high = np.array(problem.window).T
    inside = path[((path >= low) & (path <= high)).all(axis=1)]
    # Forty points tell the sharpest place well enough; a long run need not pay for all.
    points = inside if len(inside) else path[:1]
    sample = points[:: max(1, len(points) // 40)]
    return stable_learning_rate(problem, sample, spec, hyper)


def _bound_name(spec: OptimizerSpec, hyper: Mapping[str, float]) -> str:
    assert spec.stability is not None
    return f"{spec.stability(hyper):.3g}/λmax"


def _steps(count: int) -> str:
    return "step" if count == 1 else "steps"
