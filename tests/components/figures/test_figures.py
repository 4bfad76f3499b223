"""The figures show what losscore computed, under the roles that the browser looks for."""

import numpy as np
import plotly.graph_objects as go
import pytest

import losscore as ls
from components.figures import THEMES, build_contour, build_data, build_loss, build_surface, camera
from components.session.motion import LIFT, MAX_RUNS
from components.session.solved import solve

SYMBOLS = ("a", "b")
CAMERA = {"eye": {"x": 1.0, "y": 1.0, "z": 1.0}}
RUN_ROLES = {"start", "path", "ball"}


def solved(name):
    return solve(ls.Scenario(problem=name))


def roles(figure):
    return [trace.meta["role"] for trace in figure.data]


def trace(figure, role):
    return next(trace for trace in figure.data if trace.meta["role"] == role)


def surface_figure(case, theme="light"):
    return build_surface(
        case.surface, case.minima, SYMBOLS, THEMES[theme], camera=CAMERA, camera_key="k"
    )


@pytest.mark.parametrize("name", list(ls.problems()))
def test_the_surface_trace_is_the_surface(name):
    case = solved(name)
    drawn = trace(surface_figure(case), "surface")
    np.testing.assert_array_equal(drawn.x, case.surface.x.astype("f4"))
    np.testing.assert_array_equal(drawn.y, case.surface.y.astype("f4"))
    np.testing.assert_array_equal(drawn.z, case.surface.z.astype("f4"))


@pytest.mark.parametrize("name", list(ls.problems()))
def test_minima_are_marked_where_they_are_a_little_above_the_surface(name):
    case = solved(name)
    figure = surface_figure(case)
    marked = trace(figure, "minimum")
    np.testing.assert_array_equal(np.column_stack((marked.x, marked.y)), case.minima.theta)
    above = np.array(marked.z) - case.minima.loss
    assert (above > LIFT * np.ptp(case.surface.z)).all()
    assert (above < 0.1 * np.ptp(case.surface.z)).all()
    letters = list("ABCDEFGHIJKL"[: len(case.minima)])
    assert list(marked.text) == letters + [" "] * (len(case.minima) - len(letters))


@pytest.mark.parametrize("name", list(ls.problems()))
def test_runs_have_empty_traces_of_their_own(name):
    case = solved(name)
    contour = build_contour(case.surface, case.minima, SYMBOLS, THEMES["light"])
    for figure in (surface_figure(case), contour):
        assert set(roles(figure)) >= RUN_ROLES | {"surface", "minimum"}
        assert roles(figure).count("path") == MAX_RUNS
        assert not any(value for role in RUN_ROLES for value in trace(figure, role).x)
    lines = [name for name in ("curve", "path", "rival") for _ in range(MAX_RUNS)]
    assert roles(build_loss(THEMES["light"])) == [*lines, "ball"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_guess_has_a_mark_with_a_sign_above_all_others(theme):
    case = solved("kmeans")
    flat = build_contour(case.surface, case.minima, SYMBOLS, THEMES[theme])
    for figure in (flat, surface_figure(case, theme)):
        assert roles(figure)[-2:] == ["miss", "guess"]
        mark = trace(figure, "guess")
        assert mark.mode == "markers+text"
        assert list(mark.text) == ["<b>?</b>"]
        assert mark.marker.color != mark.textfont.color
        assert all(value is None for value in mark.x)


@pytest.mark.parametrize("name", list(ls.problems()))
def test_the_scene_never_rescales_and_holds_its_camera(name):
    case = solved(name)
    scene = surface_figure(case).layout.scene
    low, high = scene.zaxis.range
    assert low < case.surface.z.min() <= case.surface.z.max() < high
    assert scene.xaxis.range == pytest.approx(case.problem.window[0])
    assert scene.uirevision == "k"


def test_minima_outside_the_window_are_not_drawn():
    case = solve(ls.Scenario(problem="kmeans", window=((0.0, 1.0), (1.0, 2.0))))
    everywhere = ls.minima(case.problem)
    figure = build_surface(
        case.surface, everywhere, SYMBOLS, THEMES["light"], camera=CAMERA, camera_key="k"
    )
    marked = trace(figure, "minimum")
    assert list(marked.text) == ["A"]
    assert marked.x[0] < marked.y[0]


def test_the_contour_map_is_the_surface_at_every_second_node():
    case = solved("kmeans")
    drawn = trace(
        build_contour(case.surface, case.minima, SYMBOLS, THEMES["light"], mirror=True), "surface"
    )
    np.testing.assert_array_equal(drawn.z, case.surface.z[::2, ::2].astype("f4"))


def test_only_mirror_images_get_a_mirror_line():
    case = solved("kmeans")
    with_line = build_contour(case.surface, case.minima, SYMBOLS, THEMES["light"], mirror=True)
    without = build_contour(case.surface, case.minima, SYMBOLS, THEMES["light"])
    line = trace(with_line, "mirror")
    assert line.x == line.y == (0.0, 2.0)
    assert "mirror" not in roles(without)


@pytest.mark.parametrize(
    ("name", "view", "expected"),
    [
        ("kmeans", "centroids", {"data", "midpoint", "centroid"}),
        ("logistic", "boundary", {"probability", "data", "boundary"}),
        ("logistic-squared-error", "boundary", {"probability", "data", "boundary"}),
        ("mlp", "network", {"probability", "data"}),
        ("linear", "line", {"residuals", "data", "line"}),
        ("peaks", "slices", {"slice-x", "slice-y", "ball"}),
        ("valley", "slices", {"slice-x", "slice-y", "ball"}),
    ],
)
def test_the_data_view_fits_the_problem(name, view, expected):
    case = solved(name)
    figure = build_data(case.problem, case.surface, THEMES["light"])
    assert figure.layout.meta["view"] == view
    assert set(roles(figure)) == expected


def test_every_problem_has_a_data_view():
    for name in ls.problems():
        case = solved(name)
        assert isinstance(build_data(case.problem, case.surface, THEMES["dark"]), go.Figure)


def test_the_data_view_shows_the_data():
    case = solved("logistic")
    figure = build_data(case.problem, case.surface, THEMES["light"])
    shown = [t for t in figure.data if t.meta["role"] == "data"]
    data = case.problem.dataset
    for label, drawn in enumerate(shown):
        points = data.X[data.y == label]
        np.testing.assert_array_equal(np.column_stack((drawn.x, drawn.y)), points)


def test_the_data_view_of_a_network_starts_with_what_was_learnt_and_tells_the_plane():
    case = solved("mlp")
    figure = build_data(case.problem, case.surface, THEMES["light"])
    shading = trace(figure, "probability")
    for j, i in ((0, 0), (3, 17), (40, 40)):
        expected = case.problem.predict((0.0, 0.0), [[shading.x[i], shading.y[j]]])
        assert shading.z[j][i] == pytest.approx(expected[0], rel=1e-12)
    plane = case.problem.plane
    assert figure.layout.meta["activation"] == "tanh"
    np.testing.assert_array_equal(figure.layout.meta["basis"], [plane.centre, *plane.directions])


def test_large_data_are_thinned_for_display():
    rng = np.random.default_rng(0)
    problem = ls.problem("kmeans", dataset=ls.Dataset(rng.normal(size=(100_000, 1))))
    figure = build_data(problem, ls.surface(problem, resolution=11), THEMES["light"])
    assert 1000 < len(trace(figure, "data").x) <= 1500


def test_themes_change_colours_and_nothing_else():
    case = solved("kmeans")
    light, dark = (surface_figure(case, theme).to_dict() for theme in ("light", "dark"))
    assert light["layout"]["scene"]["bgcolor"] != dark["layout"]["scene"]["bgcolor"]
    assert [t["type"] for t in light["data"]] == [t["type"] for t in dark["data"]]
    np.testing.assert_array_equal(light["data"][0]["z"], dark["data"][0]["z"])


def test_figures_share_nothing():
    case = solved("kmeans")
    one, other = surface_figure(case), surface_figure(case)
    one.layout.scene.xaxis.range = (0, 1)
    assert other.layout.scene.xaxis.range == (0, 2)


def test_a_flat_surface_still_has_height():
    flat = ls.Surface(np.arange(3.0), np.arange(3.0), np.ones((3, 3)), "direct", 0.0)
    nothing = ls.minima(ls.problem("logistic", dataset="one-point"))
    figure = build_surface(flat, nothing, SYMBOLS, THEMES["light"], camera=CAMERA, camera_key="k")
    low, high = figure.layout.scene.zaxis.range
    assert low < 1 < high


def slope_down_to(direction):
    """A hill that is lowest in the corner of the window towards ``direction``."""
    axis = np.linspace(-1.0, 1.0, 41)
    x, y = np.meshgrid(axis, axis)
    z = 3.0 * (x * direction[0] + y * direction[1]) + (x**2 + y**2)
    return ls.Surface(axis, axis, -z, "direct", 0.0)


def test_the_first_view_turns_until_the_lowest_place_is_seen():
    # The house view looks from (−, −), where a slope that falls towards (+, +) is a wall.
    hidden, open_to_view = (camera(slope_down_to(d))["eye"] for d in ((1, 1), (-1, -1)))
    assert hidden["x"] + hidden["y"] > 0
    assert open_to_view["x"] + open_to_view["y"] < 0


def test_the_default_camera_is_kept_if_it_shows_enough():
    eye = camera(solved("kmeans").surface)["eye"]
    assert eye == pytest.approx({"x": -1.2, "y": -1.5, "z": 1.08}, abs=0.02)


def test_a_flat_surface_has_a_view():
    flat = ls.Surface(np.arange(3.0), np.arange(3.0), np.ones((3, 3)), "direct", 0.0)
    assert camera(flat)["eye"]["z"] > 0


def test_twins_share_a_colour_and_single_minima_have_none():
    case = solve(ls.Scenario(problem="kmeans", dataset="three-clumps"))
    twins = trace(surface_figure(case), "minimum").marker.color
    by_group = [{twins[i] for i in np.flatnonzero(case.minima.group == g)} for g in (0, 1)]
    assert [len(colours) for colours in by_group] == [1, 1]
    assert by_group[0] != by_group[1]
    single = trace(surface_figure(solved("peaks")), "minimum").marker.color
    assert set(single) == {THEMES["light"].marker}
