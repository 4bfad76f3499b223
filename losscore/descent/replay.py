"""One step of a run, with what the optimizer saw and its state, so that you can check it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from losscore import checks
from losscore.checks import FloatArray
from losscore.descent.batches import check_batch_size, viewer
from losscore.methods import Evaluation, OptimizerSpec, optimizer_spec
from losscore.objectives.base import Problem, require_problem
from losscore.scenario.scenario import Run


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """Step ``index`` of a run, from ``at.theta`` to ``theta`` (2,).

    ``at`` is what the optimizer saw, on the step's minibatch if there is one; ``before`` and
    ``after`` are its states. If the run has ended, this is the step that would have come next.
    """

    index: int
    spec: OptimizerSpec
    learning_rate: float
    hyper: Mapping[str, float]
    batch_size: int | None
    at: Evaluation
    before: Any
    after: Any
    theta: FloatArray


def replay(problem: Problem, run: Run, index: int) -> Step:
    """Take ``run`` on ``problem`` up to θ number ``index`` and one step further.

    The θ are those of ``run.descend(problem)``, bit for bit, as far as that goes. Raises ValueError
    for an ``index`` outside 0 … n_steps, and wherever ``descend`` does.
    """
    require_problem(problem)
    if not isinstance(run, Run):
        raise checks.InputError(f"run must be an ls.Run, got {checks.shown(run)}")
    last = checks.integer("index", index, low=0, high=run.n_steps)
    spec = optimizer_spec(run.optimizer)
    spec.require(problem.name)
    size = check_batch_size(problem.name, problem.dataset, run.batch_size)
    view, hyper = viewer(problem, size, run.seed), spec.hyper(dict(run.hyper))
    theta = np.array(run.start)
    after = spec.init(theta)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(last + 1):
            at, before = view(theta, problem.value_and_grad(theta)[1]), after
            move, after = spec.update(at, before, run.learning_rate, **hyper)
            theta = theta + move
    return Step(last, spec, run.learning_rate, hyper, size, at, before, after, theta)
