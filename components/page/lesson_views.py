"""Lessons on the page: the drop-down in the header, the gallery, and the current lesson's text."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from components import ids
from components.page import fields
from components.page.fields import aria
from components.session.lessons import BY_SLUG, LESSONS, Lesson, number_of

# A drop-down cannot show an empty value.
NO_LESSON = "none"


def build_lesson_select() -> html.Div:
    """All lessons by name."""
    options = [{"label": "Choose a lesson", "value": NO_LESSON}] + [
        {"label": f"Lesson {number_of(lesson)} · {lesson.title}", "value": lesson.slug}
        for lesson in LESSONS
    ]
    return html.Div(
        [
            html.Label("Lesson", htmlFor=ids.LESSON_SELECT, className="visually-hidden"),
            dbc.Select(id=ids.LESSON_SELECT, options=options, value=NO_LESSON, size="sm"),
        ],
        className="lesson-select",
    )


def build_gallery() -> dbc.Offcanvas:
    """A card for each lesson; each is a link, so it can be opened in its own tab."""
    return dbc.Offcanvas(
        html.Nav(
            [_card(lesson) for lesson in LESSONS], id=ids.LESSON_LIST, **aria(label="Lessons")
        ),
        id=ids.GALLERY,
        title="Lessons",
        # The dialog takes its name from the list, because its title has no id.
        labelledBy=ids.LESSON_LIST,
        placement="end",
        is_open=False,
        className="gallery",
    )


def build_lesson_box() -> html.Div:
    """The place for the current lesson, below the surface."""
    close = fields.icon_button(ids.LESSON_CLOSE, "x-lg", "Close the lesson", className="btn-row")
    return html.Div(
        [html.Div(id=ids.LESSON_TEXT, **aria(live="polite")), close],
        id=ids.LESSON,
        className="lesson-box",
        hidden=True,
    )


def build_lesson_text(slug: str) -> list[Any]:
    """Title, text and question; nothing if there is no lesson called ``slug``."""
    lesson = BY_SLUG.get(slug)
    if lesson is None:
        return []
    return [html.H2(_heading(lesson)), html.P(lesson.text), _question(lesson)]


def _card(lesson: Lesson) -> html.A:
    return html.A(
        [html.H3(_heading(lesson)), html.P(lesson.text), _question(lesson)],
        href=f"?lesson={lesson.slug}",
        className="lesson-card",
    )


def _heading(lesson: Lesson) -> str:
    return f"Lesson {number_of(lesson)} · {lesson.title}"


def _question(lesson: Lesson) -> html.P:
    return html.P(lesson.question, className="question")
