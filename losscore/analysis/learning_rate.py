"""A learning rate that suits a problem, for use as a default."""

from __future__ import annotations

import math

import numpy as np

from losscore.analysis.minima import Minima, require_minima
from losscore.checks import FloatArray
from losscore.hessian2x2 import largest_eigenvalue
from losscore.kernels.grids import mesh
from losscore.methods import SurfaceScales, optimizer_spec
from losscore.objectives.base import Problem, require_problem

# A bowl is narrow if it is this many times as long as it is wide; steps of equal length on both
# axes must then be shorter. Rosenbrock's, 50 times as long, is left as it is.
NARROW = 60.0
# Nodes along each axis of the coarse grid that samples the curvature of a window.
NODES = 9


def suggest_learning_rate(problem: Problem, minima: Minima, optimizer: str = "gd") -> float:
    """A learning rate with few digits, at which the course of a run shows in at most 60–200 steps.

    It depends on the curvature at the ``minima`` or, if there are none, over the window. With the
    mean it is N times as large as with the sum.
    """
    require_problem(problem)
    require_minima(minima)
    spec = optimizer_spec(optimizer)
    values = minima.eigenvalues if len(minima) else _window_curvatures(problem)
    high = float(values[:, 1].max(initial=0.0)) or problem.curvature_scale or 1.0
    # The lowest minimum decides; the 0 of a valley carries no information.
    flattest = values[:1, 0] if len(minima) else values[:, 0]
    low = float(flattest.min(initial=high, where=flattest > 1e-9 * high))
    width, short_side = float(problem.half_widths.sum()), 2.0 * float(problem.half_widths.min())
    steepness = problem.gradient_scale or high * width
    roundness = _roundness(problem, minima)
    narrowing = min(1.0, NARROW * roundness)
    if narrowing < 1.0:
        # A run does not recover from too long a step there, so the steepest place decides.
        high = max(high, _steepest_curvature(problem))
    scales = SurfaceScales(low, high, steepness, width, short_side, narrowing * width, roundness)
    return _short(spec.rate(scales))


def _roundness(problem: Problem, minima: Minima) -> float:
    """The width of the lowest bowl relative to its length, √(λmin/λmax).

    Below 1/NARROW, a step that suits the view leads far up the walls of the bowl, again and again.
    Without a bowl, the narrower axis of the view decides.
    """
    low, high = minima.eigenvalues[0] if len(minima) else (0.0, 0.0)
    if low > 0.0 and minima.kind[0] == "minimum":
        return math.sqrt(low / high)
    sides = problem.half_widths
    return float(sides.min() / sides.max())


def _steepest_curvature(problem: Problem) -> float:
    """The largest eigenvalue of ∇²J at the nodes of a coarse grid, where it is finite."""
    with np.errstate(over="ignore", invalid="ignore"):
        largest = largest_eigenvalue(problem.hessian(mesh(problem.window, NODES)))
    return float(largest.max(initial=0.0, where=np.isfinite(largest)))


def _short(value: float) -> float:
    """``value`` > 0 to one significant digit, or two where the first is 1: 0.0147 → 0.015."""
    one_digit = float(f"{value:.0e}")
    leads_with_one = value < 1.95 * 10.0 ** math.floor(math.log10(value))
    return float(f"{value:.1e}") if leads_with_one else one_digit


def _window_curvatures(problem: Problem) -> FloatArray:
    """Eigenvalues (k, 2) at the nodes of a coarse grid where J curves upwards all round."""
    values = problem.eigenvalues(mesh(problem.window, NODES)).reshape(-1, 2)
    return values[values[:, 0] > 1e-9 * problem.curvature_scale]
