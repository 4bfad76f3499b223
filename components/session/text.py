"""How numbers and names are written on screen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from losscore.checks import InputError

BROKEN = "Something went wrong. Nothing was changed."
MINUS = "−"
# More minima than these have no letter on a picture, and no row in a table.
MAX_NAMED = 12


class Marked(NamedTuple):
    """A piece of a sentence that is not plain: "good", "bad" or a "subscript"."""

    text: str
    kind: str


Part = str | Marked


class Told(RuntimeError):  # noqa: N818 - a state, not an error
    """What stands in the way, though nobody asked for the wrong thing; a sentence for people."""


class BusyError(Told):
    """Others keep the machine busy."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Other {what} are being made; try again in a moment.")


def sentence_of(error: Exception, otherwise: str = BROKEN) -> str:
    """What a person is told of ``error``: what it says, if that is for people; else ``otherwise``.

    Everything else may say what only its author understands, ``ValueError`` of numpy included.
    """
    if not isinstance(error, InputError | Told):
        return otherwise
    text = str(error)
    first = text.split(maxsplit=1)[0].rstrip(":") if text.strip() else ""
    # Names of the notation stay as they are written: n_steps, v, data.noise.
    begin = text[:1].upper() if len(first) > 1 and first.isalpha() else text[:1]
    return begin + text[1:] + ("" if text.endswith(".") else ".")


class NoPlace(Told):
    """A file or a folder cannot be written where it was to be."""


def cannot_write(place: Path | str, error: OSError) -> NoPlace:
    """Why there is nothing at ``place``."""
    return NoPlace(f"{place} cannot be written: {error.strerror or error}")


def reason_of(error: OSError) -> str:
    """What the system says, and of which file."""
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def number(value: float, digits: int = 4) -> str:
    """``value`` with ``digits`` significant digits and a real minus: −0.04823, 3.1e−9."""
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", MINUS)


def sentence(text: str) -> str:
    """``text`` with the exponents of its numbers written as on the rest of the page: 3e−7."""
    return re.sub(r"(?<=\d)e([+-])0*(\d)", lambda m: f"e{MINUS * (m[1] == '-')}{m[2]}", text)


def fixed(value: float, places: int = 5) -> str:
    """``value`` with ``places`` decimals, for columns that line up."""
    text = f"{value:.{places}f}"
    is_zero = float(text) == 0
    return text.replace("-", "") if is_zero else text.replace("-", MINUS)


def field_text(value: float) -> str:
    """``value`` as a person would type it into a field."""
    return f"{value:.6g}"


def letter(index: int) -> str:
    """The name of minimum ``index``: A, B, …, Z, A2, B2, …"""
    cycle, place = divmod(index, 26)
    return chr(ord("A") + place) + (str(cycle + 1) if cycle else "")
