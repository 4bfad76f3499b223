"""Colouring the surface by the minimum that each start reaches."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, Patch, State, ctx, no_update

import losscore as ls
from components import entries, ids
from components.basins import build_legend, find_regions, painted
from components.defaults import solve
from components.figures import theme_named
from components.figures.display import Display
from components.figures.scales import colour_scale

PLAIN = {"surfacecolor": None, "cmin": None, "cmax": None}
# Places of the traces in the figure of the map.
LINES, BASINS = 0, 1
HIDDEN = {"z": None, "visible": False}
OUTPUTS = {
    "surface": Output(ids.SURFACE, "figure", allow_duplicate=True),
    "contour": Output(ids.CONTOUR, "figure", allow_duplicate=True),
    "legend": Output(ids.BASINS_LEGEND, "children"),
}
INPUTS = {
    "is_on": Input(ids.BASINS, "value"),
    # Written together with a new figure: its colours come after it.
    "drawn": Input(ids.CAPTION, "children"),
    "described": State(ids.SCENARIO, "data"),
    "optimizer": Input(ids.OPTIMIZER, "value"),
    "learning_rate": Input(ids.LEARNING_RATE, "value"),
    "n_steps": Input(ids.N_STEPS, "value"),
    "theme": State(ids.THEME, "data"),
}


def register(app: Dash) -> None:
    """Register the callback."""
    app.callback(
        output=OUTPUTS,
        inputs=INPUTS,
        prevent_initial_call=True,
        running=[(Output(ids.BASINS_STATUS, "children"), "computing …", "")],
    )(colour)


def colour(  # noqa: PLR0913 - one argument for each input
    is_on: bool,
    described: dict[str, Any],
    optimizer: str,
    learning_rate: str,
    n_steps: str,
    theme: str,
    drawn: Any = None,  # noqa: ARG001 - only a trigger
) -> dict[str, Any]:
    """The basins of the settings in the controls; the colours of J when the switch is off."""
    if not is_on and ctx.triggered_id != ids.BASINS:
        return dict.fromkeys(OUTPUTS, no_update)
    if not is_on:
        display = Display.of(ls.Scenario.from_dict(described))
        scale = colour_scale(display, theme_named(theme))
        return {
            "surface": _patch({0: PLAIN | {"colorscale": scale}}),
            "contour": _patch({LINES: {"contours": {"coloring": "heatmap"}}, BASINS: HIDDEN}),
            "legend": None,
        }
    read = entries.read(learning_rate, n_steps, "0", "0")
    if read.errors:
        return dict.fromkeys(OUTPUTS, no_update)
    scenario = ls.Scenario.from_dict(described).subject()
    run = entries.to_run(optimizer, read.values)
    solved, regions = solve(scenario), find_regions(scenario, run)
    paint = painted(regions, solved)
    coloured = {"surfacecolor": paint.surface, "cmin": 0, "cmax": 255, "colorscale": paint.scale}
    mapped = {"z": paint.map, "zmin": 0, "zmax": 255, "colorscale": paint.scale, "visible": True}
    return {
        "surface": _patch({0: coloured}),
        "contour": _patch({LINES: {"contours": {"coloring": "none"}}, BASINS: mapped}),
        "legend": build_legend(regions, solved),
    }


def _patch(attributes: dict[int, dict[str, Any]]) -> Patch:
    """A figure whose traces at some places have other attributes."""
    figure = Patch()
    for place, changes in attributes.items():
        for name, value in changes.items():
            if name == "contours":
                figure["data"][place][name].update(value)
            else:
                figure["data"][place][name] = value
    return figure
