"""A Play button and a slider of steps inside a layout, for pages that pass no frames to plotly.

The balls move along complete paths, because growing paths would take O(n²) bytes.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import plotly.graph_objects as go

from components.export.figure_timeline import FigureTimeline
from components.export.jsonable import plain
from components.figures import Theme

MAX_STOPS = 41
# Bytes of all moves. A file holds them twice, for the button and for the slider.
MAX_BYTES = 180_000
DURATION = 60  # ms
LEGEND_ROOM = 28  # px
# Letters that fit on a line of the legend, and the width of each key with its gap, in letters.
LINE, KEY = 90, 6

Moves = dict[int, dict[str, Any]]


def add_player(figure: go.Figure, picture: FigureTimeline, theme: Theme) -> go.Figure:
    """Add a player to ``figure``, which shows ``picture`` at its end."""
    is_flat = not any(trace.type == "surface" for trace in figure.data)
    stops = _stops(figure, picture)
    if len(stops) < 2:
        return figure
    place = {"y": 0.0, "yanchor": "top", "pad": {"t": 58 if is_flat else 16, "b": 10}}
    look = {
        "bgcolor": theme.card,
        "bordercolor": theme.line,
        "font": {"color": theme.ink, "size": 12},
    }
    _move_legend(figure, is_flat)
    return figure.update_layout(
        sliders=[_slider(stops) | look | place], updatemenus=[_buttons(stops) | look | place]
    )


def _move_legend(figure: go.Figure, is_flat: bool) -> None:
    """Make room for the slider: move the legend above, or beside if it needs two lines."""
    layout = figure.layout
    names = [trace.name for trace in figure.data if trace.showlegend]
    if not is_flat:
        layout.legend.update(y=1.0, yanchor="top")
    elif sum(map(len, names)) + len(names) * KEY > LINE:
        layout.legend.update(orientation="v", x=1.02, xanchor="left", y=1.0, yanchor="top")
    elif names:
        layout.legend.update(y=1.1 if layout.annotations else 1.02, yanchor="bottom")
        layout.margin.t += LEGEND_ROOM * (1.4 if layout.annotations else 1.0)


def _stops(figure: go.Figure, picture: FigureTimeline) -> dict[int, Moves]:
    """Maps evenly spaced steps to their moves; as many steps as MAX_BYTES allows."""
    if not picture.last:
        return {}
    end = _moving(figure, picture.changes(picture.last))
    size = len(json.dumps(plain(end))) + 1
    count = min(MAX_STOPS, picture.last + 1, max(2, MAX_BYTES // size))
    steps = np.unique(np.rint(np.linspace(0, picture.last, count)).astype(int)).tolist()
    return {step: _moving(figure, picture.changes(step)) for step in steps}


def _moving(figure: go.Figure, changes: Moves) -> Moves:
    """The changes without the paths of the runs, which are complete from the beginning."""
    return {
        index: change
        for index, change in changes.items()
        if figure.data[index].meta.get("show", "head") == "head"
    }


def _buttons(stops: dict[int, Moves]) -> dict[str, Any]:
    frames = [_frame(moves) for moves in stops.values()]
    pace = {
        "frame": {"duration": DURATION, "redraw": True},
        "transition": {"duration": 0},
        "mode": "immediate",
    }
    halt = {"frame": {"duration": 0, "redraw": False}, "mode": "immediate"}
    return {
        "type": "buttons",
        "direction": "right",
        "showactive": False,
        "x": 0.0,
        "xanchor": "left",
        "buttons": [
            {"label": "Play", "method": "animate", "args": [frames, pace]},
            {"label": "Pause", "method": "animate", "args": [[None], halt]},
        ],
    }


def _slider(stops: dict[int, Moves]) -> dict[str, Any]:
    return {
        "active": len(stops) - 1,
        "currentvalue": {"prefix": "step ", "xanchor": "right"},
        "x": 0.2,
        "len": 0.8,
        "ticklen": 4,
        "minorticklen": 0,
        "steps": [{"label": str(step), **_command(moves)} for step, moves in stops.items()],
    }


def _command(moves: Moves) -> dict[str, Any]:
    """The command that applies ``moves``: a restyle if all traces change the same attributes."""
    changes = list(moves.values())
    if any(change.keys() != changes[0].keys() or "marker" in change for change in changes):
        still = {"frame": {"duration": 0, "redraw": True}, "transition": {"duration": 0}}
        return {"method": "animate", "args": [[_frame(moves)], still | {"mode": "immediate"}]}
    values = {name: [change[name] for change in changes] for name in changes[0]}
    return {"method": "restyle", "args": [values, list(moves)]}


def _frame(moves: Moves) -> dict[str, Any]:
    return {"data": list(moves.values()), "traces": list(moves)}
