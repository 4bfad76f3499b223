"""Basins: the minimum that each start of a grid reaches, against running all those descents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

import losscore as ls
from benchmarks import data, peers
from benchmarks.contest import Contest, FailedError, Row, measure
from benchmarks.gates import Faster
from benchmarks.timing import Side

N_SAMPLES = 10**4
# The number of starts whose labels are compared with the end of a direct descent.
CHECKED = 100
# Shares of the window's width: within NEAR of a minimum a descent has arrived, beyond FAR not.
NEAR, FAR = 0.01, 0.1
# Starts at the border of two basins may go either way, so a few labels may differ.
TOL = 0.01

Descents = Callable[[ls.Dataset, NDArray[np.float64], float, int], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Field:
    """``n_steps`` of gradient descent from every node of a resolution × resolution grid.

    The peer takes only ``peer_steps`` from ``peer_starts`` of them.
    """

    problem: str
    dataset: Callable[[int], ls.Dataset]
    peer: Descents
    learning_rate: float
    resolution: int
    n_steps: int
    peer_starts: int
    peer_steps: int

    @property
    def scale(self) -> float:
        """The whole work over the peer's part of it."""
        return self.resolution**2 / self.peer_starts * self.n_steps / self.peer_steps

    @property
    def note(self) -> str:
        """The peer's part, in words."""
        return f"peer: {self.peer_starts} starts × {self.peer_steps} steps, scaled"


LOGISTIC = Field(
    problem="logistic-squared-error",
    dataset=data.classes,
    peer=peers.direct_logistic_squared_error,
    # Below 2/λmax ≈ 35, and large enough for every start to arrive within the steps.
    learning_rate=8.0,
    resolution=200,
    n_steps=200,
    peer_starts=400,
    peer_steps=10,
)
KMEANS = Field(
    problem="kmeans",
    dataset=data.mixture,
    peer=peers.broadcast_kmeans,
    learning_rate=0.4,
    resolution=101,
    n_steps=100,
    peer_starts=200,
    peer_steps=10,
)


def contest(field: Field) -> Contest:
    """All our descents against the peer's part of them."""
    # With getattr, a missing function fails this row alone, and not the import.
    basins: Callable[..., Any] | None = getattr(ls, "basins", None)
    if basins is None:
        raise FailedError("ls.basins is missing")
    samples = field.dataset(N_SAMPLES)
    build = partial(ls.problem, field.problem, dataset=samples, aggregation="mean")
    _, starts = _some_starts(samples, field.resolution, field.peer_starts)
    run = partial(
        basins,
        learning_rate=field.learning_rate,
        resolution=field.resolution,
        n_steps=field.n_steps,
        tol=0.0,
    )
    return Contest(
        ours=Side(prepare=build, run=run),
        peer=Side(lambda _: field.peer(samples, starts, field.learning_rate, field.peer_steps)),
        error=lambda found, _: _disagreement(field, build(), found.label),
        tol=TOL,
        scale=field.scale,
        note=field.note,
    )


def _some_starts(
    samples: ls.Dataset, resolution: int, count: int
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """``count`` random nodes of the grid: their (j, i) (2, count) and θ (count, 2)."""
    assert samples.window is not None
    nodes = np.random.default_rng(2).integers(0, resolution, (2, count))
    x, y = (np.linspace(low, high, resolution) for low, high in samples.window)
    return nodes, np.stack((x[nodes[1]], y[nodes[0]]), axis=-1)


def _disagreement(field: Field, problem: ls.Problem, label: NDArray[np.intp]) -> float:
    """The share of starts whose label is not that of the minimum that direct descent reaches."""
    assert problem.dataset is not None
    (j, i), starts = _some_starts(problem.dataset, field.resolution, CHECKED)
    ends = field.peer(problem.dataset, starts, field.learning_rate, field.n_steps)
    minima = ls.minima(problem).theta
    width = float(np.ptp(problem.window[0]))
    distance = np.linalg.norm(ends[:, None] - minima, axis=-1) / width
    return mislabelled(label[j, i], distance)


def mislabelled(label: NDArray[np.intp], distance: NDArray[np.float64]) -> float:
    """The share of wrong labels (m,), given the distances of the ends to the minima (m, k).

    A minimum's label is the most frequent one among the starts that end there, and no two minima
    may share a label. Starts that end far from all minima must have a different label.
    """
    nearest, reached = distance.argmin(axis=1), distance.min(axis=1) <= NEAR
    wrong, names = 0, []
    for minimum in np.unique(nearest[reached]):
        there = label[reached & (nearest == minimum)]
        values, counts = np.unique(there, return_counts=True)
        names.append(values[counts.argmax()])
        wrong += len(there) - counts.max()
    if len(set(names)) < len(names) or not names:
        return 1.0
    lost = distance.min(axis=1) >= FAR
    wrong += int(np.isin(label[lost], names).sum())
    return float(wrong / len(label))


def rows() -> list[Row]:
    """Basins of a surface with plateaus, and of K-means."""
    return [
        Row(
            "basins-logistic-squared-error",
            "basins 200 × 200 of logistic-squared-error, N=1e4, 200 steps",
            "direct numpy",
            Faster(60),
            partial(measure, partial(contest, LOGISTIC)),
        ),
        Row(
            "basins-kmeans",
            "basins 101 × 101 of kmeans, N=1e4, 100 steps",
            "broadcast numpy",
            Faster(100),
            partial(measure, partial(contest, KMEANS)),
        ),
    ]
