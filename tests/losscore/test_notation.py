"""Numbers and words as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from losscore import notation
from losscore.checks import InputError


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_that_is_written_is_read_as_the_same(value):
    assert notation.number("x", notation.write(value)) == value


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.1", 0.1), (" 3e-4 ", 3e-4), ("−2", -2.0), ("+.5", 0.5), ("1e−3", 1e-3), ("7.", 7.0)],
)
def test_a_number_is_read_as_people_write_it(text, number):
    assert notation.number("x", text) == number


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "1_0", "--1", "1 2", "0x1", "1e", "1;2"])
def test_what_is_not_a_number_is_refused_with_its_name(text):
    with pytest.raises(InputError, match=r"^x must be a number, got '"):
        notation.number("x", text)


def test_a_flood_of_text_is_cut_short():
    with pytest.raises(InputError) as told:
        notation.number("x", "y" * 10_000)
    assert len(str(told.value)) < 60


def test_a_decimal_comma_is_refused_unless_it_is_allowed():
    with pytest.raises(InputError, match=r"^x must have a decimal point, as in 0.01, .* '0,5'$"):
        notation.number("x", "0,5")
    assert notation.number("x", "−0,5", decimal_comma=True) == -0.5
    with pytest.raises(InputError, match="x must be a number"):
        notation.number("x", "1,2.3", decimal_comma=True)


@pytest.mark.parametrize(("text", "number"), [("200", 200), ("2e2", 200), (" −3 ", -3), ("5.0", 5)])
def test_a_whole_number_is_one_however_it_is_written(text, number):
    assert notation.whole("n", text) == number
    assert isinstance(notation.whole("n", text), int)


@pytest.mark.parametrize("text", ["2.5", "1,000", "few", "", "nan"])
def test_what_is_not_a_whole_number_is_refused(text):
    with pytest.raises(InputError, match=r"^n must be a whole number, got '"):
        notation.whole("n", text)


def test_a_whole_number_of_five_thousand_digits_is_too_large():
    with pytest.raises(InputError, match=r"^n is too large, got '9999"):
        notation.whole("n", "9" * 5000)


def test_commas_stand_between_numbers():
    assert notation.numbers("x", "0.8, 0.1,5") == [0.8, 0.1, 5.0]
    assert notation.numbers("x", "1,2,3") == [1.0, 2.0, 3.0]
    for text in ("0,01", "1,05", "−0,5"):
        with pytest.raises(InputError, match="decimal point"):
            notation.numbers("x", text)
    with pytest.raises(InputError, match=r"^x must be a number, got 'b'$"):
        notation.numbers("x", "1,b")


@pytest.mark.parametrize("written", ["1, −2", [1, -2], ["1", "-2"], [[1.0], ["−2"]], (1, -2)])
def test_a_vector_is_text_or_a_list(written):
    assert notation.vector("x", written, "X,Y") == (1.0, -2.0)


def test_a_vector_has_as_many_numbers_as_places():
    for few in ("1", "1,2,3", [1], [[1, 2], [3]], []):
        with pytest.raises(InputError, match=r"^x must be X,Y; got "):
            notation.vector("x", few, "X,Y")
    with pytest.raises(InputError, match="decimal point"):
        notation.vector("x", "0,2,1,8", "X,Y")


def test_what_does_not_look_like_a_number_is_a_word():
    assert notation.value("x", "1e3") == 1000.0
    assert notation.value("x", "relu") == "relu"
    assert notation.value("x", "1_0") == "1_0"
