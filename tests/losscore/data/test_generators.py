"""Datasets: the published recipes, the generators' options, and the published surfaces."""

import numpy as np
import pytest

import losscore as ls
from tests.losscore.cases import OWN_WINDOW, build

UNIT, TEN = ((-1.0, 1.0), (-1.0, 1.0)), ((-10.0, 10.0), (-10.0, 10.0))


def with_parameter(name):
    return [
        dataset
        for dataset, spec in ls.datasets().items()
        if name in (parameter.name for parameter in spec.parameters)
    ]


def legacy(seed):
    return np.random.RandomState(seed)


def spiral_recipe():
    """Both arms as the published code draws them."""
    rng = legacy(42)
    n = np.sqrt(rng.rand(100, 1)) * 780 * (2 * np.pi) / 360
    arm0 = [-np.cos(n) * n + 0.2 * rng.randn(100, 1), np.sin(n) * n + 0.2 * rng.randn(100, 1)]
    arm1 = [np.cos(n) * n + 0.2 * rng.randn(100, 1), -np.sin(n) * n + 0.2 * rng.randn(100, 1)]
    return np.vstack((np.hstack(arm0), np.hstack(arm1)))


def published_probability(problem, surface):
    """The model's p at all nodes and samples, (ny, nx, n), and the labels."""
    grid = np.stack(np.meshgrid(surface.x, surface.y), axis=-1)
    z = grid @ problem.dataset.X.T + problem.bias
    return 1.0 / (1.0 + np.exp(-z)), problem.dataset.y


# --- the registry -----------------------------------------------------------------------------


def test_every_published_dataset_is_registered():
    published = (
        "two-clumps spirals-label-averaged spirals diagonal-split one-point shifted-diagonal"
    )
    assert set(published.split()) <= set(ls.datasets())


@pytest.mark.parametrize("name", ls.datasets())
def test_a_dataset_fits_the_problems_of_its_kind(name):
    spec = ls.datasets()[name]
    fitting = [p for p in ls.problems().values() if p.data_kind == spec.kind]
    assert fitting
    for problem in fitting:
        assert name in problem.datasets
        own = problem.name in OWN_WINDOW or spec.window is None
        assert (ls.problem(problem.name, dataset=name).window == spec.window) is not own


@pytest.mark.parametrize("name", ls.datasets())
def test_a_dataset_is_the_same_every_time(name):
    first, second = ls.dataset(name), ls.dataset(name)
    assert np.array_equal(first.X, second.X)
    assert first.y is second.y is None or np.array_equal(first.y, second.y)


@pytest.mark.parametrize("name", ls.datasets())
def test_a_dataset_does_not_depend_on_the_global_random_state(name):
    before = ls.dataset(name).X
    np.random.seed(1)  # noqa: NPY002
    assert np.array_equal(ls.dataset(name).X, before)


@pytest.mark.parametrize("name", with_parameter("seed"))
def test_another_seed_draws_other_data(name):
    spec_seed = {p.name: p for p in ls.datasets()[name].parameters}["seed"].default
    assert not np.array_equal(ls.dataset(name, seed=spec_seed + 1).X, ls.dataset(name).X)


@pytest.mark.parametrize("extra", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("name", with_parameter("n_samples"))
def test_a_dataset_has_as_many_samples_as_asked_for(name, extra):
    low = {p.name: p for p in ls.datasets()[name].parameters}["n_samples"].low
    assert len(ls.dataset(name, n_samples=low + extra)) == low + extra
    assert len(ls.dataset(name, n_samples=200 + extra)) == 200 + extra


@pytest.mark.parametrize("name", with_parameter("noise"))
def test_noise_spreads_the_samples(name):
    X_quiet, X_loud = (ls.dataset(name, noise=noise) for noise in (0.0, 5.0))
    if X_quiet.y is not None and name == "line":
        assert np.std(X_quiet.y) < np.std(X_loud.y)
    else:
        assert np.std(X_quiet.X) < np.std(X_loud.X)


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("moons", {}, "dataset must be one of two-clumps, .*; got 'moons'"),
        (7, {}, "dataset must be one of two-clumps, .*; got 7"),
        ("two-clumps", {"n": 5}, "dataset two-clumps: unknown option 'n'; options are n_samples, "),
        (
            "one-point",
            {"seed": 5},
            "dataset one-point: unknown option 'seed'; there are no options",
        ),
        ("two-clumps", {"n_samples": 1}, "n_samples must be ≥ 2, got 1"),
        ("two-clumps", {"n_samples": 5001}, "n_samples must be ≤ 5000, got 5001"),
        ("two-clumps", {"n_samples": 9.5}, "n_samples must be a whole number, got 9.5"),
        ("line", {"noise": -0.1}, "noise must be ≥ 0, got -0.1"),
        ("line", {"noise": np.nan}, "noise must be finite, got nan"),
        ("line", {"seed": -1}, "seed must be ≥ 0, got -1"),
    ],
)
def test_an_unfit_request_is_refused_with_the_choices(name, options, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        ls.dataset(name, **options)


# --- the published recipes --------------------------------------------------------------------


def test_two_clumps_are_fifty_and_fifty_legacy_normal_draws():
    rng = legacy(0)
    expected = np.concatenate((rng.normal(0.5, 0.1, 50), rng.normal(1.5, 0.1, 50)))
    assert np.array_equal(ls.dataset("two-clumps").X[:, 0], expected)
    assert expected[0] == 0.6764052345967664


def test_spirals_are_the_published_points_with_their_own_labels():
    dataset = ls.dataset("spirals")
    assert np.array_equal(dataset.X, spiral_recipe())
    assert np.array_equal(dataset.y, np.repeat([0, 1], 100))
    assert dataset.bias == -0.347526733772955


def test_label_averaged_spirals_hold_every_point_with_both_labels():
    dataset = ls.dataset("spirals-label-averaged")
    for label in (0, 1):
        assert np.array_equal(dataset.X[dataset.y == label], spiral_recipe())
    assert len(dataset) == 400
    assert dataset.bias == -0.347526733772955


def test_an_odd_number_of_spiral_points_leaves_the_second_arm_one_short():
    odd, even = (ls.dataset("spirals", n_samples=n) for n in (201, 202))
    assert np.array_equal(odd.X, even.X[:-1])
    assert np.bincount(odd.y.astype(int)).tolist() == [101, 100]


def test_an_odd_number_of_label_averaged_points_leaves_the_last_with_one_label():
    dataset = ls.dataset("spirals-label-averaged", n_samples=7)
    zero, one = (dataset.X[dataset.y == label] for label in (0, 1))
    assert np.array_equal(zero[:3], one)
    assert len(zero) == 4


def test_diagonal_split_is_the_published_draw():
    dataset = ls.dataset("diagonal-split")
    X = legacy(0).normal(0, 1, (100, 2))
    assert np.array_equal(dataset.X, X)
    assert np.array_equal(dataset.y, X[:, 0] + X[:, 1] > 0)
    assert dataset.bias == -0.01934518


def test_one_point_is_one_one_with_label_one():
    dataset = ls.dataset("one-point")
    assert (dataset.X.tolist(), dataset.y.tolist(), dataset.bias) == ([[1.0, 1.0]], [1.0], 0.0)


def test_shifted_diagonal_is_the_published_draw():
    dataset = ls.dataset("shifted-diagonal")
    rng = legacy(0)
    a, c = rng.normal(size=100), rng.normal(size=100)
    assert np.array_equal(dataset.X, np.column_stack((a, c + 1)))
    assert np.array_equal(dataset.y, a + c > 0)
    assert dataset.bias == 0.0


# --- the published surfaces -------------------------------------------------------------------


def test_the_published_kmeans_surface():
    p = ls.problem("kmeans", dataset="two-clumps", aggregation="sum")
    s = ls.surface(p, ((0, 2), (0, 2)), 100)
    assert s.z[0, 0] == pytest.approx(126.40805136084069, abs=1e-13)
    assert s.z.min() == pytest.approx(1.0137976854597222, abs=1e-13)
    lows = {(s.x[i], s.y[j]) for j, i in np.argwhere(s.z < s.z.min() + 1e-12)}
    place = (1.494949494949495, 0.5050505050505051)
    assert lows == {place, place[::-1]}


def test_the_published_logistic_surface():
    p = ls.problem("logistic", dataset="spirals-label-averaged", aggregation="mean")
    s = ls.surface(p, UNIT, 200, exact=True)
    j, i = np.unravel_index(s.z.argmin(), s.z.shape)
    assert s.z[j, i] == pytest.approx(0.708408391256835, abs=5e-15)
    assert (s.x[i], s.y[j]) == pytest.approx(
        (0.005025125628140614, 0.005025125628140614), abs=1e-15
    )


CORNERS = [
    ((-1.0, -1.0), 3.7677595958347787),
    ((1.0, -1.0), 4.1055725218762005),
    ((-1.0, 1.0), 4.10571606400117),
    ((1.0, 1.0), 3.766496840226544),
]


@pytest.mark.parametrize(("theta", "published"), CORNERS)
def test_the_published_logistic_corners_come_from_these_data(theta, published):
    p = build("logistic", "spirals-label-averaged", "mean")
    y, odds = p.dataset.y, np.exp(-(p.dataset.X @ theta + p.bias))
    textbook = -np.mean(y * np.log(1 / (1 + odds)) + (1 - y) * np.log(1 - 1 / (1 + odds)))
    assert textbook == pytest.approx(published, abs=5e-15)
    # log(1 − p) has lost digits there: the stable form differs by that, and by no more.
    assert float(p.loss(theta)) == pytest.approx(published, abs=4e-11)


def test_own_labels_differ_from_averaged_labels_as_stated():
    averaged = ls.surface(build("logistic", "spirals-label-averaged", "mean"), UNIT, 200)
    own = ls.surface(build("logistic", "spirals", "mean"), UNIT, 200)
    assert round(float(np.abs(own.z - averaged.z).max()), 2) == 1.38
    j, i = np.unravel_index(own.z.argmin(), own.z.shape)
    assert round(float(own.z[j, i]), 3) == 0.654
    assert (round(own.x[i], 3), round(own.y[j], 3)) == (0.095, 0.055)


def test_the_published_squared_error_surface():
    p = ls.problem("logistic-squared-error", dataset="diagonal-split", aggregation="mean")
    s = ls.surface(p, TEN, 50)
    probability, y = published_probability(p, s)
    assert np.abs(s.z - ((probability - y) ** 2).mean(axis=-1)).max() < 1e-14


def test_the_published_nll_surface_where_its_logarithms_are_not_clipped():
    p = ls.problem("logistic", dataset="diagonal-split", aggregation="mean")
    s = ls.surface(p, TEN, 50)
    probability, y = published_probability(p, s)
    clipped = np.clip(probability, 2.2e-16, 1 - 2.2e-16)
    z = -(y * np.log(clipped) + (1 - y) * np.log(1 - clipped)).mean(axis=-1)
    mild = (np.minimum(probability, 1 - probability) > 1e-8).all(axis=-1)
    assert mild.sum() > 500
    assert np.abs(s.z - z)[mild].max() < 1e-8
    assert (s.z >= z - 1e-3).all()


@pytest.mark.parametrize("aggregation", ["sum", "mean"])
def test_the_published_surfaces_of_one_point(aggregation):
    window = TEN
    nll = ls.surface(build("logistic", "one-point", aggregation), window, 30)
    squares = ls.surface(build("logistic-squared-error", "one-point", aggregation), window, 30)
    z = nll.x[None, :] + nll.y[:, None]
    assert nll.z == pytest.approx(np.logaddexp(0, -z), rel=1e-15)
    assert squares.z == pytest.approx((1 / (1 + np.exp(z))) ** 2, rel=1e-14)


def test_the_published_sigmoid_surface_where_p_is_not_saturated():
    p = ls.problem("logistic", dataset="shifted-diagonal", aggregation="mean")
    s = ls.surface(p, ((-50, 50), (-50, 50)), 200)
    with np.errstate(over="ignore"):
        probability, y = published_probability(p, s)
    z = -(y * np.log(probability + 1e-9) + (1 - y) * np.log(1 - probability + 1e-9)).mean(axis=-1)
    mild = (np.minimum(probability, 1 - probability) > 1e-3).all(axis=-1)
    assert mild.sum() > 50
    assert np.abs(s.z - z)[mild].max() < 1e-7 * np.ptp(s.z)


def test_the_published_valley_surface():
    p = ls.problem("valley")
    s = ls.surface(p, ((-2, 1), (-1, 1)), 120)
    x, y = np.meshgrid(s.x, s.y)
    assert np.abs(s.z - (x**2 + np.sin(x) + y**4 + np.exp(-y))).max() < 9e-16
    assert round(float(ls.minima(p).loss[0]), 6) == 0.435038


def test_the_published_descent_on_peaks():
    t = ls.descend(ls.problem("peaks"), (-0.27, -0.69), "gd", learning_rate=0.001, n_steps=200)
    assert t.n_steps == 200
    assert tuple(np.round(t.theta[-1], 3)) == (0.231, -1.617)
    assert round(float(t.loss[-1]), 2) == -6.55


# --- what the descriptions promise ------------------------------------------------------------


@pytest.mark.parametrize(
    ("problem", "name", "n_minima"),
    [
        ("kmeans", "two-clumps", 2),
        ("kmeans", "three-clumps", 4),
        ("logistic", "spirals", 1),
        ("logistic", "spirals-label-averaged", 1),
        ("logistic", "blobs", 1),
        ("logistic", "shifted-diagonal", 1),
        ("logistic", "diagonal-split", 0),
        ("logistic", "one-point", 0),
        ("linear", "line", 1),
    ],
)
def test_a_dataset_has_the_minima_that_its_description_promises(problem, name, n_minima):
    assert len(ls.minima(build(problem, name))) == n_minima


def test_three_clumps_are_equal_in_size():
    values = ls.dataset("three-clumps").X[:, 0]
    assert np.unique(np.round(values - 0.5), return_counts=True)[1].tolist() == [50, 50, 50]


def test_blobs_carry_label_one_on_the_right():
    dataset = ls.dataset("blobs", noise=0.0)
    assert np.array_equal(np.unique(dataset.X[dataset.y == 1], axis=0), [[1.0, 0.5]])
    assert np.array_equal(np.unique(dataset.X[dataset.y == 0], axis=0), [[-1.0, -0.5]])


def test_the_line_without_noise_is_the_line():
    dataset = ls.dataset("line", noise=0.0)
    assert np.array_equal(dataset.y, 1.5 * dataset.X[:, 0] - 0.5)
    assert ((dataset.X >= -1) & (dataset.X <= 2)).all()
