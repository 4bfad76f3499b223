"""Complete figures: one view of the page as a figure that needs no page."""

from __future__ import annotations

from html import escape
from typing import Any

import plotly.graph_objects as go

from components.export.raised import Raised
from components.export.request import Request
from components.export.side_by_side import side_by_side
from components.export.solved_view import solved_views_of
from components.export.views import VIEWS
from components.figures import Theme, theme_named
from components.figures.motion import attributes_at

# Views that show both sides of a duel beside each other. The loss view draws all curves on the
# same axes.
DOUBLED = ("surface", "contour")
EDGE = 18  # px without a title
# Roles of the marks that can be raised.
MARKS = ("minimum", "start", "ball")
Changes = dict[int, dict[str, Any]]


def build_figure(request: Request, step: int | None = None) -> go.Figure:
    """The figure of ``request``, with its runs drawn up to ``step`` or to their end."""
    return FigureTimeline(request).at(step)


class FigureTimeline:
    """A figure of runs that is drawn once and then changed step by step.

    ``last`` is the last step of the longest run. With ``raised``, marks float above the surface,
    for pages without assets/in_front.js; there the surface would cut them in two.
    """

    def __init__(self, request: Request, *, raised: bool = False) -> None:
        scenes = solved_views_of(request)
        self._view = VIEWS[request.view]
        self._scenes = scenes if request.view in DOUBLED else scenes[:1]
        self._runs = [self._view.runs(scene) for scene in self._scenes]
        figures = [self._view.blank(scene) for scene in self._scenes]
        self._places = _places(figures)
        self._blank = figures[0] if len(figures) == 1 else side_by_side(figures, scenes)
        self._raised = self._raise() if raised and request.view == "surface" else {}
        self.last = max(scene.last for scene in scenes)
        _finish(self._blank, request)

    def changes(self, step: int) -> Changes:
        """Maps the index of a trace to its attributes at ``step``."""
        step = min(max(step, 0), self.last)
        changes: Changes = {}
        for scene, runs, places in zip(self._scenes, self._runs, self._places, strict=True):
            frame = self._view.frame(scene, step)
            for index, meta in places.items():
                is_moving = "show" in meta
                patch = attributes_at(meta, runs, step) if is_moving else frame.get(meta["role"])
                if patch is not None:
                    marks = self._raised.get(index)
                    changes[index] = marks.patch(patch) if marks else patch
        return changes

    def at(self, step: int | None = None) -> go.Figure:
        """A new figure with the runs up to ``step`` or to their end."""
        figure = go.Figure(self._blank)
        for index, attributes in self.changes(self.last if step is None else step).items():
            figure.data[index].update(attributes)
        return figure

    def _raise(self) -> dict[int, Raised]:
        """Raise the marks; maps the index of a trace of marks to what raises them."""
        raised = {}
        for number, scene, places in zip(("", "2"), self._scenes, self._places, strict=False):
            marks = Raised(scene, self._blank.layout[f"scene{number}"])
            for index in (place for place, meta in places.items() if meta["role"] in MARKS):
                raised[index] = marks
                trace = self._blank.data[index]
                trace.update(marks.patch({axis: trace[axis] for axis in "xyz"}))
        return raised


def _places(figures: list[go.Figure]) -> list[dict[int, dict[str, Any]]]:
    """For each figure, maps the indices of its traces in the joint figure to their ``meta``."""
    places, offset = [], 0
    for figure in figures:
        places.append({offset + index: dict(trace.meta) for index, trace in enumerate(figure.data)})
        offset += len(figure.data)
    return places


def _finish(figure: go.Figure, request: Request) -> None:
    """Add what a figure outside the page needs: a background, a title, a legend and zoom."""
    theme = theme_named(request.theme)
    for trace in figure.data:
        trace.showlegend = bool(trace.showlegend)
    figure.update_layout(
        paper_bgcolor=theme.card,
        plot_bgcolor=theme.card,
        showlegend=any(trace.showlegend for trace in figure.data),
        legend=_legend(theme, request),
        dragmode=None,
        meta=None,
        margin={side: max(figure.layout.margin[side] or 0, EDGE) for side in "tr"},
    )
    figure.update_xaxes(fixedrange=False, automargin=True)
    figure.update_yaxes(fixedrange=False, automargin=True)
    if request.title:
        _entitle(figure, request.title, theme)


def _legend(theme: Theme, request: Request) -> dict[str, Any]:
    """A legend below the picture, and below the axis title if there is one."""
    return {
        "bgcolor": "rgba(0,0,0,0)",
        "font": {"color": theme.ink},
        "orientation": "h",
        "x": 0.5,
        "xanchor": "center",
        "y": -0.02 if request.view == "surface" else -0.1,
        "yanchor": "top",
        "itemsizing": "constant",
    }


def _entitle(figure: go.Figure, title: str, theme: Theme) -> None:
    """Put ``title`` above the picture; it is escaped, because plotly interprets tags."""
    figure.update_layout(
        title={
            "text": escape(title, quote=False),
            "x": 0.5,
            "xanchor": "center",
            "y": 0.975,
            "yanchor": "top",
            "font": {"size": 18, "color": theme.ink},
        },
        margin={"t": 56},
    )
