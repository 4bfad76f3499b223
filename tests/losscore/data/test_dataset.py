"""Dataset: checked and immutable."""

import dataclasses

import numpy as np
import pytest

import losscore as ls
from losscore.data.dataset import all_equal
from tests.losscore.cases import FEATURES


def test_arrays_are_copied_and_read_only():
    X, y = np.array([[1.0, 2.0]]), np.array([1.0])
    dataset = ls.Dataset(X, y)
    X[0, 0], y[0] = 9.0, 9.0
    assert dataset.X.tolist() == [[1.0, 2.0]]
    assert dataset.y.tolist() == [1.0]
    with pytest.raises(ValueError, match="read-only"):
        dataset.X[0, 0] = 3.0
    with pytest.raises(ValueError, match="read-only"):
        dataset.y[0] = 3.0


def test_attributes_cannot_be_replaced():
    with pytest.raises(dataclasses.FrozenInstanceError):
        ls.Dataset([[1.0]]).X = np.zeros((1, 1))


def test_the_length_of_a_dataset_is_its_number_of_samples():
    assert len(ls.Dataset([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((np.array(5.0),), r"X must have 1 or 2 axes, got shape \(\)"),
        (([[[1.0]]],), r"X must have 1 or 2 axes, got shape \(1, 1, 1\)"),
        ((np.array("2020-01-01", "M8[D]"),), r"X must be numbers without a unit, got datetime64"),
        ((np.empty((0, 1)),), r"X must not be empty, got shape \(0, 1\)"),
        (([[np.nan]],), r"X must be finite, got nan at index \[0, 0\]"),
        (([[np.inf]],), r"X must be finite, got inf at index \[0, 0\]"),
        (([[1.0]], [np.nan]), r"y must be finite, got nan at index \[0\]"),
        (([[1.0]], [[1.0]]), r"y must have 1 axis, got shape \(1, 1\); y\.ravel\(\) has one"),
        (([[1.0]], [1.0, 2.0]), "X and y must have as many samples, got 1 and 2"),
        (("abc",), "X must be an array of numbers, got 'abc'"),
        (([[1 + 2j]],), "X must be an array of numbers, got "),
        (([[1e200]],), r"X must lie within ±1e\+50, got 1e\+200 in size"),
        (([[1.0]], [-1e60]), r"y must lie within ±1e\+50, got 1e\+60 in size"),
    ],
)
def test_unfit_arrays_are_refused_with_what_arrived(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        ls.Dataset(*arguments)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"bias": np.nan}, "bias must be finite, got nan"),
        ({"bias": "0"}, "bias must be a number, got '0'"),
        ({"window": ((1, 0), (0, 1))}, "window must have lo < hi, got 1 and 0 on x"),
    ],
)
def test_unfit_options_are_refused_with_what_arrived(options, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        ls.Dataset([[1.0]], **options)


@pytest.mark.parametrize(
    ("problem", "dataset", "message"),
    [
        (
            "kmeans",
            ls.Dataset([[1.0, 2.0]]),
            r"X for kmeans must have shape \(n, 1\), got \(1, 2\)",
        ),
        ("linear", ls.Dataset([[1.0, 2.0]], [1]), r"X for linear must have shape \(n, 1\)"),
        ("linear", ls.Dataset([[1.0]]), r"linear needs targets y of shape \(1,\), got None"),
        ("logistic", ls.Dataset([[1.0]], [1]), r"X for logistic must have shape \(n, 2\)"),
        ("logistic", ls.Dataset([[1.0, 2.0]]), r"logistic needs targets y of shape \(1,\)"),
        ("logistic", ls.Dataset([[1.0, 2.0]], [2]), "labels y for logistic must be 0 or 1, got 2"),
        (
            "logistic-squared-error",
            ls.Dataset([[1.0, 2.0]], [0.5]),
            "labels y for logistic-squared-error must be 0 or 1, got 0.5",
        ),
    ],
)
def test_data_that_do_not_fit_a_problem_are_refused_by_it(problem, dataset, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        ls.problem(problem, dataset=dataset)


def test_labels_may_be_truth_values():
    assert ls.Dataset([[1.0], [2.0]], [True, False]).labels("p").tolist() == [1.0, 0.0]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1e17, 1e17], True),
        ([0.3, 0.1 + 0.2], True),
        ([0.0, 0.0], True),
        ([1e-15, 2e-15], False),
        ([1e6, 1e6 + 1e-6], False),
    ],
)
def test_values_are_equal_when_they_differ_by_rounding(values, expected):
    assert all_equal(np.array(values)) is expected


@pytest.mark.parametrize("size", [1e50, 1e-60])
@pytest.mark.parametrize("name", [n for n, spec in ls.problems().items() if spec.data_kind])
def test_the_largest_and_very_small_entries_overflow_nowhere(name, size):
    width = FEATURES[ls.problems()[name].data_kind]
    X = size * np.array([[0.3, 0.7], [-1.0, 0.3], [0.7, 0.7], [0.0, -0.3]])[:, :width]
    p = ls.problem(name, dataset=ls.Dataset(X, [0, 1, 1, 0]))
    low, high = np.array(p.window).T
    assert np.isfinite(ls.surface(p, resolution=9).z).all()
    m = ls.minima(p)
    assert ls.suggest_learning_rate(p, m) > 0
    ls.descend(p, low + 0.3 * (high - low), n_steps=5)


class Column:
    """What a column of a table is to numpy, whoever made the table."""

    def __init__(self, values):
        self.values = values

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype)


@pytest.mark.parametrize("X", [[1.0, 2.0, 4.0], np.array([1, 2, 4]), Column([1.0, 2.0, 4.0])])
def test_features_on_one_axis_are_one_feature(X):
    data = ls.Dataset(X, [3.0, 5.0, 9.0])
    assert data.X.tolist() == [[1.0], [2.0], [4.0]]
    p = ls.problem("linear", dataset=data)
    assert ls.minima(p).theta[0] == pytest.approx((2.0, 1.0), rel=1e-12)
    assert p.predict((2.0, 1.0), X).tolist() == [3.0, 5.0, 9.0]


def test_one_feature_where_two_are_needed_is_named():
    data = ls.Dataset([1.0, 2.0], [0, 1])
    with pytest.raises(
        ls.InputError, match=r"^X for logistic must have shape \(n, 2\), got \(2, 1"
    ):
        ls.problem("logistic", dataset=data)


HIDDEN = np.ma.masked_values([1.0, 2.0, -999.0, 4.0, 5.0], -999.0)


def test_the_advice_about_masked_entries_works():
    y = np.array([2.0, 4.0, 6.0, 8.0, 10.0])
    for X in (HIDDEN, np.ma.column_stack((HIDDEN, y))):
        for name, arguments in (("X", (X, y)), ("y", (y, HIDDEN))):
            with pytest.raises(ls.InputError) as refusal:
                ls.Dataset(*arguments)
            code = str(refusal.value).partition("first: ")[2]
            names = {"np": np, "X": X, "y": HIDDEN}
            exec(code, names)
            assert names[name][names["keep"]].tolist() == np.delete(names[name].data, 2, 0).tolist()


class Wrapped:
    """As a table's column of another library: an array for whoever asks."""

    def __array__(self, dtype=None, copy=None):
        return HIDDEN


@pytest.mark.parametrize("value", [Wrapped(), [Wrapped(), Wrapped()]])
def test_masked_entries_are_not_read_where_an_object_becomes_a_masked_array(value):
    with pytest.raises(ls.InputError, match=r"^X must have no masked entries, got \d+; leave"):
        ls.Dataset(value)


def test_masked_entries_are_refused_and_a_mask_that_hides_nothing_is_not():
    y = [2.0, 4.0, 6.0, 8.0, 10.0]
    for X in (HIDDEN, HIDDEN[:, None], [[value] for value in HIDDEN], [HIDDEN, HIDDEN]):
        with pytest.raises(ls.InputError, match=r"^X must have no masked entries, got \d; leave"):
            ls.Dataset(X, y)
    with pytest.raises(ls.InputError, match=r"^y must have no masked entries, got 1; leave"):
        ls.Dataset(y, HIDDEN)
    kept = np.ma.compress_rows(np.ma.column_stack((HIDDEN, y)))
    m = ls.minima(ls.problem("linear", dataset=ls.Dataset(kept[:, 0], kept[:, 1])))
    assert m.theta[0] == pytest.approx((2.0, 0.0), abs=1e-12)
    assert ls.Dataset(np.ma.array([1.0, 2.0])).X.tolist() == [[1.0], [2.0]]


@pytest.mark.parametrize(
    "X",
    [
        np.array([1, 2], "m8[s]"),
        np.array(["2020-01-01", "2021-01-01"], "M8[D]"),
        [np.timedelta64(1, "s"), 2.0],
        np.array([np.timedelta64(1, "s"), 2.0], dtype=object),
    ],
)
def test_times_are_refused_because_their_unit_would_be_lost(X):
    with pytest.raises(ls.InputError, match=r"^X must be numbers without a unit.*timedelta64\(1"):
        ls.Dataset(X)
    assert ls.Dataset(np.array([1500, 500], "m8[ms]") / np.timedelta64(1, "s")).X[0, 0] == 1.5
