"""Categorical colours that colour-blind readers can distinguish on both backgrounds.

The first four are close to Okabe & Ito's (2008); the others maximise the smallest difference.
"""

from __future__ import annotations

VERMILLION, BLUE, GREEN, PURPLE = "#e8590c", "#1c86d1", "#009e73", "#cc79a7"
INDIGO, MAGENTA, PETROL, LEAF = "#4466ee", "#aa0099", "#226666", "#55bb66"
VIOLET, CRIMSON = "#6600ff", "#bb0022"

# One fixed colour per optimizer, with related ones side by side; any other gets PURPLE.
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
