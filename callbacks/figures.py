"""Draws a scenario: surface, contour map, data space, loss axes, and the table of minima."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
from dash import Dash, Input, Output, html

import losscore as ls
from components import ids
from components.figures import (
    build_contour,
    build_data,
    build_loss,
    build_surface,
    camera,
    farther,
    theme_named,
)
from components.page.minima import build_minima
from components.session.display import Display
from components.session.payloads import read_scenario
from components.session.runs import scenario_key
from components.session.solved import solve

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
    "view_x": Output(ids.VIEW_ALONG_X, "children"),
    "view_y": Output(ids.VIEW_ALONG_Y, "children"),
    "note": Output(ids.DATASET_NOTE, "children"),
    "notice": Output(ids.NOTICE, "children"),
}
NO_FIGURE: dict[str, Any] = {"data": [], "layout": {}}
# The titles of the data panel, by the ``data_view`` of a spec.
DATA_TITLES: dict[str, Any] = {
    "centroids": "centroids at this step",
    "boundary": "predicted probability at this step",
    "network": "predicted probability at this step",
    "line": "fitted line at this step",
    "": [html.Span("along x", className="first"), " · ", html.Span("along y", className="second")],
}


def register(app: Dash) -> None:
    """Register the callbacks."""
    theme = Input(ids.THEME, "data")
    inputs = {"scenario_data": Input(ids.SCENARIO, "data"), "theme": theme}
    app.callback(output=OUTPUTS, inputs=inputs)(draw)
    app.callback(Output(ids.LOSS, "figure"), theme)(draw_loss)


def draw(scenario_data: dict[str, Any], theme: str) -> dict[str, Any]:
    """Everything that depends on the scenario but not on the run."""
    scenario = read_scenario(scenario_data)
    solved = solve(scenario)
    spec = ls.problems()[scenario.problem]
    datasets = ls.datasets()
    note = datasets[solved.scenario.dataset].description if solved.scenario.dataset else ""
    return (
        _figures(scenario, theme)
        | _rival(scenario, theme)
        | {
            "minima": build_minima(solved),
            "caption": [
                html.H1(spec.written(solved.scenario.aggregation)),
                html.P(spec.description),
            ],
            "data_heading": "Data" if spec.data_view else "Slices",
            "data_title": DATA_TITLES[spec.data_view],
            "view_x": f"Along {spec.symbols[0]}",
            "view_y": f"Along {spec.symbols[1]}",
            "note": f"{note} {solved.problem.note}".strip(),
            "notice": "",
        }
    )


def _figures(scenario: ls.Scenario, theme: str) -> dict[str, Any]:
    solved, spec = solve(scenario), ls.problems()[scenario.problem]
    shown = _shown(scenario, scenario.problem, theme)
    figures = {
        "surface": _surface(scenario, scenario.problem, theme, is_duel=bool(scenario.duel)),
        "contour": build_contour(*shown, mirror=spec.is_symmetric),
        "data": build_data(solved.problem, solved.surface, theme_named(theme)),
    }
    for figure in figures.values():
        _tag_scenario(figure, scenario)
    return figures


def _shown(scenario: ls.Scenario, problem: str, theme: str) -> tuple[Any, ...]:
    """Arguments for drawing a surface, labelled with the symbols of ``problem``."""
    solved, symbols = solve(scenario), ls.problems()[problem].symbols
    return solved.surface, solved.minima, symbols, theme_named(theme), Display.of(scenario)


def _surface(scenario: ls.Scenario, problem: str, theme: str, *, is_duel: bool) -> go.Figure:
    """A surface in the default view of ``problem``, from farther away if two stand side by side."""
    parts, view = _shown(scenario, problem, theme), _first_view(problem)
    if is_duel:
        return build_surface(*parts, camera=farther(view), camera_key=f"{problem} duel")
    return build_surface(*parts, camera=view, camera_key=problem)


def _rival(scenario: ls.Scenario, theme: str) -> dict[str, Any]:
    """The second surface of a comparison, in the same view; empty without a comparison."""
    if not scenario.duel:
        return {"rival": NO_FIGURE, "rival_caption": None, "arena": "arena"}
    rival = scenario.rival()
    figure = _surface(rival, scenario.problem, theme, is_duel=True)
    _tag_scenario(figure, scenario)
    written = ls.problems()[rival.problem].written(rival.aggregation)
    return {"rival": figure, "rival_caption": html.H2(written), "arena": "arena is-duel"}


def _tag_scenario(figure: go.Figure, scenario: ls.Scenario) -> None:
    """Note the scenario: the browser draws runs only on figures of their own scenario."""
    figure.layout.meta = {**(figure.layout.meta or {}), "scenario": scenario_key(scenario)}


def _first_view(problem: str) -> dict[str, Any]:
    """One view for all data of a problem, because choosing other data must not move the camera."""
    return camera(solve(ls.Scenario(problem=problem)).surface)


def draw_loss(theme: str) -> Any:
    """The empty loss chart."""
    return build_loss(theme_named(theme))
