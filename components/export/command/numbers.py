"""Numbers as they are typed: with a point in them, and with commas between several."""

from __future__ import annotations

import re
from itertools import pairwise

from losscore import checks
from losscore.checks import InputError
from losscore.scenario.query import ascii_minus

_DIGITS = re.compile(r"[-+−]?\d+")
# More digits than any number of ours has; Python converts no more than 4300 of them.
_MAX_DIGITS = 18
_DECIMAL_COMMA = re.compile(r"[-+−]?\d+,\d+")


def read_number(name: str, text: str) -> float:
    """The one number that ``text`` says."""
    refuse_decimal_comma(name, text)
    try:
        return float(ascii_minus(text))
    except ValueError:
        raise InputError(f"{name} must be a number, got {checks.shown(text)}") from None


def read_whole(name: str, text: str) -> int:
    """The whole number that ``text`` says, in digits alone."""
    if not text.isdecimal():
        raise InputError(f"{name} must be a whole number, got {checks.shown(text)}")
    if len(text) > _MAX_DIGITS:
        raise InputError(f"{name} is too large, got {checks.shown(text)}")
    return int(text)


def read_numbers(name: str, text: str) -> tuple[float, ...]:
    """One or more numbers with commas between them."""
    parts = [part.strip() for part in text.split(",")]
    # Nobody asks for a zero, or writes zeros in front of a whole number.
    if any(_is_fraction(*pair) for pair in pairwise(parts)):
        raise InputError(_point(name, text))
    return _floats(name, text, parts)


def read_tuple(name: str, text: str, places: str) -> tuple[float, ...]:
    """As many numbers as ``places`` has, which reads X,Y or the like."""
    parts = [part.strip() for part in text.split(",")]
    count = places.count(",") + 1
    if len(parts) == 2 * count and all(map(_DIGITS.fullmatch, parts)):
        raise InputError(_point(name, text))
    if len(parts) != count:
        raise InputError(f"{name} must be {places}; got {checks.shown(text)}")
    return _floats(name, text, parts)


def refuse_decimal_comma(name: str, text: str) -> None:
    """InputError where one number is meant and has a comma in it."""
    if _DECIMAL_COMMA.fullmatch(text.strip()):
        raise InputError(_point(name, text))


def _floats(name: str, text: str, parts: list[str]) -> tuple[float, ...]:
    try:
        return tuple(float(ascii_minus(part)) for part in parts)
    except ValueError:
        raise InputError(f"{name} must be numbers with commas, got {checks.shown(text)}") from None


def _is_fraction(whole: str, rest: str) -> bool:
    """Whether two parts are the two of one number: 0,01 or 1,05."""
    is_zero = whole.lstrip("+-−") == "0"
    return bool(_DIGITS.fullmatch(whole)) and rest.isdecimal() and (is_zero or rest[0] == "0")


def _point(name: str, text: str) -> str:
    return f"{name} must have a decimal point, as in 0.01, not a comma; got {checks.shown(text)}"
