"""A network on a plane: logits and their derivatives, in blocks of any size."""

import numpy as np
import pytest

from losscore.objectives.networks import sliced
from losscore.objectives.networks.activations import ACTIVATIONS
from losscore.objectives.networks.sliced import SlicedNetwork


def whole(points, X, basis, order):
    """What ``sheets`` gives in parts: ``order(sheet)`` put together, (m, n_samples)."""
    table = np.full((len(points), len(X)), np.nan)
    for sheet in SlicedNetwork(ACTIVATIONS["tanh"], basis, X).sheets(points):
        table[sheet.rows, sheet.samples] = order(sheet)
    return table


def case(hidden=3, n_samples=50, n_points=20):
    rng = np.random.default_rng(0)
    X, points = rng.normal(size=(n_samples, 2)), rng.normal(size=(n_points, 2))
    return points, X, rng.normal(size=(3, 4 * hidden + 1))


def logit_by_hand(points, X, basis):
    rows = []
    for alpha, beta in points:
        phi = basis[0] + alpha * basis[1] + beta * basis[2]
        neurons = phi[:-1].reshape(-1, 4)
        rows.append(np.tanh(X @ neurons[:, :2].T + neurons[:, 2]) @ neurons[:, 3] + phi[-1])
    return np.array(rows)


def test_the_logit_is_that_of_the_network_at_every_point_of_the_plane():
    points, X, basis = case()
    expected = logit_by_hand(points, X, basis)
    assert whole(points, X, basis, lambda s: s.logit()) == pytest.approx(expected, rel=1e-12)


def test_derivatives_agree_with_differences_of_the_logit():
    points, X, basis = case()
    step = 1e-4
    alpha, beta = step * np.eye(2)

    def z(shift):
        return logit_by_hand(points + shift, X, basis)

    first = [(z(axis) - z(-axis)) / (2 * step) for axis in (alpha, beta)]
    mixed = (z(alpha + beta) - z(alpha - beta) - z(beta - alpha) + z(-alpha - beta)) / 4
    pure = [z(axis) - 2 * z(0 * axis) + z(-axis) for axis in (alpha, beta)]
    second = [pure[0] / step**2, mixed / step**2, pure[1] / step**2]
    for index, expected in enumerate(first):
        found = whole(points, X, basis, lambda s, index=index: s.first()[index])
        assert found == pytest.approx(expected, abs=1e-5)
    for index, expected in enumerate(second):
        found = whole(points, X, basis, lambda s, index=index: s.second()[index])
        assert found == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("samples", "entries"), [(1, 1), (7, 100), (50, 1_000)])
def test_blocks_of_any_size_make_up_the_whole_to_the_last_bit(monkeypatch, samples, entries):
    points, X, basis = case()
    expected = whole(points, X, basis, lambda s: s.second()[1])
    monkeypatch.setattr(sliced, "BLOCK_SAMPLES", samples)
    monkeypatch.setattr(sliced, "BLOCK_ENTRIES", entries)
    assert np.array_equal(whole(points, X, basis, lambda s: s.second()[1]), expected)
