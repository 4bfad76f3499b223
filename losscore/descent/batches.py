"""Minibatches of a problem's samples, and the estimate of the gradient that they give.

Like PyTorch's DataLoader with shuffle=True: a new permutation in each epoch, without replacement;
the last batch of an epoch may be smaller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from losscore import checks
from losscore.checks import FloatArray, InputError
from losscore.data.dataset import Dataset
from losscore.methods import Evaluation
from losscore.objectives.base import Problem

View = Callable[[FloatArray, FloatArray], Evaluation]


def batches(n_samples: int, batch_size: int, seed: int) -> Iterator[NDArray[np.intp]]:
    """The rows of one batch after another, endlessly."""
    rng = np.random.default_rng(seed)
    while True:
        order = rng.permutation(n_samples)
        for first in range(0, n_samples, batch_size):
            yield order[first : first + batch_size]


def check_batch_size(problem: str, data: Dataset | None, batch_size: Any) -> int | None:
    """A number of samples of ``problem`` below N, or None for all of them."""
    if batch_size is None:
        return None
    if data is None:
        raise InputError(
            f"batch_size must be None for {problem}, which has no samples, "
            f"got {checks.shown(batch_size)}"
        )
    size = checks.integer("batch_size", batch_size, low=1, high=len(data))
    return None if size == len(data) else size


def viewer(problem: Problem, batch_size: int | None, seed: int) -> View:
    """``view(theta, grad)``: what an optimizer sees at θ, where the full gradient is ``grad``.

    With a ``batch_size``, this is the next minibatch and its gradient.
    """
    if batch_size is None or problem.dataset is None:
        return lambda theta, grad: Evaluation(problem, theta, grad)
    rows = batches(len(problem.dataset), batch_size, seed)

    def view(theta: FloatArray, _grad: FloatArray) -> Evaluation:
        batch = problem.minibatch(next(rows))
        return Evaluation(batch, theta, batch.grad(theta))

    return view
