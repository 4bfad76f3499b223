"""``GET /figure.json``: any live scenario as Plotly JSON, for pages on other hosts."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

from flask import Flask, Response, request

from components.address import read_exactly
from components.export import FORMATS, Request, export
from losscore import checks, query

PATH = "/figure.json"
DIALECTS = {"plotly": "json", "plotly1": "json-plotly1"}
MAX_QUERY = query.MAX_LENGTH + 2_048
# A query means the same figure until losscore itself changes.
HEADERS = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=3600"}
LOG = {"linear": False, "log": True}


def serve_figures(server: Flask) -> None:
    """Add the address to ``server``."""
    server.add_url_rule(PATH, "figure_json", figure_json, methods=["GET"])


def figure_json() -> Response:
    """The figure that the query describes, or status 400 and why there is none."""
    try:
        text = request.query_string.decode("ascii", "strict")
        body = _figure(text)
    except ValueError as error:
        return _answer(json.dumps({"error": f"{error}."}, ensure_ascii=False).encode(), status=400)
    answer = _answer(body, status=200)
    answer.set_etag(hashlib.sha256(body).hexdigest()[:32])
    answer.make_conditional(request)
    return answer


@lru_cache(maxsize=32)
def _figure(text: str) -> bytes:
    """A pure result, which all visitors may share."""
    if len(text) > MAX_QUERY:
        raise ValueError(f"query must have at most {MAX_QUERY} characters, got {len(text)}")
    options, rest = _split(text)
    name = DIALECTS[checks.choice("dialect", options.pop("dialect", "plotly"), DIALECTS)]
    if "scale" in options:
        options["log"] = LOG[checks.choice("scale", options.pop("scale"), LOG)]
    return export(name, Request(read_exactly(rest), **options))


def _split(text: str) -> tuple[dict[str, Any], str]:
    """The options of the figure, and the query of the scenario."""
    options: dict[str, Any] = {}
    rest = []
    for part, (key, value) in zip(_parts(text), query.items(text), strict=True):
        if key not in ("dialect", "view", "theme", "title", "scale"):
            rest.append(part)
        elif key in options:
            raise ValueError(f"{key} must be given once, got it again: {checks.shown(value)}")
        else:
            options[key] = value
    return options, "&".join(rest)


def _parts(text: str) -> list[str]:
    return [part for part in text.split("&") if part]


def _answer(body: bytes, status: int) -> Response:
    answer = Response(body, status=status, mimetype=FORMATS["json"].media_type)
    answer.headers.update(HEADERS if status == 200 else {"Access-Control-Allow-Origin": "*"})
    return answer
