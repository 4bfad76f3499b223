"""How many more steps a run needs, from the quadratic approximation of J at the minimum ahead.

Newton's method leads from the run's end to a minimum θ*. There, along an eigendirection of ∇²J
with eigenvalue λ, the distance x to θ* follows the optimizer's recurrence,

    xₖ₊₁ = p xₖ − q xₖ₋₁,    p and q functions of ηλ,

so that ‖∇J‖ = ‖λx‖ and the fall ahead, ½ Σ λx², are known for every future step. The run ends once
both are as small as ``descend`` requires. The number is given only where ∇J itself agrees with the
quadratic on the way: not in a curved valley, across a kink, or where ∇²J vanishes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from losscore import arrival
from losscore.checks import FloatArray
from losscore.objectives.base import Problem

# (p, q) of the recurrence for an eigenvalue λ.
Recurrence = Callable[[float], tuple[float, float]]

NEWTON_STEPS = 20
# Counts beyond 2⁵⁰ ≈ 10¹⁵ steps are infinite: the rounding of 1 − ηλ would matter too much.
DOUBLINGS = 50
# A run that swings may end this many steps before its swings are too small to matter.
SWINGS = 256
# ∇J is compared at CHECKED points of the first half of the way; beyond it rounding would matter.
CHECKED, FAITHFUL = 13, 0.2


class Bowl(NamedTuple):
    """J around a minimum: ``axes`` (2, k) its eigendirections, ``curvature`` (k,) λ along each.

    ``offset`` (k, 2) leads from the minimum to the last point and to the one before; ``fall`` is
    the largest negligible fall there.
    """

    axes: FloatArray
    curvature: FloatArray
    offset: FloatArray
    fall: float


def steps_ahead(
    problem: Problem, recurrence: Recurrence, theta: FloatArray, slope: float
) -> float | None:
    """How many steps lead from the end of ``theta`` (n+1, 2) to a minimum, where ‖∇J‖ ≤ ``slope``.

    inf beyond 2⁵⁰; None where the quadratic cannot tell.
    """
    bowl = _bowl_ahead(problem, theta)
    if bowl is None:
        return None
    pairs = [recurrence(float(curvature)) for curvature in bowl.curvature]
    step = np.array([[[p, -q], [1.0, 0.0]] for p, q in pairs])
    count = _count(bowl, step, slope)
    if count is None or not _is_faithful(problem, theta[-1], bowl, step, count):
        return None
    return count


def _bowl_ahead(problem: Problem, theta: FloatArray) -> Bowl | None:
    """The bowl to whose bottom Newton's method leads; None where it leads to no minimum."""
    end, before = theta[-1], theta[-2:][0]
    way = np.zeros(2)
    for _ in range(NEWTON_STEPS):
        here = (end + way)[None, :]
        grad = problem.grad(here)
        factor, definite = arrival.square_root(problem, here)
        if not definite[0] or not np.isfinite(grad).all():
            return None
        _, root, axes = np.linalg.svd(factor[0])
        # Along the line of minima of a valley there is no way to go.
        kept = slice(1 if problem.is_valley else 2)
        axes, curvature = axes[kept].T, root[kept] ** 2
        if not (curvature > 0).all():
            return None
        # From far out, a step may overflow.
        with np.errstate(over="ignore", invalid="ignore"):
            way = way - axes @ (axes.T @ grad[0] / curvature)
        if not np.isfinite(way).all():
            return None
        if problem.judge(here, grad)[0] == arrival.AT_MINIMUM:
            offset = np.stack((-way, before - end - way)) @ axes
            fall = arrival.negligible_fall(problem, here, arrival.quadratic(problem, here, grad))
            return Bowl(axes, curvature, offset.T, float(fall[0]))
    return None


def _count(bowl: Bowl, step: FloatArray, slope: float) -> float | None:
    """The smallest number of steps after which both conditions hold; None if it is 0 or none."""
    if _is_over(bowl, bowl.offset[:, 0], slope):
        return None
    powers, state, count = [step], bowl.offset, 0
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        for _ in range(DOUBLINGS):
            powers.append(powers[-1] @ powers[-1])
        for exponent in range(DOUBLINGS, -1, -1):
            later = (powers[exponent] @ state[:, :, None])[:, :, 0]
            if not _is_over(bowl, later[:, 0], slope):
                state, count = later, count + 2**exponent
    if count < 2**DOUBLINGS:
        return count + 1.0 - _early(bowl, step, slope, count)
    grows = not np.abs(state).max() <= np.abs(bowl.offset).max()
    return None if grows else np.inf


def _is_over(bowl: Bowl, offset: FloatArray, slope: float) -> bool:
    """Whether a run is over at ``offset`` (k,) from the minimum."""
    bend = bowl.curvature * offset
    return bool(bend @ offset <= 2.0 * bowl.fall and np.linalg.norm(bend) <= slope)


def _early(bowl: Bowl, step: FloatArray, slope: float, count: int) -> int:
    """How many steps before ``count`` + 1 both conditions first hold: a swinging run crosses 0."""
    if not step[:, 0, 1].any():
        return 0
    first = max(count - SWINGS, 0)
    state = _later(bowl, step, first)
    for early in range(count - first, 0, -1):
        state = (step @ state[:, :, None])[:, :, 0]
        if _is_over(bowl, state[:, 0], slope):
            return early
    return 0


def _is_faithful(
    problem: Problem, end: FloatArray, bowl: Bowl, step: FloatArray, count: float
) -> bool:
    """Whether ∇J on the way ahead is that of the bowl, in the norm of H⁻¹."""
    state = np.array([_later(bowl, step, k)[:, 0] for k in _checkpoints(count)])
    points = end + (state - bowl.offset[:, 0]) @ bowl.axes.T
    expected = state * bowl.curvature
    wrong = (problem.grad(points) @ bowl.axes - expected) / np.sqrt(bowl.curvature)
    size = np.sqrt(((expected / np.sqrt(bowl.curvature)) ** 2).sum(axis=1))
    return bool((np.sqrt((wrong**2).sum(axis=1)) <= FAITHFUL * size).all())


def _checkpoints(count: float) -> list[int]:
    """Numbers of steps over the first half of ``count``."""
    far = min(count, 2.0**DOUBLINGS) / 2.0
    return sorted({int(k) for k in np.linspace(0.0, far, CHECKED)})


def _later(bowl: Bowl, step: FloatArray, count: int) -> FloatArray:
    """The offsets (k, 2) after ``count`` steps and one step before."""
    power = np.linalg.matrix_power(step, count)
    offset: FloatArray = (power @ bowl.offset[:, :, None])[:, :, 0]
    return offset
