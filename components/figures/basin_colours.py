"""Colours of basins of attraction: pale, so that paths and dark letters stand out on them.

Pairs of one hue: twins, which are one solution with the labels exchanged, get both tones of one.
"""

from __future__ import annotations

import numpy as np

from losscore import Minima
from losscore.attraction import DIVERGED, ELSEWHERE, PLATEAU, STEP_LIMIT

# Searched for the largest of the smallest differences, for colour-blind readers too, near hues that
# go together, and under the condition that INK reads on all of them, darkened ones as well.
PAIRS = (
    ("#c6ebf6", "#60a4b8"),
    ("#f3eacd", "#d2a751"),
    ("#f7c3db", "#e6978e"),
    ("#d6cbf7", "#9895db"),
    ("#caecb0", "#91c16c"),
    ("#d7c8ad", "#a8966c"),
)
# Always as they are: darker ones would be taken for each other.
NEUTRALS = {
    PLATEAU: "#fdfffb",
    STEP_LIMIT: "#bec0b8",
    ELSEWHERE: "#949a98",
    DIVERGED: "#827c81",
}
# Letters and marks on all of them.
INK = "#0b1015"
BOUNDARY = "#2a343f"
# How much darker the slowest start of a basin is than the quickest.
DARKENING = 0.82


def region_colours(labels: list[int], minima: Minima) -> dict[int, str]:
    """The colour of each label."""
    return {label: NEUTRALS[label] if label < 0 else _of_minimum(label, minima) for label in labels}


def _of_minimum(label: int, minima: Minima) -> str:
    group = int(minima.group[label])
    members = np.flatnonzero(minima.group == group)
    if len(members) > 1:
        return PAIRS[group % len(PAIRS)][int(np.flatnonzero(members == label)[0]) % 2]
    cycle, place = divmod(label, len(PAIRS))
    return PAIRS[place][(place + cycle) % 2]


def basin_scale(
    labels: list[int], minima: Minima
) -> tuple[list[list[float | str]], dict[int, tuple[float, float]]]:
    """A colour scale for codes 0 … 255, and the codes (first, last) of each label.

    A node's code is interpolated between nodes. What lies between two labels has the colour of a
    boundary, so that basins have an outline and no fringe of their neighbours' colours.
    """
    width = 255 / len(labels)
    stops: list[list[float | str]] = [[0.0, BOUNDARY]]
    codes = {}
    for place, (label, colour) in enumerate(region_colours(labels, minima).items()):
        first, last = (place + 0.25) * width, (place + 0.75) * width
        codes[label] = (first, last)
        low, high = (first - 1) / 255, (last + 1) / 255
        slow = darker(colour) if label >= 0 else colour
        stops += [[low, BOUNDARY], [low, colour], [high, slow], [high, BOUNDARY]]
    return [*stops, [1.0, BOUNDARY]], codes


def darker(colour: str) -> str:
    """``colour`` where it takes longest."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(DARKENING * part):02x}" for part in parts)
