"""Choosing a problem, data, aggregation or optimizer: what else changes with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, State, ctx, no_update

import losscore as ls
from components import ids
from components.page import controls
from components.session.payloads import read_scenario
from components.session.solved import DEFAULT_OPTIMIZER, default_rate, default_start, solve
from components.session.text import field_text

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
    "chosen": Output(ids.CHOSEN, "data"),
    "lesson": Output(ids.LESSON_STORE, "data"),
    "told": Output(ids.LINK_NOTICE, "children"),
}
INPUTS = {
    "problem": Input(ids.PROBLEM, "value"),
    "dataset": Input(ids.DATASET, "value"),
    "aggregation": Input(ids.AGGREGATION, "value"),
    "duel": Input(ids.DUEL, "value"),
    "optimizer": Input(ids.OPTIMIZER, "value"),
    "page": {"chosen": State(ids.CHOSEN, "data"), "scenario": State(ids.SCENARIO, "data")},
}
# What the controls stand at, when a choice has been dealt with.
CHOICES = ("problem", "dataset", "aggregation", "duel", "optimizer")


def register(app: Dash) -> None:
    """Register the callback."""
    app.callback(output=OUTPUTS, inputs=INPUTS, prevent_initial_call=True)(choose)


def choose(
    problem: str,
    dataset: str,
    aggregation: str,
    duel: str,
    optimizer: str,
    page: dict[str, Any],
) -> dict[str, Any]:
    """The scenario that was chosen, and new defaults for what it makes meaningless.

    A new problem or dataset brings its own start and learning rate, a new problem its own
    aggregation, a new optimizer its own learning rate; an optimizer or a duel that does not suit
    the new problem gives way. Sum or mean changes nothing else: one is to see what the same rate
    does. Controls that were set by opening a link are no choice.
    """
    chosen = dict(zip(CHOICES, (problem, dataset, aggregation, duel, optimizer), strict=True))
    update: dict[str, Any] = dict.fromkeys(OUTPUTS, no_update)
    if chosen == page["chosen"]:
        return update
    changed = ctx.triggered_id
    is_new = changed == ids.PROBLEM
    scenario = fitting_scenario(problem, dataset, "" if is_new else aggregation, duel)
    scenario = _kept(scenario, read_scenario(page["scenario"]))
    update |= {"chosen": chosen, "told": ""}
    if changed == ids.OPTIMIZER:
        return update | {"rate": field_text(default_rate(solve(scenario), optimizer))}
    update["scenario"] = scenario.to_dict()
    if changed in (ids.AGGREGATION, ids.DUEL):
        return update
    return update | controls_for(scenario, fitting_optimizer(problem, optimizer)) | {"lesson": ""}


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
    chosen = {"problem": scenario.problem} | {name: controls_now[name] for name in CHOICES[1:]}
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
    }


def _run_fields(scenario: ls.Scenario, optimizer: str) -> dict[str, str]:
    solved = solve(scenario)
    start_x, start_y = (field_text(value) for value in default_start(solved))
    rate = field_text(default_rate(solved, optimizer))
    return {"rate": rate, "start_x": start_x, "start_y": start_y}
