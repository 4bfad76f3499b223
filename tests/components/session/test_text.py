"""Numbers and names on screen, and the sentences of errors."""

import numpy as np
import pytest

from components.export.chromium.browser import ChromiumFailed
from components.session.text import (
    BROKEN,
    BusyError,
    cannot_write,
    fixed,
    letter,
    sentence,
    sentence_of,
)
from losscore.checks import InputError


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("view must be one of surface", "View must be one of surface."),
        ("A race needs an optimizer.", "A race needs an optimizer."),
        ("n_steps must be ≤ 2000", "n_steps must be ≤ 2000."),
        ("v must be 1, got '2'", "v must be 1, got '2'."),
        ("query: unknown option 'x'", "Query: unknown option 'x'."),
        ("“x” is not a number", "“x” is not a number."),
        ("", "."),
    ],
)
def test_our_errors_become_sentences(text, told):
    assert sentence_of(InputError(text)) == told


def test_names_go_on_after_z():
    assert [letter(index) for index in (0, 25, 26, 27, 52)] == ["A", "Z", "A2", "B2", "A3"]


def test_numbers_have_a_real_minus_and_no_padded_exponent():
    assert [fixed(value, 2) for value in (-1.5, 0.0, -0.0, -0.001)] == [
        "−1.50",
        "0.00",
        "0.00",
        "0.00",
    ]
    assert sentence("1e-07, 1e+06 and 3e-12") == "1e−7, 1e6 and 3e−12"


def test_a_place_that_cannot_be_written_is_named_with_the_reason():
    refusal = cannot_write("out/a.png", PermissionError(13, "Permission denied", "out/a.png"))
    assert sentence_of(refusal) == "out/a.png cannot be written: Permission denied."
    assert sentence_of(cannot_write("a.png", OSError("no room"))) == (
        "a.png cannot be written: no room."
    )


def test_reasons_for_people_become_sentences():
    assert (
        sentence_of(BusyError("exports"))
        == "The server is busy with other exports; try again in a moment."
    )
    assert sentence_of(ChromiumFailed("it stopped")) == "It stopped."


def test_errors_of_numpy_and_python_are_not_shown():
    with pytest.raises(ValueError, match="broadcast") as refusal:
        np.zeros(2) + np.zeros(3)
    assert sentence_of(refusal.value) == BROKEN
    assert sentence_of(KeyError("scenario")) == BROKEN
    assert sentence_of(RuntimeError("a lock was lost"), "The export broke down.") == (
        "The export broke down."
    )
