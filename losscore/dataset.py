"""A dataset: checked, immutable samples with, perhaps, targets."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from losscore import checks
from losscore.checks import FloatArray, Window


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Dataset:
    """Samples ``X`` (n, d) and, for supervised problems, targets ``y`` (n,).

    The arrays are copied and made read-only: a problem caches sums over them.

    Parameters
    ----------
    X : array_like, shape (n, d)
        Features, finite, n ≥ 1, d ≥ 1.
    y : array_like, shape (n,), optional
        Targets, finite; labels 0 and 1 for classification.
    name : str
        What the page calls it.
    bias : float
        The fixed bias that logistic problems use unless told otherwise.
    window : ((x_lo, x_hi), (y_lo, y_hi)), optional
        The view of the parameter plane that suits these data.

    Raises
    ------
    ValueError
        For wrong shapes, no samples, NaN or infinite entries.
    """

    X: FloatArray
    y: FloatArray | None
    name: str = field(default="own data")
    bias: float = field(default=0.0)
    window: Window | None = field(default=None)

    def __init__(
        self,
        X: ArrayLike,
        y: ArrayLike | None = None,
        *,
        name: str = "own data",
        bias: float = 0.0,
        window: Window | None = None,
    ) -> None:
        features = checks.finite_array("X", X, ndim=2)
        targets = None if y is None else checks.finite_array("y", y, ndim=1)
        if targets is not None and len(targets) != len(features):
            raise ValueError(
                f"X and y must have as many samples, got {len(features)} and {len(targets)}"
            )
        for array in (features, targets):
            if array is not None:
                array.setflags(write=False)
        values = {
            "X": features,
            "y": targets,
            "name": name,
            "bias": checks.number("bias", bias),
            "window": None if window is None else checks.window("window", window),
        }
        for attribute, value in values.items():
            object.__setattr__(self, attribute, value)

    def __len__(self) -> int:
        return len(self.X)

    def features(self, count: int, problem: str) -> FloatArray:
        """``X``, which must have ``count`` columns for ``problem``."""
        if self.X.shape[1] != count:
            raise ValueError(f"X for {problem} must have shape (n, {count}), got {self.X.shape}")
        return self.X

    def targets(self, problem: str) -> FloatArray:
        """``y``, which must be there for ``problem``."""
        if self.y is None:
            raise ValueError(f"{problem} needs targets y of shape ({len(self)},), got None")
        return self.y

    def labels(self, problem: str) -> FloatArray:
        """``y``, whose entries must all be 0 or 1 for ``problem``."""
        y = self.targets(problem)
        wrong = y[(y != 0) & (y != 1)]
        if wrong.size:
            raise ValueError(f"labels y for {problem} must be 0 or 1, got {wrong[0]:g}")
        return y


def scatter(values: FloatArray) -> float:
    """Standard deviation of ``values``, or 1 when they are all (nearly) equal."""
    deviation = float(np.std(values))
    return deviation if deviation > 1e-12 * (1.0 + float(np.abs(values).max())) else 1.0
