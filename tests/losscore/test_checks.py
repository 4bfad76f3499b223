"""Argument checks: valid values are converted, errors name invalid ones."""

from fractions import Fraction

import numpy as np
import pytest

from losscore import checks


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.int64(2), np.float64(2)])
def test_a_number_comes_out_as_a_float(value):
    result = checks.number("rate", value)
    assert result == 2.0
    assert type(result) is float


@pytest.mark.parametrize("value", [5, 5.0, np.int64(5), np.float64(5)])
def test_a_whole_number_comes_out_as_an_int(value):
    result = checks.integer("steps", value)
    assert result == 5
    assert type(result) is int


@pytest.mark.parametrize("value", [True, np.True_, "1", None, 1j, [1.0], np.array([1.0])])
def test_what_is_not_a_number_is_refused_by_name(value):
    with pytest.raises(ValueError, match=r"^rate must be a number, got "):
        checks.number("rate", value)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, np.float64("nan")])
def test_a_number_that_is_not_finite_is_refused(value):
    with pytest.raises(ValueError, match=r"^rate must be finite, got (nan|-?inf)$"):
        checks.number("rate", value)


@pytest.mark.parametrize("value", [10**400, -(10**400)], ids=["huge", "minus-huge"])
def test_a_number_too_large_for_a_float_is_refused_as_a_value_error(value):
    with pytest.raises(ValueError, match="rate must be"):
        checks.number("rate", value)


@pytest.mark.parametrize("value", [True, np.False_, 1.5, np.nan, np.inf, "3", None, 2 + 0j])
def test_what_is_not_whole_is_refused(value):
    with pytest.raises(ValueError, match=r"^steps must be a whole number, got "):
        checks.integer("steps", value)


@pytest.mark.parametrize(
    ("bounds", "value", "message"),
    [
        ({"above": 0.0}, 0.0, "rate must be > 0, got 0"),
        ({"above": 0.0}, -0.1, "rate must be > 0, got -0.1"),
        ({"low": 1.0}, 0.5, "rate must be ≥ 1, got 0.5"),
        ({"high": 1.0}, 1.5, "rate must be ≤ 1, got 1.5"),
    ],
)
def test_a_number_out_of_range_names_bound_and_value(bounds, value, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        checks.number("rate", value, **bounds)


def test_both_ends_of_a_range_belong_to_it():
    assert checks.number("rate", 1, low=1, high=2) == 1
    assert checks.number("rate", 2, low=1, high=2) == 2
    assert checks.integer("steps", 1, low=1, high=2) == 1
    assert checks.integer("steps", 2, low=1, high=2) == 2


@pytest.mark.parametrize(
    ("value", "message"), [(0, "steps must be ≥ 1, got 0"), (10, "steps must be ≤ 9, got 10")]
)
def test_a_whole_number_out_of_range_names_bound_and_value(value, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        checks.integer("steps", value, low=1, high=9)


@pytest.mark.parametrize("value", ["GD", "", None, 1, ["gd"], np.zeros(2)])
def test_a_wrong_choice_lists_the_valid_ones(value):
    with pytest.raises(ValueError, match=r"^optimizer must be one of gd, adam; got "):
        checks.choice("optimizer", value, ["gd", "adam"])


def test_an_unknown_option_is_named_with_the_known_ones():
    with pytest.raises(ValueError, match=r"^gd: unknown option 'beta'; options are b1, b2$"):
        checks.no_extra("gd", {"beta": 1, "b1": 2}, ["b1", "b2"])
    with pytest.raises(ValueError, match=r"^gd: unknown option 'beta'; there are no options$"):
        checks.no_extra("gd", ["beta"], [])


def test_unknown_options_of_any_type_are_named():
    with pytest.raises(ValueError, match=r"^gd: unknown option 1; options are b1$"):
        checks.no_extra("gd", {1: 2, "beta": 1}, ["b1"])


@pytest.mark.parametrize("value", [{"a": 1}, [("a", 1)], (("a", 1),)])
def test_a_mapping_or_its_pairs_come_out_as_a_dict(value):
    assert checks.mapping("hyper", value) == {"a": 1}


@pytest.mark.parametrize("value", [5, None, [1, 2], "ab", [([], 1)]])
def test_what_maps_nothing_is_refused(value):
    with pytest.raises(ValueError, match=r"^hyper must map names to numbers, got "):
        checks.mapping("hyper", value)


def test_a_long_input_does_not_flood_the_message():
    with pytest.raises(ValueError, match=r"^steps must be ≤ 9, got 1000.*…$"):
        checks.integer("steps", 10**400, high=9)
    with pytest.raises(ValueError, match="…") as caught:
        checks.choice("optimizer", "x" * 10_000, ["gd"])
    assert len(str(caught.value)) < 120


def test_an_array_is_shown_on_one_line():
    assert checks.shown(np.zeros((2, 1))) == "array([[0.], [0.]])"


def test_an_array_is_copied_to_float64():
    source = np.array([[1, 2]])
    result = checks.finite_array("X", source, ndim=2)
    assert result.dtype == np.float64
    source[0, 0] = 9
    assert result.tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([1.0], r"X must have 2 axes, got shape \(1,\)"),
        (np.zeros((0, 2)), r"X must not be empty, got shape \(0, 2\)"),
        (np.zeros((3, 0)), r"X must not be empty, got shape \(3, 0\)"),
        ([[1.0, np.nan]], r"X must be finite, got nan at index \[0, 1\]"),
        ([[1.0], [-np.inf]], r"X must be finite, got -inf at index \[1, 0\]"),
        ([[1.0], [2.0, 3.0]], "X must be an array of numbers, got "),
        ([["a"]], "X must be an array of numbers, got "),
        ([[{}]], "X must be an array of numbers, got "),
        ([[10**400]], "X must be"),
        (np.array([[1 + 2j]]), "X must be an array of numbers, got "),
        ([["1", "2"]], "X must be an array of numbers, got "),
        ([["1", None]], "X must be an array of numbers, got "),
    ],
)
def test_an_unfit_array_is_refused_with_what_arrived(value, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        checks.finite_array("X", value, ndim=2)


def test_integers_of_any_size_and_fractions_are_numbers():
    assert checks.real_array("X", [2**70, Fraction(1, 4)]).tolist() == [2.0**70, 0.25]


def test_what_is_not_finite_is_still_a_real_number():
    assert np.isnan(checks.real_array("theta", [np.nan, 1])[0])


@pytest.mark.parametrize("value", [[1.0], [1.0, 2.0, 3.0]])
def test_a_point_has_two_coordinates(value):
    with pytest.raises(ValueError, match=rf"^theta0 must hold 2 numbers, got {len(value)}$"):
        checks.point("theta0", value)


def test_a_window_comes_out_as_plain_tuples():
    result = checks.window("window", np.array([[0, 1], [-1, 2]]))
    assert result == checks.window("window", [np.float64([0, 1]), (-1.0, 2)])
    assert result == ((0.0, 1.0), (-1.0, 2.0))
    assert all(type(bound) is float for side in result for bound in side)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (((0, 0), (0, 1)), "window must have lo < hi, got 0 and 0 on x"),
        (((0, 1), (2, 1)), "window must have lo < hi, got 2 and 1 on y"),
        (((0, 1),), r"window must be \(\(x_lo, x_hi\), \(y_lo, y_hi\)\), got shape \(1, 2\)"),
        ((0, 1), "window must have 2 axes"),
        (((0, np.inf), (0, 1)), r"window must be finite, got inf at index \[0, 1\]"),
        (((0.0, 1.0), (np.nan, 1.0)), r"window must be finite, got nan at index \[1, 0\]"),
        (((-1e308, 1e308), (0, 1)), r"window must be narrower, got -1e\+308 and 1e\+308 on x"),
        ("wide", "window must be an array of numbers, got 'wide'"),
    ],
)
def test_an_unfit_window_is_refused_with_what_arrived(value, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        checks.window("window", value)
