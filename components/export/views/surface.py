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

# A still picture cannot be turned to see what is cut off. So the camera moves back by BACK (in a
# duel DUEL_BACK), and further if a scene is narrower than WIDE heights.
BACK, DUEL_BACK, WIDE = 1.1, 1.2, 1.25


def blank(scene: SolvedView) -> go.Figure:
    """The surface, with empty traces for its runs."""
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
    """The request's camera, or else the page's initial one, the same for both sides of a duel."""
    scenario, eye = scene.request.scenario, scene.request.camera
    view = camera(solve(ls.Scenario(problem=scenario.problem)).surface)
    if eye is not None:
        return view | {"eye": dict(zip("xyz", eye, strict=True))}
    width = scene.request.width / (2 if scenario.duel else 1)
    back = DUEL_BACK if scenario.duel else BACK
    distance = max(back, WIDE * scene.request.height / width)
    return view | {"eye": {axis: distance * part for axis, part in view["eye"].items()}}
