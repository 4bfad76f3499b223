"""Basins of attraction as they are shown: one colour per minimum, darker where it takes longer."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import numpy as np
from dash import html
from numpy.typing import NDArray

import losscore as ls
from components.defaults import Solved, solve
from components.fields import aria
from components.figures.basin_colours import basin_scale, region_colours
from components.wording import MAX_NAMED, letter
from losscore.attraction import DIVERGED, ELSEWHERE, PLATEAU, STEP_LIMIT
from losscore.problems.mlp import MLP

# Nearer to a minimum than this share of the window, a run that is out of steps is at it.
ARRIVED = 1e-3
# Runs of a network cost steps × samples; beyond this much work the grid of starts is coarser.
MAX_WORK = 80_000_000
RESOLUTIONS = (101, 61, 41, 25)
WORDS = {
    PLATEAU: "plateau",
    DIVERGED: "diverged",
    STEP_LIMIT: "step limit",
    ELSEWHERE: "another minimum",
}


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """Labels and shades (ny, nx) of the starts: a shade runs from 0, quick, to 1, slow."""

    label: NDArray[np.intp]
    shade: NDArray[np.float64]
    resolution: int

    @property
    def names(self) -> list[int]:
        """The labels that occur, the minima first."""
        return sorted(
            {int(label) for label in np.unique(self.label)}, key=lambda n: (n < 0, abs(n))
        )


@lru_cache(maxsize=32)
def find_regions(scenario: ls.Scenario, run: ls.Run) -> Regions:
    """Where the settings of ``run`` lead from everywhere on the surface of ``scenario``."""
    solved = solve(scenario)
    resolution = _resolution(solved, run.n_steps)
    found = ls.basins(
        solved.problem,
        run.optimizer,
        run.learning_rate,
        resolution,
        window=scenario.window,
        n_steps=run.n_steps,
        **cast(Any, dict(run.hyper)),
    )
    slowness = np.log1p(found.steps)
    low, high = float(slowness.min()), float(slowness.max())
    shade = (slowness - low) / (high - low) if high > low else np.full(slowness.shape, 0.5)
    return Regions(_labels(solved, found), shade, resolution)


def _resolution(solved: Solved, n_steps: int) -> int:
    problem = solved.problem
    samples = len(problem.dataset or ()) if isinstance(problem, MLP) else 1
    fitting = (n for n in RESOLUTIONS if n * n * n_steps * samples <= MAX_WORK)
    resolution = next(fitting, None)
    if resolution is None:
        raise ValueError(
            f"basins of {n_steps} steps on {samples} samples take too long: choose fewer of either"
        )
    return resolution


def _labels(solved: Solved, found: ls.Basins) -> NDArray[np.intp]:
    """Labels by the letters of the page; a run that is out of steps at a minimum has arrived."""
    label = np.where(found.label >= 0, ELSEWHERE, found.label)
    if not len(solved.minima):
        return label
    sides = np.ptp(np.array(solved.problem.window), axis=1)
    offset = np.abs(found.theta[..., None, :] - solved.minima.theta) / sides
    distance = offset.max(axis=-1)
    nearest = distance.argmin(axis=-1)
    gap = distance.min(axis=-1)
    at_rest = (label == ELSEWHERE) & (gap <= 10 * ARRIVED)
    is_there = at_rest | ((label == STEP_LIMIT) & (gap <= ARRIVED))
    return np.where(is_there, np.where(nearest < MAX_NAMED, nearest, ELSEWHERE), label)


def painted(regions: Regions, solved: Solved) -> dict[str, Any]:
    """Attributes of the surface trace that show ``regions``, one byte per node."""
    scale, codes_of = basin_scale(regions.names, solved.minima)
    codes = np.zeros(regions.label.shape, dtype="u1")
    for label, (first, last) in codes_of.items():
        shades = np.rint(first + regions.shade * (last - first))
        codes = np.where(regions.label == label, shades, codes).astype("u1")
    rows, columns = (
        np.rint(np.linspace(0, regions.resolution - 1, n)).astype(int)
        for n in solved.surface.z.shape
    )
    drawn = codes[np.ix_(rows, columns)]
    packed = {
        "dtype": "u1",
        "bdata": base64.b64encode(drawn.tobytes()).decode(),
        "shape": f"{drawn.shape[0]}, {drawn.shape[1]}",
    }
    return {"surfacecolor": packed, "colorscale": scale, "cmin": 0, "cmax": 255}


def build_legend(regions: Regions, solved: Solved) -> html.Div:
    """What the colours mean, and the share of starts that each has."""
    colours = region_colours(regions.names, solved.minima)
    items = [
        html.Li(
            [
                html.I(style={"background": colours[label]}, **aria(hidden="true")),
                html.B(name(label)),
                f" {100 * np.mean(regions.label == label):.0f} %",
            ]
        )
        for label in regions.names
    ]
    note = f"{regions.resolution} × {regions.resolution} starts; darker takes more steps"
    return html.Div([html.Ul(items), html.P(note)])


def name(label: int) -> str:
    """What a label is called on screen."""
    return letter(label) if label >= 0 else WORDS[label]
