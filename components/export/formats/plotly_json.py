"""Plotly JSON for the lab's plotly.js, with large arrays as base64 typed arrays."""

from __future__ import annotations

import plotly.graph_objects as go

from components.export.figure_timeline import FigureTimeline
from components.export.player import add_player
from components.export.progress import Progress
from components.export.request import Request
from components.figures import theme_named


def write(request: Request, progress: Progress) -> bytes:
    """``{"data": …, "layout": …}`` for ``Plotly.newPlot``."""
    text: str = playable(request).to_json()
    progress(1, 1)
    return text.encode()


def playable(request: Request) -> go.Figure:
    """The complete figure, with a player in its layout if there is anything to play."""
    picture = FigureTimeline(request, raised=True)
    return add_player(picture.at(), picture, theme_named(request.theme))
