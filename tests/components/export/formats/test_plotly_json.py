"""Both dialects of Plotly JSON: their contents, and their players."""

import json
import re

import numpy as np
import plotly.graph_objects as go
import pytest

import losscore as ls
from components.export import VIEWS, Request, export
from components.export.jsonable import plain
from components.export.player import MAX_STOPS
from components.export.raised import HIGHEST, RADIUS
from components.session.display import Display
from components.session.elevation import Elevation
from components.session.solved import default_run, solve


def with_default_run(name, **more):
    return ls.Scenario(name, runs=(default_run(ls.Scenario(name)).run,), **more)


def written(name, scenario, **options):
    return json.loads(export(name, Request(scenario, **options)))


def leaves(value):
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return [value]
    return [leaf for part in value for leaf in leaves(part)]


def refuse(text):
    raise AssertionError(f"{text} is no JSON")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", list(ls.problems()))
def test_plotly1_is_plain_json(name, view):
    body = export("json-plotly1", Request(with_default_run(name), view=view))
    assert len(body) < 400_000
    assert b"bdata" not in body
    described = json.loads(body, parse_constant=refuse)
    assert set(described) == {"data", "layout"}
    assert {type(leaf) for leaf in leaves(described)} <= {int, float, str, bool, type(None)}
    for trace in described["data"]:
        for key in set("xyz") & set(trace):
            assert isinstance(trace[key], list)


@pytest.mark.parametrize("name", list(ls.problems()))
def test_plotly1s_surface_is_the_surface_to_less_than_a_pixel(name):
    scenario = with_default_run(name)
    described = written("json-plotly1", scenario)
    expected = solve(scenario).surface
    z = np.array(described["data"][0]["z"])
    assert z.shape == (161, 161)
    np.testing.assert_allclose(z, expected.z, rtol=0, atol=2e-5 * np.ptp(expected.z))
    np.testing.assert_allclose(described["data"][0]["x"], expected.x, atol=1e-6)


@pytest.mark.parametrize("name", ["kmeans", "logistic"])
def test_the_current_dialect_reads_back_as_the_figure(name):
    scenario = with_default_run(name)
    figure = go.Figure(written("json", scenario))
    packed = figure.data[0].to_plotly_json()["z"]
    assert packed["dtype"] == "f4"
    np.testing.assert_array_equal(
        np.array(plain(packed)).astype("f4").shape, solve(scenario).surface.z.shape
    )


@pytest.mark.parametrize("dialect", ["json", "json-plotly1"])
@pytest.mark.parametrize("view", ["surface", "contour", "loss"])
def test_the_slider_moves_the_ball_along_the_path(dialect, view):
    described = written(dialect, with_default_run("peaks"), view=view)
    height = np.ptp(solve(ls.Scenario("peaks")).surface.z)
    steps = described["layout"]["sliders"][0]["steps"]
    assert 10 < len(steps) <= MAX_STOPS
    (path,) = [t for t in described["data"] if t["meta"]["role"] == "path"]
    (ball,) = [i for i, t in enumerate(described["data"]) if t["meta"]["role"] == "ball"]
    for step in steps:
        assert step["method"] == "restyle"
        values, traces = step["args"]
        assert traces == [ball]
        k = int(step["label"])
        for axis in set(values) - {"z"}:
            assert values[axis] == [[pytest.approx(path[axis][k])]]
        if "z" in values:
            ((z,),) = values["z"]
            # The ball's own path lies a little above the surface.
            assert 0.99 * RADIUS < (z - path["z"][k]) / height < 1.01 * HIGHEST * RADIUS


@pytest.mark.parametrize("dialect", ["json", "json-plotly1"])
@pytest.mark.parametrize("height", ["linear", "log"])
@pytest.mark.parametrize(("eye", "side"), [((1.2, 1.2, 1.0), 1), ((1.2, 1.2, -1.0), -1)])
def test_marks_are_raised_from_the_surface_towards_the_eye_and_stay_at_their_theta(
    dialect, height, eye, side
):
    scenario = with_default_run("kmeans", display=(("height", height),))
    solved = solve(scenario)
    elevation = Elevation.of(solved.surface, Display.of(scenario))
    described = written(dialect, scenario, camera=eye)
    (marked,) = [t for t in described["data"] if t["meta"]["role"] == "minimum"]
    np.testing.assert_allclose(marked["x"], solved.minima.theta[:, 0], atol=1e-6)
    np.testing.assert_allclose(marked["y"], solved.minima.theta[:, 1], atol=1e-6)
    off = side * (np.array(marked["z"]) - elevation(solved.minima.loss)) / elevation.span
    assert (off > 0.01).all()
    assert (off < 0.08).all()


VALLEYS = [ls.Run((0.5, 0.6), "gd", rate, 20) for rate in (0.8, 0.5, 0.2, 0.1, 0.05)]


@pytest.mark.parametrize(
    ("view", "runs", "place"),
    [
        ("surface", VALLEYS[:2], ("h", 1.0, "top")),
        ("contour", VALLEYS[:2], ("h", 1.02, "bottom")),
        ("loss", VALLEYS[:2], ("h", 1.02, "bottom")),
        ("loss", [ls.Run((x, 0.6), "momentum", 0.01, 20) for x in range(9)], ("v", 1.0, "top")),
    ],
)
def test_the_legend_gives_way_to_the_player(view, runs, place):
    layout = written("json", ls.Scenario("valley", runs=tuple(runs)), view=view)["layout"]
    legend = layout["legend"]
    assert (legend["orientation"], legend["y"], legend["yanchor"]) == place


@pytest.mark.parametrize("name", ["kmeans", "logistic", "rastrigin"])
def test_a_logarithmic_height_is_drawn_and_stays_small(name):
    scenario = with_default_run(name, display=(("height", "log"),))
    body = export("json-plotly1", Request(scenario))
    assert len(body) < 400_000
    drawn = json.loads(body)["data"][0]
    heights = Elevation.of(solve(scenario).surface, Display.of(scenario))(solve(scenario).surface.z)
    np.testing.assert_allclose(drawn["z"], heights, atol=2e-5 * np.ptp(heights))
    # What the hover text names is there.
    assert set(re.findall(r"%{(\w+)", drawn["hovertemplate"])) <= set(drawn)
    assert "customdata" in written("json", scenario)["data"][0]


def test_play_passes_the_same_places_as_the_slider():
    layout = written("json-plotly1", with_default_run("kmeans"))["layout"]
    play, pause = layout["updatemenus"][0]["buttons"]
    frames = play["args"][0]
    assert [play["method"], pause["method"]] == ["animate", "animate"]
    assert pause["args"][0] == [None]
    for frame, step in zip(frames, layout["sliders"][0]["steps"], strict=True):
        values, traces = step["args"]
        assert frame["traces"] == traces
        assert frame["data"] == [{axis: values[axis][0] for axis in values}]


def test_the_first_stop_is_the_start_and_the_last_the_end():
    scenario = with_default_run("valley")
    steps = written("json-plotly1", scenario)["layout"]["sliders"][0]["steps"]
    last = scenario.runs[0].descend(solve(scenario).problem).n_steps
    assert (steps[0]["label"], steps[-1]["label"]) == ("0", str(last))


def test_the_data_view_plays_what_the_model_says():
    for name, role in (("kmeans", "centroid"), ("logistic", "boundary"), ("linear", "line")):
        described = written("json-plotly1", with_default_run(name), view="data")
        roles = [trace["meta"]["role"] for trace in described["data"]]
        frames = described["layout"]["updatemenus"][0]["buttons"][0]["args"][0]
        moved = [frame["data"][frame["traces"].index(roles.index(role))] for frame in frames]
        assert len(moved) >= 10
        assert moved[0] != moved[-1]


def test_many_steps_have_a_bounded_number_of_stops():
    run = ls.Run((0.5, 0.6), "gd", 1e-4, 2000)
    body = export("json-plotly1", Request(ls.Scenario("valley", runs=(run,) * 12)))
    steps = json.loads(body)["layout"]["sliders"][0]["steps"]
    assert len(steps) <= MAX_STOPS
    assert len(body) < 2_000_000


def test_without_runs_there_is_nothing_to_play():
    layout = written("json-plotly1", ls.Scenario("peaks"))["layout"]
    assert "sliders" not in layout
    assert "updatemenus" not in layout


def test_plain_numbers():
    table = np.array([[0.123456789, 2.0], [np.nan, -1000.0]])
    assert plain(table) == [[0.12, 2], [None, -1000]]
    assert plain([float("inf"), 1 / 3, 3.0, True, "x", None]) == [
        None,
        0.3333333,
        3,
        True,
        "x",
        None,
    ]
    packed = {"dtype": "u1", "bdata": "AQIDBAUG", "shape": "2, 3"}
    assert plain(packed) == [[1, 2, 3], [4, 5, 6]]


@pytest.mark.parametrize("dialect", ["json", "json-plotly1"])
def test_basins_are_in_both_dialects(dialect):
    described = written(dialect, with_default_run("himmelblau", basins=True))
    colours = plain(described["data"][0]["surfacecolor"])
    assert np.shape(colours) == (161, 161)
    assert len(np.unique(colours)) > 4
