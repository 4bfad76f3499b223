"""How numbers and names are written on screen."""

from __future__ import annotations

import re

MINUS = "−"
# More minima than these have no letter on a picture, and no row in a table.
MAX_NAMED = 12


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


def sentence_of(error: Exception) -> str:
    """What ``error`` says, as a sentence."""
    text = str(error)
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


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
