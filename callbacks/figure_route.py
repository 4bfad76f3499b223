"""``GET /figure.json``: any scenario as Plotly JSON, for pages on other hosts."""

from __future__ import annotations

import hashlib
import json
import logging
from functools import lru_cache

from flask import Flask, Response, request

from callbacks.cross_origin import open_to_all
from components.export import FORMATS, export
from components.export.query_options import SHOWN, request_of, split, text_of
from components.session.text import Told, sentence_of
from losscore import checks
from losscore.checks import InputError

log = logging.getLogger(__name__)

PATH = "/figure.json"
BROKEN = "The figure could not be made."
DIALECTS = {"plotly": "json", "plotly1": "json-plotly1"}
# A query means the same figure until losscore itself changes.
CACHED = "public, max-age=3600"


def serve_figures(server: Flask) -> None:
    """Add the route to ``server``; pages on other hosts may read its figures and its errors."""
    server.add_url_rule(PATH, "figure_json", figure_json, methods=["GET"])
    open_to_all(server, (PATH,))


def figure_json() -> Response:
    """The figure that the query describes, or an error status with the reason."""
    try:
        body = _figure(text_of(request.query_string))
    except InputError as error:
        return _refusal(error, status=400)
    except Told as error:
        return _refusal(error, status=503)
    except Exception as error:
        log.exception("a figure failed")
        return _refusal(error, status=500)
    answer = _answer(body, status=200)
    answer.headers["Cache-Control"] = CACHED
    answer.set_etag(hashlib.sha256(body).hexdigest()[:32])
    answer.make_conditional(request)
    return answer


@lru_cache(maxsize=32)
def _figure(text: str) -> bytes:
    """The figure as JSON; it depends on ``text`` alone, so all visitors may share it."""
    options, rest = split(text, ("dialect", *SHOWN))
    name = DIALECTS[checks.choice("dialect", options.pop("dialect", "plotly"), DIALECTS)]
    return export(name, request_of(options, rest))


def _refusal(error: Exception, status: int) -> Response:
    body = {"error": sentence_of(error, BROKEN)}
    return _answer(json.dumps(body, ensure_ascii=False).encode(), status)


def _answer(body: bytes, status: int) -> Response:
    return Response(body, status=status, mimetype=FORMATS["json"].media_type)
