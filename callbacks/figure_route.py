"""``GET /figure.json``: any scenario as Plotly JSON, for pages on other hosts."""

from __future__ import annotations

import hashlib
import json
import logging
from functools import lru_cache

from flask import Flask, Response, request

from callbacks.cross_origin import open_to_all
from components.export import FORMATS, export
from components.export.options import DIALECT, DIALECTS
from components.export.query_options import read_options, text_of
from components.export.read_request import request_of
from components.session.text import Refusal, sentence_of
from losscore.checks import InputError

log = logging.getLogger(__name__)

PATH = "/figure.json"
BROKEN = "The figure could not be made."
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
    except Refusal as error:
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
    values = read_options(text, (DIALECT.name, *FORMATS["json"].options))
    return export(DIALECTS[values.get(DIALECT.name, DIALECT.default)], request_of(values))


def _refusal(error: Exception, status: int) -> Response:
    body = {"error": sentence_of(error, BROKEN)}
    return _answer(json.dumps(body, ensure_ascii=False).encode(), status)


def _answer(body: bytes, status: int) -> Response:
    return Response(body, status=status, mimetype=FORMATS["json"].media_type)
