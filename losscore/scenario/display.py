"""How a surface is shown: choices that change only the picture, not the numbers."""

from __future__ import annotations

from losscore.registry import Choice

DISPLAY: tuple[Choice, ...] = (
    Choice(
        "colours",
        "Colours",
        "slate",
        ("slate", "viridis", "cividis", "magma"),
        help="colour scale of J; all are perceptually uniform and colour-blind safe",
    ),
    Choice(
        "height",
        "Height",
        "linear",
        ("linear", "log"),
        help="J itself, or the logarithm of its height above its lowest value",
    ),
    Choice(
        "contours",
        "Contour lines",
        "lines",
        ("lines", "none"),
        help="lines of equal J on the surface",
    ),
    Choice(
        "minima",
        "Minima",
        "shown",
        ("shown", "hidden"),
        help="the certified minima on the surface and on the contour map",
    ),
    Choice(
        "aspect",
        "Proportions",
        "cube",
        ("cube", "data"),
        help="both axes equally long, or in the same unit; the height has its own scale",
    ),
)
