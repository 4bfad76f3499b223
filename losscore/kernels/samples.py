"""Sums over samples of functions of the linear predictor z = θ·x + offset, for many θ.

Rows of θ and blocks of samples are processed so that the table of z (rows × samples) stays in the
processor's cache; memory is bounded for any numbers of both.

Every row is summed separately, in blocks that depend only on the number of samples: the result for
a θ has the same bits whether it is evaluated alone or with ten thousand others. Basins rely on
that to agree with single descents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from losscore.checks import FloatArray
from losscore.kernels.parallel import CHUNK, map_chunks

# Short enough for BLAS to sum in one thread, and so in one order.
BLOCK_SAMPLES = 1 << 13
BLOCK_ENTRIES = 1 << 15
# Rows × samples that are worth a thread.
THREAD_ENTRIES = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """n samples: features (2, n), targets (n,), and weights (n,) or None for 1."""

    features: FloatArray
    targets: FloatArray
    weights: FloatArray | None = None

    def __len__(self) -> int:
        return len(self.targets)

    def __getitem__(self, rows: slice | NDArray[np.bool_]) -> Samples:
        weights = None if self.weights is None else self.weights[rows]
        return Samples(self.features[:, rows], self.targets[rows], weights)


def joined(parts: Sequence[Samples]) -> Samples:
    """Weighted samples one after the other."""
    return Samples(
        np.concatenate([part.features for part in parts], axis=1),
        np.concatenate([part.targets for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


# From z (rows, b) and its b samples to k sums for each row, (rows, k).
Sums = Callable[[FloatArray, Samples], FloatArray]


def total(points: FloatArray, offset: float, samples: Samples, sums: Sums) -> FloatArray:
    """``sums`` over all samples, points (m, 2) -> (m, k)."""
    if len(samples) <= BLOCK_SAMPLES and len(samples) * len(points) <= BLOCK_ENTRIES:
        return sums(_predictor(points, offset, samples), samples)

    def over_samples(start: int, stop: int) -> FloatArray:
        return _in_cache(points, offset, samples[start:stop], sums)

    def over_points(start: int, stop: int) -> FloatArray:
        return _in_cache(points[start:stop], offset, samples, sums)

    if len(samples) > CHUNK:
        return _accumulated(map_chunks(over_samples, len(samples)))
    rows = max(1, THREAD_ENTRIES // len(samples))
    return np.concatenate(list(map_chunks(over_points, _at_least_one(points), rows)))


def _at_least_one(points: FloatArray) -> int:
    """The number of rounds: one even without points, for an empty result of the right shape."""
    return max(1, len(points))


def _accumulated(parts: Iterator[FloatArray]) -> FloatArray:
    result = next(parts)
    for part in parts:
        result = result + part
    return result


def _in_cache(points: FloatArray, offset: float, samples: Samples, sums: Sums) -> FloatArray:
    height = max(1, BLOCK_ENTRIES // min(len(samples), BLOCK_SAMPLES))
    parts = []
    for top in range(0, _at_least_one(points), height):
        rows = points[top : top + height]
        blocks = (
            samples[start : start + BLOCK_SAMPLES]
            for start in range(0, len(samples), BLOCK_SAMPLES)
        )
        parts.append(_accumulated(sums(_predictor(rows, offset, block), block) for block in blocks))
    return np.concatenate(parts)


def _predictor(points: FloatArray, offset: float, samples: Samples) -> FloatArray:
    """z (rows, b), element by element: in a matrix product, rounding would depend on other rows."""
    first, second = samples.features
    z: FloatArray = points[:, :1] * first
    z += points[:, 1:] * second
    z += offset
    return z
