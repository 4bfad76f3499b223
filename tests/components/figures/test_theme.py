"""The colours of the optimizers: one each, told apart by every reader, on both backgrounds."""

from itertools import combinations

import numpy as np
import pytest

import losscore as ls
from components.figures import THEMES, optimizer_colour
from components.figures.theme import OPTIMIZER_COLOURS, PURPLE

# How linear RGB looks without one kind of cone: Machado, Oliveira & Fernandes 2009, severity 1.
READERS = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.072175],
        [0.0193339, 0.119192, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colour):
    """Linear RGB of "#rrggbb"."""
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(colour, reader):
    """CIE L*a*b* as ``reader`` sees it."""
    relative = XYZ @ np.clip(READERS[reader] @ linear(colour), 0.0, 1.0) / WHITE
    x, y, z = np.where(relative > 0.008856, np.cbrt(relative), 7.787 * relative + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(first, second):
    """WCAG's ratio of luminances, 1 … 21."""
    low, high = sorted(float(XYZ[1] @ linear(colour)) for colour in (first, second))
    return (high + 0.05) / (low + 0.05)


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
