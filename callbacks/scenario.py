"""Choosing a problem, data, aggregation or optimizer: what else changes with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

import losscore as ls
from components import ids
from components.page import controls
from components.page.lesson_views import NO_LESSON, build_lesson_text
from components.session.payloads import read_mapping, read_scenario
from components.session.solved import DEFAULT_OPTIMIZER, default_rate, default_start, solve
from components.session.text import field_text
from losscore import checks

OUTPUTS = {
    "datasets": Output(ids.DATASET, "options"),
    "dataset": Output(ids.DATASET, "value"),
    "no_dataset": Output(ids.DATASET, "disabled"),
    "optimizers": Output(ids.OPTIMIZER, "options"),
    "optimizer": Output(ids.OPTIMIZER, "value"),
    "aggregations": Output(ids.AGGREGATION, "options"),
    "aggregation": Output(ids.AGGREGATION, "value"),
    "duels": Output(ids.DUEL, "options"),
    "duel": Output(ids.DUEL, "value"),
    "scenario": Output(ids.SCENARIO, "data"),
    "rate": Output(ids.LEARNING_RATE, "value"),
    "start_x": Output(ids.START_X, "value"),
    "start_y": Output(ids.START_Y, "value"),
    "label_x": Output(ids.START_X_LABEL, "children"),
    "label_y": Output(ids.START_Y_LABEL, "children"),
    "racer_options": Output(ids.RACERS, "options"),
    "racers": Output(ids.RACERS, "value"),
    "chosen": Output(ids.CHOSEN, "data"),
    "lesson": Output(ids.LESSON_STORE, "data"),
    "lesson_text": Output(ids.LESSON_TEXT, "children"),
    "no_lesson": Output(ids.LESSON, "hidden"),
    "lesson_name": Output(ids.LESSON_SELECT, "value"),
    "told": Output(ids.LINK_NOTICE, "children"),
}
# What shows a lesson, in the order in which assets/lab/page/dash.mjs closes it.
LESSON = ("lesson", "lesson_text", "no_lesson", "lesson_name")
# The controls that a person chooses by, and what they stand at when that has been dealt with.
CHOICES = {
    "problem": ids.PROBLEM,
    "dataset": ids.DATASET,
    "aggregation": ids.AGGREGATION,
    "duel": ids.DUEL,
    "optimizer": ids.OPTIMIZER,
}


def register(app: Dash) -> None:
    """Register the callbacks: the browser tells a choice from controls that a link has set."""
    app.clientside_callback(
        ClientsideFunction("losscore", "choose"),
        Output(ids.CHOICE, "data"),
        *(Input(control, "value") for control in CHOICES.values()),
        State(ids.CHOSEN, "data"),
        prevent_initial_call=True,
    )
    inputs = {"choice": Input(ids.CHOICE, "data"), "described": State(ids.SCENARIO, "data")}
    app.callback(output=OUTPUTS, inputs=inputs, prevent_initial_call=True)(choose)


def choose(choice: dict[str, Any] | None, described: Any) -> dict[str, Any]:
    """The scenario that was chosen, and new defaults for what it makes meaningless.

    A new problem or dataset brings its own start and learning rate, a new problem its own
    aggregation, a new optimizer its own learning rate; an optimizer or a duel that does not suit
    the new problem gives way. Sum or mean changes nothing else: one is to see what the same rate
    does.
    """
    update: dict[str, Any] = dict.fromkeys(OUTPUTS, no_update)
    if not choice:
        return update
    given = read_mapping("choice", choice, *CHOICES, "changed")
    changed = checks.choice("changed", given["changed"], CHOICES)
    chosen = {name: given[name] for name in CHOICES}
    problem, optimizer = chosen["problem"], chosen["optimizer"]
    is_new = changed == "problem"
    aggregation = "" if is_new else chosen["aggregation"]
    scenario = fitting_scenario(problem, chosen["dataset"], aggregation, chosen["duel"])
    scenario = _kept(scenario, read_scenario(described))
    update |= {"chosen": chosen, "told": ""}
    if changed == "optimizer":
        return update | {"rate": field_text(default_rate(solve(scenario), optimizer))}
    update["scenario"] = scenario.to_dict()
    if changed in ("aggregation", "duel"):
        return update
    update |= controls_for(scenario, fitting_optimizer(problem, optimizer)) | lesson_shown("")
    return update if is_new else update | {"racer_options": no_update, "racers": no_update}


def lesson_shown(slug: str) -> dict[str, Any]:
    """What shows the lesson ``slug``, or none."""
    text = build_lesson_text(slug)
    shown = (slug, text, not text, slug if text else NO_LESSON)
    return dict(zip(LESSON, shown, strict=True))


def _kept(chosen: ls.Scenario, shown: ls.Scenario) -> ls.Scenario:
    """``chosen``, and what the controls do not say as it is on the page, where that still holds."""
    if (chosen.problem, chosen.dataset) == (shown.problem, shown.dataset):
        return replace(shown, aggregation=chosen.aggregation, duel=chosen.duel)
    return replace(
        chosen,
        basins=shown.basins,
        curvature=shown.curvature,
        theory=shown.theory,
        display=shown.display,
    )


def controls_for(scenario: ls.Scenario, optimizer: str) -> dict[str, Any]:
    """All that the controls show for ``scenario``, and the scenario itself."""
    controls_now = _controls(scenario, optimizer)
    chosen = {"problem": scenario.problem} | {
        name: controls_now[name] for name in CHOICES if name != "problem"
    }
    described = replace(scenario, runs=()).to_dict()
    fields = _run_fields(scenario, optimizer)
    return controls_now | fields | {"scenario": described, "chosen": chosen}


def fitting_scenario(problem: str, dataset: str, aggregation: str, duel: str = "") -> ls.Scenario:
    """A scenario of ``problem`` that keeps dataset, aggregation and duel where they fit."""
    default = ls.Scenario(problem=problem)  # refuses an unknown name
    spec = ls.problems()[default.problem]
    return ls.Scenario(
        problem=problem,
        dataset=dataset if dataset in spec.datasets else "",
        aggregation=aggregation if aggregation in spec.aggregations else "",
        duel=duel if duel in spec.duels else "",
    )


def fitting_optimizer(problem: str, optimizer: str) -> str:
    """``optimizer`` where it suits ``problem``, or the default, which suits all."""
    suiting = [option["value"] for option in controls.optimizer_options(problem)]
    return optimizer if optimizer in suiting else DEFAULT_OPTIMIZER


def _controls(scenario: ls.Scenario, optimizer: str) -> dict[str, Any]:
    spec = ls.problems()[scenario.problem]
    return {
        "optimizers": controls.optimizer_options(scenario.problem),
        "optimizer": optimizer,
        "datasets": controls.dataset_options(scenario.problem),
        "dataset": scenario.dataset or controls.NO_DATA["value"],
        "no_dataset": not spec.datasets,
        "aggregations": controls.aggregation_options(bool(spec.aggregations)),
        "aggregation": scenario.aggregation,
        "duels": controls.duel_options(scenario.problem),
        "duel": scenario.duel or controls.NO_DUEL,
        "label_x": spec.symbols[0],
        "label_y": spec.symbols[1],
        "racer_options": controls.racer_options(scenario.problem),
        "racers": controls.default_racers(scenario.problem),
    }


def _run_fields(scenario: ls.Scenario, optimizer: str) -> dict[str, str]:
    solved = solve(scenario)
    start_x, start_y = (field_text(value) for value in default_start(solved))
    rate = field_text(default_rate(solved, optimizer))
    return {"rate": rate, "start_x": start_x, "start_y": start_y}
