"""A visitor's actions: each is one event, sent in one request and answered with all its effects.

The browser sends events one at a time (assets/lab/run/queue.mjs), and
``components.session.reducer`` computes the next state from each.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

import losscore as ls
from components import ids
from components.page import state_view
from components.session.events import Choose, Event, Open, read_event
from components.session.lab_state import LabState, control_values, read_state, stored_state
from components.session.payloads import read_mapping
from components.session.reducer import Reduction, reduce
from components.session.runs import describe_runs

# The controls in the state. JavaScript uses the same names (assets/lab/page/dash.mjs).
CONTROLS = {
    "problem": ids.PROBLEM,
    "dataset": ids.DATASET,
    "aggregation": ids.AGGREGATION,
    "duel": ids.DUEL,
    "optimizer": ids.OPTIMIZER,
    "learning_rate": ids.LEARNING_RATE,
    "n_steps": ids.N_STEPS,
    **{option.name: ids.display_control(option.name) for option in ls.DISPLAY},
}
# Read only when a run starts; until then, anything may be typed there.
STARTS = {"start_x": ids.START_X, "start_y": ids.START_Y}
BUTTONS = (ids.RUN, ids.RING, ids.RACE, ids.LESSON_CLOSE, ids.DISPLAY_RESET)
SWITCHES = {
    "basins": (ids.BASINS, "value"),
    "curvature": (ids.CURVATURE_SWITCH, "value"),
    "theory": (ids.THEORY_PANEL, "open"),
}
ERRORS = {
    "learning_rate": ids.LEARNING_RATE_ERROR,
    "n_steps": ids.N_STEPS_ERROR,
    "start_x": ids.START_X_ERROR,
    "start_y": ids.START_Y_ERROR,
}
FIELDS = {name: (CONTROLS | STARTS)[name] for name in ERRORS}


def _shared_output(component: str, name: str) -> Output:
    """An output that other callbacks write, too."""
    return Output(component, name, allow_duplicate=True)


OUTPUTS = {
    "run": Output(ids.RUN_STORE, "data"),
    "state": Output(ids.STATE, "data"),
    "scenario": Output(ids.SCENARIO, "data"),
    "controls": {
        name: _shared_output(control, "value") for name, control in (CONTROLS | STARTS).items()
    },
    "switches": {name: _shared_output(*place) for name, place in SWITCHES.items()},
    "options": {
        "optimizers": Output(ids.OPTIMIZER, "options"),
        "datasets": Output(ids.DATASET, "options"),
        "no_dataset": Output(ids.DATASET, "disabled"),
        "aggregations": Output(ids.AGGREGATION, "options"),
        "duels": Output(ids.DUEL, "options"),
        "label_x": Output(ids.START_X_LABEL, "children"),
        "label_y": Output(ids.START_Y_LABEL, "children"),
        "racer_options": Output(ids.RACERS, "options"),
        "racers": Output(ids.RACERS, "value"),
    },
    "lesson": {
        "text": Output(ids.LESSON_TEXT, "children"),
        "hidden": _shared_output(ids.LESSON, "hidden"),
        "name": Output(ids.LESSON_SELECT, "value"),
    },
    "errors": {name: Output(error, "children") for name, error in ERRORS.items()},
    "invalid": {name: Output(field, "invalid") for name, field in FIELDS.items()},
    "advice": {
        "rule": Output(ids.OPTIMIZER_RULE, "children"),
        "hint": Output(ids.LEARNING_RATE_HINT, "children"),
        "note": Output(ids.AGGREGATION_NOTE, "children"),
    },
    "sentence": Output(ids.LINK_NOTICE, "children"),
    "gallery": _shared_output(ids.GALLERY, "is_open"),
}
INPUTS = {
    "event": Input(ids.EVENT, "data"),
    "stored": State(ids.STATE, "data"),
    "controls": {name: State(control, "value") for name, control in (CONTROLS | STARTS).items()},
    "switches": {name: State(*place) for name, place in SWITCHES.items()},
}


def register(app: Dash) -> None:
    """Register the callbacks; the browser turns what a person does into events."""
    app.clientside_callback(
        ClientsideFunction("losscore", "opened"),
        Output(ids.EVENT, "data"),
        Input(ids.EVENT, "id"),
    )
    app.clientside_callback(
        ClientsideFunction("losscore", "choose"),
        *(Input(control, "value") for control in CONTROLS.values()),
        State(ids.STATE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("losscore", "press"),
        *(Input(button, "n_clicks") for button in BUTTONS),
        *(Input(field, "n_submit") for field in STARTS.values()),
        State(ids.RING_SIZE, "value"),
        State(ids.RACERS, "value"),
        prevent_initial_call=True,
    )
    app.callback(output=OUTPUTS, inputs=INPUTS, prevent_initial_call=True)(answer)
    app.clientside_callback(
        ClientsideFunction("losscore", "settle"),
        Input(ids.STATE, "data"),
        Input(ids.RUN_STORE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("losscore", "switched"),
        *(Input(*place) for place in SWITCHES.values()),
    )


def answer(event: Any, stored: Any, controls: Any, switches: Any) -> dict[str, Any]:
    """All that ``event`` changes on a page whose controls and switches have the given values."""
    read = read_event(event)
    before = read_state(read_mapping("stored", stored, "state")["state"])
    starts = {name: controls[name] for name in STARTS}
    done = reduce(replace(before, **starts), read)
    return changes(before, read, done, controls | switches) | {
        "state": stored_state(done.state, event.get("n")),
    }


def changes(
    before: LabState, event: Event, done: Reduction, shown: dict[str, Any]
) -> dict[str, Any]:
    """The updates of a page that showed ``before``, with ``shown`` in its controls and switches."""
    after, descents = done.state, done.descents
    scenario = after.scenario
    update: dict[str, Any] = _unchanged(OUTPUTS) | state_view.field_errors(after)
    update["controls"] = _only_changed(control_values(after), shown)
    update["advice"] |= _advice(before, event, after)
    if descents is not None:
        update["run"] = {"mode": descents.mode, "runs": describe_runs(scenario, descents.runs)}
    if scenario != before.scenario:
        update["scenario"] = scenario.to_dict()
    if scenario.problem != before.scenario.problem:
        update["options"] = state_view.options_for(scenario.problem)
    if after.lesson != before.lesson:
        update["lesson"] = state_view.lesson_shown(after.lesson)
    if isinstance(event, Choose):
        update["sentence"] = ""
    if isinstance(event, Open):
        wanted = {name: getattr(scenario, name) for name in SWITCHES}
        update["switches"] = _only_changed(wanted, shown)
        update |= {"sentence": done.sentence, "gallery": False}
    return update


def _advice(before: LabState, event: Event, after: LabState) -> dict[str, Any]:
    """Advice on a rate that may have changed; setting only the rate keeps the sum/mean note."""
    old, new = (
        (one.scenario.subject(), one.optimizer, one.learning_rate) for one in (before, after)
    )
    is_due = isinstance(event, Open) or old != new
    advice = state_view.rate_advice(after) if is_due else {}
    is_rate = isinstance(event, Choose) and set(event.values) == {"learning_rate"}
    return advice if is_rate else advice | {"note": state_view.aggregation_advice(before, after)}


def _only_changed(wanted: dict[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
    """``wanted``, with ``no_update`` for each value that the page already shows."""
    return {
        name: no_update if name in shown and shown[name] == value else value
        for name, value in wanted.items()
    }


def _unchanged(outputs: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _unchanged(part) if isinstance(part, dict) else no_update
        for name, part in outputs.items()
    }
