"""Drawing a scenario: surface, contour map, data space, loss axes, and the table of minima."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
from dash import Dash, Input, Output, html

import losscore as ls
from components import ids
from components.certificates import build_minima
from components.defaults import Solved, solve
from components.figures import (
    build_contour,
    build_data,
    build_loss,
    build_surface,
    camera,
    farther,
    theme_named,
)
from components.runs import scenario_key

OUTPUTS = {
    "surface": Output(ids.SURFACE, "figure"),
    "rival": Output(ids.RIVAL, "figure"),
    "rival_caption": Output(ids.RIVAL_CAPTION, "children"),
    "arena": Output(ids.ARENA, "className"),
    "contour": Output(ids.CONTOUR, "figure"),
    "data": Output(ids.DATA, "figure"),
    "minima": Output(ids.MINIMA, "children"),
    "caption": Output(ids.CAPTION, "children"),
    "data_heading": Output(ids.DATA_HEADING, "children"),
    "data_title": Output(ids.DATA_TITLE, "children"),
    "note": Output(ids.DATASET_NOTE, "children"),
    "notice": Output(ids.NOTICE, "children"),
}
NO_FIGURE: dict[str, Any] = {"data": [], "layout": {}}
DATA_TITLES: dict[str, Any] = {
    "values": "centroids at this step",
    "labels": "probability at this step",
    "targets": "line at this step",
    "": [html.Span("along x", className="first"), " · ", html.Span("along y", className="second")],
}


def register(app: Dash) -> None:
    """Register the callbacks."""
    theme = Input(ids.THEME, "data")
    inputs = {"described": Input(ids.SCENARIO, "data"), "theme": theme}
    app.callback(output=OUTPUTS, inputs=inputs)(draw)
    app.callback(Output(ids.LOSS, "figure"), theme)(draw_loss)


def draw(described: dict[str, Any], theme: str) -> dict[str, Any]:
    """Everything that depends on the scenario but not on the run."""
    scenario = ls.Scenario.from_dict(described)
    solved = solve(scenario)
    spec = ls.problems()[scenario.problem]
    datasets = ls.datasets()
    note = datasets[solved.scenario.dataset].description if solved.scenario.dataset else ""
    return (
        _figures(solved, theme, is_duel=bool(scenario.duel))
        | _rival(scenario, theme)
        | {
            "minima": build_minima(solved),
            "caption": [
                html.H1(spec.written(solved.scenario.aggregation)),
                html.P(spec.description),
            ],
            "data_heading": "Data" if spec.data_kind else "Slices",
            "data_title": DATA_TITLES[spec.data_kind],
            "note": f"{note} {solved.problem.note}".strip(),
            "notice": "",
        }
    )


def _figures(solved: Solved, theme: str, *, is_duel: bool) -> dict[str, Any]:
    colours = theme_named(theme)
    problem = solved.scenario.problem
    symbols = ls.problems()[problem].symbols
    shown = (solved.surface, solved.minima, symbols, colours)
    figures = {
        "surface": _surface(solved, problem, theme, is_duel=is_duel),
        "contour": build_contour(*shown, mirror=ls.problems()[problem].data_kind == "values"),
        "data": build_data(solved.problem, solved.surface, colours),
    }
    for figure in figures.values():
        _belongs(figure, solved)
    return figures


def _surface(solved: Solved, problem: str, theme: str, *, is_duel: bool) -> go.Figure:
    """A surface, first seen as ``problem``'s is; from farther away where two share the room."""
    symbols, view = ls.problems()[problem].symbols, _first_view(problem)
    parts = (solved.surface, solved.minima, symbols, theme_named(theme))
    if is_duel:
        return build_surface(*parts, camera=farther(view), camera_key=f"{problem} duel")
    return build_surface(*parts, camera=view, camera_key=problem)


def _rival(scenario: ls.Scenario, theme: str) -> dict[str, Any]:
    """The other side of a duel, seen from the same place; or nothing."""
    if not scenario.duel:
        return {"rival": NO_FIGURE, "rival_caption": None, "arena": "arena"}
    rival = scenario.rival()
    figure = _surface(solve(rival), scenario.problem, theme, is_duel=True)
    _belongs(figure, solve(scenario))
    written = ls.problems()[rival.problem].written(rival.aggregation)
    return {"rival": figure, "rival_caption": html.H2(written), "arena": "arena is-duel"}


def _belongs(figure: go.Figure, solved: Solved) -> None:
    """The browser paints runs only on figures of their own scenario."""
    meta = {**(figure.layout.meta or {}), "scenario": scenario_key(solved.scenario)}
    figure.layout.meta = meta


def _first_view(problem: str) -> dict[str, Any]:
    """One view for all data of a problem: choosing other data must not move the camera."""
    return camera(solve(ls.Scenario(problem=problem)).surface)


def draw_loss(theme: str) -> Any:
    """The axes of the loss curve."""
    return build_loss(theme_named(theme))
