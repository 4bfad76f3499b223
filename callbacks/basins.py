"""Colours each surface by the minimum that each start reaches, one piece of work per call."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, Patch, State, no_update

import losscore as ls
from callbacks.errors import report_error
from components import ids
from components.figures import theme_named
from components.figures.basins import Repaint, painted, plain
from components.page.basins import build_legend
from components.session import form
from components.session.basins import Piece, assembled, compute, pieces
from components.session.display import Display
from components.session.payloads import read_mapping, read_scenario
from components.session.solved import solve
from components.session.text import BusyError
from losscore import checks

OUTPUTS = {
    "surface": Output(ids.SURFACE, "figure", allow_duplicate=True),
    "rival": Output(ids.RIVAL, "figure", allow_duplicate=True),
    "contour": Output(ids.CONTOUR, "figure", allow_duplicate=True),
    "legend": Output(ids.BASINS_LEGEND, "children"),
    "rival_legend": Output(ids.BASINS_RIVAL_LEGEND, "children"),
    "answer": Output(ids.BASINS_STORE, "data"),
}
INPUTS = {
    "request": Input(ids.BASINS_REQUEST, "data"),
    "scenario_data": State(ids.SCENARIO, "data"),
    "optimizer": State(ids.OPTIMIZER, "value"),
    "learning_rate": State(ids.LEARNING_RATE, "value"),
    "n_steps": State(ids.N_STEPS, "value"),
    "theme": State(ids.THEME, "data"),
}


def register(app: Dash) -> None:
    """Register the callbacks. Once the settings settle, the browser requests piece after piece."""
    app.clientside_callback(
        ClientsideFunction("losscore", "basins"),
        Input(ids.BASINS, "value"),
        # The caption changes together with the figure, which then needs its colours.
        Input(ids.CAPTION, "children"),
        Input(ids.OPTIMIZER, "value"),
        Input(ids.LEARNING_RATE, "value"),
        Input(ids.N_STEPS, "value"),
        prevent_initial_call=True,
    )
    app.callback(output=OUTPUTS, inputs=INPUTS, prevent_initial_call=True, on_error=give_up)(colour)
    app.clientside_callback(
        ClientsideFunction("losscore", "basinsAnswer"),
        Input(ids.BASINS_STORE, "data"),
        prevent_initial_call=True,
    )


def give_up(error: Exception) -> dict[str, Any]:
    """Report the error, and tell the browser to stop asking."""
    report_error(error)
    return dict.fromkeys(OUTPUTS, no_update) | {"answer": {"failed": True}}


def colour(
    request: dict[str, Any] | None,
    scenario_data: dict[str, Any],
    optimizer: str,
    learning_rate: str,
    n_steps: str,
    theme: str,
) -> dict[str, Any]:
    """Compute one piece and show what is complete; when switched off, restore the colours of J."""
    update: dict[str, Any] = dict.fromkeys(OUTPUTS, no_update)
    if not request:
        return update
    request = read_mapping("request", request, "isOn", "n", "piece")
    scenario = read_scenario(scenario_data)
    if not request["isOn"]:
        return update | _uncoloured(scenario, theme)
    read = form.read(learning_rate, n_steps, "0", "0")
    if read.errors:
        return update | {"answer": {"n": request["n"], "failed": True}}
    work = work_for(scenario, form.to_run(optimizer, read.values))
    place = checks.integer("piece", request["piece"], low=0, high=len(work) - 1)
    answer = {"n": request["n"], "piece": place, "of": len(work)}
    side, piece = work[place]
    try:
        compute(piece)
        shown = _shown(side, piece) if piece.is_last else {}
    except BusyError:
        return update | {"answer": answer | {"busy": True}}
    return update | shown | {"answer": answer | ({"shown": side} if shown else {})}


def work_for(scenario: ls.Scenario, run: ls.Run) -> list[tuple[str, Piece]]:
    """The pieces to compute, coarse ones first, each with the surface that it is for."""
    sides = {"surface": scenario} | ({"rival": scenario.rival()} if scenario.duel else {})
    work = [(side, piece) for side, one in sides.items() for piece in pieces(one, run)]
    return sorted(work, key=lambda item: item[1].resolution)


def _shown(side: str, last: Piece) -> dict[str, Any]:
    """The colours of ``side``, whose last piece has just been computed."""
    regions, solved = assembled(last), solve(last.scenario)
    look, legend = painted(regions, solved), build_legend(regions, solved)
    if side == "rival":
        return {"rival": _patch(look.surface), "rival_legend": legend}
    shown = {"surface": _patch(look.surface), "contour": _patch(look.contour)}
    return shown | {"legend": legend}


def _uncoloured(scenario: ls.Scenario, theme: str) -> dict[str, Any]:
    shown_by = (theme_named(theme), Display.of(scenario))
    look = plain(solve(scenario), *shown_by)
    shown = {"surface": _patch(look.surface), "contour": _patch(look.contour), "legend": None}
    if scenario.duel:
        shown["rival"] = _patch(plain(solve(scenario.rival()), *shown_by).surface)
    return shown | {"rival_legend": None}


def _patch(look: Repaint) -> Patch:
    """A patch of a figure, from trace number → {attribute path: value}."""
    figure = Patch()
    for place, attributes in look.items():
        for path, value in attributes.items():
            *groups, name = path.split(".")
            part = figure["data"][place]
            for group in groups:
                part = part[group]
            part[name] = value
    return figure
