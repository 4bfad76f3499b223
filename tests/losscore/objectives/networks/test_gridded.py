"""The loss of a network on a grid is the one at its nodes."""

import numpy as np
import pytest

import losscore as ls
from losscore.objectives.networks import gridded


def surfaces_agree(problem, x, y):
    z, method = problem.table(x, y)
    direct = problem.loss(np.stack(np.meshgrid(x, y), axis=-1))
    assert np.abs(z - direct).max() <= 1e-13 * np.abs(direct).max()
    return method


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@pytest.mark.parametrize("hidden", [1, 4, 16])
def test_every_node_has_its_loss(activation, hidden):
    p = ls.problem("mlp", activation=activation, hidden=hidden, aggregation="sum")
    x, y = np.linspace(-1.5, 1.0, 23), np.array([-1.4, 0.0, 0.9, 1.3])
    assert surfaces_agree(p, x, y) == "products"


def test_many_samples_are_visited_in_blocks(monkeypatch):
    rng = np.random.default_rng(0)
    own = ls.Dataset(rng.normal(size=(1300, 2)), (rng.random(1300) < 0.5).astype(float))
    p = ls.problem("mlp").with_data(own)
    x = np.linspace(-1.0, 1.0, 9)
    assert surfaces_agree(p, x, x) == "products"
    monkeypatch.setattr(gridded, "THREAD_ENTRIES", 1)
    assert surfaces_agree(p, x, x) == "products"


def test_far_out_where_exponentials_overflow_samples_are_summed_directly():
    p = ls.problem("mlp")
    x = np.linspace(-1e4, 1e4, 5)
    assert not gridded.fits(p.network, x, x)
    assert surfaces_agree(p, x, x) == "direct"


def test_a_kinked_activation_goes_directly():
    p = ls.problem("mlp", activation="relu")
    x = np.linspace(-1.0, 1.0, 5)
    assert surfaces_agree(p, x, x) == "direct"
