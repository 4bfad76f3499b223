"""The registry of optimizers, each a pair of pure functions.

Conventions
-----------
- ``init(theta) -> state`` and ``update(at, state, learning_rate, **hyper) -> (step, state)``; the
  new point is θ + step, and ``at`` is what there is to see at θ (``Local``). Nothing is changed
  in place.
- ``theta``, ``at.grad`` and ``step`` are (..., 2): many starts can move at once, and each moves
  as it does alone, bit for bit. States are named tuples of arrays whose leading axes are those of
  ``theta``, and of plain numbers that are the same for all starts.
- Squares may overflow to inf: whoever drives the updates does so under ``np.errstate``.
- Names, defaults and update rules are PyTorch's (``torch.optim``) where it has them, except that
  Adam's betas are called ``b1`` and ``b2``, and that momentum is 0.9 unless told otherwise.
- ``rate(…)`` turns what is known of a surface into a learning rate that suits it: see
  ``suggest_learning_rate``.
"""

from __future__ import annotations

from losscore.methods import adaptive, curved, plain
from losscore.methods.base import Local, OptimizerSpec, Surroundings
from losscore.registry import lookup

REGISTRY = {spec.name: spec for spec in (*plain.SPECS, *adaptive.SPECS, *curved.SPECS)}


def optimizers() -> dict[str, OptimizerSpec]:
    """All registered optimizers, name → spec."""
    return dict(REGISTRY)


def optimizer_spec(name: str) -> OptimizerSpec:
    """The registered optimizer ``name``; ValueError lists the names there are."""
    return lookup("optimizer", name, REGISTRY)


__all__ = [
    "REGISTRY",
    "Local",
    "OptimizerSpec",
    "Surroundings",
    "optimizer_spec",
    "optimizers",
]
