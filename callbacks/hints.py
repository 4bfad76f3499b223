"""What is said of the optimizer and the learning rate that are set."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, State, ctx, no_update

import losscore as ls
from components import ids
from components.page.sentences import rendered
from components.session import form
from components.session.advice import aggregation_note, rate_hint
from components.session.payloads import read_key, read_scenario, read_shown
from components.session.solved import solve
from losscore.registry import lookup

OUTPUTS = {
    "rule": Output(ids.OPTIMIZER_RULE, "children"),
    "hint": Output(ids.LEARNING_RATE_HINT, "children"),
    "note": Output(ids.AGGREGATION_NOTE, "children"),
}
INPUTS = {
    "described": Input(ids.SCENARIO, "data"),
    "optimizer": Input(ids.OPTIMIZER, "value"),
    "learning_rate": Input(ids.LEARNING_RATE, "value"),
    "shown": State(ids.RUNS_STORE, "data"),
}


def register(app: Dash) -> None:
    """Register the callback."""
    app.callback(output=OUTPUTS, inputs=INPUTS)(advise)


def advise(
    described: dict[str, Any], optimizer: str, learning_rate: Any, shown: dict[str, Any] | None
) -> dict[str, Any]:
    """The optimizer's rule, whether the rate is stable, and what the sum or the mean does to it.

    A bad rate is told of elsewhere.
    """
    scenario = read_scenario(described)
    rule = lookup("optimizer", optimizer, ls.optimizers()).formula
    rate = form.read_rate(learning_rate)
    if rate is None:
        return {"rule": rule, "hint": no_update, "note": no_update}
    run = ls.Run((0.0, 0.0), optimizer, rate)
    hint = rendered(rate_hint(solve(scenario), run))
    triggered = {name.rsplit(".", 1)[0] for name in ctx.triggered_prop_ids}
    note: Any = no_update if triggered == {ids.LEARNING_RATE} else ""
    before = aggregated_otherwise(scenario, shown)
    if ids.SCENARIO in triggered and before:
        note = rendered(aggregation_note(solve(before), solve(scenario), run))
    return {"rule": rule, "hint": hint, "note": note}


def aggregated_otherwise(scenario: ls.Scenario, shown: dict[str, Any] | None) -> ls.Scenario | None:
    """What the runs on the page were computed for, if it is ``scenario`` but for sum or mean."""
    shown = read_shown(shown)
    if not shown or not shown["scenario"]:
        return None
    before = read_key(shown["scenario"]).subject()
    same = replace(before, aggregation=scenario.aggregation) == scenario.subject()
    return before if same and before.aggregation != scenario.aggregation else None
