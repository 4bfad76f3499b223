"""The surface in 3-D, with its minima and runs."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

import losscore as ls
from components.export.solved_view import SolvedView
from components.export.views.basins import paint_surface
from components.export.views.parts import fitted
from components.figures import build_surface, camera
from components.session.solved import solve

# On a still picture nobody can turn the surface to see what is cut off: a step back, and some more
# where a scene is narrower than WIDE heights, or likely to be.
BACK, DUEL_BACK, WIDE = 1.1, 1.2, 1.25


def blank(scene: SolvedView) -> go.Figure:
    """The surface; room for its runs."""
    figure = build_surface(
        scene.solved.surface,
        scene.solved.minima,
        scene.symbols,
        scene.theme,
        scene.display,
        camera=_camera(scene),
        camera_key=scene.scenario.problem,
    )
    figure.layout.meta = None
    return fitted(paint_surface(figure, scene), scene)


def _camera(scene: SolvedView) -> dict[str, Any]:
    """As the page is first seen, for both sides of a duel; or as the request says."""
    scenario, eye = scene.request.scenario, scene.request.camera
    view = camera(solve(ls.Scenario(problem=scenario.problem)).surface)
    if eye is not None:
        return view | {"eye": dict(zip("xyz", eye, strict=True))}
    width = scene.request.width / (2 if scenario.duel else 1)
    back = DUEL_BACK if scenario.duel else BACK
    distance = max(back, WIDE * scene.request.height / width)
    return view | {"eye": {axis: distance * part for axis, part in view["eye"].items()}}
