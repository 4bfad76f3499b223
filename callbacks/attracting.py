"""Colouring the surface by the minimum that each start reaches."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, Patch, State, ctx, no_update

import losscore as ls
from components import entries, ids
from components.basins import build_legend, find_regions, painted
from components.defaults import solve
from components.figures import theme_named

PLAIN = {"surfacecolor": None, "cmin": None, "cmax": None}
OUTPUTS = {
    "surface": Output(ids.SURFACE, "figure", allow_duplicate=True),
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
    scale = [list(stop) for stop in theme_named(theme).scale]
    if not is_on and ctx.triggered_id != ids.BASINS:
        return dict.fromkeys(OUTPUTS, no_update)
    if not is_on:
        return {"surface": _patch(PLAIN | {"colorscale": scale}), "legend": None}
    read = entries.read(learning_rate, n_steps, "0", "0")
    if read.errors:
        return dict.fromkeys(OUTPUTS, no_update)
    scenario = ls.Scenario.from_dict(described).subject()
    run = entries.to_run(optimizer, read.values)
    solved, regions = solve(scenario), find_regions(scenario, run)
    return {
        "surface": _patch(painted(regions, solved)),
        "legend": build_legend(regions, solved),
    }


def _patch(attributes: dict[str, Any]) -> Patch:
    """The surface, which is the first trace of its figure, with other colours."""
    figure = Patch()
    for name, value in attributes.items():
        figure["data"][0][name] = value
    return figure
