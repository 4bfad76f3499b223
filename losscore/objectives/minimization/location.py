"""How far from a minimum a point can be at most, when J is a sum of logistic losses.

A small gradient alone proves nothing: where the data are all but separable, J is flat far out, and
a gradient of 10⁻¹⁶ says neither that there is a minimum nor where. The curvature tells both,
because that of a logistic loss cannot change fast: σ′(z + a) ≥ e^(−|a|) σ′(z). With

    H = Σᵢ σ′(zᵢ) xᵢ xᵢᵀ,   ν = ‖g‖ in the norm of H⁻¹,   κ = maxᵢ ‖xᵢ‖ in the norm of H⁻¹

∇J(θ + u)·u > 0 for all u with ‖u‖ = r in the norm of H, once 1 − e^(−κ r) > κ ν. So, if κ ν < 1,
the minimum exists and no logit xᵢ·θ is further from its value there than κ r = −log(1 − κ ν).
ν includes what rounding may hide in g. κ ν has no unit, and 1/N cancels in it.

Along a direction that hardly moves any logit, θ may still be anywhere. So r must also be small
beside θ, measured by the logits that each parameter makes.

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

# A minimum is located when no logit that carries curvature can be further than this from its
# value there, and θ not further than this share of its size.
LOCATED = 1e-3
# Newton's steps go on until an error this small, which rounding leaves within reach.
SETTLED = 1e-12
MAX_LOOKS = 150
# From here on steps are not checked: each squares the error, until rounding ends that.
CLOSE = 1e-4
# H may leave out samples, which only lowers it: those with less than this share of the largest
# σ′. A saturated one far out would make κ large; where the data are nearly separable, all count.
SHARES = (1e-10, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class LogitTerms:
    """What J is made of at θ, per sample (n,).

    ``slope`` and ``curvature`` are the derivatives of its loss by its logit, ``magnitude`` is the
    size of the terms that the logit is the sum of: its rounding is in proportion.
    """

    slope: FloatArray
    curvature: FloatArray
    magnitude: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Location:
    """``grad`` g and Newton's ``step`` to the minimum, (d,), κ ν as ``decrement``, the ``error``.

    From a decrement of 1 on nothing is proven. Below, the error is nearly how far a logit is from
    its value at the minimum, and θ beside its size there.
    """

    grad: FloatArray
    step: FloatArray
    decrement: float
    error: float


def settle(
    locate_at: Callable[[FloatArray], Location], theta: FloatArray
) -> tuple[FloatArray, float]:
    """The best ``theta`` (2,) that Newton's steps reach from the one given, and its error.

    A step that makes the error no smaller is halved as long as it leads to where J rises half as
    steeply as it fell. J itself, of
    which rounding may leave no digits, plays no part.
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
    """Where the minimum is, seen from a θ with these ``terms``, for a design (n, d) of rank d."""
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
    """Rows R⁻ᵀ xᵢ (n, d), whose lengths are ‖xᵢ‖ in the norm of H⁻¹, and what they lose (n,).

    The second is the length of the terms whose difference is taken: rounding is in proportion.
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
