"""The largest possible distance of a point from a minimum, where J is a sum of logistic losses.

A small gradient alone proves nothing: if the data are nearly separable, J is flat far out, and a
gradient of 10⁻¹⁶ tells neither whether there is a minimum nor where. The curvature tells both,
because that of a logistic loss cannot change fast: σ′(z + a) ≥ e^(−|a|) σ′(z). With

    H = Σᵢ σ′(zᵢ) xᵢ xᵢᵀ,   ν = ‖g‖ in the norm of H⁻¹,   κ = maxᵢ ‖xᵢ‖ in the norm of H⁻¹

∇J(θ + u)·u > 0 for all u with ‖u‖ = r in the norm of H, once 1 − e^(−κ r) > κ ν. So, if κ ν < 1,
the minimum exists and no logit xᵢ·θ is further from its value there than κ r = −log(1 − κ ν).
ν includes the possible rounding error of g. κ ν has no unit, and 1/N cancels in it.

Along a direction that hardly changes any logit, θ could still be anywhere. So r must also be small
compared with θ, measured by the logits that each parameter contributes.

Source: after Bach 2010, "Self-concordant analysis for logistic regression", Electronic Journal of
Statistics 4, proposition 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from losscore.checks import FloatArray
from losscore.data.dataset import ROUNDING

# A minimum is located if no logit with curvature can differ by more than this from its value there,
# and θ by no more than this share of its size.
LOCATED = 1e-3
# Newton's method continues to an error this small, which is attainable in spite of rounding.
SETTLED = 1e-12
MAX_LOOKS = 150
# Below this error, steps are not checked: each squares the error, until rounding.
CLOSE = 1e-4
# H may omit samples, which only lowers it: those with less than this share of the largest σ′. A
# saturated sample far out would make κ large; if the data are nearly separable, all samples count.
SHARES = (1e-10, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class LogitTerms:
    """The terms of J at θ, per sample (n,).

    ``slope`` and ``curvature`` are the derivatives of the loss by the logit; ``magnitude`` is the
    size of the terms whose sum is the logit, to which its rounding is proportional.
    """

    slope: FloatArray
    curvature: FloatArray
    magnitude: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Location:
    """``grad`` g and Newton's ``step`` to the minimum, (d,), κ ν as ``decrement``, the ``error``.

    With a decrement of 1 or more, nothing is proven. Below 1, the error nearly bounds the distance
    of a logit from its value at the minimum, and that of θ relative to its size there.
    """

    grad: FloatArray
    step: FloatArray
    decrement: float
    error: float


def settle(
    locate_at: Callable[[FloatArray], Location], theta: FloatArray
) -> tuple[FloatArray, float]:
    """The best ``theta`` (2,) that Newton's steps reach from the one given, and its error.

    A step that does not reduce the error is halved as long as it leads to where J rises at least
    half as steeply as it fell. J itself is not used, because rounding may leave it no digits.
    """
    best, here, scale = theta, locate_at(theta), 1.0
    error = here.error
    for _ in range(MAX_LOOKS):
        if error <= SETTLED or not np.isfinite(here.decrement):
            break
        candidate = theta + scale * here.step
        there = locate_at(candidate)
        if _is_too_far(here, there):
            scale *= 0.5
            continue
        theta, here, scale = candidate, there, 1.0
        if here.error < error:
            best, error = theta, here.error
        elif error <= CLOSE:
            break
    return best, error


def _is_too_far(here: Location, there: Location) -> bool:
    """Whether Newton's step from ``here``, or the part of it that led ``there``, is too long."""
    if here.decrement <= CLOSE or there.error < here.error:
        return False
    rises = there.grad @ here.step > -0.5 * (here.grad @ here.step)
    return bool(rises) or not np.isfinite(there.decrement)


def locate(X: FloatArray, terms: LogitTerms) -> Location:
    """The location of the minimum from a θ with these ``terms``, for a design (n, d) of rank d."""
    best = _nowhere(X, terms)
    for share in SHARES:
        # Lengths beyond 1e154 square to inf, and an error of inf or nan proves nothing.
        with np.errstate(over="ignore", invalid="ignore"):
            found = _locate(X, terms, terms.curvature > share * terms.curvature.max())
        best = min(best, found, key=lambda location: location.error)
        if best.error <= LOCATED:
            break
    return best


def _locate(X: FloatArray, terms: LogitTerms, carrying: NDArray[np.bool_]) -> Location:
    """The same with only the samples ``carrying`` (n,) in H."""
    factor = np.sqrt(terms.curvature[carrying])[:, None] * X[carrying]
    size = np.abs(factor).max(axis=0, initial=0.0)
    unit = np.where(size > 0, size, 1.0)
    root: FloatArray = np.linalg.qr(factor / unit, mode="r")  # type: ignore[assignment]
    if len(root) < X.shape[1] or not np.diag(root).all():
        return _nowhere(X, terms)
    white, blur = _whitened(X / unit, root)
    length = np.linalg.norm(white, axis=1)
    rounding = np.abs(terms.slope) @ blur + (terms.curvature * terms.magnitude) @ length
    downhill = -(terms.slope @ white)
    nu = np.linalg.norm(downhill) + ROUNDING * rounding
    inverse = np.linalg.inv(root)
    moved = np.linalg.norm(inverse, axis=1) * _root_mean_square(X[carrying]) / unit
    size = max(1.0, float(_root_mean_square(terms.magnitude[carrying])))
    decrement = float(nu * length[carrying].max())
    error = max(decrement, float(nu * moved.max()) / size)
    return Location(terms.slope @ X, inverse @ downhill / unit, decrement, error)


def _nowhere(X: FloatArray, terms: LogitTerms) -> Location:
    return Location(terms.slope @ X, np.zeros(X.shape[1]), np.inf, np.inf)


def _root_mean_square(values: FloatArray) -> FloatArray:
    """Over the first axis."""
    mean: FloatArray = np.sqrt(np.mean(values**2, axis=0))
    return mean


def _whitened(X: FloatArray, root: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Rows R⁻ᵀ xᵢ (n, d), whose lengths are ‖xᵢ‖ in the norm of H⁻¹, and their blur (n,).

    The blur is the length of the terms that are subtracted, to which rounding is proportional.
    """
    columns: list[FloatArray] = []
    sizes: list[FloatArray] = []
    for j in range(X.shape[1]):
        value, size = X[:, j], np.abs(X[:, j])
        for i in range(j):
            value = value - root[i, j] * columns[i]
            size = size + abs(root[i, j]) * sizes[i]
        columns.append(value / root[j, j])
        sizes.append(size / abs(root[j, j]))
    return np.column_stack(columns), np.linalg.norm(np.column_stack(sizes), axis=1)
