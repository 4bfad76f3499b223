"""How the screen shows numbers, names and errors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from losscore.checks import InputError

BROKEN = "Something went wrong. Nothing was changed."
MINUS = "−"
# Further minima have no letter in a picture and no row in a table.
MAX_NAMED = 12


class Marked(NamedTuple):
    """A part of a sentence with a style of its own: "good", "bad" or "subscript"."""

    text: str
    kind: str


Part = str | Marked


class Refusal(RuntimeError):  # noqa: N818 - a state, not an error
    """A valid request that cannot be met now; the message is a sentence for people."""


class BusyError(Refusal):
    """The machine is busy with other requests."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The server is busy with other {what}; try again in a moment.")


def sentence_of(error: Exception, otherwise: str = BROKEN) -> str:
    """The sentence to show for ``error``: its message if that is for people, else ``otherwise``.

    Other exceptions, such as numpy's ``ValueError``, have messages for programmers.
    """
    if not isinstance(error, InputError | Refusal):
        return otherwise
    text = str(error)
    first = text.split(maxsplit=1)[0].rstrip(":") if text.strip() else ""
    # Names of the query notation keep their case: n_steps, v, data.noise.
    begin = text[:1].upper() if len(first) > 1 and first.isalpha() else text[:1]
    return begin + text[1:] + ("" if text.endswith(".") else ".")


class NoPlace(Refusal):
    """A file or folder cannot be written at the given place."""


def cannot_write(place: Path | str, error: OSError) -> NoPlace:
    """The error that says why ``place`` cannot be written."""
    return NoPlace(f"{place} cannot be written: {error.strerror or error}")


def reason_of(error: OSError) -> str:
    """The operating system's reason, with the file it concerns."""
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
    """``text`` with its numbers' exponents written as elsewhere on the page: 3e−7."""
    return re.sub(r"(?<=\d)e([+-])0*(\d)", lambda m: f"e{MINUS * (m[1] == '-')}{m[2]}", text)


def fixed(value: float, places: int = 5) -> str:
    """``value`` with ``places`` decimals, so that columns line up."""
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
