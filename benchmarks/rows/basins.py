"""Basins: which minimum a descent from every node of a grid reaches, against all those descents."""

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
# The starts whose labels are compared with where direct descent ends.
CHECKED = 100
# As shares of the window's width: so near a minimum a descent has arrived, so far it has not.
NEAR, FAR = 0.01, 0.1
# A start beside the border of two basins may go either way.
TOL = 0.01

Descents = Callable[[ls.Dataset, NDArray[np.float64], float, int], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Field:
    """``n_steps`` of gradient descent from every node of a resolution × resolution grid.

    The peer descends from ``peer_starts`` of them and takes ``peer_steps``.
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
        """How much more the whole work is than the peer's."""
        return self.resolution**2 / self.peer_starts * self.n_steps / self.peer_steps

    @property
    def note(self) -> str:
        """What the peer does."""
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
    """All descents of ours against the peer's part of them."""
    # getattr keeps the row, which then says what is missing, apart from the rest.
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
    """The share of starts whose label is not that of the minimum where direct descent ends."""
    assert problem.dataset is not None
    (j, i), starts = _some_starts(problem.dataset, field.resolution, CHECKED)
    ends = field.peer(problem.dataset, starts, field.learning_rate, field.n_steps)
    minima = ls.minima(problem).theta
    width = float(np.ptp(problem.window[0]))
    distance = np.linalg.norm(ends[:, None] - minima, axis=-1) / width
    return mislabelled(label[j, i], distance)


def mislabelled(label: NDArray[np.intp], distance: NDArray[np.float64]) -> float:
    """The share of wrong labels (m,), given the distances of the ends to the minima (m, k).

    The label of a minimum is what most of the starts carry that end there; two minima must not
    share theirs. Starts that end near no minimum must carry another.
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
    """A surface with plateaus, and the petals of K-means."""
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
