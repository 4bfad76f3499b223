"""Reads numbers and words as people write them, in links, options, files and fields.

A number has a decimal point; its minus sign may be typographic. Commas separate numbers, so a
number with a decimal comma is refused rather than taken for two.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from losscore import checks
from losscore.checks import InputError

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_DIGITS = re.compile(r"[-+]?\d+")
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")
# An error message quotes at most this many characters of a wrong number.
_SHOWN = 24


def ascii_minus(text: str) -> str:
    """``text`` with ASCII minus signs instead of the typographic ones that our pages show."""
    return text.replace("−", "-")


def number(name: str, text: str, *, decimal_comma: bool = False) -> float:
    """The single number in ``text``; ``decimal_comma`` allows 0,5 for 0.5."""
    written = ascii_minus(text.strip())
    if decimal_comma and "." not in written:
        written = written.replace(",", ".")
    if _DECIMAL_COMMA.fullmatch(written):
        raise InputError(_point(name, text))
    if not _NUMBER.fullmatch(written):
        raise InputError(f"{name} must be a number, got {checks.shown(text, _SHOWN)}")
    return float(written)


def whole(name: str, text: str) -> int:
    """The whole number in ``text``."""
    written = ascii_minus(text.strip())
    value = float(written) if _NUMBER.fullmatch(written) else math.nan
    if math.isinf(value):
        raise InputError(f"{name} is too large, got {checks.shown(text, _SHOWN)}")
    if not value.is_integer():
        raise InputError(f"{name} must be a whole number, got {checks.shown(text, _SHOWN)}")
    return int(value)


def numbers(name: str, text: str) -> list[float]:
    """One or more numbers, separated by commas."""
    parts = [ascii_minus(part.strip()) for part in text.split(",")]
    # "0,01" must be a decimal comma: a lone zero, or a whole number with leading zeros, is no
    # plausible value.
    if any(_is_fraction(*pair) for pair in pairwise(parts)):
        raise InputError(_point(name, text))
    return [number(name, part) for part in parts]


def vector(name: str, given: str | Sequence[Any], places: str) -> tuple[Any, ...]:
    """As many numbers as ``places``, such as "X,Y", has names; lists may be nested."""
    parts = given.split(",") if isinstance(given, str) else _flat(given)
    count = places.count(",") + 1
    if isinstance(given, str) and len(parts) == 2 * count and _are_digits(parts):
        raise InputError(_point(name, given))
    if len(parts) != count:
        raise InputError(f"{name} must be {places}; got {checks.shown(given)}")
    return tuple(number(name, part) if isinstance(part, str) else part for part in parts)


def value(name: str, text: str) -> float | str:
    """A number if ``text`` looks like one, otherwise a word."""
    written = ascii_minus(text.strip())
    if _DECIMAL_COMMA.fullmatch(written):
        raise InputError(_point(name, text))
    return float(written) if _NUMBER.fullmatch(written) else written


def write(value: float | str) -> str:
    """``value`` in the fewest characters that give back the same value: 1, -0.1, 1e16."""
    if isinstance(value, str):
        return value
    return repr(value).removesuffix(".0").replace("e+", "e")


def _flat(given: Iterable[Any]) -> list[Any]:
    """The entries of nested lists, in order."""
    return [
        part
        for entry in given
        for part in (_flat(entry) if isinstance(entry, list | tuple) else [entry])
    ]


def _are_digits(parts: Iterable[str]) -> bool:
    return all(_DIGITS.fullmatch(ascii_minus(part.strip())) for part in parts)


def _is_fraction(whole: str, rest: str) -> bool:
    """Whether two parts are halves of one number with a decimal comma: 0,01 or 1,05."""
    is_zero = whole.lstrip("+-") == "0"
    return bool(_DIGITS.fullmatch(whole)) and rest.isdecimal() and (is_zero or rest[0] == "0")


def _point(name: str, text: str) -> str:
    got = checks.shown(text, _SHOWN)
    return f"{name} must have a decimal point, as in 0.01, not a comma; got {got}"
