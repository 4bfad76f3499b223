"""Squared errors of probabilities on a grid, against the textbook formula in long double."""

import numpy as np
import pytest

import losscore as ls
from losscore.kernels import sigmoid_products
from losscore.kernels.samples import Samples


def textbook(X, y, offset, w1, w2):
    z = np.longdouble(w1) * X[:, 0] + np.longdouble(w2) * X[:, 1] + np.longdouble(offset)
    return np.sum((1 / (1 + np.exp(-z)) - y) ** 2)


@pytest.mark.parametrize("n", [0, 1, 2, 99, 1700])
def test_the_sum_at_every_node(n):
    rng = np.random.default_rng(n)
    X, y = rng.normal(0.0, 2.0, (n, 2)), (rng.random(n) < 0.4).astype(float)
    x_nodes, y_nodes = np.sort(rng.uniform(-9, 9, 11)), np.linspace(-30.0, 4.0, 6)
    table = sigmoid_products.squares(Samples(X.T, y), 0.7, x_nodes, y_nodes)
    assert table.shape == (6, 11)
    for j, w2 in enumerate(y_nodes):
        for i, w1 in enumerate(x_nodes):
            expected = float(textbook(X, y, 0.7, w1, w2))
            assert table[j, i] == pytest.approx(expected, rel=1e-13, abs=1e-300)


def test_chunks_for_threads_add_up(monkeypatch):
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(500, 2)), (rng.random(500) < 0.5).astype(float)
    nodes = np.linspace(-3.0, 3.0, 40)
    whole = sigmoid_products.squares(Samples(X.T, y), 0.0, nodes, nodes)
    monkeypatch.setattr(sigmoid_products, "BLOCK_ENTRIES", 40 * 7)
    monkeypatch.setattr(sigmoid_products, "THREAD_ENTRIES", 1)
    assert sigmoid_products.squares(Samples(X.T, y), 0.0, nodes, nodes) == pytest.approx(
        whole, rel=1e-13
    )


def test_samples_with_huge_logits_are_summed_directly():
    X = np.array([[1.0, 2.0], [3e4, -1e4], [-2e5, 1.0]])
    p = ls.problem("logistic-squared-error", dataset=ls.Dataset(X, [1, 0, 1]), aggregation="sum")
    s = ls.surface(p, ((-2, 2), (-2, 2)), 9, exact=True)
    assert s.method == "products"
    grid = np.stack(np.meshgrid(s.x, s.y), axis=-1)
    assert s.z == pytest.approx(p.loss(grid), rel=1e-13)


@pytest.mark.parametrize("name", ["logistic", "logistic-squared-error"])
@pytest.mark.parametrize("aggregation", ["sum", "mean"])
def test_slopes_on_a_grid_are_the_gradients_at_its_nodes(name, aggregation):
    p = ls.problem(name, aggregation=aggregation)
    x, y = np.linspace(-3.0, 2.0, 17), np.array([-2.0, 0.1, 1.0])
    exact = p.grad(np.stack(np.meshgrid(x, y), axis=-1))
    table = p.grad_table(x, y)
    assert table.shape == (3, 17, 2)
    assert np.abs(table - exact).max() <= 1e-13 * np.abs(exact).max()


def test_slopes_where_logits_are_huge():
    p = ls.problem("logistic", dataset=ls.Dataset([[1.0, 2.0], [3e4, -1e4]], [1, 0]))
    x = np.linspace(-1.0, 1.0, 5)
    assert np.array_equal(p.grad_table(x, x), p.grad(np.stack(np.meshgrid(x, x), axis=-1)))
