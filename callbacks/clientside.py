"""Callbacks that run only in the browser; their functions are in assets/lab/page/dash.mjs."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output

from components import ids


def register(app: Dash) -> None:
    """Connect the page's controls to their JavaScript."""
    app.clientside_callback(
        ClientsideFunction("losscore", "theme"),
        Output(ids.THEME, "data"),
        Input(ids.THEME_SWITCH, "n_clicks"),
    )
    app.clientside_callback(ClientsideFunction("losscore", "attach"), Input(ids.SURFACE, "id"))
    app.clientside_callback(
        ClientsideFunction("losscore", "showGallery"),
        Output(ids.GALLERY, "is_open"),
        Input(ids.LESSONS_BUTTON, "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("losscore", "lossScale"), Input(ids.LOSS_SCALE, "value")
    )
    for field, slider, function in (
        (ids.LEARNING_RATE, ids.LEARNING_RATE_SLIDER, "logSlider"),
        (ids.N_STEPS, ids.N_STEPS_SLIDER, "stepSlider"),
    ):
        app.clientside_callback(
            ClientsideFunction("losscore", function),
            Output(field, "value", allow_duplicate=True),
            Output(slider, "value"),
            Input(field, "value"),
            Input(slider, "value"),
            prevent_initial_call="initial_duplicate",
        )
