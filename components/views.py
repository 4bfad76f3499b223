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
    data = graph(ids.DATA, "plot-data", "Data space")
    contour = graph(ids.CONTOUR, "plot-contour", "Contour map: click to start a run")
    loss = graph(ids.LOSS, "plot-loss", "Loss against step")
    return html.Aside(
        [
            _view(html.H2("Data", id=ids.DATA_HEADING), html.Small(id=ids.DATA_TITLE), data),
            _view(html.H2("Contour"), html.Small("click to start"), contour),
            _view(html.H2("Loss"), _scale_switch(), loss),
        ],
        className="side",
        **aria(label="Linked views"),
    )


def _view(heading: html.H2, note: Any, plot: Any) -> html.Section:
    return html.Section(
        [html.Div([heading, note], className="view-head"), plot], className="panel view"
    )


def _scale_switch() -> html.Div:
    choices = dbc.RadioItems(
        id=ids.LOSS_SCALE,
        options=[{"label": name, "value": name} for name in ("linear", "log")],
        value="linear",
        className="segments small",
        inputClassName="btn-check",
        labelClassName="segment",
    )
    return html.Div(choices, role="group", **aria(label="Scale of the loss axis"))
