"""What the Hessian says: eigenvalues, the learning rate it allows, and one that suits it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from losscore.checks import FloatArray
from losscore.optimizers import OptimizerSpec, Surroundings, optimizer_spec
from losscore.problems.base import Problem
from losscore.symmetric import largest_eigenvalue

if TYPE_CHECKING:
    from losscore.certificates import Minima


def eigenvalues(problem: Problem, theta: ArrayLike) -> FloatArray:
    """Eigenvalues of ∇²J, ascending, for theta (..., 2) -> (..., 2); nan where it is not finite."""
    return problem.eigenvalues(theta)


def stable_learning_rate(
    problem: Problem,
    theta: ArrayLike,
    optimizer: OptimizerSpec | str = "gd",
    hyper: Mapping[str, float] | None = None,
) -> float | None:
    """The bound s/λmax above which steps on the local quadratic grow instead of shrinking.

    For gradient descent s = 2: θ* is reached as (1 − η λ)ᵏ, which needs |1 − η λ| < 1 for every
    eigenvalue λ. Momentum μ has s = 2 (1 + μ), Nesterov's s = 2 (1 + μ)/(1 + 2μ). λmax is the
    largest over all of ``theta`` (..., 2). Where steps are in units of 1/λ (``is_scaled``) the
    bound is s itself. None when the optimizer has no such bound, or nothing curves upwards.

    Source: Polyak 1964, theorem 9; Goh 2017, "Why momentum really works".
    """
    spec = optimizer_spec(optimizer) if isinstance(optimizer, str) else optimizer
    if spec.stability is None:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        largest = largest_eigenvalue(problem.hessian(theta))
    steepest = float(largest.max(initial=0.0, where=np.isfinite(largest)))
    if not steepest > 0:
        return None
    factor = spec.stability(spec.hyper(hyper or {}))
    return factor if spec.is_scaled else factor / steepest


def suggest_learning_rate(problem: Problem, minima: Minima, optimizer: str = "gd") -> float:
    """A learning rate with few digits, with which a run shows its way in at most 60–200 steps.

    It looks at the curvature at the ``minima`` or, when there are none, over the window; the
    mean of J instead of its sum makes it N times larger.
    """
    spec = optimizer_spec(optimizer)
    values = minima.eigenvalues if len(minima) else _window_curvatures(problem)
    high = float(values[:, 1].max(initial=0.0)) or problem.curvature_scale or 1.0
    # The lowest minimum counts; the 0 of a valley says nothing.
    flattest = values[:1, 0] if len(minima) else values[:, 0]
    low = float(flattest.min(initial=high, where=flattest > 1e-9 * high))
    (x_lo, x_hi), (y_lo, y_hi) = problem.window
    width = 0.5 * (x_hi - x_lo + y_hi - y_lo)
    steepness = problem.gradient_scale or high * width
    return _short(spec.rate(Surroundings(low, high, steepness, width)))


def _short(value: float) -> float:
    """``value`` > 0 to one significant digit, or two where the first is 1: 0.0147 → 0.015."""
    one_digit = float(f"{value:.0e}")
    leads_with_one = value < 1.95 * 10.0 ** math.floor(math.log10(value))
    return float(f"{value:.1e}") if leads_with_one else one_digit


def _window_curvatures(problem: Problem) -> FloatArray:
    """Eigenvalues (k, 2) at the nodes of a coarse grid where J curves upwards all round."""
    axes = [np.linspace(low, high, 9) for low, high in problem.window]
    values = problem.eigenvalues(np.stack(np.meshgrid(*axes), axis=-1)).reshape(-1, 2)
    return values[values[:, 0] > 1e-9 * problem.curvature_scale]
