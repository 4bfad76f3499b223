"""Marks raised from a surface, for pages without assets/in_front.js.

There the surface would cut marks in two.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from components.export.solved_view import SolvedView
from components.session.elevation import Elevation
from losscore.checks import FloatArray

# Half of a mark's size, as a share of the surface's height.
RADIUS = 0.045
# A mark is raised by at most this many times RADIUS, however steep the surface is.
HIGHEST = 2.5
# The length over which a slope is measured, as a share of the window.
SHORT = 1e-3


class Raised:
    """Raises the marks of one surface so far that it does not cut them.

    A disc of radius r that faces the eye clears a plane with normal n and slope s if it is raised
    by r √(1 + s²) sin(n, eye). Marks rise by at least r, so that level ground is cleared from all
    sides. Lengths are those of the drawn scene, not units of θ and J.
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
        """The rise to add to the heights of marks at θ = (x, y), all of shape (k,)."""
        slopes = self._slopes(np.stack([x, y], axis=-1)) * self._per_unit[2] / self._per_unit[:2]
        normals = np.column_stack([-slopes, np.ones(len(slopes))]) * self._side
        # The normals are not unit vectors: their length is √(1 + s²), the factor in the formula.
        share = np.linalg.norm(np.cross(normals, self._towards), axis=-1)
        clear = np.clip(np.nan_to_num(share, nan=1.0), 1.0, HIGHEST)
        rises: FloatArray = self._side * RADIUS * self._elevation.span * clear
        return rises

    def _slopes(self, theta: FloatArray) -> FloatArray:
        """The derivatives of the height along both axes of θ, of shape (k, 2)."""
        steps = SHORT * self._sides[:2] * np.eye(2)
        ahead, behind = theta[:, None] + steps, theta[:, None] - steps
        difference = self._height(ahead) - self._height(behind)
        slopes: FloatArray = difference / (2.0 * SHORT * self._sides[:2])
        return slopes

    def _height(self, theta: FloatArray) -> FloatArray:
        return np.asarray(self._elevation(self._problem.loss(theta)))

    def patch(self, attributes: dict[str, Any]) -> dict[str, Any]:
        """Raised ``attributes`` of a trace of marks; gaps, which are None, stay gaps."""
        if attributes.get("z") is None:
            return attributes
        x, y, z = (np.array(attributes[axis], dtype=float) for axis in "xyz")
        is_there = np.isfinite(z)
        z[is_there] += self.rises(x[is_there], y[is_there])
        heights = [
            float(height) if there else None for height, there in zip(z, is_there, strict=True)
        ]
        return attributes | {"z": heights}
