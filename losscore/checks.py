"""Argument checks: every error says what was expected, what arrived, and what is allowed.

All functions return the checked value, so that checking and converting take one line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
BOOLEAN = (bool, np.bool_)
# Not accepted as numbers, although Python would: booleans, and times, whose unit numpy would drop.
NO_NUMBER = (*BOOLEAN, np.timedelta64)
# numpy's kind letters for times and for numbers.
TIMES, NUMBERS = "mM", "biuf"
# numpy arrays have no more axes.
MAX_AXES = 64
# Python's own numbers come first: a check against an abstract class takes several times as long.
WHOLE, REAL = (int, Integral), (float, int, Real)
Window = tuple[tuple[float, float], tuple[float, float]]


class InputError(ValueError):
    """Unusable input; the message is a sentence for the person who gave it."""


def shown(value: object, limit: int = 60) -> str:
    """A short form of ``value`` for a message, so that long input does not flood it."""
    # The repr of a deeply nested value, a huge integer or a foreign class may raise anything.
    try:
        written = repr(value)
    except Exception:  # noqa: BLE001
        written = f"a {type(value).__name__}"
    text = " ".join(written.split())  # an array's rows on one line
    return text if len(text) <= limit else text[: limit - 1] + "…"


def digits(values: ArrayLike, least: int, noise: float = 0.0) -> int:
    """How many significant digits, from ``least`` to 17, distinguish ``values`` (n,).

    Values that differ by at most ``noise`` times their range count as equal.
    """
    ordered = np.unique(np.asarray(values, dtype=np.float64))
    gaps = np.diff(ordered)
    gaps = gaps[gaps > noise * np.ptp(ordered)] if len(ordered) > 1 else gaps
    if not len(gaps):
        return least
    enough = math.ceil(math.log10(float(np.abs(ordered).max()) / float(gaps.min()))) + 1
    return min(max(least, enough), 17)


def number(
    name: str,
    value: Any,
    *,
    low: float = -np.inf,
    high: float = np.inf,
    above: float | None = None,
) -> float:
    """A finite real number in [low, high], or > ``above``."""
    if isinstance(value, NO_NUMBER) or not isinstance(value, REAL):
        raise InputError(f"{name} must be a number, got {shown(value)}")
    try:
        result = float(value)
    except OverflowError:
        raise InputError(f"{name} must be a number below 1e308, got {shown(value)}") from None
    except Exception:  # noqa: BLE001 - the __float__ of a foreign class may raise anything
        raise InputError(f"{name} must be a number, got {shown(value)}") from None
    if not math.isfinite(result):
        raise InputError(f"{name} must be finite, got {result}")
    if above is not None and not result > above:
        raise InputError(f"{name} must be > {above:g}, got {result:g}")
    if result < low:
        raise InputError(f"{name} must be ≥ {low:g}, got {result:g}")
    if result > high:
        raise InputError(f"{name} must be ≤ {high:g}, got {result:g}")
    return result


def integer(name: str, value: Any, *, low: int | None = None, high: int | None = None) -> int:
    """A whole number in [low, high]; 5.0 counts as whole, True does not."""
    whole = isinstance(value, WHOLE) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, NO_NUMBER) or not whole:
        raise InputError(f"{name} must be a whole number, got {shown(value)}")
    result = int(value)
    if low is not None and result < low:
        raise InputError(f"{name} must be ≥ {low}, got {shown(result)}")
    if high is not None and result > high:
        raise InputError(f"{name} must be ≤ {high}, got {shown(result)}")
    return result


def boolean(name: str, value: Any) -> bool:
    """True or False, but not 1 or 0."""
    if not isinstance(value, bool | np.bool_):
        raise InputError(f"{name} must be true or false, got {shown(value)}")
    return bool(value)


def choice(name: str, value: Any, choices: Iterable[str]) -> str:
    """One of ``choices``, spelled exactly."""
    valid = tuple(choices)
    if not isinstance(value, str) or value not in valid:
        if len(valid) == 1:
            raise InputError(f"{name} must be {valid[0]}, got {shown(value)}")
        raise InputError(f"{name} must be one of {', '.join(valid)}; got {shown(value)}")
    return value


def text(name: str, value: Any) -> str:
    """Text, whatever it says."""
    if not isinstance(value, str):
        raise InputError(f"{name} must be text, got {shown(value)}")
    return value


def mapping(name: str, value: Any) -> dict[Any, Any]:
    """``value``, a mapping or its (key, value) pairs, as a dict."""
    try:
        return dict(value)
    except Exception:  # noqa: BLE001 - iterating over a foreign class may raise anything
        raise InputError(f"{name} must map names to numbers, got {shown(value)}") from None


def no_extra(name: str, given: Iterable[Any], valid: Iterable[str]) -> None:
    """Refuse unknown keyword options."""
    known = tuple(valid)
    extra = [option for option in given if option not in known]
    if extra:
        expected = f"options are {', '.join(known)}" if known else "there are no options"
        raise InputError(f"{name}: unknown option {extra[0]!r}; {expected}")


def real_array(name: str, value: ArrayLike, *, are_samples: bool = False) -> FloatArray:
    """A float64 copy of ``value``; nan and inf pass, but text, complex numbers and times do not.

    Masked entries do not pass either: a copy would keep the numbers under the mask.
    ``are_samples`` means that the first axis counts samples, which can be left out.
    """
    try:
        n_masked = _count_masked(value)
        array = np.array(() if n_masked else value)
    except Exception:  # noqa: BLE001 - the __array__ of a foreign class may raise anything
        raise InputError(_no_array(name, value)) from None
    if n_masked:
        advice = _without_masked(name, value) if are_samples else ""
        raise InputError(f"{name} must have no masked entries, got {n_masked}{advice}")
    if array.dtype.kind in TIMES or any(
        isinstance(item, np.timedelta64) for item in _objects(array)
    ):
        raise InputError(
            f"{name} must be numbers without a unit, got {array.dtype}; divide durations by "
            "np.timedelta64(1, 's') or the unit you mean, and subtract a first date from dates"
        )
    # Fractions, and integers beyond int64, come as objects.
    if array.dtype.kind in NUMBERS or all(isinstance(item, Real) for item in array.flat):
        try:
            return array.astype(np.float64, copy=False)
        except Exception:  # noqa: BLE001 - too large for a float, or from a foreign __float__
            pass
    raise InputError(_no_array(name, value))


def _no_array(name: str, value: object) -> str:
    return f"{name} must be an array of numbers, got {shown(value)}"


def _without_masked(name: str, given: object) -> str:
    """Advice on how to leave out the samples with masked entries."""
    remedy = "; leave those samples out first"
    if not isinstance(given, np.ma.MaskedArray) or given.ndim not in (1, 2):
        return remedy
    rows = ".any(axis=1)" * (given.ndim - 1)
    return f"{remedy}: keep = ~np.ma.getmaskarray({name}){rows}; {name}[keep]"


def _objects(array: NDArray[Any]) -> Iterable[Any]:
    """The entries of an array of objects; nothing for other arrays."""
    return array.flat if array.dtype.kind == "O" else ()


def _count_masked(value: object, depth: int = 0) -> int:
    """The number of masked entries of an array, of arrays in nested lists, or of an array-like."""
    if _says_it_is_an_array(type(value)):
        value = np.asanyarray(value)
    if isinstance(value, np.ma.MaskedArray):
        return int(np.ma.getmaskarray(value).sum())
    if not isinstance(value, list | tuple) or depth > MAX_AXES:
        return 0
    # Most lists hold only numbers, so a look at the types suffices.
    kinds = set(map(type, value))
    nested = (list, tuple, np.ma.MaskedArray)
    if not any(issubclass(kind, nested) or _says_it_is_an_array(kind) for kind in kinds):
        return 0
    return sum(_count_masked(item, depth + 1) for item in value)


def _says_it_is_an_array(kind: type) -> bool:
    """Whether objects of this class are not numpy's own, but offer ``__array__``."""
    return hasattr(kind, "__array__") and not issubclass(kind, np.ndarray | np.generic)


def sizes(name: str, value: Any, *, low: int, high: int) -> tuple[int, int]:
    """Two whole numbers in a range: ``value`` twice, or the pair (nx, ny)."""
    if not isinstance(value, (tuple, list)):
        size = integer(name, value, low=low, high=high)
        return size, size
    if len(value) != 2:
        raise InputError(f"{name} must be a number or (nx, ny), got {shown(value)}")
    nx, ny = (integer(name, n, low=low, high=high) for n in value)
    return nx, ny


def finite_array(
    name: str, value: ArrayLike, *, ndim: int, are_samples: bool = False
) -> FloatArray:
    """A float64 copy of ``value`` with ``ndim`` axes, all entries finite, at least one."""
    result = real_array(name, value, are_samples=are_samples)
    if result.ndim != ndim:
        axes = "1 axis" if ndim == 1 else f"{ndim} axes"
        flat = result.ndim == 2 and ndim == 1 and 1 in result.shape
        remedy = f"; {name}.ravel() has one" if flat else ""
        raise InputError(f"{name} must have {axes}, got shape {result.shape}{remedy}")
    if result.size == 0:
        raise InputError(f"{name} must not be empty, got shape {result.shape}")
    if not np.isfinite(result).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(result))[0])
        raise InputError(f"{name} must be finite, got {result[where]} at index {list(where)}")
    return result


def features(name: str, value: ArrayLike) -> FloatArray:
    """Finite features (n, d); a list (n,), such as a column of a table, is one feature (n, 1)."""
    array = real_array(name, value, are_samples=True)
    if array.ndim not in (1, 2):
        raise InputError(f"{name} must have 1 or 2 axes, got shape {array.shape}")
    return finite_array(name, array[:, None] if array.ndim == 1 else array, ndim=2)


def targets(name: str, value: ArrayLike) -> FloatArray:
    """Finite targets (n,), one for each sample."""
    return finite_array(name, value, ndim=1, are_samples=True)


def point(name: str, value: ArrayLike) -> FloatArray:
    """One finite point θ of shape (2,)."""
    result = finite_array(name, value, ndim=1)
    if result.shape != (2,):
        raise InputError(f"{name} must hold 2 numbers, got {result.shape[0]}")
    return result


def points(name: str, value: ArrayLike) -> tuple[FloatArray, tuple[int, ...]]:
    """Points θ of shape (..., 2), finite or not, as (m, 2); and their leading shape."""
    # Descent calls this thousands of times with plain float arrays, whose entries need no check;
    # those of a subclass, such as masked arrays, do.
    if type(value) is np.ndarray and value.dtype == np.float64:
        array = value
    else:
        array = real_array(name, value)
    if array.ndim == 0 or array.shape[-1] != 2:
        raise InputError(f"{name} must have shape (..., 2), got {array.shape}")
    return array.reshape(-1, 2), array.shape[:-1]


def window(name: str, value: Any) -> Window:
    """((x_lo, x_hi), (y_lo, y_hi)) with lo < hi, all finite, and hi − lo too."""
    match value:
        # The common case; an array of four numbers would take longer to make than to check.
        case ((float(x_lo), float(x_hi)), (float(y_lo), float(y_hi))) if (
            0.0 < x_hi - x_lo < math.inf and 0.0 < y_hi - y_lo < math.inf
        ):
            return (float(x_lo), float(x_hi)), (float(y_lo), float(y_hi))
    sides = _sides(name, value)
    for axis, (low, high) in zip("xy", sides, strict=True):
        if not low < high:
            raise InputError(f"{name} must have lo < hi, got {low:g} and {high:g} on {axis}")
        if not math.isfinite(high - low):
            raise InputError(f"{name} must be narrower, got {low:g} and {high:g} on {axis}")
    return sides


def _sides(name: str, value: Any) -> Window:
    """Two pairs of finite numbers."""
    bounds = finite_array(name, value, ndim=2)
    if bounds.shape != (2, 2):
        raise InputError(f"{name} must be ((x_lo, x_hi), (y_lo, y_hi)), got shape {bounds.shape}")
    (x_lo, x_hi), (y_lo, y_hi) = bounds.tolist()
    return (x_lo, x_hi), (y_lo, y_hi)
