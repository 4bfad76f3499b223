"""The page's basins: colours and legend match the outcomes of descents."""

import base64

import numpy as np
import pytest

import losscore as ls
from components.figures.basins import painted
from components.page.basins import build_legend
from components.session.basins import find_basins
from components.session.solved import solve


def basins_of(problem, **run):
    scenario = ls.Scenario(problem)
    return find_basins(scenario, ls.Run((0.0, 0.0), **run)), solve(scenario)


def test_the_two_petals_have_two_colours_of_half_the_starts_each():
    basins, solved = basins_of("kmeans", learning_rate=0.0014)
    assert basins.names == [0, 1]
    assert (basins.label == 0).mean() == pytest.approx(0.5, abs=0.02)
    assert "A" in str(build_legend(basins, solved))


def test_every_node_of_the_surface_has_the_colour_of_its_start():
    basins, solved = basins_of("himmelblau", learning_rate=0.005)
    paint = painted(basins, solved)
    shown, mapped = paint.surface["surface"]["surfacecolor"], paint.contour["basin"]["z"]
    on_map = np.frombuffer(base64.b64decode(mapped["bdata"]), dtype="u1").reshape(81, 81)
    codes = np.frombuffer(base64.b64decode(shown["bdata"]), dtype="u1").reshape(161, 161)
    bands = codes // (256 / len(basins.names))
    place = [basins.names.index(label) for label in basins.label[::10, ::10].ravel()]
    np.testing.assert_array_equal(bands[::16, ::16].ravel(), place)
    np.testing.assert_array_equal(on_map, codes[::2, ::2])
    assert len(shown["bdata"]) + len(mapped["bdata"]) < 50_000
