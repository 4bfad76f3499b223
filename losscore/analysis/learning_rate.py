"""A learning rate that suits a problem: what a page starts with before anybody has chosen one."""

from __future__ import annotations

import math

import numpy as np

from losscore.analysis.minima import Minima, require_minima
from losscore.checks import FloatArray
from losscore.hessian2x2 import largest_eigenvalue
from losscore.kernels.grids import mesh
from losscore.methods import Surroundings, optimizer_spec
from losscore.objectives.base import Problem, require_problem

# A bowl so many times as long as it is wide is narrow: steps as long on both axes must be shorter.
# Rosenbrock's, 50 times as long, is meant to be followed for long as it is.
NARROW = 60.0
# Nodes along each axis of the coarse grid on which a window is looked over.
NODES = 9


def suggest_learning_rate(problem: Problem, minima: Minima, optimizer: str = "gd") -> float:
    """A learning rate with few digits, with which a run shows its way in at most 60–200 steps.

    It looks at the curvature at the ``minima`` or, when there are none, over the window; the
    mean of J instead of its sum makes it N times larger.
    """
    require_problem(problem)
    require_minima(minima)
    spec = optimizer_spec(optimizer)
    values = minima.eigenvalues if len(minima) else _window_curvatures(problem)
    high = float(values[:, 1].max(initial=0.0)) or problem.curvature_scale or 1.0
    # The lowest minimum counts; the 0 of a valley says nothing.
    flattest = values[:1, 0] if len(minima) else values[:, 0]
    low = float(flattest.min(initial=high, where=flattest > 1e-9 * high))
    width, short_side = float(problem.half_widths.sum()), 2.0 * float(problem.half_widths.min())
    steepness = problem.gradient_scale or high * width
    roundness = _roundness(problem, minima)
    narrowing = min(1.0, NARROW * roundness)
    if narrowing < 1.0:
        # There a step too long does not lead back: the steepest place of all counts.
        high = max(high, _steepest_curvature(problem))
    around = Surroundings(low, high, steepness, width, short_side, narrowing * width, roundness)
    return _short(spec.rate(around))


def _roundness(problem: Problem, minima: Minima) -> float:
    """How wide the lowest bowl is across for its length, √(λmin/λmax).

    Where it is below 1/NARROW, a step that suits the view leads far up the walls of the bowl,
    however often it has been down before. Without a bowl the narrower axis of the view decides.
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
