"""Still pictures: PNG, SVG and PDF, drawn by plotly.js in Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from components.export.chromium.browser import BROWSER
from components.export.figure_timeline import build_figure
from components.export.progress import Progress
from components.export.request import Request
from components.export.vectorise import vectorised
from losscore import checks
from losscore.checks import InputError

if TYPE_CHECKING:
    from kaleido import Kaleido  # imported without side effects by components.export.chromium

# Graphics cards draw no larger scenes.
MAX_PIXELS = 8_000
# Whether each kind of picture consists of vectors.
DRAWN = {"png": False, "svg": True, "pdf": True}


def write_png(request: Request, progress: Progress) -> bytes:
    """An image with ``pixel_ratio`` pixels per CSS pixel."""
    return _draw("png", request, progress)


def write_svg(request: Request, progress: Progress) -> bytes:
    """A vector picture; a surface in 3-D is an image inside it."""
    return _draw("svg", request, progress)


def write_pdf(request: Request, progress: Progress) -> bytes:
    """One page of vectors; a surface in 3-D is an image inside it."""
    return _draw("pdf", request, progress)


def figure_of(kind: str, request: Request) -> go.Figure:
    """The figure to draw; ValueError for an unknown kind of picture or too many pixels."""
    checks.choice("picture", kind, DRAWN)
    _check_size(request)
    figure = build_figure(request)
    return vectorised(figure) if DRAWN[kind] else figure


def _check_size(request: Request) -> None:
    longer = max(request.width, request.height)
    if longer * request.pixel_ratio > MAX_PIXELS:
        raise InputError(
            f"width and height times pixel-ratio must be at most {MAX_PIXELS} pixels, "
            f"got {longer} × {request.pixel_ratio:g}"
        )


def _draw(kind: str, request: Request, progress: Progress) -> bytes:
    figure = figure_of(kind, request).to_dict()
    options: Any = {
        "format": kind,
        "width": request.width,
        "height": request.height,
        "scale": request.pixel_ratio,
    }

    async def draw(kaleido: Kaleido) -> bytes:
        return await kaleido.calc_fig(figure, options)

    progress(0, 1)
    drawn = BROWSER.run(draw)
    progress(1, 1)
    return drawn
