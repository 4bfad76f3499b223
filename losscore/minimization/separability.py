"""When does logistic regression with a fixed bias have a finite, unique minimum?

NLL(w) = Σᵢ softplus(−sᵢ (w·xᵢ + b)) with s = ±1 is convex. Walk to infinity along a direction d:
every term with sᵢ d·xᵢ > 0 falls, every term with sᵢ d·xᵢ < 0 rises without bound, the others
stay. Hence, with vᵢ = sᵢ xᵢ (b plays no part: it is outgrown),

- a finite minimum exists  ⇔  no d has vᵢ·d ≥ 0 for all i and vᵢ·d > 0 for some i;
- it is unique             ⇔  the xᵢ span the plane (otherwise J is constant along the rest).

In the plane, "some d has all vᵢ·d ≥ 0" means that the vᵢ lie in a closed half-plane: sorted by
angle they leave a gap of at least π.

Source: Albert & Anderson 1984, "On the existence of maximum likelihood estimates in logistic
regression models", Biometrika 71.
"""

from __future__ import annotations

import numpy as np

from losscore.checks import FloatArray

ANGLE_TOLERANCE = 1e-12


def rank(X: FloatArray) -> int:
    """Numerical rank of the design (n, 2), whatever the units of its columns: 0, 1 or 2."""
    size = np.abs(X).max(axis=0)
    unit = X / np.where(size > 0, size, 1.0)
    singular = np.linalg.svd(np.linalg.qr(unit, mode="r"), compute_uv=False)
    threshold = singular[0] * max(X.shape) * np.finfo(float).eps
    return int(np.sum(singular > threshold))


def null_direction(X: FloatArray) -> FloatArray:
    """The unit d (2,) with X d = 0, for a design (n, 2) of rank 1."""
    _, _, directions = np.linalg.svd(np.linalg.qr(X, mode="r"))
    last: FloatArray = directions[1]
    return last


def separating_direction(X: FloatArray, labels: FloatArray) -> FloatArray | None:
    """A unit d (2,) along which the NLL falls for ever, or None when there is none.

    Parameters
    ----------
    X : (n, 2) features; labels : (n,) of 0 and 1.
    """
    v = (2.0 * labels - 1.0)[:, None] * X
    length = np.hypot(v[:, 0], v[:, 1])
    v = v[length > 0] / length[length > 0, None]
    if len(v) == 0:
        return None
    angle = np.sort(np.arctan2(v[:, 1], v[:, 0]))
    gap = np.diff(angle, append=angle[0] + 2.0 * np.pi)
    widest = int(np.argmax(gap))
    if gap[widest] < np.pi - ANGLE_TOLERANCE:
        return None
    # The vᵢ fill the arc opposite to the gap; its middle makes the sharpest angle with both ends.
    middle = angle[widest] + 0.5 * gap[widest] + np.pi
    direction = np.array([np.cos(middle), np.sin(middle)])
    gains = bool((v @ direction > ANGLE_TOLERANCE).any())
    return direction if gains else None
