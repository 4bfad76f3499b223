"""Each optimizer has its own colour, which all readers can distinguish on both backgrounds."""

import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

import losscore as ls
from components.figures import THEMES
from components.session.palette import PALETTE, optimizer_colour, optimizer_colours
from losscore.methods import REGISTRY
from losscore.scenario.options import MAX_RUNS
from tests.components.figures.vision import READERS, contrast, lab


def in_use():
    """All colours that optimizers have or may get."""
    return {*optimizer_colours().values(), *PALETTE.values()}


def test_every_optimizer_has_a_colour_of_its_own():
    colours = [optimizer_colour(name) for name in ls.optimizers()]
    assert len(set(colours)) == len(colours)
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)


def registered(monkeypatch, *colours):
    """Optimizers beside the others that ask for ``colours``; their names."""
    names = [f"own-{index}" for index in range(len(colours))]
    for name, colour in zip(names, colours, strict=True):
        spec = replace(ls.optimizers()["gd"], name=name, colour=colour)
        monkeypatch.setitem(REGISTRY, name, spec)
    return names


def test_an_optimizer_that_asks_for_no_colour_gets_the_next_that_is_free(monkeypatch):
    before = optimizer_colours()
    names = registered(monkeypatch, "", "", "purple", "#123456")
    colours = [optimizer_colour(name) for name in names]
    assert colours == [PALETTE["forest"], PALETTE["sky"], PALETTE["purple"], "#123456"]
    assert {name: optimizer_colour(name) for name in before} == before


def test_more_optimizers_than_colours_share_those_that_are_free(monkeypatch):
    taken = set(optimizer_colours().values())
    names = registered(monkeypatch, *[""] * 10)
    got = [optimizer_colour(name) for name in names]
    assert set(got) == set(PALETTE.values()) - taken
    assert got[: len(set(got))] == got[len(set(got)) : 2 * len(set(got))]


def test_there_is_a_colour_for_each_of_the_most_runs_that_a_scenario_holds():
    assert len(PALETTE) == len(set(PALETTE.values())) >= MAX_RUNS


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_takes_one_colour_for_another(reader):
    colours = [lab(colour, reader) for colour in in_use()]
    # A difference of 2.3 is just noticeable.
    assert min(np.linalg.norm(a - b) for a, b in combinations(colours, 2)) > 15.0


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_reads_on_the_card(theme):
    card = THEMES[theme].card
    assert min(contrast(colour, card) for colour in in_use()) > 2.4


@pytest.mark.parametrize("theme", THEMES)
def test_texts_read_on_the_card_and_letters_of_minima_on_the_low_places(theme):
    colours = THEMES[theme]
    assert contrast(colours.ink, colours.card) >= 4.5
    assert contrast(colours.muted, colours.card) >= 4.5
    low = [colour for place, colour in colours.scale if place <= 0.1]
    assert min(contrast(colours.marker, colour) for colour in low) >= 4.5
