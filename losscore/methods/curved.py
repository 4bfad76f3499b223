"""Optimizers that divide by the curvature: newton for all problems, and lloyd for K-means.

On a quadratic, each step of either multiplies the distance to the minimum by |1 − η|, whatever the
curvature: η = 1 arrives in one step, and any 0 < η < 2 converges.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from losscore.checks import FloatArray
from losscore.hessian2x2 import largest_size
from losscore.methods.base import Evaluation, Hyper, OptimizerSpec
from losscore.theory import steps

# The least 1 − r² of a definite Hessian, where r = h₁₂/√(h₁₁ h₂₂); it is free of units of θ and J.
DEFINITE = 1e-12


class NewtonState(NamedTuple):
    """``n_fallbacks`` (...): the number of steps at which the Hessian was not positive definite."""

    n_fallbacks: NDArray[np.intp]


class LloydState(NamedTuple):
    """Lloyd's algorithm has no memory."""


def newton_init(theta: FloatArray) -> NewtonState:
    """No fallback yet."""
    return NewtonState(np.zeros(theta.shape[:-1], dtype=np.intp))


def newton_update(
    at: Evaluation, state: NewtonState, learning_rate: float
) -> tuple[FloatArray, NewtonState]:
    """θ ← θ − η H⁻¹ ∇J where H = ∇²J is positive definite; elsewhere θ ← θ − η ∇J / max|λ|.

    Where H is 0 the step is −η ∇J. η = 1 is Newton's own step, η < 1 a damped one. PyTorch has no
    equivalent. Source: Nocedal & Wright 2006, sections 3.3 and 3.4; their remedy for an indefinite
    H adds to its diagonal.
    """
    hessian = at.hessian()
    newton, is_definite = _newton_direction(hessian, at.grad)
    if at.problem.convex and not is_definite.all():
        _use_factors(at, newton, is_definite)
    size = largest_size(hessian)[..., None]
    downhill = at.grad / np.where(size > 0, size, 1.0)
    step = -learning_rate * np.where(is_definite, newton, downhill)
    return step, NewtonState(state.n_fallbacks + ~is_definite[..., 0])


def lloyd_init(_theta: FloatArray) -> LloydState:
    """No state."""
    return LloydState()


def lloyd_update(
    at: Evaluation, state: LloydState, learning_rate: float
) -> tuple[FloatArray, LloydState]:
    """c_k ← c_k + η (mean of the points of k − c_k); a centroid without points does not move.

    This is Newton's step for each centroid alone, −η g_k / h_kk. η = 1 is Lloyd's algorithm.
    Source: Lloyd 1982; Bottou & Bengio 1995 for the link to Newton's method.
    """
    diagonal = np.diagonal(at.hessian(), axis1=-2, axis2=-1)
    owns = diagonal > 0
    return -learning_rate * np.where(owns, at.grad, 0.0) / np.where(owns, diagonal, 1.0), state


def _newton_direction(
    hessian: FloatArray, grad: FloatArray
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """H⁻¹ g (..., 2), and whether H is positive definite (..., 1); elsewhere the direction is g.

    H = D R D, where the diagonal of R is 1 and r₁₂ = r. So nothing overflows unless H⁻¹ g does.
    """
    diagonal = np.diagonal(hessian, axis1=-2, axis2=-1)
    rises = (diagonal > 0).all(axis=-1, keepdims=True)
    root = np.sqrt(np.where(rises, diagonal, 1.0))
    r = hessian[..., 0, 1, None] / root[..., :1] / root[..., 1:]
    is_definite = rises & ((1.0 - r) * (1.0 + r) > DEFINITE)
    root, r = np.where(is_definite, root, 1.0), np.where(is_definite, r, 0.0)
    scaled = grad / root
    return (scaled - r * scaled[..., ::-1]) / ((1.0 - r) * (1.0 + r)) / root, is_definite


def _use_factors(at: Evaluation, newton: FloatArray, is_definite: NDArray[np.bool_]) -> None:
    """Use H⁻¹ g = A⁻¹ (A⁻ᵀ g) with H = AᵀA, if rounding makes H look singular but not its factor A.

    In a valley, H has no inverse.
    """
    if at.problem.is_valley:
        return
    steps, known = newton.reshape(-1, 2), is_definite.reshape(-1)
    theta, grad = at.theta.reshape(-1, 2), at.grad.reshape(-1, 2)
    for row in np.flatnonzero(~known):
        factor = at.problem.curvature_factor(theta[row])
        if factor is not None and np.isfinite(factor).all() and np.linalg.det(factor) != 0.0:
            steps[row] = np.linalg.solve(factor, np.linalg.solve(factor.T, grad[row]))
            known[row] = np.isfinite(steps[row]).all()


def _newton_remark(state: NewtonState, _hyper: Hyper, n_steps: int) -> str:
    count = int(state.n_fallbacks)
    if not count:
        return ""
    steps = f"{n_steps} step{'s' * (n_steps != 1)}"
    return (
        f"In {count} of {steps} the Hessian was not positive definite, so the step followed the "
        "gradient."
    )


NEWTON_RULE = (
    r"\theta_{k+1}=\theta_k-\eta\,H^{-1}g_k\quad\text{if }H=\nabla^2J\text{ curves upwards,}",
    r"\theta_{k+1}=\theta_k-\eta\,g_k\,/\max|\lambda|\quad\text{if not}",
)
_BOUNDS: dict[str, Any] = {
    "stability": lambda hyper: 2.0,
    "overshoot": lambda hyper: 1.0,
    "is_scaled": True,
}
SPECS = (
    OptimizerSpec(
        "newton",
        "Newton",
        "θ ← θ − η ∇²J(θ)⁻¹ ∇J(θ)",
        newton_init,
        newton_update,
        lambda scales: 1.0,
        remark=_newton_remark,
        source="Newton 1669; Nocedal & Wright 2006",
        tex=NEWTON_RULE,
        worked=steps.newton,
        colour="violet",
        **_BOUNDS,
    ),
    OptimizerSpec(
        "lloyd",
        "Lloyd",
        "cₖ ← cₖ + η (mean of k's points − cₖ)",
        lloyd_init,
        lloyd_update,
        lambda scales: 1.0,
        problems=("kmeans",),
        source="Lloyd 1982",
        tex=(r"c\leftarrow c+\eta\,(m-c)",),
        worked=steps.lloyd,
        colour="crimson",
        **_BOUNDS,
    ),
)
