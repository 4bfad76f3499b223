"""The squared distance to the nearest centroid."""

from __future__ import annotations

import numpy as np

from losscore.checks import FloatArray


def within_cluster_squares(x: FloatArray, centroids: FloatArray) -> FloatArray:
    """min_k (x − c_k)² for values x (...,) and centroids (k,). Source: MacQueen 1967."""
    squares: FloatArray = (np.asarray(x)[..., None] - centroids) ** 2
    nearest: FloatArray = squares.min(axis=-1)
    return nearest
