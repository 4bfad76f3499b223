"""A panel for the camera and for how the surface is drawn; it unfolds from a button above it."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

import losscore as ls
from components import ids
from components.figures.scales import scale_named
from components.figures.theme import LIGHT
from components.page import fields
from components.page.fields import aria

# The views of assets/lab/panels/display.mjs.
VIEWS = {"first": "Default", "above": "Above"}
ALONG = {"x": ids.VIEW_ALONG_X, "y": ids.VIEW_ALONG_Y}


def build_display_panel() -> html.Details:
    """The button with its panel, built from ``ls.DISPLAY``."""
    return html.Details(
        [
            html.Summary(
                fields.icon("palette"),
                id=ids.DISPLAY_BUTTON,
                title="Display",
                className="btn-quiet",
                **aria(label="Display"),
            ),
            html.Div(
                [_views(), *(_row(option) for option in ls.DISPLAY), _reset()],
                className="popover-box display-box",
                role="group",
                **aria(label="Display"),
            ),
        ],
        id=ids.DISPLAY,
        className="popover-fold",
    )


def _views() -> html.Div:
    buttons = [_view(name, label) for name, label in VIEWS.items()]
    # The figure fills in the names of the axes.
    buttons += [_view(axis, f"Along {axis}", id=identifier) for axis, identifier in ALONG.items()]
    return html.Div(buttons, className="views", role="group", **aria(label="View"))


def _view(name: str, label: str, **more: Any) -> html.Button:
    return html.Button(
        label, type="button", className="btn-quiet", **fields.shows_view(name), **more
    )


def _row(option: ls.Choice) -> html.Div:
    """One option: its name, with its choices side by side."""
    label = f"{ids.display_control(option.name)}-label"
    is_scale = option.name == "colours"
    choices = dbc.RadioItems(
        id=ids.display_control(option.name),
        options=[
            {"label": _swatch(choice) if is_scale else choice, "value": choice}
            for choice in option.choices
        ],
        value=option.default,
        className="swatches" if is_scale else "segments small",
        inputClassName="btn-check",
        labelClassName="segment",
    )
    return html.Div(
        [html.Span(option.label, id=label), choices],
        className="display-row is-wide" if is_scale else "display-row",
        role="group",
        title=option.help,
        **aria(labelledby=label),
    )


def _swatch(name: str) -> html.Span:
    """A scale's colours over its name."""
    stops = ", ".join(f"{colour} {100 * place:.0f}%" for place, colour in scale_named(name, LIGHT))
    colours = html.I(
        style={"background": f"linear-gradient(90deg, {stops})"}, **aria(hidden="true")
    )
    return html.Span([colours, name])


def _reset() -> html.Button:
    return html.Button(
        "Reset",
        id=ids.DISPLAY_RESET,
        type="button",
        className="btn-quiet small",
        title="Reset display and camera",
        **fields.shows_view("first"),
    )
