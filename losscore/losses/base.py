"""The definition of a per-sample loss J⁽ⁱ⁾ = L(prediction, target).

Conventions
-----------
- A loss acts element by element and broadcasts: ``z`` and ``y`` may have any shapes that
  broadcast against each other.
- ``z`` is the *linear predictor* θ·x (+ offset). ``link`` turns it into the prediction ŷ.
- ``first`` and ``second`` are ∂L/∂z and ∂²L/∂z².
- No factor ½ and no 1/N here; aggregation over samples belongs to the problem.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from losscore.checks import FloatArray

Pointwise = Callable[[FloatArray, FloatArray], FloatArray]
Pair = Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]


@dataclass(frozen=True, slots=True)
class PointwiseLoss:
    """A loss of the linear predictor z and the target y: value, ∂/∂z, ∂²/∂z², and ŷ = link(z).

    ``value_and_first`` returns both, bit for bit as ``value`` and ``first`` do, for little more
    than the cost of one.
    """

    name: str
    value: Pointwise
    first: Pointwise
    value_and_first: Pair
    second: Pointwise
    link: Callable[[FloatArray], FloatArray]
