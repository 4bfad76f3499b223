"""All colours of the figures, light and dark. The page's own colours are in assets/lab.css.

The surface is neutral, so that coloured paths and marks stand out on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from components.session.palette import BLUE, VERMILLION

# The gradient and the quadratic at a point, visible on the neutral surface and on basins.
LOCAL = "#ff4fa3"

CLUSTER_COLOURS = (VERMILLION, BLUE)
LABEL_COLOURS = (VERMILLION, BLUE)
# One colour for each solution: minima that differ only in exchanged labels share it.
TWIN_COLOURS = ("#ffd43b", "#63e6be")

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
Scale = tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of one appearance. ``scale`` runs from low to high J."""

    name: str
    ink: str
    muted: str
    line: str
    card: str
    scale: Scale
    contour_line: str
    marker: str
    marker_edge: str
    probability: Scale


LIGHT = Theme(
    name="light",
    ink="#18212b",
    muted="#5b6876",
    line="#dfe4ea",
    card="#ffffff",
    scale=(
        (0.0, "#22303d"),
        (0.1, "#3f5468"),
        (0.35, "#768b9e"),
        (0.7, "#acbac7"),
        (1.0, "#d9e1e8"),
    ),
    contour_line="rgba(255, 255, 255, 0.55)",
    marker="#ffffff",
    marker_edge="#112233",
    probability=((0.0, "#fbe3d6"), (0.5, "#ffffff"), (1.0, "#d5e8f7")),
)
DARK = Theme(
    name="dark",
    ink="#e6ebf0",
    muted="#9aa7b4",
    line="#28323d",
    card="#161d25",
    scale=(
        (0.0, "#1d2934"),
        (0.1, "#2d3c49"),
        (0.35, "#4f6374"),
        (0.7, "#8fa1b1"),
        (1.0, "#e3e9ee"),
    ),
    contour_line="rgba(230, 235, 240, 0.45)",
    marker="#ffffff",
    marker_edge="#0b1015",
    probability=((0.0, "#4a2a1a"), (0.5, "#161d25"), (1.0, "#16344c")),
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


def theme_named(name: object) -> Theme:
    """The theme ``name``; light for anything else."""
    return THEMES.get(str(name), LIGHT)
