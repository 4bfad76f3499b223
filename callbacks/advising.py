"""What is said of the optimizer and the learning rate that are set."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, no_update

import losscore as ls
from components import entries, ids
from components.advice import rate_hint
from components.defaults import solve

OUTPUTS = {
    "rule": Output(ids.OPTIMIZER_RULE, "children"),
    "hint": Output(ids.LEARNING_RATE_HINT, "children"),
}
INPUTS = {
    "described": Input(ids.SCENARIO, "data"),
    "optimizer": Input(ids.OPTIMIZER, "value"),
    "learning_rate": Input(ids.LEARNING_RATE, "value"),
}


def register(app: Dash) -> None:
    """Register the callback."""
    app.callback(output=OUTPUTS, inputs=INPUTS)(advise)


def advise(described: dict[str, Any], optimizer: str, learning_rate: Any) -> dict[str, Any]:
    """The optimizer's rule, and whether the rate is stable; a bad rate is told of elsewhere."""
    solved = solve(ls.Scenario.from_dict(described))
    rule = ls.optimizers()[optimizer].formula
    rate = entries.read_rate(learning_rate)
    if rate is None:
        return {"rule": rule, "hint": no_update}
    return {"rule": rule, "hint": rate_hint(solved, ls.Run((0.0, 0.0), optimizer, rate))}
