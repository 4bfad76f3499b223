"""The address bar: what is on the page, as a query string."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, no_update

from components import ids
from components.session.address import write_address
from components.session.payloads import read_scenario, read_shown
from components.session.runs import scenario_key

INPUTS = {
    "described": Input(ids.SCENARIO, "data"),
    "shown": Input(ids.RUNS_STORE, "data"),
    "lesson": Input(ids.LESSON_STORE, "data"),
    "switches": {
        "basins": Input(ids.BASINS, "value"),
        "curvature": Input(ids.CURVATURE_SWITCH, "value"),
        "theory": Input(ids.THEORY_PANEL, "open"),
    },
}


def register(app: Dash) -> None:
    """Register the callbacks: the server writes the query, the browser puts it into the address."""
    app.callback(Output(ids.QUERY, "data"), inputs=INPUTS, prevent_initial_call=True)(write_url)
    app.clientside_callback(
        ClientsideFunction("losscore", "inscribe"),
        Input(ids.QUERY, "data"),
        prevent_initial_call=True,
    )


def write_url(
    described: dict[str, Any],
    shown: dict[str, Any] | None,
    lesson: str | None,
    switches: dict[str, Any],
) -> Any:
    """The query string of scenario and runs, and the place: another one is a step in the history.

    Runs of another scenario are about to be replaced: until then nothing is written.
    """
    shown = read_shown(shown)
    if not shown:
        return no_update
    seen = {name: bool(value) for name, value in switches.items()}
    scenario = read_scenario(described, **seen, runs=shown["runs"])
    if shown["runs"] and shown["scenario"] != scenario_key(scenario):
        return no_update
    place = [scenario.problem, scenario.dataset, scenario.aggregation, lesson, len(scenario.runs)]
    return {"search": write_address(scenario, str(lesson or "")), "place": place}
