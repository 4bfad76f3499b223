"""Running a descent: from a click, from the fields, or because a setting changed."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, ctx, no_update

import losscore as ls
from components import entries, ids
from components.defaults import round_start, solve
from components.outcome import build_outcome, rate_hint
from components.runs import describe_run
from components.wording import field_text

FIELDS = {
    "learning_rate": (ids.LEARNING_RATE, ids.LEARNING_RATE_ERROR),
    "n_steps": (ids.N_STEPS, ids.N_STEPS_ERROR),
    "start_x": (ids.START_X, ids.START_X_ERROR),
    "start_y": (ids.START_Y, ids.START_Y_ERROR),
}
OUTPUTS = {
    "run": Output(ids.RUN_STORE, "data"),
    "outcome": Output(ids.OUTCOME, "children"),
    "hint": Output(ids.LEARNING_RATE_HINT, "children"),
    "rule": Output(ids.OPTIMIZER_RULE, "children"),
    "start_x": Output(ids.START_X, "value", allow_duplicate=True),
    "start_y": Output(ids.START_Y, "value", allow_duplicate=True),
    "errors": {name: Output(error, "children") for name, (_, error) in FIELDS.items()},
    "invalid": {name: Output(field, "invalid") for name, (field, _) in FIELDS.items()},
}
INPUTS = {
    "described": Input(ids.SCENARIO, "data"),
    "picked": Input(ids.PICKED, "data"),
    "clicks": Input(ids.RUN, "n_clicks"),
    "optimizer": Input(ids.OPTIMIZER, "value"),
    "typed": {
        "learning_rate": Input(ids.LEARNING_RATE, "value"),
        "n_steps": Input(ids.N_STEPS, "value"),
        "start_x": State(ids.START_X, "value"),
        "start_y": State(ids.START_Y, "value"),
    },
    "entered": (Input(ids.START_X, "n_submit"), Input(ids.START_Y, "n_submit")),
    "previous": State(ids.RUN_STORE, "data"),
}


def register(app: Dash) -> None:
    """Register the callback; it also plays the default run when the page opens."""
    app.callback(output=OUTPUTS, inputs=INPUTS, prevent_initial_call="initial_duplicate")(start_run)


def start_run(
    described: dict[str, Any],
    picked: dict[str, Any] | None,
    optimizer: str,
    typed: dict[str, Any],
    **_triggers: Any,
) -> dict[str, Any]:
    """Descend from the picked or typed start; or say at each field what is wrong with it."""
    solved = solve(ls.Scenario.from_dict(described))
    if ctx.triggered_id == ids.PICKED and picked:
        start_x, start_y = round_start(solved, (picked["x"], picked["y"]))
        typed |= {"start_x": field_text(start_x), "start_y": field_text(start_y)}
    read = entries.read(**typed)
    if read.errors:
        return _refusal(read.errors)
    run = to_run(optimizer, read.values)
    return _refusal({}) | {
        "run": describe_run(solved, run, 0),
        "outcome": build_outcome(solved, run),
        "hint": rate_hint(solved, run),
        "rule": ls.optimizers()[optimizer].formula,
        "start_x": typed["start_x"],
        "start_y": typed["start_y"],
    }


def to_run(optimizer: str, values: dict[str, float]) -> ls.Run:
    """The run that four checked fields describe."""
    return ls.Run(
        start=(values["start_x"], values["start_y"]),
        optimizer=optimizer,
        learning_rate=values["learning_rate"],
        n_steps=int(values["n_steps"]),
    )


def _refusal(errors: dict[str, str]) -> dict[str, Any]:
    """Sentences at the fields named in ``errors``; all else stays as it was."""
    return dict.fromkeys(OUTPUTS, no_update) | {
        "errors": {name: errors.get(name, "") for name in FIELDS},
        "invalid": {name: name in errors for name in FIELDS},
    }
