"""Predict first: the bar that asks for a guess, tells how good it was, and keeps the score."""

from __future__ import annotations

from typing import Any

from dash import html

from components import ids
from components.page.fields import aria


def build_prediction() -> html.Div:
    """The bar between the surface and the transport bar; JavaScript shows it and fills it in."""
    return html.Div(
        [
            html.Div(
                [html.P(id=ids.PREDICT_TEXT), html.P(id=ids.PREDICT_DETAIL)],
                className="predict-words",
                role="status",
            ),
            html.Div([html.Span(id=ids.PREDICT_SCORE), _buttons()], className="predict-answers"),
        ],
        id=ids.PREDICT_BAR,
        className="predict-bar",
        role="group",
        hidden=True,
        **aria(label="Prediction"),
    )


def _buttons() -> html.Div:
    return html.Div(
        [
            _button(ids.PREDICT_RESET, "Reset score", "Clear your score"),
            _button(ids.PREDICT_DIVERGES, "It diverges", "Guess that the run diverges"),
            _button(
                ids.PREDICT_SKIP,
                "Skip",
                "Play without a guess (Escape)",
                **aria(keyshortcuts="Escape"),
            ),
        ],
        className="predict-buttons",
    )


def _button(identifier: str, name: str, title: str, **more: Any) -> html.Button:
    return html.Button(
        name, id=identifier, type="button", title=title, className="btn-quiet", hidden=True, **more
    )
