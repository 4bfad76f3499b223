"""The peers: the same work as a careful programmer would write it without losscore.

Conventions
-----------
- J is the mean over samples. Surfaces are (len(y axis), len(x axis)), as ``Surface.z``.
- "Broadcast" is one expression over grid × samples; "chunked" is the best plain loop known to us:
  tiles that stay in the cache, everything in place, a stable softplus without ``logaddexp``, rows
  of the grid on all cores. float64 throughout.
- A descent records J, ∇J and θ at every step, as ``losscore.Trajectory`` does.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

import losscore as ls

FloatArray = NDArray[np.float64]
Path = tuple[FloatArray, FloatArray, FloatArray]

# A tile is the part of grid × samples, or starts × samples, that is processed at a time. Large
# tiles save NumPy's cost per call, and small ones fit the cache; these sizes were the fastest.
BLOCK_SAMPLES = 8_192
TILE_ENTRIES = 131_072
# With this many grid points at a time, torch stays in the cache; fewer or more are slower.
TORCH_POINTS = 32


def targets(data: ls.Dataset) -> FloatArray:
    """The targets y, which ``data`` must have."""
    assert data.y is not None
    return data.y


def margins(data: ls.Dataset) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(s x₁, s x₂, s b) with s = 2y − 1: the NLL of a sample is softplus(−s (w·x + b))."""
    sign = 2.0 * targets(data) - 1.0
    return sign * data.X[:, 0], sign * data.X[:, 1], sign * data.bias


def broadcast_nll(data: ls.Dataset, w1: FloatArray, w2: FloatArray) -> FloatArray:
    """NLL as one expression over (w2, w1, samples)."""
    x1, x2, offset = margins(data)
    z = w1[:, None] * x1 + w2[:, None, None] * x2 + offset
    loss: FloatArray = np.logaddexp(0.0, -z).mean(axis=-1)
    return loss


def chunked_nll(data: ls.Dataset, w1: FloatArray, w2: FloatArray) -> FloatArray:
    """NLL tile by tile: softplus(−z) = log1p(e^(−|z|)) − min(z, 0), in place, on all cores."""
    columns = margins(data)
    parts = _on_all_cores(lambda part: _nll_columns(columns, part, w2), w1)
    return np.hstack(parts) / len(data)


def _nll_columns(
    columns: tuple[FloatArray, FloatArray, FloatArray], w1: FloatArray, w2: FloatArray
) -> FloatArray:
    total = np.zeros((len(w2), len(w1)))
    for samples, rows in _tiles(len(columns[0]), len(w2)):
        x1, x2, offset = (column[samples] for column in columns)
        along_w2 = np.multiply.outer(w2[rows], x2) + offset
        z, loss = np.empty_like(along_w2), np.empty_like(along_w2)
        for i, w in enumerate(w1):
            np.add(along_w2, w * x1, out=z)
            np.abs(z, out=loss)
            np.negative(loss, out=loss)
            np.exp(loss, out=loss)
            np.log1p(loss, out=loss)
            np.minimum(z, 0.0, out=z)
            loss -= z
            total[rows, i] += loss.sum(axis=1)
    return total


def chunked_wcss(data: ls.Dataset, c1: FloatArray, c2: FloatArray) -> FloatArray:
    """WCSS tile by tile: the squares of all c₂ once, then their minimum with those of each c₁."""
    parts = _on_all_cores(lambda part: _wcss_columns(data.X[:, 0], part, c2), c1)
    return np.hstack(parts) / len(data)


def _wcss_columns(values: FloatArray, c1: FloatArray, c2: FloatArray) -> FloatArray:
    total = np.zeros((len(c2), len(c1)))
    for samples, rows in _tiles(len(values), len(c2)):
        x = values[samples]
        squares = (x - c2[rows, None]) ** 2
        nearest = np.empty_like(squares)
        for i, c in enumerate(c1):
            np.minimum(squares, (x - c) ** 2, out=nearest)
            total[rows, i] += nearest.sum(axis=1)
    return total


def chunked_line(data: ls.Dataset, w: FloatArray, b: FloatArray) -> FloatArray:
    """Mean squared error of the line w x + b, tile by tile."""
    x, y = data.X[:, 0], targets(data)
    total = np.zeros((len(b), len(w)))
    for samples, rows in _tiles(len(x), len(b)):
        below = b[rows, None] - y[samples]
        for i, slope in enumerate(w):
            total[rows, i] += ((below + slope * x[samples]) ** 2).sum(axis=1)
    return total / len(x)


def direct_mlp(
    basis: FloatArray, data: ls.Dataset, alpha: FloatArray, beta: FloatArray
) -> FloatArray:
    """NLL of a tanh network at φ = [1, α, β] · basis: forward passes in tiles.

    ``basis`` (3, 4h + 1) holds (w₁, w₂, b, v) of each neuron in turn, then the output bias c.
    """
    parts = _on_all_cores(lambda part: _mlp_columns(basis, data, part, beta), alpha)
    return np.hstack(parts)


def _mlp_columns(
    basis: FloatArray, data: ls.Dataset, alpha: FloatArray, beta: FloatArray
) -> FloatArray:
    sign, n_neurons = 2.0 * targets(data) - 1.0, basis.shape[1] // 4
    height = max(1, TILE_ENTRIES // (n_neurons * len(data)))
    loss = np.empty((len(beta), len(alpha)))
    for i, a in enumerate(alpha):
        phi = basis[0] + a * basis[1] + beta[:, None] * basis[2]
        for top in range(0, len(beta), height):
            rows = slice(top, top + height)
            neurons = phi[rows, :-1].reshape(-1, n_neurons, 4)
            activity = neurons[:, :, :2] @ data.X.T + neurons[:, :, 2:3]
            np.tanh(activity, out=activity)
            z = sign * ((neurons[:, None, :, 3] @ activity)[:, 0] + phi[rows, -1:])
            loss[rows, i] = (np.log1p(np.exp(-np.abs(z))) - np.minimum(z, 0.0)).mean(axis=1)
    return loss


def torch_nll(data: ls.Dataset, w1: FloatArray, w2: FloatArray) -> FloatArray:
    """NLL with torch's softplus over chunks of the grid, on all cores."""
    import torch

    x1, x2, offset = (torch.from_numpy(-column) for column in margins(data))
    samples = torch.stack((x1, x2))
    grid = torch.cartesian_prod(torch.from_numpy(w2), torch.from_numpy(w1)).flip(1)
    with torch.inference_mode():
        parts = [
            torch.nn.functional.softplus(torch.addmm(offset, points, samples)).mean(dim=1)
            for points in grid.split(TORCH_POINTS)
        ]
        loss: FloatArray = torch.cat(parts).reshape(len(w2), len(w1)).numpy()
    return loss


def read(data: ls.Dataset) -> float:
    """One read of the data: the sum of all its numbers."""
    total = float(data.X.sum())
    return total if data.y is None else total + float(data.y.sum())


def one_exp(arrays: tuple[FloatArray, FloatArray]) -> FloatArray:
    """The exponential of the first array, written into the second."""
    table, result = arrays
    return np.exp(table, out=result)


# ------------------------------------------------------------------------------- one descent


def _descend(
    value_and_grad: Callable[[FloatArray], tuple[float, FloatArray]],
    theta0: tuple[float, float],
    learning_rate: float,
    n_steps: int,
) -> Path:
    theta, loss, norm = np.empty((n_steps + 1, 2)), np.empty(n_steps + 1), np.empty(n_steps + 1)
    point = np.array(theta0)
    for step in range(n_steps + 1):
        value, grad = value_and_grad(point)
        theta[step], loss[step], norm[step] = point, value, math.hypot(*grad)
        point = point - learning_rate * grad
    return theta, loss, norm


def descend_logistic(
    data: ls.Dataset, theta0: tuple[float, float], learning_rate: float, n_steps: int
) -> Path:
    """Gradient descent on the NLL."""
    X, y, n = data.X, targets(data), len(data)

    def value_and_grad(w: FloatArray) -> tuple[float, FloatArray]:
        z = X @ w + data.bias
        decay = np.exp(-np.abs(z))
        value = float((np.maximum(z, 0.0) - y * z + np.log1p(decay)).sum()) / n
        p = np.where(z >= 0, 1.0, decay) / (1.0 + decay)
        return value, (p - y) @ X / n

    return _descend(value_and_grad, theta0, learning_rate, n_steps)


def descend_logistic_squared_error(
    data: ls.Dataset, theta0: tuple[float, float], learning_rate: float, n_steps: int
) -> Path:
    """Gradient descent on the squared error of the probability."""
    X, y, n = data.X, targets(data), len(data)

    def value_and_grad(w: FloatArray) -> tuple[float, FloatArray]:
        z = X @ w + data.bias
        decay = np.exp(-np.abs(z))
        p = np.where(z >= 0, 1.0, decay) / (1.0 + decay)
        miss = p - y
        return float(miss @ miss) / n, 2.0 * (miss * p * (1.0 - p)) @ X / n

    return _descend(value_and_grad, theta0, learning_rate, n_steps)


def descend_kmeans(
    data: ls.Dataset, theta0: tuple[float, float], learning_rate: float, n_steps: int
) -> Path:
    """Gradient descent on WCSS, visiting every value at every step."""
    x, n = data.X[:, 0], len(data)

    def value_and_grad(c: FloatArray) -> tuple[float, FloatArray]:
        first, second = c[0] - x, c[1] - x
        is_first = np.abs(first) <= np.abs(second)
        near_first, near_second = np.where(is_first, first, 0.0), np.where(is_first, 0.0, second)
        value = float(near_first @ near_first + near_second @ near_second) / n
        return value, 2.0 * np.array([near_first.sum(), near_second.sum()]) / n

    return _descend(value_and_grad, theta0, learning_rate, n_steps)


def descend_linear(
    data: ls.Dataset, theta0: tuple[float, float], learning_rate: float, n_steps: int
) -> Path:
    """Gradient descent on the squared error of a line."""
    x, y, n = data.X[:, 0], targets(data), len(data)

    def value_and_grad(theta: FloatArray) -> tuple[float, FloatArray]:
        miss = theta[0] * x + theta[1] - y
        return float(miss @ miss) / n, 2.0 * np.array([miss @ x, miss.sum()]) / n

    return _descend(value_and_grad, theta0, learning_rate, n_steps)


# ------------------------------------------------------------------------------- many descents


def direct_logistic_squared_error(
    data: ls.Dataset, starts: FloatArray, learning_rate: float, n_steps: int
) -> FloatArray:
    """Where gradient descent from ``starts`` (m, 2) is after ``n_steps``: blocks in the cache."""
    height = max(1, TILE_ENTRIES // len(data))
    blocks = [starts[i : i + height] for i in range(0, len(starts), height)]
    with ThreadPoolExecutor(_cores()) as pool:
        ends = pool.map(lambda block: _descend_block(data, block, learning_rate, n_steps), blocks)
        return np.concatenate(list(ends))


def _descend_block(
    data: ls.Dataset, starts: FloatArray, learning_rate: float, n_steps: int
) -> FloatArray:
    """∇ = (2/N) Σ (p − y) p (1 − p) x, for all starts of one block at once."""
    X, y = data.X, targets(data)
    points = starts.copy()
    p, slope = np.empty((len(points), len(y))), np.empty((len(points), len(y)))
    # Plain 1 / (1 + e^(−z)) is enough: if e^(−z) overflows, p is 0, which is right.
    with np.errstate(over="ignore"):
        for _ in range(n_steps):
            np.matmul(-points, X.T, out=p)
            p -= data.bias
            np.exp(p, out=p)
            p += 1.0
            np.reciprocal(p, out=p)
            np.subtract(p, y, out=slope)
            slope *= p
            np.subtract(1.0, p, out=p)
            slope *= p
            points -= (2.0 * learning_rate / len(y)) * (slope @ X)
    return points


def broadcast_kmeans(
    data: ls.Dataset, starts: FloatArray, learning_rate: float, n_steps: int
) -> FloatArray:
    """Where gradient descent from ``starts`` (m, 2) is after ``n_steps``: (m, N) at once."""
    x, c = data.X[:, 0], starts.copy()
    for _ in range(n_steps):
        first, second = c[:, :1] - x, c[:, 1:] - x
        is_first = np.abs(first) <= np.abs(second)
        c[:, 0] -= 2.0 * learning_rate * np.where(is_first, first, 0.0).mean(axis=1)
        c[:, 1] -= 2.0 * learning_rate * np.where(is_first, 0.0, second).mean(axis=1)
    return c


# ------------------------------------------------------------------------------------ tiles


def _cores() -> int:
    return os.cpu_count() or 1


def _on_all_cores(work: Callable[[FloatArray], FloatArray], axis: FloatArray) -> list[FloatArray]:
    with ThreadPoolExecutor(_cores()) as pool:
        return list(pool.map(work, np.array_split(axis, min(_cores(), len(axis)))))


def _tiles(n_samples: int, n_rows: int) -> Iterator[tuple[slice, slice]]:
    """Tiles: each block of samples with each block of rows."""
    block = min(BLOCK_SAMPLES, n_samples)
    height = max(1, TILE_ENTRIES // block)
    for left in range(0, n_samples, block):
        for top in range(0, n_rows, height):
            yield slice(left, left + block), slice(top, top + height)
