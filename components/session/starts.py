"""Several runs at once: one optimizer from a ring of starts, or several optimizers from one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

import losscore as ls
from components.session.solved import Solved, default_rate, round_start

# The ring's radius as a share of half the window, and the angle of its first start: no start may
# lie on an axis or a diagonal, where symmetry could trap a run.
REACH, BEGIN = 0.8, 0.3


def ring(solved: Solved, run: ls.Run, count: int) -> list[ls.Run]:
    """``run`` from ``count`` starts on an ellipse around the middle of the window."""
    low, high = np.array(solved.window).T
    middle, half = 0.5 * (low + high), 0.5 * REACH * (high - low)
    angles = BEGIN + 2.0 * np.pi * np.arange(count) / count
    places = middle + half * np.stack((np.cos(angles), np.sin(angles)), axis=-1)
    return [replace(run, start=round_start(solved, (float(x), float(y)))) for x, y in places]


def race(solved: Solved, run: ls.Run, optimizers: list[str]) -> list[ls.Run]:
    """A run by each of ``optimizers`` from the start of ``run``, at a rate that suits it."""
    return [ls.Run(run.start, name, default_rate(solved, name), run.n_steps) for name in optimizers]
