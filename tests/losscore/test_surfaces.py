"""Surfaces: orientation, sizes and refusals."""

import numpy as np
import pytest

import losscore as ls
from tests.losscore.cases import WITHOUT_MINIMUM, build, every_default_problem


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
