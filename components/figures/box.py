"""The sides of the box that holds the scene; the camera's eye has the same units."""

from __future__ import annotations

from components.session.display import Display
from losscore import Surface

CUBE = {"x": 1.25, "y": 1.25, "z": 0.72}
# Beyond this proportion the box would be too thin, so its axes keep their own units.
MAX_RATIO = 4.0


def box_sides(surface: Surface, display: Display) -> dict[str, float]:
    """Both axes equally long, or in the same unit; the height, in another unit, stays the same."""
    if display.aspect == "cube":
        return dict(CUBE)
    width, depth = (float(axis[-1] - axis[0]) for axis in (surface.x, surface.y))
    longest = max(width, depth)
    sides = (max(side / longest, 1 / MAX_RATIO) for side in (width, depth))
    x, y = (CUBE["x"] * side for side in sides)
    return CUBE | {"x": x, "y": y}
