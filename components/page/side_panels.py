"""The right column: three views that follow the run."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from components import ids
from components.page.fields import aria
from components.page.graphs import graph


def build_views() -> html.Aside:
    """Data space, contour map and loss curve."""
    data = graph(ids.DATA, "plot-data", "Data space")
    loss = graph(ids.LOSS, "plot-loss", "Loss against step")
    return html.Aside(
        [
            _view(html.H2("Data", id=ids.DATA_HEADING), html.Small(id=ids.DATA_TITLE), data),
            _view(html.H2("Contour"), _map_notes(), _map()),
            _view(html.H2("Loss"), _scale_switch(), loss),
        ],
        className="side",
        **aria(label="Linked views"),
    )


def _view(heading: html.H2, note: Any, plot: Any) -> html.Section:
    return html.Section(
        [html.Div([heading, note], className="view-head"), plot], className="panel view"
    )


def _map() -> html.Div:
    """The contour map, with a cursor for the keyboard."""
    return graph(
        ids.CONTOUR,
        "plot-contour",
        "Contour map. Arrow keys move a cursor, with Shift in larger steps; Home moves it to the "
        "middle, Enter starts a run there or guesses where one ends, Escape leaves the map.",
        html.Div(id=ids.MAP_CURSOR, className="map-cursor", hidden=True),
        tabIndex=0,
        role="application",
        **aria(roledescription="map"),
    )


def _map_notes() -> html.Div:
    """A hint about the map or, while the cursor is in use, its position, seen and announced."""
    return html.Div(
        [
            html.Small(id=ids.MAP_PLACE),
            html.Small("click or arrow keys to start", className="map-hint start-hint"),
            html.Small("click or arrow keys to guess", className="map-hint guess-hint"),
            html.Div(id=ids.MAP_SPEECH, className="visually-hidden", **aria(live="polite")),
        ]
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
