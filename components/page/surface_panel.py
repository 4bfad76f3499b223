"""The centre: the surface with its caption, the transport bar, and the readout of the step."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html

from components import ids
from components.page import fields
from components.page.display_panel import build_display_panel
from components.page.fields import aria
from components.page.graphs import graph
from components.page.lesson_views import build_lesson_box
from components.page.prediction import build_prediction

SPEEDS = ("0.25", "0.5", "1", "2", "4")


def build_stage() -> html.Section:
    """The surface card."""
    return html.Section(
        [
            html.Div(
                [html.H1(), html.P()],
                id=ids.CAPTION,
                className="caption",
            ),
            html.Div(
                [
                    fields.icon_button(
                        ids.VIEW_RESET, "box", "Default view", **fields.shows_view("first")
                    ),
                    fields.icon_button(
                        ids.VIEW_TOP,
                        "arrow-down-square",
                        "View from above",
                        **fields.shows_view("above"),
                    ),
                    build_display_panel(),
                ],
                className="cameras",
            ),
            html.Div(
                [
                    graph(ids.SURFACE, "surface-plot", "Loss surface in 3-D: click to start a run"),
                    _rival(),
                    _open_link(),
                ],
                id=ids.ARENA,
                className="arena",
            ),
            _basins_key(),
            build_prediction(),
            _transport(),
            _readout(),
            # At the bottom, so that a lesson that opens or closes does not move the rest.
            build_lesson_box(),
        ],
        className="panel stage",
        **aria(label="Loss surface"),
    )


def _rival() -> html.Div:
    """The second surface of a comparison, shown only during one."""
    return html.Div(
        [
            html.Div([html.H2(), html.P()], id=ids.RIVAL_CAPTION, className="caption"),
            graph(
                ids.RIVAL, "surface-plot", "The second surface in 3-D: click to start a run on both"
            ),
            html.Div("", id=ids.RIVAL_ENDING, className="rival-ending"),
        ],
        className="rival",
    )


def _basins_key() -> html.Div:
    """The legend of the basins' colours; hidden while there are no basins."""
    return html.Div(
        [
            html.Div(id=ids.BASINS_LEGEND, className="basins-legend"),
            html.Div(id=ids.BASINS_RIVAL_LEGEND, className="basins-legend"),
            html.P("", id=ids.BASINS_STATUS, className="basins-status"),
        ],
        id=ids.BASINS_KEY,
        className="basins-key",
        hidden=True,
        role="group",
        **aria(label="Basins of attraction"),
    )


def _open_link() -> html.A:
    """A link from an iframe to the whole lab, shown only there."""
    return html.A("Open in losscore", id=ids.OPEN_LINK, href="./", target="_blank", rel="noopener")


def _transport() -> html.Div:
    return html.Div(
        [
            fields.icon_button(ids.FIRST, "skip-start-fill", "To the start"),
            fields.icon_button(ids.BACK, "caret-left-fill", "One step back"),
            fields.icon_button(ids.PLAY, "play-fill", "Play", className="play"),
            fields.icon_button(ids.FORWARD, "caret-right-fill", "One step forward"),
            # With ``debounce``, Dash leaves the element alone: JavaScript moves it at every frame.
            fields.slider_input(ids.FRAME, "Step of the run", (0, 1, 1), debounce=True),
            html.Span("0 / 0", id=ids.FRAME_COUNT, className="count"),
            html.Label("Speed", htmlFor=ids.SPEED, className="visually-hidden"),
            _speeds(),
            fields.icon_button(ids.LOOP, "repeat", "Loop", **aria(pressed="false")),
        ],
        className="transport",
        role="group",
        **aria(label="Playback"),
    )


def _speeds() -> dbc.Select:
    return dbc.Select(
        id=ids.SPEED,
        options=[{"label": f"{speed}×", "value": speed} for speed in SPEEDS],
        value="1",
        size="sm",
    )


def _readout() -> html.Div:
    numbers = (
        ("step", ids.READOUT_STEP, None),
        ("θ", ids.READOUT_THETA, ids.READOUT_NAMES),
        ("J", ids.READOUT_LOSS, None),
        ("‖∇J‖", ids.READOUT_GRAD, None),
    )
    return html.Div(
        [
            *(_number(label, value, label_id) for label, value, label_id in numbers),
            html.Div("", id=ids.READOUT_STATUS, className="chip"),
        ],
        id=ids.READOUT,
        className="readout",
        **aria(live="polite", atomic="true"),
    )


def _number(label: str, value: str, label_id: str | None) -> html.Div:
    name = html.Span(label, id=label_id) if label_id else html.Span(label)
    return html.Div([name, html.B("–", id=value)])
