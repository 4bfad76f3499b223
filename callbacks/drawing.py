"""Drawing a scenario: surface, contour map, data space, loss axes, and the table of minima."""

from __future__ import annotations

from typing import Any

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
    theme_named,
)
from components.runs import scenario_key

OUTPUTS = {
    "surface": Output(ids.SURFACE, "figure"),
    "contour": Output(ids.CONTOUR, "figure"),
    "data": Output(ids.DATA, "figure"),
    "minima": Output(ids.MINIMA, "children"),
    "caption": Output(ids.CAPTION, "children"),
    "data_heading": Output(ids.DATA_HEADING, "children"),
    "data_title": Output(ids.DATA_TITLE, "children"),
    "note": Output(ids.DATASET_NOTE, "children"),
    "notice": Output(ids.NOTICE, "children"),
}
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
    solved = solve(ls.Scenario.from_dict(described))
    spec = ls.problems()[solved.scenario.problem]
    datasets = ls.datasets()
    note = datasets[solved.scenario.dataset].description if solved.scenario.dataset else ""
    return _figures(solved, theme) | {
        "minima": build_minima(solved),
        "caption": [html.H1(spec.written(solved.scenario.aggregation)), html.P(spec.description)],
        "data_heading": "Data" if spec.data_kind else "Slices",
        "data_title": DATA_TITLES[spec.data_kind],
        "note": f"{note} {solved.problem.note}".strip(),
        "notice": "",
    }


def _figures(solved: Solved, theme: str) -> dict[str, Any]:
    colours = theme_named(theme)
    problem = solved.scenario.problem
    symbols = ls.problems()[problem].symbols
    shown = (solved.surface, solved.minima, symbols, colours)
    figures = {
        "surface": build_surface(*shown, camera=_first_view(problem), camera_key=problem),
        "contour": build_contour(*shown, mirror=ls.problems()[problem].data_kind == "values"),
        "data": build_data(solved.problem, solved.surface, colours),
    }
    for figure in figures.values():
        # The browser paints a run only on figures of its own scenario.
        figure.layout.meta = {
            **(figure.layout.meta or {}),
            "scenario": scenario_key(solved.scenario),
        }
    return figures


def _first_view(problem: str) -> dict[str, Any]:
    """One view for all data of a problem: choosing other data must not move the camera."""
    return camera(solve(ls.Scenario(problem=problem)).surface)


def draw_loss(theme: str) -> Any:
    """The axes of the loss curve."""
    return build_loss(theme_named(theme))
