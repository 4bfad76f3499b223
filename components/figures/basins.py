"""Basins of attraction on the surface and its map: a colour for each minimum.

The colours are pale, so that paths and dark letters stand out on them, and darker where it takes
longer. Pairs of one hue: twins, which are one solution with the labels exchanged, get both tones.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.figures import parts
from components.figures.scales import colour_scale
from components.figures.theme import Theme
from components.session.basins import BasinMap
from components.session.display import Display
from components.session.solved import Solved
from losscore import Minima
from losscore.analysis.basins import DIVERGED, ELSEWHERE, PLATEAU, STEP_LIMIT

# Maps the role of traces to attributes: path → value.
Repaint = dict[str, dict[str, Any]]

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
# These labels keep one shade, because darker ones would be mistaken for each other.
NEUTRALS = {
    PLATEAU: "#fdfffb",
    STEP_LIMIT: "#bec0b8",
    ELSEWHERE: "#949a98",
    DIVERGED: "#827c81",
}
# Letters and marks on all of them.
INK = "#0b1015"
BOUNDARY = "#2a343f"
# How much darker the slowest start of a basin is than the fastest.
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
    """The shade of ``colour`` where a run takes longest."""
    channels = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(DARKENING * channel):02x}" for channel in channels)


@dataclass(frozen=True, slots=True)
class Painted:
    """The changes to the figures of a surface and of its map."""

    surface: Repaint
    contour: Repaint


def painted(basins: BasinMap, solved: Solved) -> Painted:
    """Changes that show ``basins``: codes 0 … 255, one byte per node, and legible letters."""
    scale, codes_of = basin_scale(basins.names, solved.minima)
    codes = np.zeros(basins.label.shape, dtype="u1")
    for label, (first, last) in codes_of.items():
        shades = np.rint(first + basins.shade * (last - first))
        codes = np.where(basins.label == label, shades, codes).astype("u1")
    rows, columns = (
        np.rint(np.linspace(0, basins.resolution - 1, n)).astype(int)
        for n in solved.surface.z.shape
    )
    drawn = codes[np.ix_(rows, columns)]
    range_of = {"cmin": 0, "cmax": 255, "colorscale": scale}
    marks = {"textfont.color": INK, "marker.color": INK}
    heat = {"zmin": 0, "zmax": 255, "colorscale": scale, "visible": True}
    return Painted(
        {"surface": {"surfacecolor": _packed(drawn), **range_of}, "minimum": marks},
        {
            "surface": {"contours.coloring": "none"},
            "basin": {"z": _packed(drawn[::2, ::2]), **heat},
            "minimum": {"textfont.color": INK},
        },
    )


def plain(solved: Solved, theme: Theme, display: Display) -> Painted:
    """Changes that restore the colours of J."""
    scale = colour_scale(display, theme)
    colours = {"surfacecolor": None, "cmin": None, "cmax": None, "colorscale": scale}
    indices = parts.visible(solved.minima, solved.surface)
    letters = {"textfont.color": parts.letter_font(theme, display, 0)["color"]}
    marks = {"marker.color": parts.minimum_colours(solved.minima, indices, theme)}
    return Painted(
        {"surface": colours, "minimum": letters | marks},
        {
            "surface": {"contours.coloring": "heatmap"},
            "basin": {"z": None, "visible": False},
            "minimum": letters,
        },
    )


def paint(figure: go.Figure, look: Repaint) -> go.Figure:
    """``figure`` with its traces changed; assets/lab/panels/basins.mjs does so on the page."""
    for trace in figure.data:
        for path, value in look.get(trace.meta["role"], {}).items():
            trace[path] = value
    return figure


def _packed(codes: NDArray[np.uint8]) -> dict[str, str]:
    """``codes`` in the compact form in which plotly.js reads arrays of numbers."""
    return {
        "dtype": "u1",
        "bdata": base64.b64encode(codes.tobytes()).decode(),
        "shape": f"{codes.shape[0]}, {codes.shape[1]}",
    }
