"""Basins of attraction: the pieces of the work, and the map that they make."""

import numpy as np
import pytest

import losscore as ls
from components.session import basins
from components.session.basins import (
    COARSE,
    BasinMap,
    assembled,
    compute,
    find_basins,
    pieces,
    region_name,
)
from components.session.text import BusyError
from losscore.analysis.basins import DIVERGED, ELSEWHERE, PLATEAU, STEP_LIMIT

LONG = ls.Run((0.0, 0.0), "adam", 0.01, 2000)


def test_rows_of_all_pieces_are_the_whole_grid():
    scenario = ls.Scenario("himmelblau")
    run = ls.Run((0.0, 0.0), "gd", 0.005, 2000)
    assert len([piece for piece in pieces(scenario, run) if piece.resolution > COARSE]) > 1
    whole = ls.basins(scenario.build(), "gd", 0.005, 101, n_steps=2000)
    found = find_basins(scenario, run)
    # Both number the minima in order of J, and here every start reaches one or diverges.
    assert (found.label == whole.label).mean() > 0.999
    slowness = np.log1p(whole.steps)
    shade = (slowness - slowness.min()) / np.ptp(slowness)
    assert np.abs(found.shade - shade).max() < 0.01


def test_a_view_of_its_own_has_its_own_starts():
    scenario = ls.Scenario("kmeans", window=((0.0, 0.9), (1.1, 2.0)))
    found = find_basins(scenario, ls.Run((0.0, 0.0), "gd", 0.0014))
    # Above the diagonal all starts lead to one minimum.
    assert len(found.names) == 1
    # Shaded from its own quickest start to its own slowest.
    assert (found.shade.min(), found.shade.max()) == (0.0, 1.0)


def test_minima_come_first_in_the_order_of_their_letters():
    label = np.array([[DIVERGED, 1], [0, PLATEAU], [25, 26]])
    names = BasinMap(label, np.zeros(label.shape), 2).names
    assert [region_name(name) for name in names] == [
        "A",
        "B",
        "Z",
        "A2",
        "not a minimum",
        "diverged",
    ]


def test_only_minima_in_the_view_have_letters():
    run = ls.Run((0.0, 0.0), "gd", 0.001, 200)
    # Around the highest hollow of himmelblau there is no minimum; beyond the window of rastrigin
    # there are some that a list for that window lacks.
    hill = ls.Scenario("himmelblau", window=((0.0, 1.0), (0.0, 1.0)))
    beyond = ls.Scenario("rastrigin", window=((5.6, 7.4), (5.6, 7.4)))
    names = find_basins(hill, run).names
    assert ELSEWHERE in names
    assert max(names) < 0
    assert 0 in find_basins(beyond, run).names


def test_a_coarse_map_comes_before_a_slow_exact_one():
    work = pieces(ls.Scenario("peaks"), LONG)
    assert [piece.resolution for piece in work] == sorted(piece.resolution for piece in work)
    coarse = next(piece for piece in work if piece.is_last)
    assert coarse.resolution == COARSE
    assert assembled(coarse).label.shape == (COARSE, COARSE)
    (only,) = pieces(ls.Scenario(), ls.Run((0.0, 0.0), "gd", 0.0014))
    assert (only.resolution, only.is_last) == (101, True)


@pytest.mark.parametrize("problem", ls.problems())
@pytest.mark.parametrize("n_steps", [200, 2000])
def test_no_piece_is_much_work(problem, n_steps):
    run = ls.Run((0.0, 0.0), "gd", 0.01, n_steps)
    scenario = ls.Scenario(problem)
    samples = ls.problem("mlp").dataset.X.shape[0] if problem == "mlp" else 10
    for piece in pieces(scenario, run):
        rows = len(range(piece.first, piece.resolution, piece.stride))
        assert rows >= 2
        assert rows * piece.resolution * n_steps * samples < 1.6 * basins.PIECE_WORK


def test_too_much_work_is_refused_in_a_sentence():
    scenario = ls.Scenario("mlp", dataset_options={"n_samples": 1000})
    with pytest.raises(ValueError, match="too many steps × samples for basins: reduce one"):
        pieces(scenario, LONG)


def test_one_request_is_computed_at_a_time_but_cached_ones_are_answered_at_once():
    known, new = (
        pieces(ls.Scenario(), ls.Run((0.0, 0.0), "gd", rate))[0] for rate in (0.00131, 0.00132)
    )
    compute(known)
    with basins.SLOTS:
        compute(known)
        with pytest.raises(BusyError):
            compute(new)
    compute(new)


def test_starts_and_batches_do_not_matter():
    batch = ls.Run((0.4, 0.5), "gd", 0.0014, 200, batch_size=10, seed=3)
    plain = ls.Run((1.0, 2.0), "gd", 0.0014, 200)
    assert pieces(ls.Scenario(), batch) == pieces(ls.Scenario(duel="aggregation"), plain)


def test_a_run_that_is_out_of_steps_far_from_minima_is_at_the_step_limit():
    found = find_basins(ls.Scenario(), ls.Run((0.0, 0.0), "gd", 1e-6, 3))
    assert STEP_LIMIT in found.names
