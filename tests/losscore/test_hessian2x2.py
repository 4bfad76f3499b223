"""Eigenvalues of symmetric 2 × 2 matrices, also where AᵀA has lost the small one."""

import numpy as np
import pytest

from losscore.hessian2x2 import eigenvalues, gram_eigenvalues, largest_eigenvalue


def random_matrices(count=50):
    a, b, d = np.random.default_rng(0).normal(size=(3, count))
    return np.stack((a, b, b, d), axis=-1).reshape(count, 2, 2)


def test_the_largest_eigenvalue_is_numpys():
    matrices = random_matrices()
    assert largest_eigenvalue(matrices) == pytest.approx(np.linalg.eigvalsh(matrices)[:, 1])
    assert float(largest_eigenvalue(np.diag([3.0, 5.0]))) == 5.0


def test_eigenvalues_keep_leading_axes_and_are_nan_where_an_entry_is_not_finite():
    matrices = random_matrices(6).reshape(2, 3, 2, 2)
    matrices[1, 2, 0, 1] = np.inf
    values = eigenvalues(matrices)
    assert values.shape == (2, 3, 2)
    assert np.isnan(values[1, 2]).all()
    assert values[0] == pytest.approx(np.linalg.eigvalsh(matrices[0]))


@pytest.mark.parametrize("offset", [0.0, 1e3, 1e6])
def test_the_small_eigenvalue_of_a_gram_matrix_survives_nearly_parallel_columns(offset):
    # det AᵀA of the columns x and 1 is n Σ (x − x̄)² = 3 · 2, wherever x lies.
    factor = np.column_stack((offset + np.array([-1.0, 0.0, 1.0]), np.ones(3)))
    small, large = gram_eigenvalues(factor)
    assert small * large == pytest.approx(6.0, rel=1e-8)
    assert large == pytest.approx(np.linalg.norm(factor, 2) ** 2, rel=1e-12)


@pytest.mark.parametrize(
    ("factor", "expected"),
    [
        ([[3.0, 4.0]], [0.0, 25.0]),
        ([[0.0, 0.0], [0.0, 0.0]], [0.0, 0.0]),
        ([[2.0, 0.0], [0.0, 3.0]], [4.0, 9.0]),
    ],
    ids=["one-row", "zero", "diagonal"],
)
def test_gram_eigenvalues_of_small_factors(factor, expected):
    assert gram_eigenvalues(np.array(factor)) == pytest.approx(expected, abs=1e-12)
