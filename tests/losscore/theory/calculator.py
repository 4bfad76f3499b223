"""A pocket calculator for the LaTeX of the theory panel."""

from __future__ import annotations

import math
import re

import pytest

COLUMN = re.compile(r"\\begin\{pmatrix\}(.*?)\\end\{pmatrix\}")
NAMES = {name: getattr(math, name) for name in ("sin", "cos", "exp", "log", "sqrt", "pi")}


def sides(formula: str) -> list[str]:
    """The sides of an equation."""
    inside = (
        formula.replace("[3pt]", "").removeprefix(r"\begin{aligned}").removesuffix(r"\end{aligned}")
    )
    return [side.strip() for side in re.split(r"\s*(?:\\\\ )?&?= ", inside)]


def evaluate(side: str, component: int = 0) -> float | None:
    """The value of ``side``, or of its ``component``; None if it has letters."""
    text = COLUMN.sub(lambda m: f"({m[1].split(chr(92) * 2)[component]})", side)
    try:
        return float(eval(_python(text), {"__builtins__": {}, "min": min}, NAMES))  # noqa: S307
    except (NameError, SyntaxError, TypeError):
        return None


def is_column(side: str) -> bool:
    return COLUMN.search(side) is not None and "&" not in side


def _python(text: str) -> str:
    text = re.sub(r"\\tfrac(\d)(\d)", r"(\1/\2)", text)
    text = (
        text.replace(r"\tfrac", r"\frac").replace(r"\min\left\{", "min(").replace(r"\right\}", ")")
    )
    text = re.sub(r"\\left|\\right|\\,|\s", "", text.replace(r"\cdot", "*"))
    text = text.replace("[", "(").replace("]", ")")
    text = _braces(text)
    text = text.replace("e^", "exp").replace("^", "**").replace("\\", "")
    return re.sub(r"(?<=\d)(?=[a-z])|(?<=pi)(?=\()|\)(?=\()", lambda m: m[0] + "*", text)


def _braces(text: str) -> str:
    """{a} becomes (a), and a fraction a quotient."""
    while r"\frac" in text:
        start = text.index(r"\frac")
        middle = _closing(text, start + 5)
        end = _closing(text, middle + 1)
        above, below = text[start + 6 : middle], text[middle + 2 : end]
        text = f"{text[:start]}(({above})/({below})){text[end + 1 :]}"
    return text.replace("{", "(").replace("}", ")")


def _closing(text: str, opening: int) -> int:
    depth = 0
    for index in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[index], 0)
        if depth == 0:
            return index
    raise ValueError(f"no closing brace in {text}")


def check(formula: str) -> int:
    """Compare the last two sides of an equation; how many numbers were compared."""
    parts = sides(formula)
    components = (0, 1) if is_column(parts[-1]) else (0,)
    compared = 0
    for component in components:
        shown = evaluate(parts[-1], component)
        filled = evaluate(parts[-2], component) if len(parts) > 2 else None
        if shown is None or filled is None:
            continue
        # Six digits are shown; a result computed from them may have lost one or two.
        assert filled == pytest.approx(shown, rel=2e-4, abs=2e-5), formula
        compared += 1
    return compared
