"""Gradient and curvature, where the animation rests or where one points on the map."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output

from components import ids
from components.page.curvature import build_curvature, describe_curvature
from components.session.payloads import read_mapping
from components.session.selected_step import read_selected_step


def register(app: Dash) -> None:
    """Register the callbacks; the browser asks only while the switch is on."""
    outputs = {
        "numbers": Output(ids.CURVATURE_STORE, "data"),
        "table": Output(ids.CURVATURE_TABLE, "children"),
    }
    asked = Input(ids.CURVATURE_REQUEST, "data")
    app.callback(output=outputs, inputs={"asked": asked}, prevent_initial_call=True)(curve)
    # A link sets the switch, too.
    app.clientside_callback(
        ClientsideFunction("losscore", "follow"),
        Input(ids.CURVATURE_SWITCH, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("losscore", "curvature"),
        Input(ids.CURVATURE_STORE, "data"),
        prevent_initial_call=True,
    )


def curve(asked: dict[str, Any] | None) -> dict[str, Any]:
    """What to draw and what to write; nothing when nobody looks any more."""
    if not asked:
        return {"numbers": None, "table": []}
    moment = read_selected_step(asked)
    numbers = describe_curvature(moment.solved, moment.theta, moment.display)
    if asked.get("rival"):
        other = read_selected_step(asked | read_mapping("rival", asked["rival"]))
        numbers["rival"] = describe_curvature(other.solved, other.theta, other.display)
    return {
        "numbers": numbers,
        "table": build_curvature(moment.solved, moment.run, moment.theta),
    }
