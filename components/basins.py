"""Basins of attraction as they are shown: one colour per minimum, darker where it takes longer."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
from dash import html
from numpy.typing import NDArray

from components.defaults import Solved
from components.fields import aria
from components.figures import Theme, parts
from components.figures.basin_colours import INK, basin_scale, region_colours
from components.figures.display import Display
from components.figures.scales import colour_scale
from components.regions import Regions
from components.wording import letter
from losscore.attraction import DIVERGED, ELSEWHERE, PLATEAU, STEP_LIMIT

WORDS = {
    PLATEAU: "not a minimum",
    DIVERGED: "diverged",
    STEP_LIMIT: "step limit",
    ELSEWHERE: "another minimum",
}


# Places of traces in the figures of a surface and of the map.
SURFACE, SURFACE_MINIMA = 0, 1
LINES, BASINS, MAP_MINIMA = 0, 1, 2
# Place of a trace → path of an attribute → value.
Look = dict[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Painted:
    """What changes on the figures of a surface and of its map."""

    surface: Look
    contour: Look


def painted(regions: Regions, solved: Solved) -> Painted:
    """What shows ``regions``: codes 0 … 255, one byte per node, and letters that read on them."""
    scale, codes_of = basin_scale(regions.names, solved.minima)
    codes = np.zeros(regions.label.shape, dtype="u1")
    for label, (first, last) in codes_of.items():
        shades = np.rint(first + regions.shade * (last - first))
        codes = np.where(regions.label == label, shades, codes).astype("u1")
    rows, columns = (
        np.rint(np.linspace(0, regions.resolution - 1, n)).astype(int)
        for n in solved.surface.z.shape
    )
    drawn = codes[np.ix_(rows, columns)]
    range_of = {"cmin": 0, "cmax": 255, "colorscale": scale}
    marks = {"textfont.color": INK, "marker.color": INK}
    heat = {"zmin": 0, "zmax": 255, "colorscale": scale, "visible": True}
    return Painted(
        {SURFACE: {"surfacecolor": _packed(drawn), **range_of}, SURFACE_MINIMA: marks},
        {
            LINES: {"contours.coloring": "none"},
            BASINS: {"z": _packed(drawn[::2, ::2]), **heat},
            MAP_MINIMA: {"textfont.color": INK},
        },
    )


def plain(solved: Solved, theme: Theme, display: Display) -> Painted:
    """What shows J again."""
    scale = colour_scale(display, theme)
    colours = {"surfacecolor": None, "cmin": None, "cmax": None, "colorscale": scale}
    indices = parts.visible(solved.minima, solved.surface)
    letters = {"textfont.color": parts.letter_font(theme, display, 0)["color"]}
    marks = {"marker.color": parts.minimum_colours(solved.minima, indices, theme)}
    return Painted(
        {SURFACE: colours, SURFACE_MINIMA: letters | marks},
        {
            LINES: {"contours.coloring": "heatmap"},
            BASINS: {"z": None, "visible": False},
            MAP_MINIMA: letters,
        },
    )


def _packed(codes: NDArray[np.uint8]) -> dict[str, str]:
    """As plotly.js reads arrays of numbers in a few bytes."""
    return {
        "dtype": "u1",
        "bdata": base64.b64encode(codes.tobytes()).decode(),
        "shape": f"{codes.shape[0]}, {codes.shape[1]}",
    }


def build_legend(regions: Regions, solved: Solved) -> html.Div:
    """What the colours mean, and the share of starts that each has."""
    colours = region_colours(regions.names, solved.minima)
    items = [
        html.Li(
            [
                html.I(style={"backgroundColor": colours[label]}, **aria(hidden="true")),
                html.B(name(label)),
                f" {100 * np.mean(regions.label == label):.0f} %",
            ]
        )
        for label in regions.names
    ]
    note = f"{regions.resolution} × {regions.resolution} starts; darker takes more steps"
    return html.Div([html.Ul(items), html.P(note)])


def name(label: int) -> str:
    """What a label is called on screen."""
    return letter(label) if label >= 0 else WORDS[label]
