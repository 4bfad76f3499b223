"""The colours of basins: told apart by every reader, and letters read on all of them."""

from itertools import combinations

import numpy as np
import pytest

import losscore as ls
from components.figures.basins import (
    BOUNDARY,
    INK,
    NEUTRALS,
    PAIRS,
    basin_scale,
    darker,
    region_colours,
)
from losscore.analysis.basins import DIVERGED, PLATEAU
from tests.components.figures.vision import READERS, contrast, lab

TONES = [tone for pair in PAIRS for tone in pair]
GREYS = list(NEUTRALS.values())


def smallest(pairs, reader):
    """Of the differences; one of 2.3 is just noticeable."""
    return min(np.linalg.norm(lab(a, reader) - lab(b, reader)) for a, b in pairs)


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_takes_one_basin_for_another(reader):
    assert smallest(combinations(TONES, 2), reader) > 9.0
    assert smallest(combinations(map(darker, TONES), 2), reader) > 7.5


@pytest.mark.parametrize("reader", READERS)
def test_greys_are_told_from_each_other_and_from_basins(reader):
    assert smallest(combinations(GREYS, 2), reader) > 10.0
    basins = [*TONES, *map(darker, TONES)]
    assert smallest([(grey, tone) for grey in GREYS for tone in basins], reader) > 7.5


@pytest.mark.parametrize("colour", [*GREYS, *TONES, *map(darker, TONES)])
def test_letters_read_on_every_colour(colour):
    assert contrast(INK, colour) >= 4.5


@pytest.mark.parametrize("colour", [*GREYS, *TONES])
def test_outlines_stand_out(colour):
    assert contrast(BOUNDARY, colour) >= 3.0


def test_a_basin_is_darker_where_it_takes_longer_and_a_grey_is_not():
    minima = ls.minima(ls.problem("kmeans"))
    labels = [0, 1, PLATEAU, DIVERGED]
    scale, codes = basin_scale(labels, minima)
    ends = {label: [] for label in labels}
    for stop, colour in scale:
        for label, (first, last) in codes.items():
            if colour != BOUNDARY and first - 2 <= 255 * stop <= last + 2:
                ends[label].append(colour)
    quick = region_colours(labels, minima)
    for label in (0, 1):
        assert ends[label] == [quick[label], darker(quick[label])]
    for label in (PLATEAU, DIVERGED):
        assert ends[label] == [quick[label]] * 2
