"""Basins of attraction on surface and map, painted as on the page, with their own legend."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import plotly.graph_objects as go

from components.export.solved_view import SolvedView
from components.figures.basins import paint, painted, region_colours
from components.figures.parts import role
from components.session.basins import BasinMap, find_basins, region_name
from components.session.solved import default_run
from components.session.text import BusyError

# How often to try while the server computes other basins; each try waits a fifth of a second.
MAX_ATTEMPTS = 50


def paint_surface(figure: go.Figure, scene: SolvedView) -> go.Figure:
    """Paint the basins on the surface, if the scenario shows them."""
    if not scene.scenario.basins:
        return figure
    basins = _basins(scene)
    paint(figure, painted(basins, scene.solved).surface)
    return figure.add_traces(_legend(basins, scene, go.Scatter3d, "xyz"))


def paint_map(figure: go.Figure, scene: SolvedView) -> go.Figure:
    """Paint the basins on the map, if the scenario shows them."""
    if not scene.scenario.basins:
        return figure
    basins = _basins(scene)
    paint(figure, painted(basins, scene.solved).contour)
    return figure.add_traces(_legend(basins, scene, go.Scatter, "xy"))


def _basins(scene: SolvedView) -> BasinMap:
    """The basins for the newest run's settings, as on the page; BusyError after a long wait."""
    runs = scene.scenario.runs
    run = runs[-1] if runs else default_run(scene.scenario).run
    for _ in range(MAX_ATTEMPTS):
        with suppress(BusyError):
            return find_basins(scene.scenario, run)
    raise BusyError("basins")


def _legend(basins: BasinMap, scene: SolvedView, kind: Any, axes: str) -> list[Any]:
    """Empty traces, whose names and colours the legend shows."""
    colours = region_colours(basins.names, scene.solved.minima)
    return [
        kind(
            **{axis: [None] for axis in axes},
            mode="markers",
            marker={"symbol": "square", "size": 10, "color": colours[label]},
            name=f"{region_name(label)} {100 * np.mean(basins.label == label):.0f} %",
            showlegend=True,
            meta=role("legend"),
        )
        for label in basins.names
    ]
