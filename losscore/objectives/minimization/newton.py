"""Newton's method with line search, and a search of a window by many starts.

Both see a problem only through J, ∇J and ∇²J. Newton's method takes any number of parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from losscore.checks import FloatArray, Window
from losscore.kernels.grids import gridded

if TYPE_CHECKING:
    from losscore.objectives.base import Problem

MAX_STEPS = 200
ARMIJO = 1e-4
# Past this, halving the step only adds rounding noise to J.
MAX_HALVINGS = 50
# Features far from zero make θ·x a difference of large terms: this share of J may be noise.
NOISE = 1e-10
SEARCH_GRID = 61
# On flat ground every node is a low point; the lowest ones are enough. MAX_STARTS may take plain
# steps together, but only MAX_WALKS may search separately.
MAX_STARTS, MAX_WALKS = 1_024, 64
MAX_PLAIN_STEPS = 30
# The length of ∇J that plain steps must reach, in units of the problem's gradient scales.
SETTLED = 1e-12
# The minimum of a low point is at most this many grid cells away.
MAX_CELLS = 2.0
SAME_POINT = 1e-6
# Eigenvalues below this, of a Hessian with unit diagonal, are rounding.
FLOOR = 1e-14
SEARCHED = "Searched with Newton's method from every low point of a fine grid over the window."


class Smooth(Protocol):
    """What Newton's method needs of J(θ) for θ (n,): derivatives and their scales."""

    @property
    def gradient_scales(self) -> FloatArray:
        """A typical |∂J/∂θₖ| for each parameter, (n,), or one for all."""

    @property
    def curvature_scales(self) -> FloatArray:
        """A typical |∂²J/∂θₖ²| for each parameter, (n,), or one for all."""

    def loss(self, theta: FloatArray, /) -> FloatArray:
        """J(θ)."""

    def grad(self, theta: FloatArray, /) -> FloatArray:
        """∇J(θ) (n,)."""

    def hessian(self, theta: FloatArray, /) -> FloatArray:
        """∇²J(θ) (n, n)."""


def newton_step(grad: FloatArray, hessian: FloatArray, floor: float) -> FloatArray:
    """−|H|⁻¹ ∇J with |H| from the absolute eigenvalues, floored: always downhill.

    Replacing λ by max(|λ|, floor) keeps Newton's step where H is positive definite and turns it
    away from saddles and maxima elsewhere (saddle-free Newton, Dauphin et al. 2014).
    """
    eigenvalues, vectors = np.linalg.eigh(hessian)
    size = np.maximum(np.abs(eigenvalues), floor)
    step: FloatArray = -vectors @ ((vectors.T @ grad) / size)
    return step


def newton(problem: Smooth, theta0: FloatArray, tol: float = 1e-14) -> FloatArray:
    """The point (n,) that Newton with backtracking line search reaches from ``theta0`` (n,).

    It stops when ∇J, in units of ``gradient_scales``, is no longer than tol, when no step lowers J
    or ∇J any more (the limit of rounding), or after MAX_STEPS. The caller certifies the result.
    """
    theta = np.array(theta0)
    flat, scales = 1e-12 * _nonzero(problem.curvature_scales), _nonzero(problem.gradient_scales)
    loss, grad = float(problem.loss(theta)), problem.grad(theta)
    for _ in range(MAX_STEPS):
        if np.linalg.norm(grad / scales) <= tol:
            break
        hessian = problem.hessian(theta)
        # In units in which the diagonal is 1, "small" does not depend on a parameter's own unit.
        unit = np.sqrt(np.maximum(np.abs(np.diag(hessian)), flat))
        step = newton_step(grad / unit, hessian / np.outer(unit, unit), FLOOR) / unit
        moved = _line_search(problem, theta, loss, grad, step, scales)
        if moved is None:
            break
        theta, loss, grad = moved
    return theta


def _nonzero(scales: FloatArray) -> FloatArray:
    """``scales``, with 1 for those that are 0."""
    return np.where(scales > 0, scales, 1.0)


def _line_search(
    problem: Smooth,
    theta: FloatArray,
    loss: float,
    grad: FloatArray,
    step: FloatArray,
    scales: FloatArray,
) -> tuple[FloatArray, float, FloatArray] | None:
    """The first of step, step/2, step/4, … that lowers J enough, with its J and ∇J.

    Near the minimum, J no longer resolves a step that still improves θ. A full step is then
    accepted if it shortens ∇J, in units of ``scales``, while J is unchanged except for noise.
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
            if np.linalg.norm(new_grad / scales) < np.linalg.norm(grad / scales):
                return candidate, new_loss, new_grad
    return None


def plain_newton(problem: Problem, theta0: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Where plain Newton steps lead from all of ``theta0`` (k, 2) at once, and which settle (k,).

    A point continues while its Hessian is positive definite and each step at least halves ∇J, as it
    does near a minimum until rounding. The point has settled if ∇J has vanished by then.
    """
    theta, grad = theta0.copy(), problem.grad(theta0)
    scales = _nonzero(problem.gradient_scales)
    norm = np.hypot(*(grad / scales).T)
    moving = np.arange(len(theta))
    for _ in range(MAX_PLAIN_STEPS):
        step = _plain_step(grad[moving], problem.hessian(theta[moving]))
        moving, step = moving[np.isfinite(step[:, 0])], step[np.isfinite(step[:, 0])]
        new_grad = problem.grad(theta[moving] + step)
        new_norm = np.hypot(*(new_grad / scales).T)
        better = new_norm <= 0.5 * norm[moving]
        moving = moving[better]
        theta[moving] += step[better]
        grad[moving], norm[moving] = new_grad[better], new_norm[better]
        if not len(moving):
            break
    return theta, norm <= SETTLED


def _plain_step(grad: FloatArray, hessian: FloatArray) -> FloatArray:
    """−H⁻¹ ∇J for (k, 2) and (k, 2, 2) -> (k, 2); nan where H is not positive definite."""
    a, b, d = hessian[:, 0, 0], hessian[:, 0, 1], hessian[:, 1, 1]
    determinant = a * d - b**2
    definite = (a > 0) & (d > 0) & (determinant > FLOOR * a * d)
    solved = np.stack((b * grad[:, 1] - d * grad[:, 0], b * grad[:, 0] - a * grad[:, 1]), axis=-1)
    step: FloatArray = solved / np.where(definite, determinant, np.nan)[:, None]
    return step


def search_window(problem: Problem, window: Window) -> FloatArray:
    """Distinct points (k, 2) of ``window`` that Newton reaches from the low points of a fine grid.

    Starts are the nodes of a SEARCH_GRID² grid that are no higher than their eight neighbours (the
    MAX_STARTS lowest of them). All take plain steps at once; those that do not settle nearby
    continue separately, with line search. A basin as narrow as a grid cell can be missed.
    """
    axes = [np.linspace(low, high, SEARCH_GRID) for low, high in window]
    grid = np.stack(np.meshgrid(*axes), axis=-1)
    z, _ = gridded(problem).table(*axes)
    hollows = _hollows(z)
    starts = grid[hollows][np.argsort(z[hollows], kind="stable")[:MAX_STARTS]]
    theta, settled = plain_newton(problem, starts)
    low, high = np.array(window).T
    cell = (high - low) / (SEARCH_GRID - 1)
    settled &= (np.abs(theta - starts) <= MAX_CELLS * cell).all(axis=1)
    for index in np.flatnonzero(~settled)[:MAX_WALKS]:
        theta[index], settled[index] = newton(problem, starts[index]), True
    inside = ((theta >= low) & (theta <= high)).all(axis=1)
    return distinct(theta[inside & settled], high - low)


def distinct(theta: FloatArray, size: FloatArray) -> FloatArray:
    """The points of theta (k, 2) without repetitions; ``size`` (2,) is the size of the window."""
    kept = np.empty((0, 2))
    for point in theta:
        if (np.abs((point - kept) / size).max(axis=1) >= SAME_POINT).all():
            kept = np.vstack((kept, point))
    return kept


def _hollows(z: FloatArray) -> NDArray[np.bool_]:
    """Where a table z (ny, nx) is no higher than at its eight neighbours."""
    padded = np.pad(z, 1, constant_values=np.inf)
    height, width = z.shape
    hollow = np.ones(z.shape, dtype=bool)
    for down in range(3):
        for right in range(3):
            hollow &= z <= padded[down : down + height, right : right + width]
    return hollow
