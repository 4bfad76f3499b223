"""``GET /embed``: a scenario without the lab around it, for an iframe in another page."""

from __future__ import annotations

import re

from dash import Dash
from flask import Response

from losscore.checks import InputError

PATH = "/embed"
# Who may show it, as in the directive ``frame-ancestors`` of a Content-Security-Policy.
VARIABLE = "FRAME_ANCESTORS"
ANYBODY = "*"
_SOURCES = re.compile(r"'none'|'self'|[A-Za-z0-9*:/.\- ]+|('self' )[A-Za-z0-9*:/.\- ]+")


def serve_embed(app: Dash, frame_ancestors: str = ANYBODY) -> None:
    """Add the address to the server of ``app``; ValueError for what is no list of hosts."""
    if not _SOURCES.fullmatch(frame_ancestors):
        raise InputError(
            f"{VARIABLE} must be hosts with spaces between them, 'self' or 'none', "
            f"got {frame_ancestors!r}"
        )

    def embed() -> Response:
        answer = Response(embedded(app.index()), mimetype="text/html")
        answer.headers["Content-Security-Policy"] = f"frame-ancestors {frame_ancestors}"
        return answer

    app.server.add_url_rule(PATH, "embed", embed)


def embedded(page: str) -> str:
    """The HTML of the lab's page, of which the style leaves only the surface."""
    return page.replace("<html ", '<html class="is-embedded" ', 1)
