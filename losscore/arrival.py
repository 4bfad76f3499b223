"""When a point is at a minimum: one definition, for runs, basins, minima and the page.

With g = ∇J and H = ∇²J at θ, Newton's decrement ½ gᵀH⁻¹g is the fall of J that is still ahead. A
point is at a minimum if this is negligible compared with J's own scale there, ½ λmin r²: the rise
of J from a minimum to r half windows away, along the direction of least rise. λmin is an eigenvalue
of H in units of half a window along each axis, so neither the units of θ nor those of J matter, nor
does a constant added to J. Every such point is within r half windows of the minimum in every
direction.

A small ‖∇J‖ is a weaker condition: on the floor of a narrow valley it is small everywhere.

Source: Boyd & Vandenberghe 2004, "Convex Optimization", section 9.5.1 (Newton's decrement).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from losscore.checks import FloatArray
from losscore.data.dataset import ROUNDING

if TYPE_CHECKING:
    from losscore.objectives.base import Problem

# r for certified minima and for the end of a converged run; and r for a point that belongs to a
# minimum, as on the page.
CONVERGED_WITHIN, REACHED_WITHIN = 1e-6, 1e-4
# 1 − r² of a definite Hessian, where r = h₁₂/√(h₁₁ h₂₂), when it is taken from H itself.
DEFINITE = 1e-12
# An eigenvalue below this share of the typical slope, in units of half a window, counts as flat.
FLAT = 1e-6
# The label of a point that belongs to no known minimum.
NONE = -1
# What a point with a vanishing gradient can be.
ON_THE_WAY, AT_MINIMUM, ON_FLAT_GROUND = range(3)


class Quadratic(NamedTuple):
    """J near each of m points, in units of half a window: (m,) each.

    ``fall`` ½ gᵀH⁻¹g; ``flattest`` and ``steepest`` eigenvalues; ``definite`` whether H is positive
    definite or, where the minima form a line, positive across it. The rest is nan where it is not.
    """

    fall: FloatArray
    flattest: FloatArray
    steepest: FloatArray
    definite: NDArray[np.bool_]


def quadratic(problem: Problem, theta: FloatArray, grad: FloatArray) -> Quadratic:
    """The quadratic of Newton's method at theta (m, 2), where ∇J is ``grad`` (m, 2)."""
    unit = problem.half_widths
    with np.errstate(all="ignore"):
        factor, definite = square_root(problem, theta)
        scaled = factor * unit
        a, b = scaled[:, 0, 0], scaled[:, 0, 1]
        c, d = scaled[:, 1, 0], scaled[:, 1, 1]
        steepest = 0.5 * (a**2 + b**2 + c**2 + d**2) + np.hypot(
            0.5 * (a**2 + c**2 - b**2 - d**2), a * b + c * d
        )
        slope = grad * unit
        if problem.is_valley:
            fall = 0.5 * (slope[:, 0] ** 2 + slope[:, 1] ** 2) / steepest
            flattest = steepest
            definite &= steepest > 0
        else:
            determinant = a * d - b * c
            # u = A⁻ᵀ g, whose length squared is gᵀ(AᵀA)⁻¹g.
            first = (d * slope[:, 0] - c * slope[:, 1]) / determinant
            second = (a * slope[:, 1] - b * slope[:, 0]) / determinant
            fall = 0.5 * (first**2 + second**2)
            flattest = determinant**2 / steepest
            definite &= determinant != 0
    definite &= np.isfinite(fall) & np.isfinite(steepest)
    fall, flattest, steepest = (
        np.where(definite, values, np.nan) for values in (fall, flattest, steepest)
    )
    return Quadratic(fall, flattest, steepest, definite)


def judge(problem: Problem, theta: FloatArray, grad: FloatArray) -> NDArray[np.intp]:
    """What each of theta (m, 2) is, where ``grad`` (m, 2) has vanished.

    (m,) AT_MINIMUM, ON_FLAT_GROUND (also at a saddle), or ON_THE_WAY (on the floor of a valley,
    where a run has to continue).
    """
    near = quadratic(problem, theta, grad)
    with np.errstate(invalid="ignore"):
        arrived = is_negligible(problem, theta, near)
        if problem.convex:
            # If J is convex, ∇J vanishes only at a minimum, if there is one. The minimum is known,
            # and a point far from it may look like one by rounding, so compare with it.
            going = np.full(len(theta), problem.has_minimum)
            if arrived.any():
                arrived &= labels(theta, *problem.bottoms) != NONE
        else:
            going = near.flattest > FLAT * problem.relief
    return np.where(arrived, AT_MINIMUM, np.where(going, ON_THE_WAY, ON_FLAT_GROUND))


def is_negligible(problem: Problem, theta: FloatArray, near: Quadratic) -> NDArray[np.bool_]:
    """Whether the fall ahead of theta (m, 2) is negligible, or lost in the rounding of θ, (m,)."""
    with np.errstate(invalid="ignore"):
        return np.asarray(near.fall <= negligible_fall(problem, theta, near))


def negligible_fall(problem: Problem, theta: FloatArray, near: Quadratic) -> FloatArray:
    """The largest fall that is negligible at theta (m, 2), (m,)."""
    rounding = ROUNDING * np.abs(theta / problem.half_widths).max(axis=1, initial=0.0)
    with np.errstate(invalid="ignore", over="ignore"):
        limit: FloatArray = near.flattest * CONVERGED_WITHIN**2 + near.steepest * rounding**2
    return 0.5 * limit


def reach(problem: Problem, theta: FloatArray) -> FloatArray:
    """B (k, 2, 2) for minima theta (k, 2): a point θ belongs to θₖ where ‖B(θ − θₖ)‖ ≤ 1."""
    near = quadratic(problem, theta, np.zeros_like(theta))
    factor, _ = square_root(problem, theta)
    size = REACHED_WITHIN * np.sqrt(near.flattest)
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled: FloatArray = factor / size[:, None, None]
    return np.where(near.definite[:, None, None], scaled, np.inf)


def labels(theta: FloatArray, minima: FloatArray, reach: FloatArray) -> NDArray[np.intp]:
    """The index in ``minima`` (k, 2), or NONE, of each theta (m, 2), (m,); ``reach`` is their B."""
    nearest = np.full(len(theta), NONE, dtype=np.intp)
    least = np.ones(len(theta))
    with np.errstate(over="ignore", invalid="ignore"):
        for index, (place, factor) in enumerate(zip(minima, reach, strict=True)):
            distance = np.hypot(*(factor @ (theta - place).T))
            closer = distance <= least
            nearest[closer], least[closer] = index, distance[closer]
    return nearest


def square_root(problem: Problem, theta: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
    """A (m, 2, 2) with AᵀA = ∇²J, and where that is positive definite (m,); junk elsewhere.

    In a valley, definite means positive across it.
    """
    hessian = problem.hessian(theta)
    with np.errstate(all="ignore"):
        a, b, d = hessian[:, 0, 0], hessian[:, 0, 1], hessian[:, 1, 1]
        rises = (a > 0) & (d > 0)
        root_a, root_d = np.sqrt(np.where(rises, a, 1.0)), np.sqrt(np.where(rises, d, 1.0))
        correlation = b / root_a / root_d
        gap = (1.0 - correlation) * (1.0 + correlation)
        definite = rises & (gap > DEFINITE)
        factor = np.zeros((len(theta), 2, 2))
        factor[:, 0, 0], factor[:, 0, 1] = root_a, correlation * root_d
        factor[:, 1, 1] = np.sqrt(np.where(definite, gap, 0.0)) * root_d
    if problem.is_valley:
        only_d = ~(a > 0) & (d > 0)
        factor[only_d, 0, 0], factor[only_d, 0, 1] = 0.0, np.sqrt(d[only_d])
        only_a = (a > 0) & ~(d > 0)
        factor[only_a, 0, 0], factor[only_a, 0, 1] = np.sqrt(a[only_a]), 0.0
        return factor, np.isfinite(a + d) & ((a > 0) | (d > 0))
    for row in np.flatnonzero(rises & ~definite) if problem.convex else ():
        exact = problem.curvature_factor(theta[row])
        if exact is not None:
            factor[row], definite[row] = exact, True
    return factor, definite
