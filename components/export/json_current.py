"""Plotly JSON for the plotly.js that the lab uses: large arrays are base64 typed arrays."""

from __future__ import annotations

from components.export.pictures import build_figure
from components.export.progress import Progress
from components.export.request import Request


def write(request: Request, progress: Progress) -> bytes:
    """``{"data": …, "layout": …}`` for ``Plotly.newPlot``."""
    text: str = build_figure(request).to_json()
    progress(1, 1)
    return text.encode()
