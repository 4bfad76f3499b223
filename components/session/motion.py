"""How runs move and look on the page and in exports: limits, clock, lifts and marks.

`make motion` writes assets/lab/run/constants.mjs, which has the same values for JavaScript.
"""

from __future__ import annotations

from losscore.scenario.options import MAX_RUNS as MAX_RUNS  # a figure has room for so many runs

# Milliseconds that an animation takes, and that a loop rests at its end.
MS_PER_STEP = 33
SHORTEST = 1500
LONGEST = 5000
PAUSE = 700

# How far things are drawn above the surface, as a share of its height. Lines would otherwise sink
# into the facets between grid nodes. Markers of minima are above the balls that arrive there, and a
# guess is above both. assets/in_front.js prevents cuts where the surface is seen at a slant.
LIFT = 0.012
MINIMUM_LIFT = 0.016
GUESS_LIFT = 0.02

# Marks of runs, by their numbers: shapes that plotly has in 2-D and in 3-D.
SYMBOLS = (
    "circle",
    "square",
    "diamond",
    "cross",
    "x",
    "circle-open",
    "square-open",
    "diamond-open",
)
# The dashes of runs of one colour, by their turns: plotly's names, with the lengths of strokes and
# gaps in line widths.
DASHES: dict[str, tuple[int, ...]] = {
    "solid": (),
    "dash": (3, 3),
    "dot": (1, 1),
    "dashdot": (3, 1, 1, 1),
    "longdash": (5, 5),
    "longdashdot": (5, 2, 1, 2),
}
# The width of the other lines, as a share of the selected one's.
THIN = 0.6

# Below this share of the largest J of a run, J − J* is rounding.
RESOLUTION = 1e-15
