"""The surface in 3-D, with its minima and runs."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

import losscore as ls
from components.defaults import solve
from components.export.scenes import Scene
from components.export.views.basins import paint_surface
from components.export.views.parts import Frame, dressed, path_frame
from components.figures import build_surface, camera


def blank(scene: Scene) -> go.Figure:
    """The surface; room for its runs."""
    figure = build_surface(
        scene.solved.surface,
        scene.solved.minima,
        scene.symbols,
        scene.theme,
        camera=_camera(scene),
        camera_key=scene.scenario.problem,
    )
    figure.layout.meta = None
    return paint_surface(dressed(figure, scene), scene)


def frame(scene: Scene, step: int) -> Frame:
    """The runs at ``step``."""
    return path_frame(scene, step, "xyz")


def _camera(scene: Scene) -> dict[str, Any]:
    """As the page is first seen, for both sides of a duel; or as the request says."""
    view = camera(solve(ls.Scenario(problem=scene.request.scenario.problem)).surface)
    if scene.request.eye is None:
        return view
    return view | {"eye": dict(zip("xyz", scene.request.eye, strict=True))}
