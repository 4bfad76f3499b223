"""The session's sentences as HTML components."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html

from components.session.text import Part


def rendered(parts: Iterable[Part]) -> list[html.B | html.Sub | str]:
    """Each part as text or as a component."""
    return [part if isinstance(part, str) else _marked(part.text, part.kind) for part in parts]


def _marked(text: str, kind: str) -> html.B | html.Sub:
    return html.Sub(text) if kind == "subscript" else html.B(text, className=kind)
