"""The benchmarks' data, for any N; the same N always gives the same data."""

from __future__ import annotations

import numpy as np

import losscore as ls

BIAS = 0.2
WEIGHTS = (-5.0, 5.0)
CENTROIDS = (-6.0, 6.0)


def classes(n: int) -> ls.Dataset:
    """Two overlapping classes: y = 0 or 1, X ~ N(y − ½, 1) in both features."""
    rng = np.random.default_rng(0)
    y = (rng.random(n) < 0.5).astype(np.float64)
    X = rng.standard_normal((n, 2))
    X += (y - 0.5)[:, None]
    return ls.Dataset(X, y, bias=BIAS, window=(WEIGHTS, WEIGHTS))


def mixture(n: int) -> ls.Dataset:
    """Values from 0.4 N(−2, 1²) + 0.6 N(3, 0.7²)."""
    rng = np.random.default_rng(0)
    is_left = rng.random(n) < 0.4
    X = rng.standard_normal((n, 1))
    X *= np.where(is_left, 1.0, 0.7)[:, None]
    X += np.where(is_left, -2.0, 3.0)[:, None]
    return ls.Dataset(X, window=(CENTROIDS, CENTROIDS))


def line(n: int) -> ls.Dataset:
    """x ~ U(−1, 2), y = 1.5 x − 0.5 + N(0, 0.4²)."""
    rng = np.random.default_rng(0)
    X = rng.uniform(-1.0, 2.0, (n, 1))
    y = 1.5 * X[:, 0] - 0.5 + 0.4 * rng.standard_normal(n)
    return ls.Dataset(X, y, window=((-1.5, 4.5), (-3.5, 2.5)))
