"""The theory panel, for the step at which the animation rests."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, no_update

from components import ids
from components.page.theory import build_theory
from components.session.selected_step import read_selected_step


def register(app: Dash) -> None:
    """Register the callback; the browser asks only while the panel is open."""
    output, asked = Output(ids.THEORY, "children"), Input(ids.THEORY_REQUEST, "data")
    app.callback(output, asked, prevent_initial_call=True)(explain)


def explain(asked: dict[str, Any] | None) -> Any:
    """The formulas with the numbers of the step that was asked for."""
    if not asked:
        return no_update
    moment = read_selected_step(asked)
    return build_theory(moment.solved, moment.run, moment.step)
