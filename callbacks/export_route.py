"""``GET /export``: a scenario as a file, for the page's export menu and for links."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

from flask import Flask, Response, request

from callbacks.cross_origin import open_to_all
from components.export import FORMATS, Request
from components.export.chromium.browser import ChromiumFailed, ChromiumMissing
from components.export.formats.image import figure_of
from components.export.jobs import BROKEN, run_job, stream_progress
from components.export.picture_options import IMAGE
from components.export.progress import Ended
from components.export.query_options import read_options, text_of
from components.export.read_request import request_of
from components.session.text import BusyError, sentence_of
from losscore import checks
from losscore.checks import InputError

log = logging.getLogger(__name__)

PATH, FIGURE_PATH, STREAM_PATH = "/export", "/export/figure", "/export/told"
STATUS: dict[type[Exception], int] = {
    InputError: 400,
    BusyError: 503,
    ChromiumMissing: 501,
    ChromiumFailed: 500,
    Ended: 500,
}


def serve_exports(server: Flask) -> None:
    """Add the routes to ``server``; pages on other hosts may read them, too."""
    answers = {PATH: _file, FIGURE_PATH: _figure, STREAM_PATH: _stream}
    for path, answer in answers.items():
        server.add_url_rule(path, f"export{answer.__name__}", _answer_with(answer))
    open_to_all(server, answers)


def _answer_with(answer: Callable[[str, Request], Response]) -> Callable[[], Response]:
    """A view that answers the current request with ``answer``, or with a sentence if that fails."""

    def respond() -> Response:
        try:
            return answer(*_wanted(text_of(request.query_string)))
        except Exception as error:
            status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), None)
            if status is None:
                log.exception("an export failed")
            return Response(sentence_of(error, BROKEN), status or 500, mimetype="text/plain")

    return respond


def _wanted(text: str) -> tuple[str, Request]:
    """The format and the export request that a query describes."""
    values = read_options(text, ("format", *IMAGE))
    name = checks.choice("format", values.get("format", ""), FORMATS)
    return name, request_of(values | {"base-url": request.url_root})


def _file(name: str, wanted: Request) -> Response:
    """The file itself."""
    answer = Response(run_job(name, wanted), mimetype=FORMATS[name].media_type)
    answer.headers.set(
        "Content-Disposition", "attachment", filename=FORMATS[name].file_name(wanted)
    )
    return answer


def _figure(name: str, wanted: Request) -> Response:
    """What the browser needs to draw the picture itself, with its own plotly.js."""
    described = {
        "name": FORMATS[name].file_name(wanted),
        "width": wanted.width,
        "height": wanted.height,
        "pixel-ratio": wanted.pixel_ratio,
    }
    head = json.dumps(described).removesuffix("}")
    figure = figure_of(name, wanted).to_json()
    return Response(f'{head}, "figure": {figure}}}', mimetype="application/json")


def _stream(name: str, wanted: Request) -> Response:
    """Lines of progress, then the file; see ``stream_progress``."""
    return Response(stream_progress(name, wanted), mimetype="application/octet-stream")
