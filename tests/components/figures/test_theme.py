"""The colours of the optimizers: one each, told apart by every reader, on both backgrounds."""

from itertools import combinations

import numpy as np
import pytest

import losscore as ls
from components.figures import THEMES
from components.session.palette import OPTIMIZER_COLOURS, PURPLE, optimizer_colour
from tests.components.figures.vision import READERS, contrast, lab


def test_every_optimizer_has_its_own_fixed_colour():
    assert set(OPTIMIZER_COLOURS) == set(ls.optimizers())
    assert len({optimizer_colour(name) for name in ls.optimizers()} | {PURPLE}) == 10
    assert optimizer_colour("one's own") == PURPLE


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_takes_one_colour_for_another(reader):
    colours = [lab(colour, reader) for colour in (*OPTIMIZER_COLOURS.values(), PURPLE)]
    # A difference of 2.3 is just noticeable.
    assert min(np.linalg.norm(a - b) for a, b in combinations(colours, 2)) > 15.0


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_reads_on_the_card(theme):
    card = THEMES[theme].card
    assert min(contrast(colour, card) for colour in OPTIMIZER_COLOURS.values()) > 2.4


@pytest.mark.parametrize("theme", THEMES)
def test_texts_read_on_the_card_and_letters_of_minima_on_the_low_places(theme):
    colours = THEMES[theme]
    assert contrast(colours.ink, colours.card) >= 4.5
    assert contrast(colours.muted, colours.card) >= 4.5
    low = [colour for place, colour in colours.scale if place <= 0.1]
    assert min(contrast(colours.marker, colour) for colour in low) >= 4.5
