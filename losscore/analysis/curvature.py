"""What follows from the Hessian: eigenvalues, condition number, and the stable learning rate.

Let λmin ≤ λmax be the eigenvalues of ∇²J at θ.

- Gradient descent is stable on the local quadratic below 2/λmax.
- The condition number λmax/λmin measures how narrow the bowl is. It is 1 for a round bowl, ``inf``
  where a direction is flat, and ``nan`` where J curves downwards along one (λmin < 0) and the
  ratio has no meaning.
- The Hessian of Σᵢ J⁽ⁱ⁾ is N times that of (1/N) Σᵢ J⁽ⁱ⁾. The bound for the sum is therefore 1/N
  of that for the mean, and the condition number is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from losscore import checks
from losscore.checks import FloatArray
from losscore.data.dataset import ROUNDING
from losscore.hessian2x2 import largest_eigenvalue
from losscore.methods import OptimizerSpec, optimizer_spec
from losscore.objectives.base import Problem, require_problem


def eigenvalues(problem: Problem, theta: ArrayLike) -> FloatArray:
    """Eigenvalues of ∇²J, ascending, for theta (..., 2) -> (..., 2); nan where it is not finite."""
    require_problem(problem)
    return problem.eigenvalues(theta)


def stable_learning_rate(
    problem: Problem,
    theta: ArrayLike,
    optimizer: OptimizerSpec | str = "gd",
    hyper: Mapping[str, float] | None = None,
) -> float | None:
    """The bound s/λmax above which steps on the local quadratic grow instead of shrinking.

    For gradient descent s = 2: the distance to θ* shrinks as (1 − η λ)ᵏ, so |1 − η λ| must be < 1
    for every eigenvalue λ. Momentum μ has s = 2 (1 + μ), Nesterov's s = 2 (1 + μ)/(1 + 2μ). λmax is
    the largest over all of ``theta`` (..., 2). If steps are in units of 1/λ (``is_scaled``), the
    bound is s itself. None if the optimizer has no such bound, or J curves upwards nowhere.

    Source: Polyak 1964, theorem 9; Goh 2017, "Why momentum really works".
    """
    require_problem(problem)
    spec = optimizer if isinstance(optimizer, OptimizerSpec) else optimizer_spec(optimizer)
    if spec.stability is None:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        largest = largest_eigenvalue(problem.hessian(theta))
    steepest = float(largest.max(initial=0.0, where=np.isfinite(largest)))
    if not steepest > 0:
        return None
    factor = spec.stability(spec.hyper({} if hyper is None else hyper))
    return factor if spec.is_scaled else factor / steepest


@dataclass(frozen=True, slots=True, eq=False)
class Curvature:
    """The Hessian at one point, and what follows from it.

    Attributes
    ----------
    theta : (2,).
    eigenvalues : (2,) of ∇²J, ascending; ``eigenvectors`` (2, 2): column k belongs to value k.
    condition_number : λmax/λmin; inf where flat, nan where λmin < 0 or ∇²J is not finite.
    stable_learning_rate : the bound s/λmax, or None if there is none.
    stable_under_sum, stable_under_mean : the bound for Σᵢ J⁽ⁱ⁾ and for (1/N) Σᵢ J⁽ⁱ⁾, one of which
        is the problem's own; None without samples or without a bound.
    message : all of this in words.
    """

    theta: FloatArray
    eigenvalues: FloatArray
    eigenvectors: FloatArray
    condition_number: float
    stable_learning_rate: float | None
    stable_under_sum: float | None
    stable_under_mean: float | None
    message: str


def curvature(
    problem: Problem,
    theta: ArrayLike,
    optimizer: OptimizerSpec | str = "gd",
    hyper: Mapping[str, float] | None = None,
) -> Curvature:
    """Eigenvalues, condition number and stable learning rate at ``theta`` (2,), also in words.

    Raises
    ------
    ValueError
        If ``theta`` is not one finite point, and wherever ``stable_learning_rate`` raises it.
    """
    require_problem(problem)
    point = checks.point("theta", theta)
    spec = optimizer if isinstance(optimizer, OptimizerSpec) else optimizer_spec(optimizer)
    bound = stable_learning_rate(problem, point, spec, hyper)
    total, mean = _under_sum_and_mean(problem, spec, bound)
    values = problem.eigenvalues(point)
    ratio = float(condition_number(problem, point))
    rates = _rate_sentence(problem, spec, float(values[1]), bound)
    return Curvature(
        theta=point,
        eigenvalues=values,
        eigenvectors=_eigenvectors(problem.hessian(point)),
        condition_number=ratio,
        stable_learning_rate=bound,
        stable_under_sum=total,
        stable_under_mean=mean,
        message=f"{rates} {_shape_sentence(float(values[0]), ratio)}",
    )


def condition_number(problem: Problem, theta: ArrayLike) -> FloatArray:
    """λmax/λmin of ∇²J for theta (..., 2) -> (...), at least 1.

    inf where a direction is flat to rounding; nan where λmin < 0 or ∇²J is not finite.
    """
    require_problem(problem)
    values, hessian = problem.eigenvalues(theta), problem.hessian(theta)
    low, high = values[..., 0], values[..., 1]
    flat = np.abs(low) <= _rounding(problem, values, hessian)
    bowl = (low > 0) & ~flat
    ratio = np.divide(high, low, out=np.full(low.shape, np.nan), where=bowl)
    result: FloatArray = np.where(flat, np.inf, ratio)[()]
    return result


def _rounding(problem: Problem, values: FloatArray, hessian: FloatArray) -> FloatArray:
    """The possible rounding error of λmin, (...).

    Where J is convex, ∇²J = AᵀA and λmin = det/λmax is computed from A: an angle of ``ROUNDING``
    between its columns is noise, and det contains its square. Elsewhere λmin comes from ∇²J itself.
    """
    largest = np.abs(values).max(axis=-1)
    diagonal = hessian[..., 0, 0] * (hessian[..., 1, 1] / np.where(largest > 0, largest, 1.0))
    noise: FloatArray = ROUNDING**2 * diagonal if problem.convex else ROUNDING * largest
    return noise


def _eigenvectors(hessian: FloatArray) -> FloatArray:
    """The eigenvectors of a (2, 2) matrix, as columns in the order of its eigenvalues, or nan."""
    if not np.isfinite(hessian).all():
        return np.full((2, 2), np.nan)
    vectors: FloatArray = np.linalg.eigh(hessian).eigenvectors
    return vectors


def _under_sum_and_mean(
    problem: Problem, spec: OptimizerSpec, bound: float | None
) -> tuple[float | None, float | None]:
    """``bound``, given for the problem's own aggregation, for the sum and for the mean."""
    if problem.dataset is None or bound is None:
        return None, None
    if spec.is_scaled:
        return bound, bound
    n = len(problem.dataset)
    return (bound, n * bound) if problem.aggregation == "sum" else (bound / n, bound)


def _rate_sentence(
    problem: Problem, spec: OptimizerSpec, steepest: float, bound: float | None
) -> str:
    if not np.isfinite(steepest):
        return "The curvature is not finite here, so it sets no bound on the learning rate."
    if bound is None and steepest > 0:
        return f"λmax = {steepest:.3g}, but it sets no bound for {spec.label}."
    if bound is None:
        return f"λmax = {steepest:.3g}: J curves upwards nowhere here, so η has no bound."
    if spec.is_scaled:
        return (
            f"λmax = {steepest:.3g}; {spec.label} divides by the curvature, so its steps are "
            f"stable below {bound:.3g} for any curvature, and for the sum as for the mean."
        )
    factor = f"{bound * steepest:.3g}/λmax = {bound:.3g}"
    return (
        f"λmax = {steepest:.3g}, so steps are stable below {factor}{_other(problem, spec, bound)}."
    )


def _other(problem: Problem, spec: OptimizerSpec, bound: float) -> str:
    """Part of a sentence: ``bound`` under the other aggregation."""
    total, mean = _under_sum_and_mean(problem, spec, bound)
    if problem.dataset is None or len(problem.dataset) == 1 or total is None:
        return ""
    n = len(problem.dataset)
    if problem.aggregation == "sum":
        return f"; with the mean instead of the sum it would be N = {n} times as large: {mean:.3g}"
    return f"; with the sum instead of the mean it would be N = {n} times as small: {total:.3g}"


def _shape_sentence(flattest: float, ratio: float) -> str:
    if ratio == np.inf:
        return "At least one direction is flat: the condition number is infinite."
    if np.isfinite(ratio):
        share = 200.0 / (ratio + 1.0)
        return (
            f"The condition number λmax/λmin is {ratio:.3g}: at its best rate, 2/(λmax + λmin), "
            f"gradient descent removes at least {share:.3g} % of the remaining distance at each "
            "step."
        )
    if flattest < 0:
        return f"λmin = {flattest:.3g} < 0: J curves downwards and is not convex here."
    return "The condition number is not defined here."
