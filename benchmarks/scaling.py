"""How the time of a surface grows with the samples and with the grid: an exponent, no gate."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

import losscore as ls
from benchmarks import data
from benchmarks.timing import Clock, Effort, Side, race

NODES = 200
SAMPLES = (10**2, 10**3, 10**4, 10**5, 10**6, 10**7)
RESOLUTIONS = (100, 200, 500, 1000)
FIXED_SAMPLES = 10**4
# Seconds. A sweep stops before a size that, extrapolated from the last one, would take longer.
TIME_LIMIT = 20.0


@dataclass(frozen=True, slots=True)
class Sweep:
    """One surface at growing ``sizes``; ``side`` builds what is timed at a size."""

    name: str
    work: str
    unit: str
    sizes: tuple[int, ...]
    side: Callable[[int], Side]


@dataclass(frozen=True, slots=True)
class Growth:
    """Median seconds of a sweep at its first ``len(times)`` sizes."""

    sweep: Sweep
    times: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """p of time ∝ sizeᵖ, fitted to the logarithms; nan for a single size."""
        return exponent(self.sweep.sizes[: len(self.times)], self.times)


def exponent(sizes: tuple[int, ...], times: tuple[float, ...]) -> float:
    """The slope of log(time) over log(size), by least squares."""
    if len(sizes) < 2:
        return float("nan")
    x, y = np.log(sizes), np.log(times)
    spread = x - x.mean()
    return float(spread @ y / (spread @ spread))


def sweep(
    row: Sweep,
    effort: Effort,
    clock: Clock = time.perf_counter,
) -> Growth:
    """Time ``row`` at its sizes, smallest first, until one would take too long."""
    times: list[float] = []
    for size in row.sizes:
        if times and times[-1] * size / row.sizes[len(times) - 1] > TIME_LIMIT:
            break
        times.append(_median(row.side(size), effort, clock))
    return Growth(row, tuple(times))


def _median(side: Side, effort: Effort, clock: Clock) -> float:
    """The median time, after a warm-up that determines the number of rounds."""
    rng = np.random.default_rng(0)
    start = clock()
    first = race([side], 1, rng, clock)[0]
    rounds = effort.rounds(clock() - start)
    return race([side], rounds, rng, clock)[0] if first < TIME_LIMIT / effort.least else first


def _over_samples(
    problem: str, dataset: Callable[[int], ls.Dataset], exact: bool, n_samples: int
) -> Side:
    return _surface(problem, dataset(n_samples), exact, NODES)


def _over_nodes(problem: str, dataset: Callable[[int], ls.Dataset], n_nodes: int) -> Side:
    return _surface(problem, dataset(FIXED_SAMPLES), False, round(n_nodes**0.5))


def _surface(problem: str, samples: ls.Dataset, exact: bool, resolution: int) -> Side:
    return Side(
        prepare=partial(ls.problem, problem, dataset=samples, aggregation="mean"),
        run=partial(ls.surface, resolution=resolution, exact=exact),
    )


def sweeps(most_samples: int = SAMPLES[-1]) -> list[Sweep]:
    """NLL and WCSS at growing N (to 1e-6 and exact) and on growing grids."""
    samples = tuple(n for n in SAMPLES if n <= most_samples)
    nodes = tuple(resolution**2 for resolution in RESOLUTIONS)
    return [
        row
        for shown, problem, dataset in (
            ("NLL", "logistic", data.classes),
            ("WCSS", "kmeans", data.mixture),
        )
        for row in (
            Sweep(
                f"scaling-{shown.lower()}-samples",
                f"{shown}, 200 × 200, to 1e-6",
                "N",
                samples,
                partial(_over_samples, problem, dataset, False),
            ),
            Sweep(
                f"scaling-{shown.lower()}-samples-exact",
                f"{shown}, 200 × 200, exact",
                "N",
                samples[: SAMPLES.index(10**6) + 1],
                partial(_over_samples, problem, dataset, True),
            ),
            Sweep(
                f"scaling-{shown.lower()}-nodes",
                f"{shown}, N=1e4, to 1e-6",
                "nodes",
                nodes,
                partial(_over_nodes, problem, dataset),
            ),
        )
    ]
