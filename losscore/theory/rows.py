"""One line of the theory panel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A name, formulas (LaTeX, each on a line of its own), and what to know to read them."""

    label: str
    formulas: tuple[str, ...]
    note: str = ""
