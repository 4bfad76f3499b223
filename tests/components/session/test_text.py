"""How an error is told: its own sentence where it is for people, and nothing else."""

import numpy as np
import pytest

from components.export.chromium.browser import ChromiumFailed
from components.session.text import BROKEN, BusyError, sentence_of
from losscore.checks import InputError


@pytest.mark.parametrize(
    ("text", "sentence"),
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
def test_ours_are_sentences(text, sentence):
    assert sentence_of(InputError(text)) == sentence


def test_what_stands_in_the_way_is_told():
    assert (
        sentence_of(BusyError("exports"))
        == "The server is busy with other exports; try again in a moment."
    )
    assert sentence_of(ChromiumFailed("it stopped")) == "It stopped."


def test_numpys_errors_and_pythons_are_not_told():
    with pytest.raises(ValueError, match="broadcast") as refusal:
        np.zeros(2) + np.zeros(3)
    assert sentence_of(refusal.value) == BROKEN
    assert sentence_of(KeyError("scenario")) == BROKEN
    assert sentence_of(RuntimeError("a lock was lost"), "The export broke down.") == (
        "The export broke down."
    )
