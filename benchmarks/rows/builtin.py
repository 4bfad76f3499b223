"""The default surface of every registered problem, against one exponential."""

from __future__ import annotations

from functools import partial

import numpy as np

import losscore as ls
from benchmarks import peers
from benchmarks.contest import Contest, Row, measure
from benchmarks.gates import Within
from benchmarks.timing import Side

NODES = 161
SAMPLES = 100
TOL = 1e-6
CHECKED = 300


def contest(name: str) -> Contest:
    """Ours with all defaults; the peer is np.exp of grid × 100 numbers."""
    table = np.random.default_rng(0).uniform(-5.0, 5.0, NODES * NODES * SAMPLES)
    arrays = table, np.empty_like(table)
    return Contest(
        ours=Side(prepare=partial(ls.problem, name), run=ls.surface),
        peer=Side(lambda _: peers.one_exp(arrays)),
        error=lambda surface, _: _error(name, surface),
        tol=TOL,
    )


def _error(name: str, surface: ls.Surface) -> float:
    """The largest difference from J itself at random nodes, relative to the surface's range."""
    i, j = np.random.default_rng(1).integers(0, NODES, (2, CHECKED))
    truth = ls.problem(name).loss(np.stack((surface.x[i], surface.y[j]), axis=-1))
    return float(np.abs(surface.z[j, i] - truth).max() / np.ptp(surface.z))


def rows() -> list[Row]:
    """One row for every registered problem."""
    return [
        Row(
            f"surface-{name}",
            f"surface 161 × 161 of {name}, as first shown",
            "one np.exp of grid × 100",
            Within(10),
            partial(measure, partial(contest, name)),
        )
        for name in ls.problems()
    ]
