"""Basins of attraction on surface and map, as the page paints them, with a legend of their own."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from components.basins import Regions, find_regions, name, painted
from components.defaults import default_run
from components.export.scenes import Scene
from components.figures.basin_colours import region_colours
from components.figures.parts import role


def paint_surface(figure: go.Figure, scene: Scene) -> go.Figure:
    """Colour the surface, if the scenario wants it."""
    if not scene.scenario.basins:
        return figure
    regions = _regions(scene)
    paint = painted(regions, scene.solved)
    figure.data[0].update(surfacecolor=paint.surface, cmin=0, cmax=255, colorscale=paint.scale)
    return figure.add_traces(_legend(regions, scene, go.Scatter3d, "xyz"))


def paint_map(figure: go.Figure, scene: Scene) -> go.Figure:
    """Colour the map, if the scenario wants it; or drop the room for that."""
    lines, heatmap, *rest = figure.data
    if not scene.scenario.basins:
        figure.data = [lines, *rest]
        return figure
    regions = _regions(scene)
    paint = painted(regions, scene.solved)
    lines.contours.coloring = "none"
    heatmap.update(z=paint.map, zmin=0, zmax=255, colorscale=paint.scale, visible=True)
    # Drawn first: the lines lie on the colours.
    figure.data = [heatmap, lines, *rest]
    return figure.add_traces(_legend(regions, scene, go.Scatter, "xy"))


def _regions(scene: Scene) -> Regions:
    """For the newest run's settings, as on the page."""
    runs = scene.scenario.runs
    run = runs[-1] if runs else default_run(scene.scenario).run
    return find_regions(scene.scenario.subject(), run)


def _legend(regions: Regions, scene: Scene, kind: Any, axes: str) -> list[Any]:
    """Traces of nothing, whose names and colours the legend shows."""
    colours = region_colours(regions.names, scene.solved.minima)
    return [
        kind(
            **{axis: [None] for axis in axes},
            mode="markers",
            marker={"symbol": "square", "size": 10, "color": colours[label]},
            name=f"{name(label)} {100 * np.mean(regions.label == label):.0f} %",
            showlegend=True,
            meta=role("legend"),
        )
        for label in regions.names
    ]
