"""Basins of attraction on surface and map, as the page paints them, with a legend of their own."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import plotly.graph_objects as go

from components.export.solved_view import SolvedView
from components.figures.basins import paint, painted, region_colours
from components.figures.parts import role
from components.session.basins import Regions, find_regions, region_name
from components.session.solved import default_run
from components.session.text import BusyError

# Others' basins are waited for so many times, about a fifth of a second each.
TRIES = 50


def paint_surface(figure: go.Figure, scene: SolvedView) -> go.Figure:
    """Colour the surface as it was built, if the scenario wants it."""
    if not scene.scenario.basins:
        return figure
    regions = _regions(scene)
    paint(figure, painted(regions, scene.solved).surface)
    return figure.add_traces(_legend(regions, scene, go.Scatter3d, "xyz"))


def paint_map(figure: go.Figure, scene: SolvedView) -> go.Figure:
    """Colour the map as it was built, if the scenario wants it."""
    if not scene.scenario.basins:
        return figure
    regions = _regions(scene)
    paint(figure, painted(regions, scene.solved).contour)
    return figure.add_traces(_legend(regions, scene, go.Scatter, "xy"))


def _regions(scene: SolvedView) -> Regions:
    """For the newest run's settings, as on the page; BusyError if those of others take too long."""
    runs = scene.scenario.runs
    run = runs[-1] if runs else default_run(scene.scenario).run
    for _ in range(TRIES):
        with suppress(BusyError):
            return find_regions(scene.scenario, run)
    raise BusyError("basins")


def _legend(regions: Regions, scene: SolvedView, kind: Any, axes: str) -> list[Any]:
    """Traces of nothing, whose names and colours the legend shows."""
    colours = region_colours(regions.names, scene.solved.minima)
    return [
        kind(
            **{axis: [None] for axis in axes},
            mode="markers",
            marker={"symbol": "square", "size": 10, "color": colours[label]},
            name=f"{region_name(label)} {100 * np.mean(regions.label == label):.0f} %",
            showlegend=True,
            meta=role("legend"),
        )
        for label in regions.names
    ]
