"""K-means with one feature: ties, empty centroids, kinks, all splits, exchanged labels."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.cluster import KMeans

import losscore as ls
from losscore.arrival import AT_MINIMUM, ON_FLAT_GROUND
from losscore.objectives.kmeans import LabelExchange
from tests.losscore.cases import build, values_problem


def exact_minima(values):
    """All isolated local minima by every split, in rational numbers: set of (c₁, c₂) as floats.

    Each centroid is the mean of its points, and the midpoint lies strictly between the groups: a
    value on the midpoint could change hands at no cost, and J would fall from there.
    """
    exact = sorted(Fraction(float(value)) for value in values)
    found = set()
    for size in range(1, len(exact)):
        lower, upper = exact[:size], exact[size:]
        c1, c2 = sum(lower) / len(lower), sum(upper) / len(upper)
        if lower[-1] < (c1 + c2) / 2 < upper[0]:
            found |= {(float(c1), float(c2)), (float(c2), float(c1))}
    return found


def exact_loss(values, theta):
    """J (sum) in rational numbers."""
    centroids = [Fraction(float(c)) for c in theta]
    exact = (Fraction(float(value)) for value in values)
    return sum(min((x - c) ** 2 for c in centroids) for x in exact)


def as_set(theta):
    return {(float(a), float(b)) for a, b in theta}


# --- values, ties and seams -------------------------------------------------------------------


def test_hand_values():
    p = values_problem([0.0, 1.0, 4.0], aggregation="sum")
    assert p.loss((0.0, 3.0)) == pytest.approx(2.0, rel=1e-14)
    assert p.grad((0.0, 3.0)) == pytest.approx([-2.0, -2.0], rel=1e-14)
    assert p.hessian((0.0, 3.0)).tolist() == [[4.0, 0.0], [0.0, 2.0]]
    assert p.predict((0.0, 3.0), [[0.0], [1.0], [4.0]]).tolist() == [0, 0, 1]
    assert p.cluster_sizes((0.0, 3.0)).tolist() == [2, 1]


def test_exchanging_the_centroids_mirrors_everything():
    p = values_problem([0.0, 1.0, 4.0], aggregation="sum")
    assert p.loss((3.0, 0.0)) == p.loss((0.0, 3.0))
    assert p.grad((3.0, 0.0)).tolist() == p.grad((0.0, 3.0))[::-1].tolist()
    assert p.hessian((3.0, 0.0)).tolist() == [[2.0, 0.0], [0.0, 4.0]]
    assert p.predict((3.0, 0.0), [[0.0], [1.0], [4.0]]).tolist() == [1, 1, 0]
    assert p.cluster_sizes((3.0, 0.0)).tolist() == [1, 2]


@pytest.mark.parametrize("theta", [(0.0, 2.0), (2.0, 0.0)])
def test_a_value_half_way_belongs_to_the_first_centroid(theta):
    p = values_problem([0.0, 1.0, 2.0], aggregation="sum")
    assert p.predict(theta, [[1.0]]).tolist() == [0]
    assert p.cluster_sizes(theta).tolist() == [2, 1]
    assert p.loss(theta) == pytest.approx(1.0, rel=1e-14)
    first = 2.0 if theta[0] < 1 else -2.0
    assert p.grad(theta) == pytest.approx([-first, 0.0], abs=1e-14)


@given(
    arrays(float, 7, elements=st.integers(-5, 5).map(float)),
    st.integers(-20, 20),
    st.integers(-20, 20),
    st.sampled_from([0.0, 0.1, 1e3 + 0.3]),
)
def test_sizes_labels_loss_and_gradient_tell_of_the_same_clusters_even_at_ties(v, a, b, offset):
    values, theta = v + offset, np.array((a, b)) / 4 + offset
    p = values_problem(values, aggregation="sum")
    label = p.predict(theta, values[:, None])
    assert p.cluster_sizes(theta).tolist() == np.bincount(label, minlength=2).tolist()
    slopes = [2 * np.sum(theta[k] - values[label == k]) for k in (0, 1)]
    assert p.grad(theta) == pytest.approx(slopes, abs=1e-9)


def test_centring_the_values_breaks_no_tie():
    # The midpoint is 0 exactly, and 0 is a value.
    values = np.array([0.0, 0.1, 0.2, 0.6, 0.2, 0.6, -0.1])
    p = values_problem(values)
    assert p.predict((0.6, -0.6), values[:, None]).tolist() == [0, 0, 0, 0, 0, 0, 1]
    assert p.cluster_sizes((0.6, -0.6)).tolist() == [6, 1]


def test_when_the_centroids_coincide_the_first_owns_all_points():
    p = values_problem([0.0, 1.0, 4.0], aggregation="sum")
    assert p.predict((1.0, 1.0), [[0.0], [1.0], [4.0]]).tolist() == [0, 0, 0]
    assert p.cluster_sizes((1.0, 1.0)).tolist() == [3, 0]
    assert p.grad((1.0, 1.0)) == pytest.approx([-4.0, 0.0], abs=1e-14)
    assert p.loss((1.0, 1.0)) == pytest.approx(10.0, rel=1e-14)


def test_the_loss_has_a_kink_where_a_point_changes_hands():
    p = values_problem([0.0, 1.0, 4.0], aggregation="sum")
    # Midpoint 1 at c₂ = 2: on one side the value 1 pulls c₁, on the other c₂.
    near, far = p.grad((0.0, 2.0 - 1e-9)), p.grad((0.0, 2.0 + 1e-9))
    assert near == pytest.approx([0.0, -2.0], abs=1e-7)
    assert far == pytest.approx([-2.0, -4.0], abs=1e-7)
    below, at, above = p.loss([(0.0, 2.0 - 1e-9), (0.0, 2.0), (0.0, 2.0 + 1e-9)])
    assert below == pytest.approx(at, abs=1e-7)
    assert above == pytest.approx(at, abs=1e-7)


def test_an_empty_centroid_has_no_slope_and_no_curvature():
    p = values_problem([0.0, 1.0, 4.0], aggregation="sum")
    theta = np.array([[1.0, 100.0], [1.0, 200.0]])
    assert p.loss(theta).tolist() == [p.loss(theta[0])] * 2
    assert p.grad(theta)[:, 1].tolist() == [0.0, 0.0]
    assert p.hessian(theta[0]).tolist() == [[6.0, 0.0], [0.0, 0.0]]
    assert p.cluster_sizes(theta).tolist() == [[3, 0], [3, 0]]


def test_an_empty_centroid_may_be_so_far_away_that_its_square_overflows():
    p = values_problem([0.0, 1.0, 4.0], aggregation="sum")
    assert p.loss((1.0, 1e200)) == p.loss((1.0, 100.0))
    assert p.cluster_sizes((1.0, 1.7e308)).tolist() == [3, 0]
    assert p.predict((-1.7e308, -1.7e308), [[0.0]]).tolist() == [0]


def test_far_from_zero_no_digits_are_lost():
    near, far = (values_problem(build("kmeans").dataset.X[:, 0] + shift) for shift in (0.0, 1e6))
    theta = np.random.default_rng(0).uniform(0, 2, (50, 2))
    assert far.loss(theta + 1e6) == pytest.approx(near.loss(theta), rel=1e-8)


@pytest.mark.parametrize(
    ("values", "theta"),
    [
        ([0.0, 1e-3, 1e6, 1e6 + 1e-3], (5e-4, 1e6 + 5e-4)),
        ([0.0, 1e-3, 1e6, 1e6 + 1e-3], (0.0, 1e6)),
        ([0.0, 1.0, 3.0, 1e9], (1.0, 1e9)),
    ],
)
def test_tight_clusters_far_apart_keep_their_small_loss(values, theta):
    p = values_problem(values, aggregation="sum")
    assert float(p.loss(theta)) == pytest.approx(float(exact_loss(values, theta)), rel=1e-6)


# --- tables of many values --------------------------------------------------------------------


def counted_and_sorted(values, x, y):
    """The table before the splits exist, by what, and the table afterwards."""
    p = values_problem(values, aggregation="sum")
    before, method = p.table(x, y)
    assert p.splits is p.splits
    after, sorted_method = p.table(x, y)
    assert sorted_method == "split sums"
    return before, method, after


@pytest.mark.parametrize("seed", range(3))
def test_the_table_of_many_values_is_the_same_before_and_after_they_are_sorted(seed):
    rng = np.random.default_rng(seed)
    values = np.concatenate((rng.normal(0, 0.2, 60_000), rng.standard_t(3, 60_000)))
    x = np.linspace(-2, 3, 41)
    before, method, after = counted_and_sorted(values, x, x - 0.5)
    assert method == "split counts"
    assert np.abs(before - after).max() <= 1e-12 * after.max()


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (np.linspace(0, 1, 9), np.linspace(0, 1, 10)),
        (1e6 + np.linspace(0, 1, 9), 1e6 + np.linspace(0, 1, 9)),
    ],
    ids=["steps", "far"],
)
def test_axes_without_a_lattice_of_midpoints_use_another_method(x, y):
    values = x.mean() + np.random.default_rng(3).normal(size=100_000)
    before, method, after = counted_and_sorted(values, x, y)
    assert method == "split sums"
    assert np.array_equal(before, after)


def test_near_the_minimum_of_tight_clusters_the_table_keeps_its_digits():
    rng = np.random.default_rng(4)
    values = np.concatenate((rng.normal(0, 1e-6, 50_000), rng.normal(1, 1e-6, 50_000)))
    near = np.linspace(-1e-6, 1e-6, 5)
    z, method = values_problem(values, aggregation="sum").table(near, 1.0 + near)
    expected = ((values[:50_000] - near[1]) ** 2).sum() + (
        (values[50_000:] - 1 - near[3]) ** 2
    ).sum()
    assert method == "split sums"
    assert z[3, 1] == pytest.approx(expected, rel=1e-9)


# --- minima -----------------------------------------------------------------------------------


@given(
    st.lists(st.integers(-6, 6), min_size=2, max_size=7).filter(lambda v: len(set(v)) > 1),
    st.sampled_from([1.0, 0.25, 0.1]),
    st.sampled_from([0.0, 3.0, 1000.0]),
)
@example([0, 0, 1, 1, 4], 1.0, 0.0)
@example([0, 0, 1, 3, 5], 1.0, 0.0)
@example([0, 0, 0, 1, 3], 3.0, 1.0)
def test_minima_are_those_of_all_splits_in_exact_arithmetic_even_at_ties(whole, scale, offset):
    values = np.array(whole, float) * scale + offset
    # Ties of the whole numbers are what is meant; the rounding of 0.1 must not break them.
    expected = {tuple(scale * c + offset for c in pair) for pair in exact_minima(whole)}
    m = ls.minima(values_problem(values, aggregation="sum"))
    assert len(m) == len(expected), m.theta.tolist()
    assert np.array(sorted(as_set(m.theta))) == pytest.approx(np.array(sorted(expected)), abs=1e-9)


def test_minima_come_in_mirrored_pairs():
    m = ls.minima(values_problem([0.0, 0.1, 0.3]))
    assert as_set(m.theta) == as_set(m.theta[:, ::-1])


@pytest.mark.parametrize("aggregation", ["sum", "mean"])
@pytest.mark.parametrize("seed", range(6))
def test_minima_of_random_data_are_those_of_brute_force(seed, aggregation):
    rng = np.random.default_rng(seed)
    values = np.concatenate([rng.normal(c, 0.3, 12) for c in rng.uniform(-3, 3, 3)])
    p = values_problem(values, aggregation=aggregation)
    m = ls.minima(p)
    expected = np.array(sorted(exact_minima(values)))
    assert np.array(sorted(as_set(m.theta))) == pytest.approx(expected, abs=1e-12)
    losses = [float(exact_loss(values, theta)) for theta in m.theta]
    weight = 1 / len(values) if aggregation == "mean" else 1
    assert m.loss == pytest.approx(weight * np.array(losses), rel=1e-12)
    assert (m.loss == np.sort(m.loss)).all()
    assert m.is_global.tolist() == (m.loss <= m.loss[0] * (1 + 1e-10)).tolist()


@pytest.mark.parametrize("seed", range(4))
def test_the_global_minimum_is_scikit_learns(seed):
    rng = np.random.default_rng(seed)
    values = rng.gamma(2.0, size=80)
    m = ls.minima(values_problem(values, aggregation="sum"))
    reference = KMeans(2, n_init=20, tol=0, random_state=0).fit(values[:, None])
    assert m.loss[0] == pytest.approx(reference.inertia_, rel=1e-10)
    centres = np.sort(reference.cluster_centers_[:, 0])
    for theta in m.theta[m.is_global]:
        assert np.sort(theta) == pytest.approx(centres, rel=1e-10)


def test_two_clumps_have_two_minima_of_one_group():
    m = ls.minima(build("kmeans", "two-clumps"))
    assert m.theta == pytest.approx(m.theta[::-1, ::-1], rel=1e-15)
    assert m.group.tolist() == [0, 0]
    assert m.is_global.tolist() == [True, True]
    assert m.kind == ("minimum", "minimum")
    assert m.message.startswith("Two minima")
    assert "very split of the sorted values was tried" in m.message


def test_three_equal_clumps_have_four_minima_in_two_groups():
    m = ls.minima(build("kmeans", "three-clumps"))
    assert m.group.tolist() == [0, 0, 1, 1]
    assert m.is_global.tolist() == [True, True, False, False]
    for group in (0, 1):
        first, second = m.theta[m.group == group]
        assert first == pytest.approx(second[::-1], rel=1e-15)
    assert m.message.startswith("4 local minima, 2 clusterings")


def test_mirrored_clumps_have_four_global_minima():
    clump = np.array([-0.01, 0.0, 0.01])
    values = np.concatenate((clump - 1, clump, clump + 1))
    m = ls.minima(values_problem(values))
    assert m.is_global.tolist() == [True] * 4
    assert sorted(m.group.tolist()) == [0, 0, 1, 1]


@pytest.mark.parametrize("offset", [1e6, -1e6])
def test_data_far_from_zero_have_the_same_minima(offset):
    values = build("kmeans", "three-clumps").dataset.X[:, 0]
    here, there = ls.minima(values_problem(values)), ls.minima(values_problem(values + offset))
    assert there.theta - offset == pytest.approx(here.theta, abs=1e-9)
    assert there.group.tolist() == here.group.tolist()
    assert there.loss == pytest.approx(here.loss, rel=1e-8)


@pytest.mark.parametrize("values", [[3.0], [3.0, 3.0], [0.0] * 5, [1e6 + 0.1] * 7])
def test_equal_values_have_no_isolated_minimum_and_the_message_says_why(values):
    m = ls.minima(values_problem(values))
    assert len(m) == 0
    assert m.message.startswith("No isolated minimum: all values are equal, so J = 0")


def test_values_that_differ_by_rounding_count_as_equal():
    m = ls.minima(values_problem([1.0, 1.0 + 1e-15]))
    assert len(m) == 0
    assert m.message.startswith("No isolated minimum: all values are equal to rounding, so J = 0")


def test_two_samples_are_their_own_centroids():
    m = ls.minima(values_problem([1.0, 5.0]))
    assert m.theta == pytest.approx(np.array([[1.0, 5.0], [5.0, 1.0]]), abs=1e-14)
    assert m.loss == pytest.approx([0.0, 0.0], abs=1e-15)


def test_duplicates_stay_together():
    m = ls.minima(values_problem([0.0, 0.0, 0.0, 7.0, 7.0]))
    assert m.theta == pytest.approx(np.array([[0.0, 7.0], [7.0, 0.0]]), abs=1e-14)


def test_each_minimum_is_the_lowest_point_around_it():
    p = build("kmeans", "three-clumps", "sum")
    angle = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    ring = 1e-3 * np.column_stack((np.cos(angle), np.sin(angle)))
    for theta, loss in zip(ls.minima(p).theta, ls.minima(p).loss, strict=True):
        assert (p.loss(theta + ring) > loss).all()


@pytest.mark.parametrize("values", [[0.0, 4.0], [2.0], [1e17] * 3])
def test_the_default_window_holds_all_values_on_both_axes(values):
    p = values_problem(values)
    assert p.window[0] == p.window[1]
    assert p.window[0][0] < min(values) <= max(values) < p.window[0][1]


@pytest.mark.parametrize(
    ("values", "theta", "expected"),
    [
        ([0, 0, 1, 3, 5], (1 / 3, 4.0), True),
        ([0, 0, 1, 3, 5], (1.0, 5.0), False),
        ([0, 0, 1, 3, 5], (1.8, 90.0), False),
        ([0, 0, 1, 3, 5], (1.8, 1.8), False),
    ],
    ids=["minimum", "tie", "empty", "coinciding"],
)
def test_where_the_gradient_vanishes_the_clusters_tell_a_minimum(values, theta, expected):
    p = values_problem(values)
    theta = np.array(theta)
    assert np.abs(p.grad(theta)).max() < 1e-12
    standing = int(p.judge(theta[None, :], p.grad(theta[None, :]))[0])
    assert standing == (AT_MINIMUM if expected else ON_FLAT_GROUND)


# --- exchanged labels -------------------------------------------------------------------------


def test_the_two_minima_are_one_clustering_with_the_labels_exchanged():
    p = build("kmeans", "two-clumps", "sum")
    first, second = ls.minima(p).theta
    exchange = ls.label_exchange(p, first, second)
    assert exchange == LabelExchange(100, 100, (50, 50), 0.0)
    assert exchange.same_clustering


def test_minima_of_different_groups_are_different_clusterings():
    p = build("kmeans", "three-clumps", "sum")
    m = ls.minima(p)
    exchange = ls.label_exchange(p, m.theta[0], m.theta[3])
    # {1, 2 | 3} against {2, 3 | 1} with the labels the other way round: the middle clump differs.
    assert exchange.sizes == (100, 50)
    assert (exchange.n_samples, exchange.agreeing) in {(150, 100), (150, 50)}
    assert not exchange.same_clustering
    assert exchange.loss_difference == pytest.approx(m.loss[3] - m.loss[0], rel=1e-12)


def test_agreement_counts_the_points_that_get_the_other_label():
    p = values_problem([0.0, 1.0, 4.0, 5.0])
    exchange = ls.label_exchange(p, (0.0, 4.0), (4.0, -2.0))
    # At (0, 4): 0 0 1 1. At (4, −2), midpoint 1, which goes to the first: 1 0 0 0.
    assert (exchange.n_samples, exchange.agreeing, exchange.sizes) == (4, 3, (2, 2))


def test_a_clustering_is_the_same_as_itself():
    p = build("kmeans", "two-clumps", "sum")
    theta = ls.minima(p).theta[0]
    assert ls.label_exchange(p, theta, theta).same_clustering


@pytest.mark.parametrize("name", [name for name in ls.problems() if name != "kmeans"])
def test_label_exchange_refuses_problems_without_clusters(name):
    with pytest.raises(ValueError, match=r"^label_exchange needs "):
        ls.label_exchange(build(name), (0.0, 1.0), (1.0, 0.0))


@pytest.mark.parametrize("theta", [np.ones((3, 2)), (1.0,), (np.nan, 1.0)])
def test_label_exchange_compares_two_points(theta):
    with pytest.raises(ValueError, match=r"must (hold|have|be)"):
        ls.label_exchange(build("kmeans"), theta, (1.0, 0.0))
