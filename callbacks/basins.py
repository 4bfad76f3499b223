"""Colours each surface by the minimum that each start reaches, one piece of work per call."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

import losscore as ls
from callbacks.errors import report_error
from components import ids
from components.figures import theme_named
from components.figures.basins import Painted, painted, plain
from components.page.basins import build_legend
from components.session import form
from components.session.basins import Piece, assembled, compute, pieces
from components.session.display import Display
from components.session.payloads import read_mapping, read_scenario
from components.session.solved import solve
from components.session.text import BusyError
from losscore import checks

FIGURES = (ids.SURFACE, ids.RIVAL, ids.CONTOUR)
OUTPUTS = {
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
        *(Output(figure, "figure", allow_duplicate=True) for figure in FIGURES),
        Input(ids.BASINS_STORE, "data"),
        *(State(figure, "figure") for figure in FIGURES),
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
    """Compute one piece and show what is complete; when switched off, restore the colours of J.

    The browser has the figures and paints them with ``answer["looks"]``.
    """
    update: dict[str, Any] = dict.fromkeys(OUTPUTS, no_update)
    if not request:
        return update
    request = read_mapping("request", request, "isOn", "n", "piece")
    scenario = read_scenario(scenario_data)
    if not request["isOn"]:
        looks = _uncoloured(scenario, theme)
        answer = {"n": request["n"], "looks": looks}
        return update | {"legend": None, "rival_legend": None, "answer": answer}
    read = form.read(learning_rate, n_steps, "0", "0")
    if read.errors:
        return update | {"answer": {"n": request["n"], "failed": True}}
    work = work_for(scenario, form.to_run(optimizer, read.values))
    place = checks.integer("piece", request["piece"], low=0, high=len(work) - 1)
    answer = {"n": request["n"], "piece": place, "of": len(work)}
    side, piece = work[place]
    try:
        compute(piece)
        look, legend = _shown(side, piece) if piece.is_last else ({}, {})
    except BusyError:
        return update | {"answer": answer | {"busy": True}}
    return update | legend | {"answer": answer | look}


def work_for(scenario: ls.Scenario, run: ls.Run) -> list[tuple[str, Piece]]:
    """The pieces to compute, coarse ones first, each with the surface that it is for."""
    work = [(side, piece) for side, one in _sides(scenario).items() for piece in pieces(one, run)]
    return sorted(work, key=lambda item: item[1].resolution)


def _sides(scenario: ls.Scenario) -> dict[str, ls.Scenario]:
    return {"surface": scenario} | ({"rival": scenario.rival()} if scenario.duel else {})


def _shown(side: str, last: Piece) -> tuple[dict[str, Any], dict[str, Any]]:
    """The colours of ``side``, whose last piece has just been computed, and its legend."""
    basins, solved = assembled(last), solve(last.scenario)
    looks = _looks(side, painted(basins, solved))
    legend = "rival_legend" if side == "rival" else "legend"
    return {"shown": side, "looks": looks}, {legend: build_legend(basins, solved)}


def _uncoloured(scenario: ls.Scenario, theme: str) -> dict[str, Any]:
    shown_by = (theme_named(theme), Display.of(scenario))
    looks = (_looks(side, plain(solve(one), *shown_by)) for side, one in _sides(scenario).items())
    return {name: look for part in looks for name, look in part.items()}


def _looks(side: str, look: Painted) -> dict[str, Any]:
    """Figure → role of its traces → their attributes; the map belongs to the first side."""
    return {side: look.surface} | ({} if side == "rival" else {"contour": look.contour})
