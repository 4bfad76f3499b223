"""The export menu under its button in the header; see assets/lab/panels/export_menu.mjs."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from components import ids
from components.export import FORMATS
from components.export.registry import GROUPS, INSTALL, Format
from components.page import fields
from components.page.fields import aria

VIEWS = {"surface": "Surface", "contour": "Map", "data": "Data", "loss": "Loss"}
NOTES = {
    "Figure": "In SVG and PDF a surface is an image; map, data and loss are true vector graphics."
}


def build_export_menu(*, has_chromium: bool) -> html.Div:
    """The button and its closed panel; without Chromium, the formats that need it are disabled."""
    button = fields.labelled_button(ids.EXPORT, "download", "Export")
    states = aria(expanded="false", controls=ids.EXPORT_PANEL)
    for name, state in states.items():
        setattr(button, name, state)
    return html.Div([button, _panel(is_able=has_chromium)], className="export")


def _panel(*, is_able: bool) -> html.Div:
    groups = [_group(name, is_able) for name in GROUPS]
    missing = [] if is_able else [html.P(INSTALL, className="export-note")]
    return html.Div(
        [_views(), *groups, *missing, _code(), _work()],
        id=ids.EXPORT_PANEL,
        className="export-panel",
        hidden=True,
        role="dialog",
        tabIndex=-1,
        **aria(label="Export"),
    )


def _views() -> html.Div:
    choices = dbc.RadioItems(
        id=ids.EXPORT_VIEW,
        options=[{"label": label, "value": name} for name, label in VIEWS.items()],
        value="surface",
        className="segments",
        inputClassName="btn-check",
        labelClassName="segment",
    )
    group = html.Div(choices, role="group", **aria(label="View to export"))
    return html.Div([html.H2("View"), group])


def _group(name: str, is_able: bool) -> html.Div:
    formats = [entry for entry in FORMATS.values() if entry.group == name]
    buttons = [button for entry in formats for button in _buttons(entry, is_able)]
    note = [html.P(NOTES[name], className="export-note")] if name in NOTES else []
    return html.Div([html.H2(name), html.Div(buttons, className="export-row"), *note])


def _buttons(entry: Format, is_able: bool) -> list[html.Button]:
    label = entry.short or entry.label
    finer = [
        _button(entry, f"{label} {ratio}×", is_able, pixel_ratio=str(ratio))
        for ratio in entry.ratios
    ]
    return [_button(entry, label, is_able), *finer]


def _button(entry: Format, label: str, is_able: bool, **data: str) -> html.Button:
    attributes: dict[str, Any] = {
        f"data-{name.replace('_', '-')}": value for name, value in data.items()
    }
    return html.Button(
        label,
        type="button",
        className="btn-quiet",
        title=entry.note or entry.label,
        disabled=entry.needs_chromium and entry.action != "draw" and not is_able,
        **{"data-format": entry.name, "data-action": entry.action, **attributes},
    )


def _code() -> html.Div:
    """Code to read and copy."""
    buttons = [
        html.Button("Copy", id=ids.EXPORT_COPY, type="button", className="btn-run"),
        html.Button("Save as a file", id=ids.EXPORT_SAVE, type="button", className="btn-quiet"),
    ]
    code = html.Pre(tabIndex=0, role="region", **aria(label="Code"))
    return html.Div(
        [code, html.Div(buttons, className="export-row")],
        id=ids.EXPORT_CODE,
        hidden=True,
    )


def _work() -> html.Div:
    """The progress of an export."""
    progress = html.Progress(id=ids.EXPORT_PROGRESS, max="1", value="0", **aria(label="Export"))
    cancel = html.Button("Cancel", id=ids.EXPORT_CANCEL, type="button", className="btn-quiet")
    return html.Div(
        [
            html.Div([progress, cancel], className="export-progress", hidden=True),
            html.P(id=ids.EXPORT_STATUS, className="export-note", role="status"),
        ]
    )
