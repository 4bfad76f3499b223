"""Colour scales of the surface, from low to high J.

The neutral one is the theme's own. Viridis and magma are by N. Smith and S. van der Walt (2015),
cividis by J. Nuñez, C. Anderton and R. Renslow (2018): perceptually uniform, and in the same order
for colour-blind readers.
"""

from __future__ import annotations

from components.figures.theme import Scale, Theme
from components.session.display import Display

_PUBLISHED = {
    "viridis": "440154 482878 3e4989 31688e 26828e 1f9e89 35b779 6ece58 b5de2b fde725",
    "cividis": "00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 e1cc55 fee838",
    "magma": "000004 180f3d 440f76 721f81 9e2f7f cd4071 f1605d fd9668 feca8d fcfdbf",
}


def scale_named(name: str, theme: Theme) -> Scale:
    """The scale ``name``, or the theme's own if it is not a published one."""
    colours = _PUBLISHED.get(name, "").split()
    if not colours:
        return theme.scale
    return tuple((i / (len(colours) - 1), f"#{colour}") for i, colour in enumerate(colours))


def colour_scale(display: Display, theme: Theme) -> list[list[float | str]]:
    """The scale of ``display`` as plotly takes it."""
    return [list(stop) for stop in scale_named(display.colours, theme)]
