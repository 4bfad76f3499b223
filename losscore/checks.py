"""Argument checks: every complaint says what was expected, what arrived and what would do.

All functions return the checked value, so that a check and a conversion are one line.
"""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
Window = tuple[tuple[float, float], tuple[float, float]]


def shown(value: object, limit: int = 60) -> str:
    """A short form of ``value`` for a message: a visitor's input must not flood it."""
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def number(
    name: str,
    value: Any,
    *,
    low: float = -np.inf,
    high: float = np.inf,
    above: float | None = None,
) -> float:
    """A finite real number in [low, high], or > ``above``."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        raise ValueError(f"{name} must be a number, got {shown(value)}")
    result = float(value)
    if not np.isfinite(result):
        raise ValueError(f"{name} must be finite, got {result}")
    if above is not None and not result > above:
        raise ValueError(f"{name} must be > {above:g}, got {result:g}")
    if result < low:
        raise ValueError(f"{name} must be ≥ {low:g}, got {result:g}")
    if result > high:
        raise ValueError(f"{name} must be ≤ {high:g}, got {result:g}")
    return result


def integer(name: str, value: Any, *, low: int | None = None, high: int | None = None) -> int:
    """A whole number in [low, high]; 5.0 counts as whole, True does not."""
    whole = isinstance(value, Integral) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool | np.bool_) or not whole:
        raise ValueError(f"{name} must be a whole number, got {shown(value)}")
    result = int(value)
    if low is not None and result < low:
        raise ValueError(f"{name} must be ≥ {low}, got {result}")
    if high is not None and result > high:
        raise ValueError(f"{name} must be ≤ {high}, got {result}")
    return result


def choice(name: str, value: Any, choices: Iterable[str]) -> str:
    """One of ``choices``, spelled exactly."""
    valid = tuple(choices)
    if not isinstance(value, str) or value not in valid:
        raise ValueError(f"{name} must be one of {', '.join(valid)}; got {shown(value)}")
    return value


def no_extra(name: str, given: Iterable[str], valid: Iterable[str]) -> None:
    """Refuse keyword options that nobody reads."""
    known = tuple(valid)
    extra = sorted(set(given) - set(known))
    if extra:
        expected = f"options are {', '.join(known)}" if known else "there are no options"
        raise ValueError(f"{name}: unknown option {extra[0]!r}; {expected}")


def finite_array(name: str, value: ArrayLike, *, ndim: int) -> FloatArray:
    """A float64 copy of ``value`` with ``ndim`` axes, all entries finite, at least one."""
    try:
        result: FloatArray = np.array(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be an array of numbers, got {shown(value)}") from error
    if result.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes, got shape {result.shape}")
    if result.size == 0:
        raise ValueError(f"{name} must not be empty, got shape {result.shape}")
    if not np.isfinite(result).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(result))[0])
        raise ValueError(f"{name} must be finite, got {result[where]} at index {list(where)}")
    return result


def point(name: str, value: ArrayLike) -> FloatArray:
    """One finite point θ of shape (2,)."""
    result = finite_array(name, value, ndim=1)
    if result.shape != (2,):
        raise ValueError(f"{name} must hold 2 numbers, got {result.shape[0]}")
    return result


def window(name: str, value: Any) -> Window:
    """((x_lo, x_hi), (y_lo, y_hi)) with lo < hi, all finite."""
    bounds = finite_array(name, value, ndim=2)
    if bounds.shape != (2, 2):
        raise ValueError(f"{name} must be ((x_lo, x_hi), (y_lo, y_hi)), got shape {bounds.shape}")
    for axis, (low, high) in zip("xy", bounds, strict=True):
        if not low < high:
            raise ValueError(f"{name} must have lo < hi, got {low:g} and {high:g} on {axis}")
    return (float(bounds[0, 0]), float(bounds[0, 1])), (float(bounds[1, 0]), float(bounds[1, 1]))
