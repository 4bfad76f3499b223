"""Where the weights of z = w·x + b are of moderate size: a view of the plane for any data.

The weights that cancel the bias best, w₀ = −b M⁻¹ x̄ with M = (1/N) Σ x xᵀ, are its middle.
From there each w_k goes as far as logits with a root mean square of REACH allow, if the other
weight makes up for what it can: a box around the ellipse {u: uᵀM u = REACH²}, whose half sides are
REACH √(M⁻¹)_kk. For features without correlation that is REACH / (root mean square of x_k). A bias
of which more than REACH cannot be cancelled makes it as much wider.
"""

from __future__ import annotations

import math

import numpy as np

from losscore.checks import FloatArray, Window

# From −6 to 6 a sigmoid runs from 0.25 % to 99.75 %.
REACH = 6.0
# Features with a correlation (about 0) nearer to ±1 than the first are multiples of one another:
# only what they share counts. Otherwise the box is no wider than the second allows.
PARALLEL, NARROW = 1e-12, 1e-6
# How near to an edge a point of interest may lie, as a share of the window.
ROOM = 0.125


def moderate_weights(X: FloatArray, bias: float) -> tuple[FloatArray, FloatArray]:
    """Centre and half sides, (2,) each, for features X (n, 2) and a fixed bias."""
    first, second = X.T
    n = len(X)
    size = np.sqrt(np.array([first @ first, second @ second]) / n)
    # Features that are 0 (or whose squares are) have no unit.
    size = np.where(size > 0, size, 1.0)
    mean = np.array([first.mean(), second.mean()]) / size
    correlation = float(np.clip((first @ second) / n / size[0] / size[1], -1.0, 1.0))
    inverse = _inverse(correlation)
    left = abs(bias) * math.sqrt(max(0.0, 1.0 - float(mean @ inverse @ mean)))
    centre = -bias * (inverse @ mean) / size
    half = max(REACH, left) * np.sqrt(np.diag(inverse)) / size
    return centre, half


def with_room(window: Window, points: FloatArray) -> Window:
    """``window``, widened where points (k, 2) would lie beyond it or at its edge."""
    sides = []
    for (low, high), values in zip(window, points.T, strict=True):
        least, most = values.min(initial=np.inf), values.max(initial=-np.inf)
        room = ROOM / (1.0 - 2.0 * ROOM) * (max(high, most) - min(low, least))
        sides.append((float(min(low, least - room)), float(max(high, most + room))))
    return sides[0], sides[1]


def _inverse(correlation: float) -> FloatArray:
    """Of [[1, ρ], [ρ, 1]], from its eigenvectors (1, ±1)/√2 with the eigenvalues 1 ± ρ."""
    inverse = np.zeros((2, 2))
    for sign in (1.0, -1.0):
        value = 1.0 + sign * correlation
        if value > PARALLEL:
            inverse += 0.5 / max(value, NARROW) * np.array([[1.0, sign], [sign, 1.0]])
    return inverse
