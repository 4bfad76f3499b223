"""``GET /embed``: a scenario without the rest of the lab, for an iframe in another page."""

from __future__ import annotations

import re

from dash import Dash
from flask import Response

from losscore.checks import InputError

PATH = "/embed"
# Which sites may embed it: the ``frame-ancestors`` directive of a Content-Security-Policy.
VARIABLE = "FRAME_ANCESTORS"
ANY_SITE = "*"
_SOURCES = re.compile(r"'none'|'self'|[A-Za-z0-9*:/.\- ]+|('self' )[A-Za-z0-9*:/.\- ]+")


def serve_embed(app: Dash, frame_ancestors: str = ANY_SITE) -> None:
    """Add the route to ``app``. Raises InputError if ``frame_ancestors`` is not a list of hosts."""
    if not _SOURCES.fullmatch(frame_ancestors):
        raise InputError(
            f"{VARIABLE} must be hosts separated by spaces, 'self' or 'none', "
            f"got {frame_ancestors!r}"
        )

    def embed() -> Response:
        answer = Response(embedded(app.index()), mimetype="text/html")
        answer.headers["Content-Security-Policy"] = f"frame-ancestors {frame_ancestors}"
        return answer

    app.server.add_url_rule(PATH, "embed", embed)


def embedded(page: str) -> str:
    """The lab's HTML, marked so that its style sheet hides everything but the surface."""
    return page.replace("<html ", '<html class="is-embedded" ', 1)
