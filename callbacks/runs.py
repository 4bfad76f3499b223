"""Running descents: from a click, from the fields, on request, or because a setting changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import Dash, Input, Output, State, ctx, no_update

import losscore as ls
from components import ids
from components.session import form
from components.session.display import Display
from components.session.payloads import read_key, read_mapping, read_scenario, read_shown
from components.session.runs import describe_run
from components.session.solved import round_start, solve
from components.session.text import field_text
from losscore import checks
from losscore.scenario.options import MAX_COORDINATE, MAX_RUNS

FIELDS = {
    "learning_rate": (ids.LEARNING_RATE, ids.LEARNING_RATE_ERROR),
    "n_steps": (ids.N_STEPS, ids.N_STEPS_ERROR),
    "start_x": (ids.START_X, ids.START_X_ERROR),
    "start_y": (ids.START_Y, ids.START_Y_ERROR),
}
OUTPUTS = {
    "run": Output(ids.RUN_STORE, "data"),
    "start_x": Output(ids.START_X, "value", allow_duplicate=True),
    "start_y": Output(ids.START_Y, "value", allow_duplicate=True),
    "errors": {name: Output(error, "children") for name, (_, error) in FIELDS.items()},
    "invalid": {name: Output(field, "invalid") for name, (field, _) in FIELDS.items()},
}
TYPED = {
    "learning_rate": Input(ids.LEARNING_RATE, "value"),
    "n_steps": Input(ids.N_STEPS, "value"),
    "start_x": State(ids.START_X, "value"),
    "start_y": State(ids.START_Y, "value"),
}
INPUTS = {
    "described": Input(ids.SCENARIO, "data"),
    "picked": Input(ids.PICKED, "data"),
    "request": Input(ids.REQUEST, "data"),
    "clicks": Input(ids.RUN, "n_clicks"),
    "optimizer": State(ids.OPTIMIZER, "value"),
    # A choice has been dealt with: an optimizer comes with its own learning rate.
    "chosen": Input(ids.CHOSEN, "data"),
    "typed": TYPED,
    "entered": (Input(ids.START_X, "n_submit"), Input(ids.START_Y, "n_submit")),
    "shown": State(ids.RUNS_STORE, "data"),
}
# What starts one more run; other inputs are settings, which the newest run follows.
STARTS = {ids.PICKED, ids.RUN, ids.START_X, ids.START_Y}
MODES = ("add", "replace")


def register(app: Dash) -> None:
    """Register the callback; it also plays the default run when the page opens."""
    app.callback(output=OUTPUTS, inputs=INPUTS, prevent_initial_call="initial_duplicate")(start_run)


def start_run(
    described: dict[str, Any],
    picked: dict[str, Any] | None,
    request: dict[str, Any] | None,
    optimizer: str,
    typed: dict[str, Any],
    shown: dict[str, Any] | None,
    **_triggers: Any,
) -> dict[str, Any]:
    """Descend: as requested, or anew on another surface, or from the picked or typed start."""
    scenario = read_scenario(described)
    triggered = {name.rsplit(".", 1)[0] for name in ctx.triggered_prop_ids}
    if request and (ids.REQUEST in triggered or not triggered):
        return _delivery(scenario, *requested(described, request))
    kept = kept_runs(scenario, shown) if ids.SCENARIO in triggered else None
    if kept and not triggered & STARTS:
        return _delivery(scenario, *kept)
    if ids.PICKED in triggered and picked:
        typed = typed | _picked(scenario, picked)
    read = form.read(**typed)
    if read.errors:
        refusal = _refusal(read.errors)
        return refusal | {"run": _delivery(scenario, *kept)["run"]} if kept else refusal
    mode = "add" if triggered & STARTS else "update"
    fresh = not triggered or ids.SCENARIO in triggered
    # Dash makes one call of a new surface and of a start that was picked while it came.
    runs = [*(kept[0] if kept else ()), form.to_run(optimizer, read.values)]
    update = _delivery(scenario, runs[-MAX_RUNS:], "replace" if fresh else mode)
    return update | {"start_x": typed["start_x"], "start_y": typed["start_y"]}


def _picked(scenario: ls.Scenario, picked: Any) -> dict[str, str]:
    """What the fields of the start say once ``picked`` is it; InputError for what is no place."""
    place = read_mapping("start", picked, "x", "y")
    low, high = -MAX_COORDINATE, MAX_COORDINATE
    x, y = (checks.number("start", place[axis], low=low, high=high) for axis in "xy")
    start_x, start_y = round_start(solve(scenario), (x, y))
    return {"start_x": field_text(start_x), "start_y": field_text(start_y)}


def requested(described: Any, request: Any) -> tuple[Iterable[ls.Run], str]:
    """Runs and mode of a request; InputError for what is no run of this scenario."""
    given = read_mapping("request", request, "mode", "runs")
    mode = checks.choice("mode", given["mode"], MODES)
    return read_scenario(described, runs=given["runs"]).runs, mode


def kept_runs(
    scenario: ls.Scenario, shown: dict[str, Any] | None
) -> tuple[Iterable[ls.Run], str] | None:
    """The runs on the page, to run on another surface of the same data; None where they end.

    They start anew where J changed; another picture of the same J leaves them where they are.
    """
    shown = read_shown(shown)
    if not shown or not shown["runs"]:
        return None
    before = read_key(shown["scenario"])
    if (before.problem, before.dataset) != (scenario.problem, scenario.dataset):
        return None
    runs = read_scenario(scenario.to_dict(), runs=shown["runs"]).runs
    return runs, "refresh" if is_same_loss(before, scenario) else "replace"


def is_same_loss(one: ls.Scenario, other: ls.Scenario) -> bool:
    """Whether both scenarios show one J, perhaps in different pictures."""
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("problem", "dataset", "dataset_options", "aggregation", "options")
    )


def _delivery(scenario: ls.Scenario, runs: Iterable[ls.Run], mode: str) -> dict[str, Any]:
    return _refusal({}) | {"run": {"mode": mode, "runs": [_both(scenario, run) for run in runs]}}


def _both(scenario: ls.Scenario, run: ls.Run) -> dict[str, Any]:
    """``run``, and in a duel the same on the other surface."""
    display = Display.of(scenario)
    described = describe_run(solve(scenario), run, display)
    if not scenario.duel:
        return described
    return described | {"rival": describe_run(solve(scenario.rival()), run, display)}


def _refusal(errors: dict[str, str]) -> dict[str, Any]:
    """Sentences at the fields named in ``errors``; all else stays as it was."""
    return dict.fromkeys(OUTPUTS, no_update) | {
        "errors": {name: errors.get(name, "") for name in FIELDS},
        "invalid": {name: name in errors for name in FIELDS},
    }
