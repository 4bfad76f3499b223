"""Surfaces: orientation, sizes, refusals and methods, and whether the reported errors are true."""

import numpy as np
import pytest

import losscore as ls
from losscore.analysis import surface
from tests.losscore.cases import (
    WITHOUT_MINIMUM,
    build,
    every_default_problem,
    labelled_problem,
    precise_loss,
)

LOGISTIC = ["logistic", "logistic-squared-error"]


def scattered_nodes(s, count, rng):
    """Corners and random nodes of a surface: theta (k, 2), and z there (k,)."""
    rows = np.array([0, 0, -1, -1, *rng.integers(0, len(s.y), count)])
    columns = np.array([0, -1, 0, -1, *rng.integers(0, len(s.x), count)])
    return np.stack((s.x[columns], s.y[rows]), axis=-1), s.z[rows, columns]


def largest_error(p, s, count, rng):
    """Of z against the textbook in long doubles, absolute."""
    theta, z = scattered_nodes(s, count, rng)
    return float(np.abs(z - precise_loss(p, theta)).max())


def logistic_data(kind, count, rng):
    """Features of different shapes, and labels that overlap."""
    X = {
        "gaussian": lambda: rng.normal(size=(count, 2)),
        "cauchy": lambda: rng.standard_cauchy((count, 2)),
        "off-centre": lambda: rng.normal((30.0, -20.0), 1.0, (count, 2)),
        "line": lambda: np.outer(rng.normal(size=count), (1.0, -1.0)),
        "lattice": lambda: rng.integers(-3, 4, (count, 2)).astype(float),
    }[kind]()
    logit = np.clip(X @ rng.normal(size=2), -50, 50)
    return X, (rng.random(count) < 1 / (1 + np.exp(-logit))).astype(float)


@pytest.mark.parametrize(("name", "aggregation"), every_default_problem())
def test_z_j_i_is_the_loss_at_x_i_y_j_also_when_nothing_is_square(name, aggregation):
    p = build(name, aggregation=aggregation)
    (x_lo, x_hi), (y_lo, y_hi) = p.window
    window = ((x_lo - 0.3, x_hi), (y_lo, y_lo + 0.4 * (y_hi - y_lo)))
    s = ls.surface(p, window, (7, 4))
    assert s.z.shape == (4, 7)
    assert np.array_equal(s.x, np.linspace(*window[0], 7))
    assert np.array_equal(s.y, np.linspace(*window[1], 4))
    for j in range(4):
        for i in range(7):
            assert s.z[j, i] == pytest.approx(float(p.loss((s.x[i], s.y[j]))), rel=1e-12)


def test_the_default_view_is_the_problems_window_with_161_nodes():
    p = build("valley")
    s = ls.surface(p)
    assert s.z.shape == (161, 161)
    assert (s.x[0], s.x[-1], s.y[0], s.y[-1]) == (-2.0, 1.0, -1.0, 1.0)


@pytest.mark.parametrize(
    "window", [((-0.1, 0.7), (1e6, 1e6 + 1e-3)), ((-1e300, 3.0), (-7.0, 1e-9))]
)
def test_the_axes_are_those_of_linspace(window):
    s = ls.surface(build("saddle"), window, (37, 50))
    assert np.array_equal(s.x, np.linspace(*window[0], 37))
    assert np.array_equal(s.y, np.linspace(*window[1], 50))


def test_the_sizes_may_be_a_list():
    assert ls.surface(build("valley"), resolution=[4, 7]).z.shape == (7, 4)


@pytest.mark.parametrize("exact", [True, False])
def test_direct_evaluation_has_no_error(exact):
    s = ls.surface(build("valley"), resolution=20, exact=exact)
    assert (s.method, s.error) == ("direct", 0.0)


def test_the_kmeans_surface_is_symmetric():
    z = ls.surface(build("kmeans"), resolution=50).z
    assert np.array_equal(z, z.T)


def test_a_surface_never_goes_below_the_global_minimum():
    for name in ls.problems().keys() - WITHOUT_MINIMUM:
        p = build(name)
        s = ls.surface(p, resolution=101, exact=True)
        assert s.z.min() >= ls.minima(p).loss.min() * (1 - 1e-12) - 1e-12


@pytest.mark.parametrize("reach", [0.05, 0.5, 5.0, 50.0, 500.0])
@pytest.mark.parametrize("kind", ["gaussian", "cauchy", "off-centre", "line", "lattice"])
@pytest.mark.parametrize("name", LOGISTIC)
def test_the_reported_error_is_true(name, kind, reach):
    rng = np.random.default_rng([ord(letter) for letter in name + kind] + [int(100 * reach)])
    for count, resolution in ((3, 60), (200, 60), (3_000, 30), (40_000, 20)):
        X, y = logistic_data(kind, count, rng)
        bias = float(rng.choice([0.0, -2.0]))
        p = ls.problem(name, dataset=ls.Dataset(X, y, bias=bias))
        half = reach / np.median(np.abs(X), axis=0).clip(0.1)
        centre = half * rng.uniform(-1.5, 1.5, 2) * rng.integers(0, 2)
        window = tuple((c - h, c + h) for c, h in zip(centre, half, strict=True))
        tol = 10 ** rng.uniform(-9, -3)
        s = ls.surface(p, window, resolution, tol=tol)
        error = largest_error(p, s, min(40, 200_000 // count), rng)
        if s.error == 0.0:
            assert error <= 1e-13 * np.abs(s.z).max(), s.method
        else:
            assert s.error <= tol
            assert error <= s.error * np.ptp(s.z), s.method


@pytest.mark.parametrize(("name", "tol"), [("logistic", 1e-6), ("logistic-squared-error", 1e-4)])
def test_many_samples_are_condensed(name, tol):
    rng = np.random.default_rng(0)
    p = labelled_problem(*logistic_data("gaussian", 150_000, rng), name=name)
    s = ls.surface(p, resolution=100, tol=tol)
    assert s.method.endswith(" of condensed samples")
    assert largest_error(p, s, 5, rng) <= s.error * np.ptp(s.z) <= tol * np.ptp(s.z)


def test_a_tolerance_that_condensing_does_not_meet_is_met_with_all_samples():
    rng = np.random.default_rng(0)
    p = labelled_problem(*logistic_data("gaussian", 40_000, rng))
    s = ls.surface(p, ((-2.0, 2.0), (-2.0, 2.0)), 100, tol=1e-9)
    assert s.method.startswith("Chebyshev")
    assert not s.method.endswith("condensed samples")
    assert largest_error(p, s, 5, rng) <= s.error * np.ptp(s.z) <= 1e-9 * np.ptp(s.z)


def test_the_methods_are_named():
    rng = np.random.default_rng(1)
    few = labelled_problem(*logistic_data("gaussian", 50, rng))
    many = labelled_problem(*logistic_data("gaussian", 3_000, rng))
    assert ls.surface(few, resolution=50).method == "products"
    assert ls.surface(many, resolution=100).method.startswith("Chebyshev ")
    assert ls.surface(many, resolution=20, exact=True).method == "products"
    assert ls.surface(build("logistic-squared-error")).method.startswith("Chebyshev ")
    assert ls.surface(build("logistic-squared-error"), exact=True).method == "products"
    assert ls.surface(build("mlp"), exact=True).method == "products"
    assert ls.surface(build("peaks")).method == "direct"
    assert ls.surface(build("linear")).method == "sufficient statistics"
    assert ls.surface(build("kmeans")).method == "split sums"


@pytest.mark.parametrize(("name", "aggregation"), every_default_problem())
def test_exact_surfaces_are_exact(name, aggregation):
    p = build(name, aggregation=aggregation)
    s = ls.surface(p, resolution=(31, 23), exact=True)
    assert s.error == 0.0
    error = largest_error(p, s, 200, np.random.default_rng(2))
    assert error <= 1e-13 * np.abs(s.z).max()


def test_a_tolerance_below_rounding_gives_exact_values():
    p = labelled_problem(*logistic_data("gaussian", 2_000, np.random.default_rng(3)))
    s = ls.surface(p, resolution=60, tol=1e-16)
    assert (s.method, s.error) == ("products", 0.0)


def test_the_error_is_relative_to_what_the_grid_shows():
    # A grid of two columns at the window's edges, and a J that moves between them.
    rng = np.random.default_rng(4)
    X = np.stack((rng.normal(size=2_000), 1e-3 * rng.normal(size=2_000)), axis=-1)
    p = labelled_problem(X, rng.integers(0, 2, 2_000), name="logistic-squared-error")
    s = ls.surface(p, ((-6.0, 6.0), (-1.0, 1.0)), (2, 2_000), tol=1e-3)
    assert s.error == 0.0 or largest_error(p, s, 20, rng) <= s.error * np.ptp(s.z)
    assert s.error <= 1e-3


@pytest.mark.parametrize(
    "window",
    [
        ((-1e300, 1e300), (-1e300, 1e300)),
        ((-8e307, 8e307), (-8e307, 8e307)),
        ((1e308, 1.2e308), (-1.0, 1.0)),
        ((-1e-300, 1e-300), (-1e-300, 1e-300)),
        ((0.0, 5e-324), (0.0, 5e-324)),
    ],
    ids=["large", "largest", "far", "tiny", "tiniest"],
)
@pytest.mark.parametrize("name", ls.problems())
def test_a_window_may_be_as_large_or_small_as_numbers_go(name, window):
    assert ls.surface(build(name), window, 30).z.shape == (30, 30)


@pytest.mark.parametrize("name", LOGISTIC)
def test_the_window_of_many_samples_may_be_any_size(name):
    rng = np.random.default_rng(5)
    p = labelled_problem(*logistic_data("gaussian", 40_000, rng), name=name)
    for half in (8e307, 1e30, 1e-300):
        assert ls.surface(p, ((-half, half), (-half, half)), 14).error == 0.0


def test_a_constant_surface_is_computed_exactly():
    p = labelled_problem(np.zeros((40_000, 2)), np.arange(40_000) % 2)
    s = ls.surface(p, resolution=20)
    assert s.error == 0.0
    assert s.z == pytest.approx(np.full((20, 20), np.log(2)), rel=1e-14)


def test_a_coarse_grid_is_not_interpolated(monkeypatch):
    monkeypatch.setattr(surface, "interpolate", None)
    p = labelled_problem(*logistic_data("gaussian", 40_000, np.random.default_rng(6)))
    assert ls.surface(p, resolution=2).method == "products"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"resolution": 1}, "resolution must be ≥ 2, got 1"),
        ({"resolution": 2001}, "resolution must be ≤ 2000, got 2001"),
        ({"resolution": 10.5}, "resolution must be a whole number, got 10.5"),
        ({"resolution": "fine"}, "resolution must be a whole number, got 'fine'"),
        ({"resolution": (10, 1)}, "resolution must be ≥ 2, got 1"),
        ({"resolution": (10, 20, 30)}, r"resolution must be .*, got \(10, 20, 30\)"),
        ({"resolution": (10,)}, r"resolution must be .*, got \(10,\)"),
        ({"window": ((1, 0), (0, 1))}, "window must have lo < hi, got 1 and 0 on x"),
        ({"window": ((0, 1), (0, np.inf))}, r"window must be finite, got inf at index \[1, 1\]"),
        ({"window": (0, 1)}, "window must have 2 axes"),
        ({"window": ((-1e308, 1e308), (0, 1))}, "window must be"),
        ({"tol": 0.0}, "tol must be > 0, got 0"),
        ({"tol": "tight"}, "tol must be a number, got 'tight'"),
    ],
)
def test_an_unfit_argument_is_refused_with_what_arrived(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        ls.surface(build("valley"), **arguments)
