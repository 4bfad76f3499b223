"""How runs move and look, told once for the page and for exports: limits, clock, lifts and marks.

The page's JavaScript knows them by assets/lab/run/constants.mjs, which `make motion` writes.
"""

from __future__ import annotations

from losscore.scenario.options import MAX_RUNS as MAX_RUNS  # so many runs a figure has room for

# Milliseconds that an animation takes, and that a loop rests at its end.
MS_PER_STEP = 33
SHORTEST = 1500
LONGEST = 5000
PAUSE = 700

# How far things are drawn above the surface, as a share of its height: lines so that they do not
# sink into the facets between grid nodes, markers of minima over the balls that come to them, and a
# guess over both. That the surface does not cut them where it is seen at a slant is up to
# assets/in_front.js.
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
# Lines of runs of one colour, by their turns: plotly's dashes, and what they are made of, in widths
# of the line.
DASHES: dict[str, tuple[int, ...]] = {
    "solid": (),
    "dash": (3, 3),
    "dot": (1, 1),
    "dashdot": (3, 1, 1, 1),
    "longdash": (5, 5),
    "longdashdot": (5, 2, 1, 2),
}
# The width of lines beside the selected one, as a share of its width.
THIN = 0.6

# Below this share of the largest J of a run, J − J* is rounding.
RESOLUTION = 1e-15
