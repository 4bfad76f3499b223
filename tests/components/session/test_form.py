"""Form fields: numbers are accepted, everything else gets one sentence."""

import math

import pytest

from components.session.form import read, read_rate, read_ring_size
from losscore.checks import InputError

GOOD = {"learning_rate": "0.1", "n_steps": "200", "start_x": "0.5", "start_y": "-1"}


def test_good_fields_are_numbers():
    entries = read(**GOOD)
    assert entries.errors == {}
    assert entries.values == {"learning_rate": 0.1, "n_steps": 200, "start_x": 0.5, "start_y": -1}


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0,25", 0.25), (" 3e-4 ", 3e-4), ("−2", -2.0), (1.5, 1.5), ("1e6", 1e6)],
)
def test_numbers_are_read_as_people_write_them(typed, number):
    assert math.isclose(read(**GOOD | {"start_x": typed}).values["start_x"], number)


@pytest.mark.parametrize("field", list(GOOD))
@pytest.mark.parametrize("typed", ["", "  ", None, "abc", "1e99", "nan", "inf", "--1", "1,2.3", []])
def test_anything_else_gets_a_sentence_and_spoils_nothing(field, typed):
    entries = read(**GOOD | {field: typed})
    assert list(entries.errors) == [field]
    assert entries.errors[field].endswith(".")
    assert set(entries.values) == set(GOOD) - {field}


@pytest.mark.parametrize(
    ("field", "typed"),
    [("learning_rate", "0"), ("learning_rate", "-1"), ("n_steps", "0"), ("n_steps", "2001")],
)
def test_bounds_hold(field, typed):
    assert list(read(**GOOD | {field: typed}).errors) == [field]


def test_what_is_not_a_number_is_quoted():
    assert (
        read(**GOOD | {"start_x": "abc"}).errors["start_x"]
        == "The start must be a number, got 'abc'."
    )


def test_a_flood_of_text_is_cut_short():
    assert len(read(**GOOD | {"start_x": "x" * 10_000}).errors["start_x"]) < 60


def test_a_ring_has_a_whole_number_of_starts():
    assert read_ring_size("6") == read_ring_size(6) == 6
    for chosen in ("inf", "-inf", "nan", "1e999", "2.5", "0", "13", "", None, [], {}, True, "six"):
        with pytest.raises(InputError):
            read_ring_size(chosen)


@pytest.mark.parametrize("typed", [None, [], {}, True, "inf", "x", [[[]]]])
def test_text_that_is_not_a_rate_is_no_rate(typed):
    assert read_rate(typed) is None
