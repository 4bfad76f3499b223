"""Condensed samples: sums of smooth functions, outliers, and when condensing does not pay."""

import numpy as np
import pytest

from losscore.kernels.condensing import MAX_TILES, condense

DIRECTIONS = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, -0.8], [-0.5, -0.5], [0.0, 0.0]])
REACH = np.ones(2)


def softplus(z):
    return np.logaddexp(0.0, z)


def bell(z):
    return np.exp(-0.1 * z**2)


def features_of(kind, count, rng):
    """Samples of different shapes, (2, count)."""
    return {
        "gaussian": lambda: rng.normal(size=(2, count)),
        "off-centre": lambda: rng.normal([[30.0], [-20.0]], 1.0, (2, count)),
        "uniform": lambda: rng.uniform(0, 1, (2, count)),
        "lattice": lambda: rng.integers(-3, 4, (2, count)).astype(float),
        "one-point": lambda: np.tile([[1.0], [2.0]], count),
        "zero": lambda: np.zeros((2, count)),
        "line": lambda: np.outer([1.0, -1.0], rng.normal(size=count)),
        "clumps": lambda: rng.integers(0, 2, (2, count)) * 5.0 + rng.normal(0, 1e-3, (2, count)),
        "units": lambda: rng.normal(size=(2, count)) * [[1e-3], [1e3]],
    }[kind]()


KINDS = ["gaussian", "off-centre", "uniform", "lattice", "one-point", "zero", "line", "clumps"]


@pytest.mark.parametrize("function", [softplus, bell, np.cos], ids=["softplus", "bell", "cosine"])
@pytest.mark.parametrize("kind", KINDS)
def test_sums_of_smooth_functions_agree(kind, function):
    features = features_of(kind, 20_000, np.random.default_rng(0))
    few = condense(features, REACH, 12)
    for w in DIRECTIONS:
        expected = function(w @ features).sum()
        assert few.weights @ function(w @ few.features) == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize("kind", [*KINDS, "units"])
@pytest.mark.parametrize("count", [1, 2, 1000])
def test_the_weights_sum_to_the_number_of_samples_and_keep_their_mean(kind, count):
    features = features_of(kind, count, np.random.default_rng(1))
    few = condense(features, REACH / np.abs(features).max(axis=1).clip(1e-9), 8)
    if few is None:
        # One sample in a thousand outside the tiles would be too many of so few.
        assert count == 2
        return
    assert few.weights.sum() == pytest.approx(count, rel=1e-12)
    total = np.abs(features).sum(axis=1) + 1e-9
    assert (few.features @ few.weights - features.sum(axis=1)) / total == pytest.approx(
        0, abs=1e-11
    )


def test_more_nodes_leave_out_less_and_the_tail_tells_how_much():
    features = features_of("lattice", 20_000, np.random.default_rng(2))
    w = np.array([1.0, 0.3])
    exact = softplus(w @ features).sum()
    errors, residuals = [], []
    for n_nodes in (4, 6, 8, 10):
        few = condense(features, REACH, n_nodes)
        errors.append(abs(few.weights @ softplus(w @ few.features) - exact))
        residuals.append(abs(few.residual @ softplus(w @ few.features)))
    assert errors == sorted(errors, reverse=True)
    assert all(residual > error for residual, error in zip(residuals, errors, strict=True))
    assert errors[-1] < 1e-3 * errors[0]


def test_more_reach_makes_more_tiles_but_never_more_than_there_may_be():
    features = features_of("uniform", 5_000, np.random.default_rng(3))
    counts = []
    for reach in (0.0, 1.0, 30.0, 60.0):
        few = condense(features, reach * REACH, 4)
        counts.append(len(few.weights))
    assert counts == sorted(counts)
    assert counts[0] <= 16 * 4**2 < counts[-1] <= MAX_TILES**2 * 4**2
    assert len(set(counts)) > 2


def test_outliers_go_in_as_they_are():
    rng = np.random.default_rng(4)
    features = features_of("gaussian", 10_000, rng)
    far = rng.choice(10_000, 20, replace=False)
    features[:, far] = 1e6 * rng.normal(size=(2, 20))
    few = condense(features, REACH, 8)
    kept = {tuple(column) for column in few.features.T[-20:]}
    assert kept == {tuple(column) for column in features[:, far].T}
    assert (few.weights[-20:] == 1.0).all()
    assert (few.residual[-20:] == 0.0).all()


def test_empty_tiles_cost_nothing():
    features = np.concatenate((np.zeros((2, 5000)), np.ones((2, 5000))), axis=1)
    assert len(condense(features, REACH, 8).weights) == 2 * 8**2


@pytest.mark.parametrize("reach", [1e4, 1e30, 1e308])
def test_where_too_many_samples_lie_outside_the_tiles_nothing_is_condensed(reach):
    features = features_of("gaussian", 10_000, np.random.default_rng(5))
    with np.errstate(over="ignore"):
        assert condense(features, reach * REACH, 8) is None


def test_heavy_tails_are_condensed_only_in_a_window_that_sees_their_middle():
    features = np.random.default_rng(6).standard_cauchy((2, 50_000))
    assert condense(features, 100.0 * REACH, 8) is None


def test_chunks_add_up(monkeypatch):
    features = features_of("gaussian", 30_000, np.random.default_rng(7))
    whole = condense(features, REACH, 8)
    monkeypatch.setattr("losscore.kernels.condensing.CHUNK", 7_000)
    parts = condense(features, REACH, 8)
    # Outliers come in the order of the chunks; the nodes are the same.
    assert np.array_equal(parts.features, whole.features)
    assert parts.weights == pytest.approx(whole.weights, abs=1e-9)
