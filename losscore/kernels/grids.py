"""What the fast algorithms need of J beyond its values: ways to compute a whole grid.

A problem that has faster ways than one θ at a time also inherits from ``Gridded``. Any other
problem is wrapped by ``gridded(problem)``, so your own problem need not know about this.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from losscore.checks import FloatArray, Window
from losscore.kernels.chebyshev import Nodes

# Points of a table that are evaluated at once.
TABLE_POINTS = 1 << 16


def mesh(window: Window, count: int) -> FloatArray:
    """``count`` × ``count`` nodes over ``window``, evenly spaced, (count, count, 2)."""
    axes = [np.linspace(low, high, count) for low, high in window]
    return np.stack(np.meshgrid(*axes), axis=-1)


class Differentiable(Protocol):
    """J and its gradient: theta (..., 2) -> (...) and (..., 2)."""

    def loss(self, theta: ArrayLike) -> FloatArray:
        """J(θ)."""

    def grad(self, theta: ArrayLike) -> FloatArray:
        """∇J(θ)."""


class Gridded:
    """J on grids, one θ at a time; subclasses override what they can do faster."""

    # Whether J is an analytic function of θ, so that polynomials approach it quickly.
    analytic: bool = False
    table_method: str = "direct"
    # For a stand-in with fewer samples: the last terms of its J, large where it may be inaccurate.
    residual_sum: Differentiable | None = None

    def loss(self, theta: ArrayLike) -> FloatArray:
        """J(θ), which the problem defines."""
        raise NotImplementedError

    def grad(self, theta: ArrayLike) -> FloatArray:
        """∇J(θ), which the problem defines."""
        raise NotImplementedError

    def table(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, str]:
        """J on a grid, to rounding: x (nx,) and y (ny,) -> z (ny, nx), and the algorithm's name."""
        height = max(1, TABLE_POINTS // len(x))
        bands = [y[top : top + height] for top in range(0, len(y), height)]
        z = [self.loss(np.stack(np.meshgrid(x, band), axis=-1)) for band in bands]
        return np.concatenate(z), self.table_method

    def grad_table(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """∇J on a grid, to rounding: x (nx,) and y (ny,) -> (ny, nx, 2)."""
        return self.grad(np.stack(np.meshgrid(x, y), axis=-1))

    def enough_nodes(self, window: Window, error: float) -> int | None:
        """Chebyshev nodes along an axis of ``window`` expected to give J to ``error``; if known."""
        return None

    def fewest_nodes(self, window: Window, error: float) -> Nodes | None:
        """As ``enough_nodes``, on axes that may be stretched; if known."""
        return None

    def condensed(self, window: Window) -> Gridded | None:
        """A stand-in with fewer samples and nearly the same J over ``window``; None without one."""
        return None


class _OneByOne(Gridded):
    def __init__(self, problem: Differentiable) -> None:
        self.loss, self.grad = problem.loss, problem.grad  # type: ignore[method-assign]


def gridded(problem: Differentiable) -> Gridded:
    """``problem`` itself if it is a ``Gridded``; otherwise a wrapper that takes one θ at a time."""
    return problem if isinstance(problem, Gridded) else _OneByOne(problem)
