"""One line of the theory panel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A name, formulas (LaTeX, one per line), and a note that helps to read them."""

    label: str
    formulas: tuple[str, ...]
    note: str = ""
