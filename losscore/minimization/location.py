"""How far from a minimum a point can be at most, when J is a sum of logistic losses.

A small gradient alone proves nothing: where the data are all but separable, J is flat far out, and
a gradient of 10⁻¹⁶ says neither that there is a minimum nor where. The curvature tells both,
because that of a logistic loss cannot change fast: σ′(z + a) ≥ e^(−|a|) σ′(z). With

    H = Σᵢ σ′(zᵢ) xᵢ xᵢᵀ,   ν = ‖g‖ in the norm of H⁻¹,   κ = maxᵢ ‖xᵢ‖ in the norm of H⁻¹

∇J(θ + u)·u > 0 for all u with ‖u‖ = r in the norm of H, once 1 − e^(−κ r) > κ ν. So, if κ ν < 1,
the minimum exists and no logit xᵢ·θ is further from its value there than κ r = −log(1 − κ ν).
ν includes what rounding may hide in g. κ ν has no unit, and 1/N cancels in it.

Source: after Bach 2010, "Self-concordant analysis for logistic regression", Electronic Journal of
Statistics 4, proposition 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from losscore.checks import FloatArray
from losscore.dataset import ROUNDING

# A minimum is located when no logit can be further than this from its value there.
LOCATED = 1e-3
# Newton's steps go on until an error this small, which rounding leaves within reach.
SETTLED = 1e-9
MAX_STEPS = 20
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
    """Newton's ``step`` (d,) to the minimum, and ``error`` = κ ν.

    ``error`` is nearly how far a logit is from its value there; from 1 on nothing is proven.
    """

    step: FloatArray
    error: float


def settle(
    locate_at: Callable[[FloatArray], Location], theta: FloatArray
) -> tuple[FloatArray, float]:
    """The best ``theta`` (2,) that Newton's steps reach from the one given, and its error.

    A step counts when it makes the error smaller; J itself, of which rounding may leave few
    digits, plays no part.
    """
    here = locate_at(theta)
    for _ in range(MAX_STEPS):
        if here.error <= SETTLED:
            break
        there = locate_at(theta + here.step)
        if not there.error < here.error:
            break
        theta, here = theta + here.step, there
    return theta, here.error


def locate(X: FloatArray, terms: LogitTerms) -> Location:
    """Where the minimum is, seen from a θ with these ``terms``, for a design (n, d) of rank d."""
    best = Location(np.zeros(X.shape[1]), np.inf)
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
        return Location(np.zeros(X.shape[1]), np.inf)
    white, blur = _whitened(X / unit, root)
    length = np.linalg.norm(white, axis=1)
    rounding = np.abs(terms.slope) @ blur + (terms.curvature * terms.magnitude) @ length
    downhill = -(terms.slope @ white)
    error = length[carrying].max() * (np.linalg.norm(downhill) + ROUNDING * rounding)
    return Location(np.linalg.solve(root, downhill) / unit, float(error))


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
