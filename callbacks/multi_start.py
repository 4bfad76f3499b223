"""Many runs by one click: a ring of starts, a race of optimizers."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, ctx, no_update

from components import ids
from components.session import form, starts
from components.session.payloads import read_scenario, read_words
from components.session.runs import run_settings
from components.session.solved import solve
from losscore.checks import InputError

OUTPUTS = {"request": Output(ids.REQUEST, "data", allow_duplicate=True)}
INPUTS = {
    "ring": Input(ids.RING, "n_clicks"),
    "race": Input(ids.RACE, "n_clicks"),
    "size": State(ids.RING_SIZE, "value"),
    "racers": State(ids.RACERS, "value"),
    "described": State(ids.SCENARIO, "data"),
    "optimizer": State(ids.OPTIMIZER, "value"),
    "typed": {
        "learning_rate": State(ids.LEARNING_RATE, "value"),
        "n_steps": State(ids.N_STEPS, "value"),
        "start_x": State(ids.START_X, "value"),
        "start_y": State(ids.START_Y, "value"),
    },
}


def register(app: Dash) -> None:
    """Register the callback."""
    app.callback(output=OUTPUTS, inputs=INPUTS, prevent_initial_call=True)(ask_for_many)


def ask_for_many(  # noqa: PLR0913 - one parameter for each input of the callback
    described: dict[str, Any],
    optimizer: str,
    typed: dict[str, Any],
    racers: list[str],
    size: str,
    ring: int | None,
    race: int | None,
) -> dict[str, Any]:
    """The runs of a ring or a race, with the settings in the fields; they replace all others."""
    solved = solve(read_scenario(described))
    read = form.read(**typed)
    if read.errors:
        return {"request": no_update}
    run = form.to_run(optimizer, read.values)
    if ctx.triggered_id == ids.RACE:
        names = read_words("racers", racers)
        if not names:
            raise InputError("Choose at least one optimizer for the race")
        runs = starts.race(solved, run, names)
    else:
        runs = starts.ring(solved, run, form.read_ring_size(size))
    n = [ring, race]  # the same once more is another request
    return {"request": {"mode": "replace", "runs": [run_settings(run) for run in runs], "n": n}}
