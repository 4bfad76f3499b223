"""What the browser is told about a run."""

import json

import numpy as np
import pytest

import losscore as ls
from components.defaults import default_run, solve
from components.figures.parts import lift
from components.runs import describe_run


def described(problem="kmeans", **run):
    solved = solve(ls.Scenario(problem=problem))
    return describe_run(solved, ls.Run(**run), 1), solved


def test_a_run_is_its_trajectory():
    run = {"start": (1.2, 1.9), "learning_rate": 0.0014}
    told, solved = described(**run)
    trajectory = ls.descend(solved.problem, (1.2, 1.9), learning_rate=0.0014)
    assert told["theta"] == trajectory.theta.tolist()
    assert told["loss"] == trajectory.loss.tolist()
    assert told["grad_norm"] == trajectory.grad_norm.tolist()
    assert told["status"] == "CONVERGED"
    assert told["names"] == ["c₁", "c₂"]


def test_the_path_floats_just_above_the_surface():
    told, solved = described(start=(1.2, 1.9), learning_rate=0.0014)
    path = told["path"]
    assert path["x"] == [point[0] for point in told["theta"]]
    np.testing.assert_allclose(
        np.array(path["z"]) - np.array(told["loss"]), lift(solved.surface), rtol=1e-9
    )


def test_a_path_that_leaves_ends_at_the_edge_of_the_box():
    told, solved = described(start=(1.2, 1.9), learning_rate=0.03)
    assert told["status"] == "DIVERGED"
    assert told["chip"] == "diverged"
    path = told["path"]
    shown = [i for i, x in enumerate(path["x"]) if x is not None]
    assert shown == list(range(len(shown)))
    assert len(shown) < len(path["x"])
    low, high = solved.surface.x[0], solved.surface.x[-1]
    top = solved.surface.z.max() + lift(solved.surface)
    last = shown[-1]
    on_side = any(
        path[axis][last] == pytest.approx(bound) for axis in "xy" for bound in (low, high)
    )
    assert on_side or path["z"][last] == pytest.approx(top)


def test_a_start_outside_the_window_shows_no_path():
    told, _ = described(start=(5.0, 9.0), learning_rate=0.0014)
    assert set(told["path"]["x"]) == {None}


def test_the_end_names_the_minimum_and_the_distance():
    told, _ = described(start=(1.9, 1.2), learning_rate=0.0014)
    assert told["chip"].startswith("at minimum B · ")
    assert told["outcome"].startswith("It reached minimum B, ")


def test_a_short_run_names_the_nearest_minimum():
    told, _ = described(start=(1.9, 1.2), learning_rate=0.0014, n_steps=3)
    assert told["status"] == "STEP_LIMIT"
    assert told["chip"].startswith("step limit · ")
    assert told["chip"].endswith(" from B")


def test_a_plateau_is_called_one():
    told, _ = described(start=(0.9, 9.0), learning_rate=0.0014)
    assert told["chip"] == "plateau"


@pytest.mark.parametrize("name", list(ls.problems()))
def test_every_default_run_is_json_and_arrives(name):
    default = default_run(ls.Scenario(problem=name))
    told = describe_run(solve(default.scenario), default.run, 1)
    text = json.dumps(told, allow_nan=False)
    assert len(text) < 60_000
    assert told["chip"].startswith("at minimum")
