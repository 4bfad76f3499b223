"""Marks on a surface for pages without assets/in_front.js, which would cut them in two: raised."""

from __future__ import annotations

from typing import Any

import numpy as np

from components.export.solved_view import SolvedView
from components.session.elevation import Elevation
from losscore.checks import FloatArray

# Half a mark's size as a share of the height.
RADIUS = 0.045
# No mark is further from its place than so many times that, however steep the surface is there.
HIGHEST = 2.5
# The length over which a slope is measured, as a share of the window.
SHORT = 1e-3


class Raised:
    """How far the marks of one surface are off it, towards the eye.

    A disc of radius r that faces the eye clears a plane of normal n where it is raised by
    r √(1 + s²) sin(n, eye), with s the plane's slope; level ground is cleared from all sides. All
    of it is measured as the scene is drawn, not in units of θ and J.
    """

    def __init__(self, scene: SolvedView, layout: Any) -> None:
        surface = scene.solved.surface
        self._elevation = Elevation.of(surface, scene.display)
        self._problem = scene.solved.problem
        ratio, eye = layout.aspectratio, layout.camera.eye
        ranges = [axis.range for axis in (layout.xaxis, layout.yaxis, layout.zaxis)]
        self._sides = np.array([high - low for low, high in ranges])
        self._per_unit = np.array([ratio.x, ratio.y, ratio.z]) / self._sides
        towards = np.array([eye.x, eye.y, eye.z])
        self._towards = towards / np.linalg.norm(towards)
        self._side = 1.0 if eye.z >= 0 else -1.0

    def rises(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """For marks at θ = (x, y), both (k,): what is added to their heights."""
        slopes = self._slopes(np.stack([x, y], axis=-1)) * self._per_unit[2] / self._per_unit[:2]
        normals = np.column_stack([-slopes, np.ones(len(slopes))]) * self._side
        # Not divided by its length, a normal is √(1 + s²) long.
        share = np.linalg.norm(np.cross(normals, self._towards), axis=-1)
        clear = np.clip(np.nan_to_num(share, nan=1.0), 1.0, HIGHEST)
        rises: FloatArray = self._side * RADIUS * self._elevation.span * clear
        return rises

    def _slopes(self, theta: FloatArray) -> FloatArray:
        """By how much the height rises per unit of θ, along both axes: (k, 2)."""
        steps = SHORT * self._sides[:2] * np.eye(2)
        ahead, behind = theta[:, None] + steps, theta[:, None] - steps
        difference = self._height(ahead) - self._height(behind)
        slopes: FloatArray = difference / (2.0 * SHORT * self._sides[:2])
        return slopes

    def _height(self, theta: FloatArray) -> FloatArray:
        return np.asarray(self._elevation(self._problem.loss(theta)))

    def patch(self, attributes: dict[str, Any]) -> dict[str, Any]:
        """``attributes`` of a trace of marks, raised; gaps in them, None, stay gaps."""
        if attributes.get("z") is None:
            return attributes
        x, y, z = (np.array(attributes[axis], dtype=float) for axis in "xyz")
        is_there = np.isfinite(z)
        z[is_there] += self.rises(x[is_there], y[is_there])
        heights = [
            float(height) if there else None for height, there in zip(z, is_there, strict=True)
        ]
        return attributes | {"z": heights}
