"""What the Hessian says: eigenvalues, the learning rate it allows, and one that suits it."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from losscore.checks import FloatArray
from losscore.optimizers import OptimizerSpec, Surroundings, optimizer_spec
from losscore.problems.base import Problem


def eigenvalues(problem: Problem, theta: ArrayLike) -> FloatArray:
    """Eigenvalues of ∇²J, ascending, for theta (..., 2) -> (..., 2); nan where it is not finite."""
    hessian = problem.hessian(theta)
    finite = np.all(np.isfinite(hessian), axis=(-1, -2))
    values = np.linalg.eigvalsh(np.where(finite[..., None, None], hessian, 0.0))
    return np.where(finite[..., None], values, np.nan)


def stable_learning_rate(
    problem: Problem,
    theta: ArrayLike,
    optimizer: OptimizerSpec | str = "gd",
    hyper: Mapping[str, float] | None = None,
) -> float | None:
    """The bound s/λmax above which steps on the local quadratic grow instead of shrinking.

    For gradient descent s = 2: θ* is reached as (1 − η λ)ᵏ, which needs |1 − η λ| < 1 for every
    eigenvalue λ. Momentum μ has s = 2 (1 + μ). λmax is the largest over all of ``theta``
    (..., 2). None when the optimizer has no such bound, or nothing curves upwards.

    Source: Polyak 1964, theorem 9; Goh 2017, "Why momentum really works".
    """
    spec = optimizer_spec(optimizer) if isinstance(optimizer, str) else optimizer
    if spec.stability is None:
        return None
    steepest = eigenvalues(problem, theta)[..., 1]
    steepest = steepest[np.isfinite(steepest)]
    if not steepest.size or steepest.max() <= 0:
        return None
    return spec.stability(spec.hyper(hyper or {})) / float(steepest.max())


def suggest_learning_rate(
    problem: Problem, minima_theta: FloatArray, optimizer: str = "gd"
) -> float:
    """A learning rate with few digits, with which a run shows its way in 60–200 steps.

    It looks at the curvature at the minima (k, 2) or, when there are none, over the window; the
    mean of J instead of its sum makes it N times larger.
    """
    points = minima_theta if len(minima_theta) else _window_points(problem)
    values = eigenvalues(problem, points).reshape(-1, 2)
    curved = values[(values[:, 0] > 1e-9 * problem.curvature_scale)]
    high = float(curved[:, 1].max()) if len(curved) else problem.curvature_scale or 1.0
    low = float(curved[:, 0].min()) if len(curved) else high
    (x_lo, x_hi), (y_lo, y_hi) = problem.window
    width = 0.5 * (x_hi - x_lo + y_hi - y_lo)
    return _short(optimizer_spec(optimizer).rate(Surroundings(low, high, width)))


def _short(value: float) -> float:
    """``value`` > 0 to one significant digit, or two where the first is 1: 0.0147 → 0.015."""
    one_digit = float(f"{value:.0e}")
    leads_with_one = value < 1.95 * 10.0 ** math.floor(math.log10(value))
    return float(f"{value:.1e}") if leads_with_one else one_digit


def _window_points(problem: Problem) -> FloatArray:
    axes = [np.linspace(low, high, 9) for low, high in problem.window]
    return np.stack(np.meshgrid(*axes), axis=-1)
