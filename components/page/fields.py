"""Form fields: a label, a control, and a place for a message about a bad value."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from components.page import icons
from losscore.checks import InputError


def select(label: str, identifier: str, options: list[dict[str, Any]], value: str) -> html.Div:
    """A labelled drop-down."""
    return html.Div(
        [
            html.Label(label, htmlFor=identifier),
            dbc.Select(id=identifier, options=options, value=value, size="sm"),
        ],
        className="field",
    )


def number_with_slider(
    label: str, field: str, slider: str, error: str, value: str, scale: tuple[float, float, float]
) -> html.Div:
    """A slider (min, max, step) tied to a text field for a number.

    The field has type text, so that a message can quote whatever was typed: browsers do not reveal
    the content of an invalid number field.
    """
    return html.Div(
        [
            html.Label(label, htmlFor=field),
            html.Div(
                [
                    slider_input(slider, f"{label}, slider", scale),
                    number(field, value),
                ],
                className="slider-and-number",
            ),
            message(error),
        ],
        className="field",
    )


def number(identifier: str, value: str) -> dbc.Input:
    """A text field for a number; it reports its value on blur or Enter."""
    return dbc.Input(
        id=identifier,
        type="text",
        inputmode="decimal",
        value=value,
        debounce=True,
        size="sm",
        autocomplete="off",
        maxlength=40,
    )


def slider_input(
    identifier: str, name: str, scale: tuple[float, float, float], **more: Any
) -> html.Label:
    """A native slider (min, max, step) called ``name``, with the usual keys and gestures."""
    low, high, step = scale
    field = dbc.Input(
        id=identifier,
        type="range",
        min=low,
        max=high,
        step=step,
        value=low,
        className="form-range",
        **more,
    )
    return html.Label([html.Span(name, className="visually-hidden"), field], className="slider")


def text_button(identifier: str, icon_name: str, text: str, title: str) -> html.Button:
    """A button with an icon and a word; ``title`` explains it."""
    return html.Button(
        [icon(icon_name), text], id=identifier, type="button", title=title, className="btn-plain"
    )


def labelled_button(identifier: str, icon_name: str, name: str) -> html.Button:
    """A quiet button with an icon and its name; in narrow windows only the icon is shown."""
    label = html.Span(name, className="button-label")
    return html.Button(
        [icon(icon_name), label],
        id=identifier,
        type="button",
        title=name,
        className="btn-quiet",
        **aria(label=name),
    )


def fold_button(identifier: str, icon_name: str, text: str, controls: str) -> html.Button:
    """A button that unfolds the element ``controls``; shown on small screens only."""
    return html.Button(
        [icon(icon_name), text, icon("chevron-down")],
        id=identifier,
        type="button",
        className="fold-button",
        **aria(expanded="false", controls=controls),
    )


def message(identifier: str) -> html.Div:
    """Where the message about a bad value appears; screen readers announce it."""
    return html.Div(id=identifier, className="field-error", role="alert")


def aria(**states: str) -> dict[str, Any]:
    """ARIA attributes for a component: ``aria(label="…")`` is ``{"aria-label": "…"}``."""
    return {f"aria-{state}": value for state, value in states.items()}


def shows_view(name: str) -> dict[str, Any]:
    """Attributes of a button that selects the view ``name`` in assets/lab/panels/display.mjs."""
    return {"data-view": name}


def icon(name: str) -> html.I:
    """A Bootstrap icon, hidden from screen readers because its button has a name."""
    if name not in icons.NAMES:
        raise InputError(f"icon must be listed in components/page/icons.py, got {name!r}")
    return html.I(className=f"bi bi-{name}", **aria(hidden="true"))


def icon_button(identifier: str, icon_name: str, name: str, **more: Any) -> html.Button:
    """A quiet button that shows only an icon; ``name`` is its accessible name."""
    return html.Button(
        icon(icon_name),
        id=identifier,
        type="button",
        title=name,
        className=more.pop("className", "btn-quiet"),
        **aria(label=name),
        **more,
    )
