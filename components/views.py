"""The right column: three views that follow the run."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from components import ids
from components.fields import aria
from components.graphs import graph


def build_views() -> html.Aside:
    """Data space, contour map and loss curve."""
    return html.Aside(
        [
            _view(
                "Data", html.Small(id=ids.DATA_TITLE), graph(ids.DATA, "plot-data", "Data space")
            ),
            _view(
                "Contour",
                html.Small("click to start"),
                graph(ids.CONTOUR, "plot-contour", "Contour map: click to start a run"),
            ),
            _view("Loss", _scale_switch(), graph(ids.LOSS, "plot-loss", "Loss against step")),
        ],
        className="side",
        **aria(label="Linked views"),
    )


def _view(title: str, note: Any, plot: Any) -> html.Section:
    return html.Section(
        [html.Div([html.H2(title), note], className="view-head"), plot], className="panel view"
    )


def _scale_switch() -> dbc.RadioItems:
    return dbc.RadioItems(
        id=ids.LOSS_SCALE,
        options=[{"label": name, "value": name} for name in ("linear", "log")],
        value="linear",
        className="segments small",
        inputClassName="btn-check",
        labelClassName="segment",
    )
