"""How the surface is drawn: the controls of the panel are part of the scenario."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output, State

import losscore as ls
from components import ids

CONTROLS = [ids.display_control(option.name) for option in ls.DISPLAY]


def register(app: Dash) -> None:
    """Register the callbacks; both run in the browser, as nothing is to be computed."""
    app.clientside_callback(
        ClientsideFunction("losscore", "display"),
        Output(ids.SCENARIO, "data", allow_duplicate=True),
        [Input(control, "value") for control in CONTROLS],
        # A choice of another problem may have overtaken one of the display: that still holds.
        Input(ids.CHOSEN, "data"),
        State(ids.SCENARIO, "data"),
        State(ids.DISPLAY_DEFAULTS, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("losscore", "displayDefaults"),
        [Output(control, "value", allow_duplicate=True) for control in CONTROLS],
        Input(ids.DISPLAY_RESET, "n_clicks"),
        State(ids.DISPLAY_DEFAULTS, "data"),
        prevent_initial_call=True,
    )
