"""When does logistic regression with a fixed bias have a finite, unique minimum?

NLL(w) = Σᵢ softplus(−sᵢ (w·xᵢ + b)) with s = ±1 is convex. Walk to infinity along a direction d:
every term with sᵢ d·xᵢ > 0 falls, every term with sᵢ d·xᵢ < 0 rises without bound, and the others
are constant. Hence, with vᵢ = sᵢ xᵢ (b does not matter, because the other terms outgrow it),

- a finite minimum exists  ⇔  no d has vᵢ·d ≥ 0 for all i and vᵢ·d > 0 for some i;
- it is unique             ⇔  the xᵢ span the plane (otherwise J is constant along the rest).

In the plane, "some d has all vᵢ·d ≥ 0" means that the vᵢ lie in a closed half-plane.

Both are decided for the numbers as stored. Features that are multiples of one another to rounding
count as multiples (``PARALLEL``). Beyond that, every turn from one vᵢ to another is decided
exactly, however small, as long as the entries of a feature span fewer than 200 orders of magnitude.
Labels that contradict each other by an angle of only 10⁻¹³ are therefore still recognised.

Source: Albert & Anderson 1984, "On the existence of maximum likelihood estimates in logistic
regression models", Biometrika 71. Exact products: Dekker 1971, Numerische Mathematik 18.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from losscore.checks import FloatArray
from losscore.data.dataset import EPS

# Features, in units that make them about 1, are multiples of each other if no sample is off the
# line of another by more than this angle.
PARALLEL = 256.0 * EPS
# Splits a float64 into two halves whose products are exact.
SPLITTER = 2.0**27 + 1.0


def rank(X: FloatArray) -> int:
    """Rank of the design (n, 2) to rounding, whatever the units of columns and rows: 0, 1 or 2."""
    v = _in_handy_units(X)
    if not len(v):
        return 0
    turn = v[0, 0] * v[:, 1] - v[0, 1] * v[:, 0]
    return 1 if np.abs(turn).max() <= PARALLEL else 2


def line_direction(X: FloatArray) -> FloatArray:
    """The unit vector (2,) of which all rows are multiples, for a design (n, 2) of rank 1."""
    length = np.hypot(X[:, 0], X[:, 1])
    longest = np.argmax(length)
    direction: FloatArray = X[longest] / length[longest]
    return direction


def null_direction(X: FloatArray) -> FloatArray:
    """The unit d (2,) with X d = 0, for a design (n, 2) of rank 1."""
    first, second = line_direction(X)
    return np.array([-second, first])


def separating_direction(X: FloatArray, labels: FloatArray) -> FloatArray | None:
    """A unit d (2,) along which the NLL falls for ever, or None when there is none.

    Parameters
    ----------
    X : (n, 2) features; labels : (n,) of 0 and 1.
    """
    signed = (2.0 * labels - 1.0)[:, None] * X
    signed = signed[signed.any(axis=1)]
    if not len(signed):
        return None
    v = _in_handy_units(signed)
    if rank(signed) == 1:
        contradicting = (v @ v[0] < 0).any()
        return None if contradicting else signed[0] / np.hypot(*signed[0])
    ends = _ends_of_half_plane(v)
    return None if ends is None else _bisector(*signed[list(ends)])


def turns(u: FloatArray, v: FloatArray) -> FloatArray:
    """Sign of u₁ v₂ − u₂ v₁ for u, v (..., 2) within ±1 -> (...): 1 where v lies left of u.

    This is exact: a rounded product is never on the wrong side of another, and if the two are
    equal, their rounding errors decide.
    """
    first, first_error = _exact_product(u[..., 0], v[..., 1])
    second, second_error = _exact_product(u[..., 1], v[..., 0])
    coarse = np.sign(first - second)
    sign: FloatArray = np.where(coarse != 0, coarse, np.sign(first_error - second_error))
    return sign


def _exact_product(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(p, e) with p = a b rounded and p + e = a b exactly."""
    product = a * b
    (a_high, a_low), (b_high, b_low) = _halves(a), _halves(b)
    error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
    return product, error


def _halves(a: FloatArray) -> tuple[FloatArray, FloatArray]:
    shifted = SPLITTER * a
    high = shifted - (shifted - a)
    return high, a - high


def _in_handy_units(X: FloatArray) -> FloatArray:
    """Rows of X (n, 2) that are not 0, with columns and then rows divided by powers of two.

    All entries then lie within ±1. No digit changes, so no turn does either.
    """
    _, exponent = np.frexp(np.abs(X).max(axis=0))
    v = np.ldexp(X, -exponent)
    v = v[v.any(axis=1)]
    _, exponent = np.frexp(np.maximum(*np.abs(v).T))
    scaled: FloatArray = np.ldexp(v, -exponent[:, None])
    return scaled


def _ends_of_half_plane(v: FloatArray) -> tuple[int, int] | None:
    """Rows of v (n, 2) at the right and the left end of a half-plane that contains all of them.

    None if no closed half-plane does, or only one whose edge contains all of them. The rows span
    the plane.
    """
    side = turns(v[0], v)
    opposite = (side == 0) & (v @ v[0] < 0)
    left, right = np.flatnonzero(side > 0), np.flatnonzero(side < 0)
    if opposite.any():
        # v[0] and its opposite are the edge: all others must lie on one side of it.
        other = int(np.flatnonzero(opposite)[0])
        if len(left) and len(right):
            return None
        return (0, other) if len(left) else (other, 0)
    last_left = _outermost(v, np.append(left, 0), 1)
    last_right = _outermost(v, np.append(right, 0), -1)
    # Each end is less than π from v[0]; together they must not be more than π apart.
    beyond = last_left != 0 and last_right != 0 and turns(v[last_right], v[last_left]) < 0
    return None if beyond else (last_right, last_left)


def _outermost(v: FloatArray, rows: NDArray[np.intp], turn: int) -> int:
    """The one of ``rows`` of v from which no other lies in the sense of ``turn``, left being 1.

    They lie within less than π of each other. It works like a knock-out: each round halves them.
    """
    while len(rows) > 1:
        half = len(rows) // 2
        first, second = rows[:half], rows[half : 2 * half]
        further = turn * turns(v[first], v[second]) > 0
        rows = np.concatenate((np.where(further, second, first), rows[2 * half :]))
    return int(rows[0])


def _bisector(right: FloatArray, left: FloatArray) -> FloatArray:
    """The unit vector half-way from ``right`` (2,) to ``left`` (2,), counter-clockwise, ≤ π."""
    right, left = right / np.hypot(*right), left / np.hypot(*left)
    # The sum of two vectors vanishes when they are opposite, their difference when they are equal.
    middle = (
        right + left if right @ left > 0 else np.array([left[1] - right[1], right[0] - left[0]])
    )
    unit: FloatArray = middle / np.hypot(*middle)
    return unit
