"""Basins as they are shown: the colours are the outcomes of descents."""

import base64

import numpy as np
import pytest

import losscore as ls
from components.basins import build_legend, find_regions, painted
from components.defaults import solve
from losscore.attraction import STEP_LIMIT


def regions_of(problem, **run):
    scenario = ls.Scenario(problem)
    return find_regions(scenario, ls.Run((0.0, 0.0), **run)), solve(scenario)


def test_the_two_petals_have_two_colours_of_half_the_starts_each():
    regions, solved = regions_of("kmeans", learning_rate=0.0014)
    assert regions.names == [0, 1]
    assert (regions.label == 0).mean() == pytest.approx(0.5, abs=0.02)
    assert "A" in str(build_legend(regions, solved))


def test_every_node_of_the_surface_has_the_colour_of_its_start():
    regions, solved = regions_of("himmelblau", learning_rate=0.005)
    shown = painted(regions, solved)["surfacecolor"]
    codes = np.frombuffer(base64.b64decode(shown["bdata"]), dtype="u1").reshape(161, 161)
    bands = codes // (256 / len(regions.names))
    place = [regions.names.index(label) for label in regions.label[::10, ::10].ravel()]
    np.testing.assert_array_equal(bands[::16, ::16].ravel(), place)
    assert len(shown["bdata"]) < 40_000


def test_too_much_work_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="take too long: choose fewer"):
        regions_of("mlp", learning_rate=0.1, n_steps=2000)


def test_a_run_that_is_out_of_steps_far_from_minima_is_at_the_step_limit():
    regions, _ = regions_of("kmeans", learning_rate=1e-6, n_steps=3)
    assert STEP_LIMIT in regions.names
