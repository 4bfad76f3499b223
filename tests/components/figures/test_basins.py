"""The colours of basins: all readers can distinguish them, and letters are legible on them."""

from itertools import combinations

import numpy as np
import pytest

import losscore as ls
from components.figures import THEMES, build_contour, build_surface
from components.figures.basins import (
    BOUNDARY,
    INK,
    NEUTRALS,
    PAIRS,
    basin_scale,
    darker,
    paint,
    painted,
    plain,
    region_colours,
)
from components.session.basins import BasinMap
from components.session.display import DEFAULT
from components.session.solved import solve
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
def test_greys_differ_from_each_other_and_from_basins(reader):
    assert smallest(combinations(GREYS, 2), reader) > 10.0
    basins = [*TONES, *map(darker, TONES)]
    assert smallest([(grey, tone) for grey in GREYS for tone in basins], reader) > 7.5


@pytest.mark.parametrize("colour", [*GREYS, *TONES, *map(darker, TONES)])
def test_letters_read_on_every_colour(colour):
    assert contrast(INK, colour) >= 4.5


@pytest.mark.parametrize("colour", [*GREYS, *TONES])
def test_outlines_stand_out(colour):
    assert contrast(BOUNDARY, colour) >= 3.0


def test_a_basin_is_darker_where_runs_are_slower_but_greys_are_not():
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


def figures(solved):
    parts = (solved.surface, solved.minima, ("a", "b"), THEMES["light"])
    return build_surface(*parts, camera={}, camera_key="k"), build_contour(*parts)


def looks_of(figure):
    return [(trace.meta["role"], str(trace.to_plotly_json())) for trace in figure.data]


@pytest.fixture(scope="module")
def kmeans():
    return solve(ls.Scenario("kmeans"))


@pytest.fixture(scope="module")
def looks(kmeans):
    """What shows two basins in stripes."""
    return painted(BasinMap(np.arange(4).reshape(2, 2) % 2, np.zeros((2, 2)), 2), kmeans)


def test_only_traces_of_the_named_roles_are_painted_wherever_they_stand(kmeans, looks):
    for figure, look in zip(figures(kmeans), (looks.surface, looks.contour), strict=True):
        figure.data = figure.data[::-1]
        before = looks_of(figure)
        after = looks_of(paint(figure, look))
        changed = [one[0] for one, other in zip(before, after, strict=True) if one != other]
        assert sorted(changed) == sorted(look)


def test_painted_basins_can_be_removed(kmeans, looks):
    back = plain(kmeans, THEMES["light"], DEFAULT)
    pairs = ((looks.surface, back.surface), (looks.contour, back.contour))
    for figure, fresh, (on, off) in zip(figures(kmeans), figures(kmeans), pairs, strict=True):
        paint(paint(figure, on), off)
        for trace, was in zip(figure.data, fresh.data, strict=True):
            if trace.meta["role"] == "basin":
                assert not trace.visible
                trace.update(zmin=None, zmax=None, colorscale=None)
            assert str(trace) == str(was)
