"""A page in one file, with plotly.js, the figure and a player. It works offline."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

import losscore as ls
from components.export.figure_timeline import FigureTimeline
from components.export.js_bundle import bundle, filled, in_script, plotly_js
from components.export.jsonable import plain
from components.export.progress import Progress
from components.export.request import Request
from components.figures import theme_named

TEMPLATE = Path(__file__).with_name("page.html")
MODULES = ("plotly/apply_frame", "run/player")
MAX_STOPS = 400
# The most numbers in all stops together; a shading has many at every step.
MAX_NUMBERS = 400_000

Stop = dict[int, dict[str, Any]]


def write(request: Request, progress: Progress) -> bytes:
    """The page; it shows the runs at their end, and Play replays them."""
    picture = FigureTimeline(replace(request, title=""))  # the page has a heading
    steps, stops = _stops(picture)
    theme = theme_named(request.theme)
    parts = {
        "title": html.escape(request.title or _heading(request)),
        "theme": theme.name,
        "ink": theme.ink,
        "muted": theme.muted,
        "line": theme.line,
        "ground": theme.card,
        "accent": "#1d5f8a" if theme.name == "light" else "#6fb3dc",
        "plotly": plotly_js(),
        "modules": bundle(*MODULES),
        "figure": in_script(picture.at().to_json()),
        "whole": _json(plain(picture.changes(picture.last))),
        "steps": _json(steps),
        "stops": _json(plain(stops)),
    }
    page = filled(TEMPLATE.read_text(encoding="utf-8"), parts)
    progress(1, 1)
    return page.encode()


def _heading(request: Request) -> str:
    spec = ls.problems()[request.scenario.problem]
    return f"{spec.label}: {spec.written(request.scenario.aggregation)}"


def _json(value: Any) -> str:
    return in_script(json.dumps(value, separators=(",", ":")))


def _stops(picture: FigureTimeline) -> tuple[list[int], list[Stop]]:
    """Evenly spaced steps, as many as MAX_NUMBERS allows, and the changes at each."""
    whole = picture.changes(picture.last)
    size = _numbers(_shortened(whole, whole))
    count = min(picture.last + 1, MAX_STOPS, max(2, MAX_NUMBERS // max(size, 1)))
    steps = np.unique(np.rint(np.linspace(0, picture.last, count)).astype(int)).tolist()
    return steps, [_shortened(picture.changes(step), whole) for step in steps]


def _shortened(changes: Stop, whole: Stop) -> Stop:
    """``changes`` with its length in place of each list that begins the one in ``whole``."""
    return {
        index: {name: _length(value, whole[index].get(name)) for name, value in change.items()}
        for index, change in changes.items()
    }


def _length(value: Any, whole: Any) -> Any:
    is_list = isinstance(value, list) and isinstance(whole, list)
    return len(value) if is_list and value == whole[: len(value)] else value


def _numbers(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_numbers, value.values()))
    return sum(map(_numbers, value)) if isinstance(value, list) else 1
