"""Planes through trained parameters: directions, lengths and names."""

import numpy as np
import pytest

import losscore as ls
from losscore.objectives.networks.planes import filter_normalised
from tests.losscore.cases import difference

FILTERS = [[0, 1, 2], [4, 5, 6], [3, 7, 8]]  # of two neurons, and of the output


def test_every_filter_of_a_direction_is_as_long_as_that_of_the_network():
    rng = np.random.default_rng(0)
    phi, drawn = rng.normal(size=9), rng.normal(size=9)
    direction = filter_normalised(drawn, phi)
    for rows in FILTERS:
        assert np.linalg.norm(direction[rows]) == pytest.approx(np.linalg.norm(phi[rows]))
        cosine = direction[rows] @ drawn[rows]
        assert cosine == pytest.approx(
            np.linalg.norm(direction[rows]) * np.linalg.norm(drawn[rows])
        )


def test_a_filter_without_length_keeps_the_direction_as_drawn():
    rng = np.random.default_rng(0)
    phi, drawn = rng.normal(size=9), rng.normal(size=9)
    phi[FILTERS[1]] = 0.0
    assert filter_normalised(drawn, phi)[FILTERS[1]] == pytest.approx(drawn[FILTERS[1]])


def test_random_directions_depend_on_the_seed_alone():
    first, again, other = (ls.problem("mlp", seed=seed).plane.directions for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)


def test_the_hessian_plane_follows_the_two_steepest_eigenvectors():
    p = ls.problem("mlp", slice="hessian", hidden=3)
    plane = p.plane
    length = np.linalg.norm(plane.centre)
    assert np.linalg.norm(plane.directions, axis=1) == pytest.approx([length, length])
    assert plane.directions[0] @ plane.directions[1] == pytest.approx(0.0, abs=1e-10 * length**2)
    # On it the Hessian of J is diagonal at the centre, with the eigenvalues that are told.
    hessian = difference(p.grad, np.zeros((1, 2)), 2e-4)[0] / length**2
    assert hessian == pytest.approx(np.diag(np.diag(hessian)), abs=1e-8)
    assert hessian[0, 0] > hessian[1, 1] > 0
    assert f"{hessian[0, 0]:.3g} and {hessian[1, 1]:.3g}" in plane.message
    largest = plane.directions[[0, 1], np.abs(plane.directions).argmax(axis=1)]
    assert (largest > 0).all()


def test_two_weights_are_moved_and_nothing_else():
    p = ls.problem("mlp", slice="weights", hidden=3, first_weight=5, second_weight=12)
    assert np.argwhere(p.plane.directions).tolist() == [[0, 5], [1, 12]]
    assert p.plane.directions.sum() == 2.0
    assert p.plane.names == ("w₂ of neuron 2", "the output bias c")
    assert p.plane.message == "α is added to w₂ of neuron 2, β to the output bias c."
    (_, high), _ = p.window
    assert high >= 1.5 * abs(p.plane.centre[5])


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (13, 0, "first_weight must be ≤ 12, got 13"),
        (0, 64, "second_weight must be ≤ 12, got 64"),
        (4, 4, "second_weight must differ from first_weight, got 4 for both"),
    ],
)
def test_weights_that_are_not_there_or_the_same_are_refused(first, second, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        ls.problem("mlp", slice="weights", hidden=3, first_weight=first, second_weight=second)
