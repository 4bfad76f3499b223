"""The page: its header, its three columns, and the stores that its callbacks share."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

import losscore as ls
from components import ids
from components.page import fields
from components.page.controls import build_controls
from components.page.export_menu import build_export_menu
from components.page.lesson_views import build_gallery, build_lesson_select
from components.page.side_panels import build_views
from components.page.surface_panel import build_stage
from components.session.lab_state import LabState, stored_state
from components.session.solved import Defaults, default_run

STORES = (
    ids.EVENT,
    ids.STATE,
    ids.SCENARIO,
    ids.RUN_STORE,
    ids.BASINS_REQUEST,
    ids.BASINS_STORE,
    ids.CURVATURE_REQUEST,
    ids.CURVATURE_STORE,
    ids.THEORY_REQUEST,
    ids.THEME,
)


def build_layout(*, has_chromium: bool) -> html.Div:
    """The whole page, showing the default scenario."""
    default = default_run(ls.Scenario())
    return html.Div(
        [
            html.A("Skip to the surface", href=f"#{ids.SURFACE}-box", className="skip-link"),
            _header(has_chromium=has_chromium),
            html.Main(
                [
                    build_controls(default),
                    html.Div(
                        [build_stage(), _curvature(), _tables(), _theory()], className="centre"
                    ),
                    build_views(),
                ]
            ),
            build_gallery(),
            *_stores(default),
        ]
    )


def _header(*, has_chromium: bool) -> html.Header:
    return html.Header(
        [
            html.Div([html.Span(className="logo"), "losscore"], className="brand"),
            build_lesson_select(),
            html.Div(
                [
                    html.Div(id=ids.NOTICE, role="alert"),
                    html.Div(id=ids.LINK_NOTICE, role="alert"),
                ],
                className="notice",
            ),
            fields.labelled_button(ids.LESSONS_BUTTON, "mortarboard", "Lessons"),
            _share(),
            build_export_menu(has_chromium=has_chromium),
            fields.icon_button(ids.THEME_SWITCH, "circle-half", "Light or dark"),
        ]
    )


def _share() -> html.Div:
    return html.Div(
        [
            fields.labelled_button(ids.SHARE, "link-45deg", "Copy link"),
            html.Div(id=ids.SHARE_STATUS, className="share-status", role="status"),
        ],
        className="share",
    )


def _tables() -> html.Div:
    return html.Div(
        [
            html.Section([_runs_head(), _runs(), _ending()], className="panel card-text"),
            html.Section([html.H2("Minima"), html.Div(id=ids.MINIMA)], className="panel card-text"),
        ],
        className="tables",
    )


def _runs_head() -> html.Div:
    clear = html.Button("Clear", id=ids.CLEAR, type="button", className="btn-quiet small")
    return html.Div([html.H2("Runs"), clear], className="view-head")


def _runs() -> html.Div:
    """The browser fills in the table."""
    return html.Div(
        id=ids.RUNS,
        className="scroll",
        tabIndex=0,
        role="region",
        **fields.aria(label="Runs"),
    )


def _ending() -> html.P:
    return html.P(id=ids.ENDING, className="note")


def _curvature() -> html.Section:
    """Hidden while it is empty."""
    table = html.Div(id=ids.CURVATURE_TABLE)
    return html.Section([html.H2("Curvature here"), table], className="panel card-text curvature")


def _theory() -> html.Details:
    """Closed at first, so that the 2 MB for typesetting load only for those who open it."""
    summary = [html.H2("Theory"), html.Small("the formulas, with the numbers of this step")]
    return html.Details(
        [html.Summary(summary), html.Div("Loading formulas …", id=ids.THEORY)],
        id=ids.THEORY_PANEL,
        className="panel card-text theory",
    )


def _stores(default: Defaults) -> list[Any]:
    state = LabState.of(default)
    initial = {ids.STATE: stored_state(state), ids.SCENARIO: state.scenario.to_dict()}
    # A store with data=None would report a change at once and trigger its callbacks.
    return [
        dcc.Store(id=name, data=initial[name]) if name in initial else dcc.Store(id=name)
        for name in STORES
    ]
