"""Newton's method with line search, and a search of a window by many starts.

Both see a problem only through J, ∇J and ∇²J.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from losscore.checks import FloatArray, Window

if TYPE_CHECKING:
    from losscore.problems.base import Problem

MAX_STEPS = 200
ARMIJO = 1e-4
# Past this, halving the step only adds rounding noise to J.
MAX_HALVINGS = 50
# Features far from zero make θ·x a difference of large terms: this share of J may be noise.
NOISE = 1e-10
SEARCH_GRID = 61
# A flat stretch makes every one of its nodes a hollow; the lowest ones are enough.
MAX_STARTS = 64
SAME_POINT = 1e-6
# Eigenvalues below this, of a Hessian with unit diagonal, are rounding.
FLOOR = 1e-14
SEARCHED = "Searched by Newton's method from every hollow of a fine grid over the window."


def newton_step(grad: FloatArray, hessian: FloatArray, floor: float) -> FloatArray:
    """−|H|⁻¹ ∇J with |H| from the absolute eigenvalues, floored: always downhill.

    Replacing λ by max(|λ|, floor) keeps Newton's step where H is positive definite and turns it
    away from saddles and maxima elsewhere (saddle-free Newton, Dauphin et al. 2014).
    """
    eigenvalues, vectors = np.linalg.eigh(hessian)
    size = np.maximum(np.abs(eigenvalues), floor)
    step: FloatArray = -vectors @ ((vectors.T @ grad) / size)
    return step


def newton(problem: Problem, theta0: FloatArray, tol: float = 1e-14) -> FloatArray:
    """The point (2,) that Newton with backtracking line search reaches from ``theta0`` (2,).

    It stops when ‖∇J‖ ≤ tol · gradient_scale, when no step lowers J or ‖∇J‖ any more (the limit
    of rounding), or after MAX_STEPS. The caller certifies what it gets.
    """
    theta = np.array(theta0)
    flat = 1e-12 * problem.curvature_scale or 1.0
    loss, grad = float(problem.loss(theta)), problem.grad(theta)
    for _ in range(MAX_STEPS):
        if np.linalg.norm(grad) <= tol * problem.gradient_scale:
            break
        hessian = problem.hessian(theta)
        # In units that make the diagonal 1, no parameter's own unit decides what is small.
        unit = np.sqrt(np.maximum(np.abs(np.diag(hessian)), flat))
        step = newton_step(grad / unit, hessian / np.outer(unit, unit), FLOOR) / unit
        moved = _line_search(problem, theta, loss, grad, step)
        if moved is None:
            break
        theta, loss, grad = moved
    return theta


def _line_search(
    problem: Problem, theta: FloatArray, loss: float, grad: FloatArray, step: FloatArray
) -> tuple[FloatArray, float, FloatArray] | None:
    """The first of step, step/2, step/4, … that lowers J enough; with its J and ∇J.

    Near the minimum J no longer resolves a step that still improves θ. There a full step counts
    if it makes ‖∇J‖ smaller while J stays the same but for noise.
    """
    slope = float(grad @ step)
    for halving in range(MAX_HALVINGS):
        scale = 0.5**halving
        candidate = theta + scale * step
        new_loss = float(problem.loss(candidate))
        if new_loss <= loss + ARMIJO * scale * slope and new_loss < loss:
            return candidate, new_loss, problem.grad(candidate)
        if halving == 0 and abs(new_loss - loss) <= NOISE * abs(loss):
            new_grad = problem.grad(candidate)
            if np.linalg.norm(new_grad) < np.linalg.norm(grad):
                return candidate, new_loss, new_grad
    return None


def search_window(problem: Problem, window: Window) -> FloatArray:
    """Distinct points (k, 2) of ``window`` to which Newton leads from the hollows of a fine grid.

    A start is each node of a SEARCH_GRID² grid that is no higher than its eight neighbours (the
    MAX_STARTS lowest of them). A basin about as narrow as a grid cell can be missed.
    """
    axes = [np.linspace(low, high, SEARCH_GRID) for low, high in window]
    grid = np.stack(np.meshgrid(*axes), axis=-1)
    z = problem.loss(grid)
    hollows = _hollows(z)
    starts = grid[hollows][np.argsort(z[hollows], kind="stable")[:MAX_STARTS]]
    theta = np.array([newton(problem, start) for start in starts]).reshape(-1, 2)
    low, high = np.array(window).T
    inside = ((theta >= low) & (theta <= high)).all(axis=1)
    return distinct(theta[inside], high - low)


def distinct(theta: FloatArray, size: FloatArray) -> FloatArray:
    """The points of theta (k, 2) without repetitions; ``size`` (2,) is that of the window."""
    found: list[FloatArray] = []
    for point in theta:
        if all(np.abs((point - other) / size).max() >= SAME_POINT for other in found):
            found.append(point)
    return np.array(found).reshape(-1, 2)


def _hollows(z: FloatArray) -> NDArray[np.bool_]:
    """Where a table z (ny, nx) is no higher than at its eight neighbours."""
    padded = np.pad(z, 1, constant_values=np.inf)
    height, width = z.shape
    hollow = np.ones(z.shape, dtype=bool)
    for down in range(3):
        for right in range(3):
            hollow &= z <= padded[down : down + height, right : right + width]
    return hollow
