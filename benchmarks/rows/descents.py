"""One descent of 200 steps at N=100, against a plain loop with the same arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

import losscore as ls
from benchmarks import data, peers
from benchmarks.contest import Contest, Row, measure
from benchmarks.gates import Within
from benchmarks.timing import Side

N_SAMPLES = 100
N_STEPS = 200
ROUNDING = 1e-9

PlainLoop = Callable[[ls.Dataset, tuple[float, float], float, int], peers.Path]


@dataclass(frozen=True, slots=True)
class Descent:
    """Gradient descent from ``theta0`` on ``problem``, and the loop that does the same."""

    problem: str
    dataset: Callable[[int], ls.Dataset]
    loop: PlainLoop
    theta0: tuple[float, float]
    learning_rate: float


DESCENTS = (
    Descent("logistic", data.classes, peers.descend_logistic, (-3.0, 4.0), 0.5),
    Descent(
        "logistic-squared-error",
        data.classes,
        peers.descend_logistic_squared_error,
        (-3.0, 4.0),
        1.0,
    ),
    Descent("kmeans", data.mixture, peers.descend_kmeans, (-5.0, 0.5), 0.1),
    Descent("linear", data.line, peers.descend_linear, (4.0, 2.0), 0.1),
)


def contest(descent: Descent) -> Contest:
    """Ours against the loop; the whole paths must agree: θ, J and ‖∇J‖ at every step."""
    samples = descent.dataset(N_SAMPLES)
    return Contest(
        ours=Side(
            prepare=partial(ls.problem, descent.problem, dataset=samples, aggregation="mean"),
            run=lambda problem: ls.descend(
                problem,
                descent.theta0,
                learning_rate=descent.learning_rate,
                n_steps=N_STEPS,
                tol=0.0,
            ),
        ),
        peer=Side(lambda _: descent.loop(samples, descent.theta0, descent.learning_rate, N_STEPS)),
        error=_error,
        tol=ROUNDING,
    )


def _error(ours: ls.Trajectory, plain: peers.Path) -> float:
    """The largest difference in θ, J and ‖∇J‖, each relative to its largest entry."""
    pairs = zip((ours.theta, ours.loss, ours.grad_norm), plain, strict=True)
    return max(float(np.abs(one - other).max() / np.abs(other).max()) for one, other in pairs)


def rows() -> list[Row]:
    """One row for every entry of DESCENTS."""
    return [
        Row(
            f"descend-{descent.problem}",
            f"descend {descent.problem}, N={N_SAMPLES}, {N_STEPS} steps",
            "plain numpy loop",
            Within(3),
            partial(measure, partial(contest, descent)),
        )
        for descent in DESCENTS
    ]
