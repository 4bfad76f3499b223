"""The camera: a view in which the surface does not hide its own lowest point."""

from __future__ import annotations

from typing import Any

import numpy as np

from components.figures.box import CUBE
from losscore import Surface
from losscore.checks import FloatArray

CENTRE = (0.0, 0.0, -0.1)
# (distance from the axis, height): first the view that shows heights best, then steeper ones.
SLANTS = ((1.92, 1.08), (1.6, 1.7), (1.15, 2.3))
# Azimuths in degrees; the first is the default, the others follow around the surface.
AZIMUTHS = tuple(-128.7 + turn for turn in (0, 90, -90, 180))
SAMPLES = 160
# A surface beside another one fits into view from this many times as far away.
STEP_BACK = 1.42


def camera(surface: Surface) -> dict[str, Any]:
    """The first of twelve views that shows the lowest node of ``surface``."""
    eyes = [_eye(azimuth, slant) for slant in SLANTS for azimuth in AZIMUTHS]
    visible = (eye for eye in eyes if _is_seen(surface, eye))
    x, y, z = next(visible, eyes[0])
    return {
        "eye": {"x": round(x, 3), "y": round(y, 3), "z": round(z, 3)},
        "center": dict(zip("xyz", CENTRE, strict=True)),
    }


def farther(view: dict[str, Any]) -> dict[str, Any]:
    """``view`` from farther away, in the same direction."""
    centre = view["center"]
    eye = {
        axis: round(centre[axis] + STEP_BACK * (view["eye"][axis] - centre[axis]), 3)
        for axis in "xyz"
    }
    return {"eye": eye, "center": centre}


def _eye(azimuth: float, slant: tuple[float, float]) -> tuple[float, float, float]:
    radius, height = slant
    angle = np.radians(azimuth)
    return float(radius * np.cos(angle)), float(radius * np.sin(angle)), height


def _is_seen(surface: Surface, eye: tuple[float, float, float]) -> bool:
    """Whether the straight line from the lowest node to ``eye`` stays above the surface."""
    heights = _in_box(surface.z) * CUBE["z"]
    row, column = np.unravel_index(int(np.argmin(heights)), heights.shape)
    ny, nx = heights.shape
    lowest = np.array([column / (nx - 1), row / (ny - 1), 0.0]) - (0.5, 0.5, 0.5)
    start = lowest * list(CUBE.values())
    line = start + np.linspace(0.02, 1.0, SAMPLES)[:, None] * (np.array(eye) - start)
    columns = np.rint((line[:, 0] / CUBE["x"] + 0.5) * (nx - 1)).astype(int)
    rows = np.rint((line[:, 1] / CUBE["y"] + 0.5) * (ny - 1)).astype(int)
    above = (columns >= 0) & (columns < nx) & (rows >= 0) & (rows < ny)
    ground = heights[rows[above], columns[above]] - 0.5 * CUBE["z"]
    return bool((line[above, 2] >= ground).all())


def _in_box(z: FloatArray) -> FloatArray:
    """Heights from 0 to 1; all 0 for a flat surface."""
    low, high = float(z.min()), float(z.max())
    return (z - low) / ((high - low) or 1.0)
