"""Gradient and curvature, where the animation is paused or the pointer is on the map."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output

from components import ids
from components.page.curvature import build_curvature, describe_curvature
from components.session.payloads import read_mapping
from components.session.selected_step import read_selected_step


def register(app: Dash) -> None:
    """Register the callbacks; the browser sends requests only while the switch is on."""
    outputs = {
        "numbers": Output(ids.CURVATURE_STORE, "data"),
        "table": Output(ids.CURVATURE_TABLE, "children"),
    }
    request = Input(ids.CURVATURE_REQUEST, "data")
    app.callback(output=outputs, inputs={"request": request}, prevent_initial_call=True)(curve)
    # A link can set the switch, too.
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


def curve(request: dict[str, Any] | None) -> dict[str, Any]:
    """The numbers to draw and the table to show; both empty when there is no request."""
    if not request:
        return {"numbers": None, "table": []}
    selected = read_selected_step(request)
    numbers = describe_curvature(selected.solved, selected.theta, selected.display)
    if request.get("rival"):
        other = read_selected_step(request | read_mapping("rival", request["rival"]))
        numbers["rival"] = describe_curvature(other.solved, other.theta, other.display)
    return {
        "numbers": numbers,
        "table": build_curvature(selected.solved, selected.run, selected.theta),
    }
