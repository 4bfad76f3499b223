"""Parts that several figures share: axes, layout, roles, and the markers of minima and runs."""

from __future__ import annotations

from typing import Any

import numpy as np

from components.figures.theme import FONT, TWIN_COLOURS, Theme
from components.session.display import Display
from components.session.palette import VERMILLION
from components.session.text import MAX_NAMED, letter, number
from losscore import Minima, Surface


def role(name: str, **more: Any) -> dict[str, Any]:
    """The ``meta`` of a trace: JavaScript and tests find traces by their role."""
    return {"role": name, **more}


def hover(symbols: tuple[str, str], loss: str = "z") -> str:
    """Hover text of a place on the surface; ``loss`` is the attribute that holds J."""
    first, second = symbols
    return f"{first} = %{{x:.4g}}<br>{second} = %{{y:.4g}}<br>J = %{{{loss}:.5g}}<extra></extra>"


def visible(minima: Minima, surface: Surface) -> list[int]:
    """Indices of the minima that lie inside the surface's window."""
    x, y = minima.theta.T if len(minima) else (np.empty(0), np.empty(0))
    inside = (x >= surface.x[0]) & (x <= surface.x[-1]) & (y >= surface.y[0]) & (y <= surface.y[-1])
    return [int(index) for index in np.flatnonzero(inside)]


def minimum_texts(minima: Minima, indices: list[int], symbols: tuple[str, str]) -> dict[str, Any]:
    """Labels A, B, … of the lowest minima, as many as a picture can hold, and all hover texts."""
    texts = [
        f"<b>{letter(i)}</b> · {minima.kind[i]}<br>{symbols[0]} = {number(minima.theta[i, 0], 6)}"
        f"<br>{symbols[1]} = {number(minima.theta[i, 1], 6)}<br>J = {number(minima.loss[i], 6)}"
        for i in indices
    ]
    # No text is empty: plotly mixes up the labels of a redraw when some are.
    labels = [letter(i) if i < MAX_NAMED else " " for i in indices]
    return {"text": labels, "hovertext": texts, "hoverinfo": "text"}


def letter_font(theme: Theme, display: Display, size: int) -> dict[str, Any]:
    """The font of those labels.

    With a linear height, minima lie in wide dark basins. With a logarithmic one they lie in narrow
    funnels, which are mostly surrounded by pale colours in the light theme and end in front of the
    card.
    """
    return {"size": size, "color": theme.ink if display.height == "log" else theme.marker}


def minimum_colours(minima: Minima, indices: list[int], theme: Theme) -> list[str]:
    """The colours of minima; twins, equal up to an exchange of labels, share one."""
    sizes = np.bincount(minima.group) if len(minima) else np.empty(0)
    groups = [int(minima.group[index]) for index in indices]
    return [
        TWIN_COLOURS[group % len(TWIN_COLOURS)] if sizes[group] > 1 else theme.marker
        for group in groups
    ]


def run_line(width: float) -> dict[str, Any]:
    """The line of a run; its colour, the optimizer's, comes later."""
    return {"color": VERMILLION, "width": width}


def run_marker(size: float, edge: str) -> dict[str, Any]:
    """The marks of runs; their colours and shapes come later."""
    return {"size": size, "color": VERMILLION, "line": {"color": edge, "width": 1.5}}


def flat_layout(theme: Theme, **more: Any) -> dict[str, Any]:
    """The layout of the small two-dimensional views."""
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 12, "color": theme.muted},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "uirevision": "keep",
        **more,
    }


def flat_axis(theme: Theme, title: str, **more: Any) -> dict[str, Any]:
    """An axis of a small view; zoom is off, so that a click is always a click."""
    return {
        "title": {"text": title, "standoff": 4, "font": {"size": 12, "color": theme.ink}},
        "gridcolor": theme.line,
        "zerolinecolor": theme.line,
        "color": theme.muted,
        "fixedrange": True,
        "automargin": False,
        "nticks": 6,
        **more,
    }
