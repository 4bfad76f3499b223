"""The registry of optimizers, each a pair of pure functions.

Conventions
-----------
- ``init(theta) -> state`` and ``update(at, state, learning_rate, **hyper) -> (step, state)``. The
  new point is θ + step, and ``at`` is the ``Evaluation`` of the problem at θ. Nothing is changed in
  place.
- ``theta``, ``at.grad`` and ``step`` are (..., 2): many starts can move at once, and each moves
  as it would alone, bit for bit. States are named tuples of arrays whose leading axes are those of
  ``theta``, and of plain numbers that are the same for all starts.
- Squares may overflow to inf, so the caller of ``update`` sets ``np.errstate``.
- Names, defaults and update rules are PyTorch's (``torch.optim``) if it has them, except that
  Adam's betas are called ``b1`` and ``b2``, and that momentum defaults to 0.9.
- ``rate(…)`` gives a learning rate that suits a surface from its scales: see
  ``suggest_learning_rate``.
"""

from __future__ import annotations

from losscore.methods import adaptive, curved, plain
from losscore.methods.base import Evaluation, OptimizerSpec, SurfaceScales
from losscore.registry import lookup

REGISTRY = {spec.name: spec for spec in (*plain.SPECS, *adaptive.SPECS, *curved.SPECS)}


def optimizers() -> dict[str, OptimizerSpec]:
    """All registered optimizers, name → spec."""
    return dict(REGISTRY)


def optimizer_spec(name: str) -> OptimizerSpec:
    """The registered optimizer ``name``; the ValueError for any other name lists them all."""
    return lookup("optimizer", name, REGISTRY)


__all__ = [
    "REGISTRY",
    "Evaluation",
    "OptimizerSpec",
    "SurfaceScales",
    "optimizer_spec",
    "optimizers",
]
