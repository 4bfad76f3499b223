"""The description of a run for the browser."""

import json
import math

import numpy as np
import pytest

import losscore as ls
from components.session.display import Display
from components.session.motion import LIFT
from components.session.runs import describe_run, scenario_key
from components.session.solved import default_run, default_start, solve
from components.session.starts import ring


def described(problem="kmeans", **run):
    solved = solve(ls.Scenario(problem=problem))
    return describe_run(solved, ls.Run(**run)), solved


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
        np.array(path["z"]) - np.array(told["loss"]), LIFT * np.ptp(solved.surface.z), rtol=1e-9
    )


def edges(surface):
    """The box of the scene: per axis its lowest and highest value, with the room for J."""
    room = LIFT * np.ptp(surface.z)
    return {
        "x": (surface.x[0], surface.x[-1]),
        "y": (surface.y[0], surface.y[-1]),
        "z": (surface.z.min(), surface.z.max() + 2 * room),
    }


def shown_steps(told):
    return [step for step, x in enumerate(told["path"]["x"]) if x is not None]


def test_a_path_that_leaves_goes_as_far_as_the_edge():
    told, solved = described(start=(1.2, 1.9), learning_rate=0.05)
    assert told["status"] == "DIVERGED"
    assert told["chip"] == "diverged"
    last = shown_steps(told)[-1]
    assert last < len(told["theta"]) - 1
    end = {axis: told["path"][axis][last] for axis in "xyz"}
    box = edges(solved.surface)
    assert any(end[axis] == pytest.approx(bound) for axis in "xyz" for bound in box[axis])


# Of J = x² − y² each step multiplies x by 1 − 2η and y by 1 + 2η. Shares of half the window.
CROSSINGS = [
    pytest.param((-0.95, 0.1), 1.05, "x", 1.0, id="right"),
    pytest.param((0.95, 0.1), 1.05, "x", -1.0, id="left"),
    pytest.param((0.9, 0.95), 0.05, "y", 1.0, id="top"),
    pytest.param((0.9, -0.95), 0.05, "y", -1.0, id="bottom"),
]


@pytest.mark.parametrize(("start", "rate", "axis", "side"), CROSSINGS)
def test_a_step_beyond_the_edge_is_drawn_as_far_as_the_edge(start, rate, axis, side):
    surface = solve(ls.Scenario("saddle")).surface
    half = surface.x[-1]
    assert (-surface.x[0], surface.y[-1], -surface.y[0]) == (half, half, half)
    first = half * np.array(start)
    told, _ = described("saddle", start=tuple(first), learning_rate=rate, n_steps=2)
    way = first * (1.0 - 2.0 * rate, 1.0 + 2.0 * rate) - first
    index = "xy".index(axis)
    share = (side * half - first[index]) / way[index]
    assert 0.0 < share < 1.0
    place = first + share * way
    height = (1.0 - share) * told["loss"][0] + share * told["loss"][1]
    lift = LIFT * np.ptp(surface.z)
    path = told["path"]
    assert [path[a][1] for a in "xyz"] == pytest.approx([*place, height + lift])
    assert shown_steps(told) == [0, 1]


def test_a_start_on_the_very_edge_is_shown():
    half = solve(ls.Scenario("saddle")).surface.x[-1]
    told, _ = described("saddle", start=(half, half), learning_rate=0.1, n_steps=1)
    assert (told["path"]["x"][0], told["path"]["y"][0]) == (half, half)


def test_a_path_that_comes_back_is_seen_again():
    run = {"start": (-3.0, 4.5), "learning_rate": 16.0}
    scenario = ls.Scenario(problem="logistic", dataset="blobs", dataset_options=(("noise", 0.9),))
    told = describe_run(solve(scenario), ls.Run(**run))
    steps = shown_steps(told)
    assert steps[:2] == [0, 1]
    assert 2 not in steps
    assert steps[-1] == len(told["theta"]) - 1


@pytest.mark.parametrize("rate", [0.0014, 0.019, 0.03, 0.05, 3.0])
def test_nothing_is_drawn_outside_the_box(rate):
    told, solved = described(start=(1.2, 1.9), learning_rate=rate)
    for axis, (low, high) in edges(solved.surface).items():
        values = [value for value in told["path"][axis] if value is not None]
        assert low - 1e-9 <= min(values) <= max(values) <= high + 1e-9


def test_a_start_outside_the_window_shows_no_path():
    told, _ = described(start=(5.0, 9.0), learning_rate=0.0014)
    assert set(told["path"]["x"]) == {None}


def test_the_end_names_the_minimum_and_the_distance():
    told, _ = described(start=(1.9, 1.2), learning_rate=0.0014)
    assert told["chip"].startswith("at minimum B · ")
    assert told["outcome"].startswith("It reached minimum B (distance ")


def test_a_short_run_names_the_nearest_minimum():
    told, _ = described(start=(1.9, 1.2), learning_rate=0.0014, n_steps=3)
    assert told["status"] == "STEP_LIMIT"
    assert told["chip"].startswith("step limit · ")
    assert told["chip"].endswith(" from B")


def test_the_distance_from_a_minimum_is_that_of_the_end():
    told, solved = described(start=(1.9, 1.2), learning_rate=0.0014, n_steps=3)
    gap = math.dist(told["theta"][-1], solved.minima.theta[1])
    assert told["outcome"] == f"The nearest minimum is B, {gap:.2g} away."


def test_without_a_minimum_the_outcome_is_the_loss_reached():
    solved = solve(ls.Scenario("logistic", "diagonal-split"))
    told = describe_run(solved, ls.Run((1.0, 1.0), learning_rate=0.01, n_steps=20))
    assert (told["chip"], told["reached"]) == ("no minimum to reach", False)
    assert told["outcome"] == f"J = {told['loss'][-1]:.4g} and falling."
    assert told["cells"]["loss"] == f"{told['loss'][-1]:.5g}"


def test_where_none_is_listed_a_minimum_may_be_reached_all_the_same():
    hill = ls.Scenario("himmelblau", window=((0.0, 1.0), (0.0, 1.0)))
    told = describe_run(solve(hill), ls.Run((0.5, 0.5), learning_rate=0.01))
    assert (told["status"], told["reached"]) == ("CONVERGED", True)
    listed = "It reached a minimum that is not listed here"
    assert told["outcome"] == f"{listed}, outside the map, at (3, 2)."


def test_a_plateau_is_called_one():
    told, _ = described(start=(0.9, 9.0), learning_rate=0.0014)
    assert told["chip"] == "plateau"


def test_a_kink_and_a_saddle_are_called_so():
    solved = solve(ls.Scenario("kmeans", "evenly-spaced"))
    told = describe_run(solved, ls.Run((9.0, 0.6), learning_rate=0.02))
    assert (told["chip"], told["reached"]) == ("kink", False)
    assert told["outcome"] == "It stopped at a kink, not at a minimum."
    assert "half-way" in told["message"]
    told, _ = described("saddle", start=(1.0, 0.0), learning_rate=0.1)
    assert told["chip"] == "saddle"


@pytest.mark.parametrize("start", [(7.02, 7.02), (6.1, 0.1)])
def test_a_minimum_that_is_not_listed_gets_no_letter(start):
    told, _ = described("rastrigin", start=start, learning_rate=0.001)
    assert told["status"] == "CONVERGED"
    assert told["chip"] == "at a minimum that is not listed"
    assert told["outcome"].startswith("It reached a minimum that is not listed here, ")
    assert told["twins"] == ()


def test_outside_the_map_is_outside_what_is_shown():
    scenario = ls.Scenario("rastrigin", window=((0.0, 2.0), (0.0, 2.0)))
    run = ls.Run((4.9, -4.9), learning_rate=0.001)
    told = describe_run(solve(scenario), run)["outcome"]
    listed = "It reached a minimum that is not listed here"
    assert told == f"{listed}, outside the map, at (4.975, −4.975)."
    wide = ls.Scenario("rastrigin", window=((-9.0, 9.0), (-9.0, 9.0)))
    inside = describe_run(solve(wide), ls.Run((7.02, 7.02), learning_rate=0.001))["outcome"]
    assert "outside the map" not in inside


def test_starts_are_where_the_map_is():
    solved = solve(ls.Scenario("rastrigin", window=((1.0, 2.0), (3.0, 5.0))))
    starts = [default_start(solved), *(run.start for run in ring(solved, ls.Run((1.5, 4.0)), 5))]
    assert all(1.0 < x < 2.0 and 3.0 < y < 5.0 for x, y in starts)
    # Evenly around the middle, four fifths of the way to the edge.
    angles = 0.3 + 2.0 * np.pi * np.arange(5) / 5
    places = np.column_stack((1.5 + 0.4 * np.cos(angles), 4.0 + 0.8 * np.sin(angles)))
    np.testing.assert_allclose(starts[1:], places, atol=1e-3)


# Where the default run ends when it is not at a minimum.
ELSEWHERE = {"saddle": "diverged", "rosenbrock": "step limit"}


@pytest.mark.parametrize("name", list(ls.problems()))
def test_every_default_run_is_json_and_arrives_where_it_can(name):
    default = default_run(ls.Scenario(problem=name))
    told = describe_run(solve(default.scenario), default.run)
    text = json.dumps(told, allow_nan=False)
    assert len(text) < 60_000
    assert told["chip"].startswith(ELSEWHERE.get(name, "at minimum"))


def log_height(loss, surface):
    """The definition of the logarithmic height, number by number."""
    low, high = surface.z.min(), surface.z.max()
    return math.log10(max(loss - low, 0.0) + (high - low) / 1000)


@pytest.mark.parametrize("name", list(ls.problems()))
def test_on_a_logarithmic_surface_the_path_lies_just_above_it(name):
    default = default_run(ls.Scenario(problem=name))
    solved = solve(default.scenario)
    told = describe_run(solved, default.run, Display(height="log"))
    lift = LIFT * math.log10(1001)
    low, high = (log_height(bound(solved.surface.z), solved.surface) for bound in (np.min, np.max))
    inside = [step for step in shown_steps(told) if step + 1 in shown_steps(told)]
    assert inside
    for step in inside:
        expected = log_height(told["loss"][step], solved.surface) + lift
        assert told["path"]["z"][step] == pytest.approx(expected, abs=1e-9)
    assert all(low <= z <= high + 2 * lift for z in told["path"]["z"] if z is not None)


def test_the_display_changes_nothing_of_a_run_but_its_way():
    solved = solve(ls.Scenario())
    run = ls.Run((1.2, 1.9), learning_rate=0.0014)
    plain, logarithmic = (describe_run(solved, run, Display(height=h)) for h in ("linear", "log"))
    differing = {key for key in plain if plain[key] != logarithmic[key]}
    assert differing == {"scenario", "path"}
    assert plain["path"]["x"] == logarithmic["path"]["x"]
    assert describe_run(solved, run, Display(colours="magma")) == plain


def test_a_run_belongs_to_figures_of_its_height():
    view = ls.Scenario("valley", display={"height": "log", "colours": "magma"}, basins=True)
    told = describe_run(solve(view), ls.Run((0.5, 0.6)), Display.of(view))
    assert told["scenario"] == scenario_key(view)
    assert told["scenario"] != scenario_key(view.subject())
    assert scenario_key(view) == scenario_key(ls.Scenario("valley", display={"height": "log"}))


def test_a_run_at_a_minimum_names_its_mirror_image():
    told, solved = described(start=(1.2, 1.9), learning_rate=0.0014)
    assert told["twins"] == ({"name": "B", "theta": solved.minima.theta[1].tolist()},)


@pytest.mark.parametrize(
    ("problem", "rate", "n_steps"), [("kmeans", 0.05, 200), ("kmeans", 1e-6, 2), ("linear", 0.1, 9)]
)
def test_other_runs_have_no_mirror_image(problem, rate, n_steps):
    told, _ = described(problem, start=(1.2, 1.9), learning_rate=rate, n_steps=n_steps)
    assert told["twins"] == ()
