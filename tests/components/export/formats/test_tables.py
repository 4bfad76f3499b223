"""CSV and NPZ hold the numbers of the runs and the surface, to the last digit."""

import csv
import io

import numpy as np
import pytest

import losscore as ls
from components.export import Request, export
from components.session.solved import default_run, solve

TWO = ls.Scenario(
    "logistic",
    "blobs",
    aggregation="sum",
    options=(("bias", 0.2),),
    runs=(
        ls.Run((0.5, 0.5), "gd", 0.01, 30),
        ls.Run((-1.0, 1.0), "momentum", 0.005, 20, batch_size=10, seed=3),
    ),
)
DUEL = ls.Scenario(
    "logistic", "diagonal-split", duel="loss", runs=(ls.Run((3.0, -2.0), "gd", 0.5, 40),)
)


def rows(name, scenario):
    text = export(name, Request(scenario)).decode()
    return list(csv.DictReader(io.StringIO(text)))


def arrays(scenario):
    return np.load(io.BytesIO(export("npz", Request(scenario))), allow_pickle=False)


def columns(table, *names):
    return np.array([[float(row[name]) for name in names] for row in table])


def test_the_csv_has_every_step_of_every_run():
    table = rows("csv", TWO)
    for number, run in enumerate(TWO.runs, start=1):
        found = run.descend(solve(TWO).problem)
        mine = [row for row in table if row["run"] == str(number)]
        np.testing.assert_array_equal(columns(mine, "w1", "w2"), found.theta)
        np.testing.assert_array_equal(columns(mine, "J")[:, 0], found.loss)
        np.testing.assert_array_equal(columns(mine, "grad_norm")[:, 0], found.grad_norm)
        np.testing.assert_array_equal(columns(mine, "step")[:, 0], np.arange(found.n_steps + 1))
        assert {row["optimizer"] for row in mine} == {run.optimizer}
        assert {float(row["learning_rate"]) for row in mine} == {run.learning_rate}


@pytest.mark.parametrize("name", list(ls.problems()))
def test_parameters_have_their_problems_names(name):
    scenario = ls.Scenario(name, runs=(default_run(ls.Scenario(name)).run,))
    problem = solve(scenario).problem
    table = rows("csv", scenario)
    theta = columns(table, *problem.parameter_names)
    np.testing.assert_allclose(problem.loss(theta), columns(table, "J")[:, 0], rtol=1e-9)


def test_a_duel_has_both_sides():
    table = rows("csv", DUEL)
    for side in (DUEL, DUEL.rival()):
        mine = [row for row in table if row["problem"] == side.problem]
        found = side.runs[0].descend(solve(side).problem)
        np.testing.assert_array_equal(columns(mine, "J")[:, 0], found.loss)
    surface = rows("surface-csv", DUEL)
    np.testing.assert_array_equal(
        columns(surface, "J_rival")[:, 0], solve(DUEL.rival()).surface.z.ravel()
    )
    np.testing.assert_array_equal(arrays(DUEL)["rival_z"], solve(DUEL.rival()).surface.z)


def test_the_surface_csv_is_the_surface():
    surface = solve(TWO).surface
    table = rows("surface-csv", TWO)
    values = columns(table, "w1", "w2", "J")
    np.testing.assert_array_equal(values[:, 2].reshape(surface.z.shape), surface.z)
    np.testing.assert_array_equal(values[: len(surface.x), 0], surface.x)
    np.testing.assert_array_equal(values[:: len(surface.x), 1], surface.y)


def test_the_npz_holds_everything_under_losscores_names():
    held, solved = arrays(TWO), solve(TWO)
    assert ls.Scenario.from_query(str(held["scenario"])) == TWO
    np.testing.assert_array_equal(held["z"], solved.surface.z)
    np.testing.assert_array_equal(held["minima_theta"], solved.minima.theta)
    np.testing.assert_array_equal(held["data_X"], solved.problem.dataset.X)
    np.testing.assert_array_equal(held["data_y"], solved.problem.dataset.y)
    assert tuple(held["parameter_names"]) == ("w1", "w2")
    for number, run in enumerate(TWO.runs, start=1):
        found = run.descend(solved.problem)
        np.testing.assert_array_equal(held[f"run{number}_theta"], found.theta)
        np.testing.assert_array_equal(held[f"run{number}_loss"], found.loss)
        assert str(held[f"run{number}_status"]) == found.status


def test_functions_have_no_data_and_runs_are_optional():
    held = arrays(ls.Scenario("peaks"))
    assert not [name for name in held if name.startswith(("data", "run"))]
    assert export("csv", Request(ls.Scenario("peaks"))).count(b"\n") == 1


def test_progress_is_reported():
    heard = []
    export("csv", Request(TWO), lambda *progress: heard.append(progress))
    assert heard == [(1, 2), (2, 2)]
