"""The theory panel, for the step at which the animation is paused."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, no_update

from components import ids
from components.page.theory import build_theory
from components.session.selected_step import read_selected_step


def register(app: Dash) -> None:
    """Register the callback; the browser sends requests only while the panel is open."""
    output, request = Output(ids.THEORY, "children"), Input(ids.THEORY_REQUEST, "data")
    app.callback(output, request, prevent_initial_call=True)(explain)


def explain(request: dict[str, Any] | None) -> Any:
    """The formulas with the numbers of the requested step."""
    if not request:
        return no_update
    selected = read_selected_step(request)
    return build_theory(selected.solved, selected.run, selected.step)
