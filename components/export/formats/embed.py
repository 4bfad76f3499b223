"""A scenario's address in the lab, and the HTML that embeds it in another page."""

from __future__ import annotations

from html import escape

import losscore as ls
from components.export.progress import Progress
from components.export.request import Request


def address(request: Request) -> str:
    """The scenario's address in the lab."""
    return f"{request.base_url}?{request.scenario.to_query()}"


def write_link(request: Request, progress: Progress) -> bytes:
    """The address on a line."""
    progress(1, 1)
    return f"{address(request)}\n".encode()


def write_iframe(request: Request, progress: Progress) -> bytes:
    """HTML that shows the scenario, live and without the lab around it, in another page."""
    source = f"{request.base_url}embed?{request.scenario.to_query()}"
    title = request.title or f"losscore: {ls.problems()[request.scenario.problem].label}"
    progress(1, 1)
    return (
        f'<iframe src="{escape(source)}" title="{escape(title)}" width="{request.width}" '
        f'height="{request.height}" style="border: 0; max-width: 100%" loading="lazy"></iframe>\n'
    ).encode()
