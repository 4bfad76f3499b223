"""Categorical colours that colour-blind readers can distinguish on both backgrounds.

The first four are near Okabe & Ito's (2008). The others come from a search that made the smallest
difference between any two as large as possible. Optimizers name theirs; related optimizers have
neighbouring colours.
"""

from __future__ import annotations

from itertools import cycle

import losscore as ls

VERMILLION, BLUE, GREEN, PURPLE = "#e8590c", "#1c86d1", "#009e73", "#cc79a7"
PALETTE = {
    "vermillion": VERMILLION,
    "blue": BLUE,
    "indigo": "#4466ee",
    "magenta": "#aa0099",
    "petrol": "#226666",
    "green": GREEN,
    "leaf": "#55bb66",
    "violet": "#6600ff",
    "crimson": "#bb0022",
    "purple": PURPLE,
    "forest": "#007733",
    "sky": "#55aadd",
    "grass": "#55aa33",
}


def optimizer_colour(name: str) -> str:
    """The colour of the registered optimizer ``name``."""
    return optimizer_colours()[name]


def optimizer_colours() -> dict[str, str]:
    """Maps each optimizer to its spec's colour, or to the next free one of the palette."""
    specs = ls.optimizers()
    chosen = {name: PALETTE.get(spec.colour, spec.colour) for name, spec in specs.items()}
    free = [colour for colour in PALETTE.values() if colour not in chosen.values()]
    spare = cycle(free or PALETTE.values())
    return {name: colour or next(spare) for name, colour in chosen.items()}
