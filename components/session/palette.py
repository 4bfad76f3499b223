"""Categorical colours, which stay apart for colour-blind readers on both backgrounds.

The first four are near Okabe & Ito's (2008), the others were searched for the largest of the
smallest differences.
"""

from __future__ import annotations

VERMILLION, BLUE, GREEN, PURPLE = "#e8590c", "#1c86d1", "#009e73", "#cc79a7"
INDIGO, MAGENTA, PETROL, LEAF = "#4466ee", "#aa0099", "#226666", "#55bb66"
VIOLET, CRIMSON = "#6600ff", "#bb0022"

# One fixed colour per optimizer, relatives side by side; one that is not here yet gets PURPLE.
OPTIMIZER_COLOURS = {
    "gd": VERMILLION,
    "momentum": BLUE,
    "nesterov": INDIGO,
    "adagrad": MAGENTA,
    "rmsprop": PETROL,
    "adam": GREEN,
    "adamw": LEAF,
    "newton": VIOLET,
    "lloyd": CRIMSON,
}


def optimizer_colour(name: str) -> str:
    """The fixed colour of optimizer ``name``."""
    return OPTIMIZER_COLOURS.get(name, PURPLE)
