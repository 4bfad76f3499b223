"""A dataset: checked, immutable samples, with or without targets."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from losscore import checks
from losscore.checks import FloatArray, InputError, Window

# Squares of larger entries, and the products of those, would overflow.
MAX_ENTRY = 1e50
EPS = float(np.finfo(np.float64).eps)
# Differences below this share of the largest entry are rounding.
ROUNDING = 16.0 * EPS
# Squares of smaller differences would vanish.
TINY = 1e-100


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Dataset:
    """Samples ``X`` (n, d) and, for supervised problems, targets ``y`` (n,).

    The arrays are copied and made read-only, because a problem caches sums over them.

    Parameters
    ----------
    X : array_like, shape (n, d) or (n,)
        Features, within ±1e50, n ≥ 1, d ≥ 1. An array with one axis becomes one feature, (n, 1).
    y : array_like, shape (n,), optional
        Targets, within ±1e50; labels 0 and 1 for classification.
    name : str
        Its name on the page.
    bias : float
        The fixed bias that logistic problems use by default.
    window : ((x_lo, x_hi), (y_lo, y_hi)), optional
        The view of the parameter plane that suits these data.

    Raises
    ------
    ValueError
        For wrong shapes, no samples, NaN, masked, infinite or huge entries, and times.
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
        # Sums over samples are fastest if each feature is contiguous.
        features = np.asfortranarray(_bounded("X", checks.features("X", X)))
        targets = None if y is None else _bounded("y", checks.targets("y", y))
        if targets is not None and len(targets) != len(features):
            raise InputError(
                f"X and y must have as many samples, got {len(features)} and {len(targets)}"
            )
        for array in (features, targets):
            if array is not None:
                array.setflags(write=False)
        values = {
            "X": features,
            "y": targets,
            "name": checks.text("name", name),
            "bias": checks.number("bias", bias),
            "window": None if window is None else checks.window("window", window),
        }
        for attribute, value in values.items():
            object.__setattr__(self, attribute, value)

    def __len__(self) -> int:
        return len(self.X)

    def take(self, rows: NDArray[np.intp], window: Window) -> Dataset:
        """The samples ``rows`` (b,) alone, seen through ``window``."""
        y = None if self.y is None else self.y[rows]
        return Dataset(self.X[rows], y, name=self.name, bias=self.bias, window=window)

    def features(self, count: int, problem: str) -> FloatArray:
        """``X``, which must have ``count`` columns for ``problem``."""
        if self.X.shape[1] != count:
            raise InputError(f"X for {problem} must have shape (n, {count}), got {self.X.shape}")
        return self.X

    def targets(self, problem: str) -> FloatArray:
        """``y``, which must be there for ``problem``."""
        if self.y is None:
            raise InputError(f"{problem} needs targets y of shape ({len(self)},), got None")
        return self.y

    def labels(self, problem: str) -> FloatArray:
        """``y``, whose entries must all be 0 or 1 for ``problem``."""
        y = self.targets(problem)
        wrong = y[(y != 0) & (y != 1)]
        if wrong.size:
            raise InputError(f"labels y for {problem} must be 0 or 1, got {wrong[0]:g}")
        return y


def _bounded(name: str, array: FloatArray) -> FloatArray:
    largest = float(np.abs(array).max())
    if largest > MAX_ENTRY:
        raise InputError(f"{name} must lie within ±{MAX_ENTRY:g}, got {largest:g} in size")
    return array


def all_equal(values: FloatArray) -> bool:
    """Whether ``values`` (n,) differ by no more than rounding."""
    return bool(np.ptp(values) <= max(ROUNDING * np.abs(values).max(), TINY))
