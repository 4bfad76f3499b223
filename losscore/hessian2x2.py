"""Eigenvalues of symmetric 2 × 2 matrices, such as the Hessians here."""

from __future__ import annotations

import numpy as np

from losscore.checks import FloatArray


def eigenvalues(matrix: FloatArray) -> FloatArray:
    """Eigenvalues, ascending, of (..., 2, 2) -> (..., 2); nan where an entry is not finite."""
    finite = np.all(np.isfinite(matrix), axis=(-1, -2))
    values = np.linalg.eigvalsh(np.where(finite[..., None, None], matrix, 0.0))
    return np.where(finite[..., None], values, np.nan)


def largest_eigenvalue(matrix: FloatArray) -> FloatArray:
    """λmax of (..., 2, 2) -> (...): (a + d)/2 + √(((a − d)/2)² + b²)."""
    a, b, d = matrix[..., 0, 0], matrix[..., 0, 1], matrix[..., 1, 1]
    largest: FloatArray = 0.5 * (a + d) + np.hypot(0.5 * (a - d), b)
    return largest


def largest_size(matrix: FloatArray) -> FloatArray:
    """max |λ| of (..., 2, 2) -> (...): |a + d|/2 + √(((a − d)/2)² + b²)."""
    a, b, d = matrix[..., 0, 0], matrix[..., 0, 1], matrix[..., 1, 1]
    size: FloatArray = np.abs(0.5 * (a + d)) + np.hypot(0.5 * (a - d), b)
    return size


def gram_eigenvalues(factor: FloatArray) -> FloatArray:
    """Eigenvalues, ascending, of AᵀA for A (n, 2).

    If the columns of A are nearly parallel, the small eigenvalue of AᵀA is lost in the rounding of
    the large one. With A = QR it is det(RᵀR)/λmax = (r₁₁ r₂₂)²/λmax, in which nothing cancels.
    """
    padded = np.vstack((factor, np.zeros((1, 2))))  # R is 2 × 2 also for n = 1
    root: FloatArray = np.linalg.qr(padded, mode="r")  # type: ignore[assignment]
    large = float(largest_eigenvalue(root.T @ root))
    small = (root[0, 0] * root[1, 1]) ** 2 / large if large != 0.0 else 0.0
    return np.array([small, large])
