"""``GET /figure.json``: any live scenario as Plotly JSON, for pages on other hosts."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from flask import Flask, Response, request

from callbacks.sharing import share_with_all
from components.export import FORMATS, export
from components.export.asked import SHOWN, asked_text, request_of, split
from components.export.progress import Busy
from losscore import checks
from losscore.checks import InputError

PATH = "/figure.json"
DIALECTS = {"plotly": "json", "plotly1": "json-plotly1"}
# A query means the same figure until losscore itself changes.
HEADERS = {"Cache-Control": "public, max-age=3600"}


def serve_figures(server: Flask) -> None:
    """Add the address to ``server``."""
    server.add_url_rule(PATH, "figure_json", figure_json, methods=["GET"])
    share_with_all(server, {"figure_json"})


def figure_json() -> Response:
    """The figure that the query describes, or another status and why there is none."""
    try:
        body = _figure(asked_text(request.query_string))
    except InputError as error:
        return _refusal(f"{error}.", status=400)
    except Busy as error:
        return _refusal(f"{error}", status=503)
    answer = _answer(body, status=200)
    answer.set_etag(hashlib.sha256(body).hexdigest()[:32])
    answer.make_conditional(request)
    return answer


@lru_cache(maxsize=32)
def _figure(text: str) -> bytes:
    """A pure result, which all visitors may share."""
    options, rest = split(text, ("dialect", *SHOWN))
    name = DIALECTS[checks.choice("dialect", options.pop("dialect", "plotly"), DIALECTS)]
    return export(name, request_of(options, rest))


def _refusal(sentence: str, status: int) -> Response:
    return _answer(json.dumps({"error": sentence}, ensure_ascii=False).encode(), status)


def _answer(body: bytes, status: int) -> Response:
    answer = Response(body, status=status, mimetype=FORMATS["json"].media_type)
    answer.headers.update(HEADERS if status == 200 else {})
    return answer
