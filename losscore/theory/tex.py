"""Numbers, vectors and equations as LaTeX."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from losscore.checks import FloatArray

DIGITS = 6
NEW_LINE = r" \\[3pt] "
# So many characters of LaTeX certainly fit on one line of the panel.
SHORT = 56
# Characters that MathJax interprets even inside \text, and how to write them.
SPECIAL = {
    "\\": r"\backslash ",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
}


def value(number: float, digits: int = DIGITS) -> str:
    """``number`` with ``digits`` significant digits: 0.0014, 3.1·10⁻⁹."""
    if math.isnan(number):
        return r"\text{undefined}"
    if math.isinf(number):
        return r"\infty" if number > 0 else r"-\infty"
    mantissa, _, exponent = f"{number + 0.0:.{digits}g}".partition("e")
    if not exponent:
        return mantissa
    power = f"10^{{{int(exponent)}}}"
    return power if mantissa == "1" else rf"{mantissa}\cdot {power}"


def text(plain: str) -> str:
    """``plain`` as literal text, with LaTeX's special characters escaped."""
    parts = re.split(f"([{re.escape(''.join(SPECIAL))}])", plain)
    return "".join(SPECIAL.get(part, rf"\text{{{part}}}") for part in parts if part)


def factor(number: float) -> str:
    """``number`` as a factor or a base, in brackets if it needs them."""
    text = value(number)
    return text if text.replace(".", "").isdigit() else f"({text})"


def combination(terms: Iterable[tuple[float, str]], constant: float) -> str:
    """1.2 x₁ − 0.4 x₂ + 0.35."""
    parts = [*((number, rf"\,{symbol}") for number, symbol in terms), (constant, "")]
    signed = (
        f"{'-' if number < 0 else '+'}{value(abs(number))}{symbol}" for number, symbol in parts
    )
    return "".join(signed).removeprefix("+")


def column(*entries: str) -> str:
    """A column of LaTeX."""
    return rf"\begin{{pmatrix}}{NEW_LINE.join(entries)}\end{{pmatrix}}"


def vector(numbers: FloatArray) -> str:
    """A column of numbers (2,)."""
    return column(*(value(float(number)) for number in numbers))


def matrix(numbers: FloatArray) -> str:
    """A matrix (2, 2)."""
    rows = (" & ".join(value(float(number)) for number in row) for row in numbers)
    return rf"\begin{{pmatrix}}{NEW_LINE.join(rows)}\end{{pmatrix}}"


def line(*sides: str) -> str:
    """The sides joined by "=" on one line."""
    return " = ".join(sides)


def chain(left: str, *rights: str) -> str:
    """The sides joined by "=", on one line if that is short, otherwise one below another."""
    if sum(map(len, rights)) <= SHORT:
        return line(left, *rights)
    return aligned(f"{left} &= {rights[0]}", *(f"&= {right}" for right in rights[1:]))


def aligned(*lines: str) -> str:
    """Lines one below another, aligned at their &."""
    return rf"\begin{{aligned}}{NEW_LINE.join(lines)}\end{{aligned}}"
