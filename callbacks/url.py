"""The address: what it opens, at first and by links, back and forward; and what it is to say.

The browser writes it, of what the server says of scenario and runs anyway.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

import losscore as ls
from callbacks import scenario
from components import ids
from components.session.address import read_address
from components.session.display import DEFAULT, Display
from components.session.payloads import read_mapping
from components.session.runs import run_settings
from components.session.solved import DEFAULT_OPTIMIZER
from components.session.text import field_text
from losscore import checks
from losscore.scenario import query


def _again(output: Output) -> Output:
    """The same place, for another callback that writes it, too."""
    return Output(output.component_id, output.component_property, allow_duplicate=True)


OUTPUTS = {name: _again(output) for name, output in scenario.OUTPUTS.items()} | {
    "problem": Output(ids.PROBLEM, "value"),
    "n_steps": Output(ids.N_STEPS, "value", allow_duplicate=True),
    "basins": Output(ids.BASINS, "value"),
    "curvature": Output(ids.CURVATURE_SWITCH, "value"),
    "theory": Output(ids.THEORY_PANEL, "open"),
    "request": Output(ids.REQUEST, "data"),
    "gallery": Output(ids.GALLERY, "is_open"),
    **{name: Output(ids.display_control(name), "value") for name in asdict(DEFAULT)},
}


def register(app: Dash) -> None:
    """Register the callbacks; the browser says what is to be opened."""
    app.clientside_callback(
        ClientsideFunction("losscore", "opened"),
        Output(ids.OPENED, "data"),
        Input(ids.OPENED, "id"),
    )
    inputs = {"opened": Input(ids.OPENED, "data"), "basins": State(ids.BASINS, "value")}
    app.callback(output=OUTPUTS, inputs=inputs, prevent_initial_call=True)(open_address)
    app.clientside_callback(
        ClientsideFunction("losscore", "leaveLesson"),
        *(_again(scenario.OUTPUTS[name]) for name in scenario.LESSON),
        Input(ids.LESSON_CLOSE, "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("losscore", "inscribe"),
        Input(ids.QUERY, "data"),
        Input(ids.LESSON_STORE, "data"),
        Input(ids.BASINS, "value"),
        Input(ids.CURVATURE_SWITCH, "value"),
        Input(ids.THEORY_PANEL, "open"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("losscore", "showGallery"),
        Output(ids.GALLERY, "is_open", allow_duplicate=True),
        Input(ids.LESSONS_BUTTON, "n_clicks"),
        prevent_initial_call=True,
    )


def open_address(opened: dict[str, Any] | None, *, basins: bool) -> dict[str, Any]:
    """Scenario, controls, runs and lesson of an address; a first visit without one changes nothing.

    The controls are noted as chosen, so that they are not taken for a choice of the visitor's.
    """
    update: dict[str, Any] = dict.fromkeys(OUTPUTS, no_update)
    if not opened:
        return update
    given = read_mapping("address", opened, "search", "n", "first")
    search = checks.text("search", given["search"])
    if given["first"] and not query.parts(search):
        return update
    read = read_address(search)
    runs = read.scenario.runs
    optimizer = runs[-1].optimizer if runs else DEFAULT_OPTIMIZER
    update |= (
        scenario.controls_for(read.scenario, optimizer)
        | scenario.lesson_shown(read.lesson)
        | asdict(Display.of(read.scenario))
        | {
            "problem": read.scenario.problem,
            # Setting the switch to what it is would colour the surface once more.
            "basins": no_update if basins == read.scenario.basins else read.scenario.basins,
            "curvature": read.scenario.curvature,
            "theory": read.scenario.theory,
            "told": read.sentence,
            "gallery": False,
            "request": _request(runs, given["n"]),
        }
    )
    return update | (_fields(runs[-1]) if runs else {})


def _request(runs: tuple[ls.Run, ...], n: Any) -> dict[str, Any]:
    return {"mode": "replace", "runs": [run_settings(run) for run in runs], "n": f"opened {n}"}


def _fields(run: ls.Run) -> dict[str, str]:
    """What the fields say about ``run``."""
    start_x, start_y = map(field_text, run.start)
    rate, n_steps = field_text(run.learning_rate), str(run.n_steps)
    return {"rate": rate, "n_steps": n_steps, "start_x": start_x, "start_y": start_y}
