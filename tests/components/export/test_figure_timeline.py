"""Exported figures show the runs as losscore computed them, at every step."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

import losscore as ls
from components.export import VIEWS, Request
from components.export.figure_timeline import FigureTimeline, build_figure
from components.session.display import Display
from components.session.elevation import Elevation
from components.session.palette import optimizer_colour
from components.session.solved import default_run, solve

STARTS = ((0.5, 0.5), (-1.0, 1.0))
TWO = ls.Scenario(
    "peaks",
    runs=(
        ls.Run(STARTS[0], "gd", 0.01, 30),
        ls.Run(STARTS[1], "adam", 0.05, 60),
    ),
)
DUEL = ls.Scenario(
    "logistic", "diagonal-split", duel="loss", runs=(ls.Run((3.0, -2.0), "gd", 0.5, 40),)
)


def of(figure, role):
    return [trace for trace in figure.data if trace.meta["role"] == role]


def with_default_run(name):
    scenario = ls.Scenario(name)
    return ls.Scenario(name, runs=(default_run(scenario).run,))


def trajectories(scenario):
    return [run.descend(solve(scenario).problem) for run in scenario.runs]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", list(ls.problems()))
def test_every_view_of_every_problem_is_a_whole_figure(name, view):
    scenario = with_default_run(name)
    figure = build_figure(Request(scenario, view=view, theme="dark", title="A title"))
    assert isinstance(figure, go.Figure)
    assert figure.layout.title.text == "A title"
    assert figure.layout.paper_bgcolor == "#161d25"
    empty = [t.meta["role"] for t in figure.data if t.x is not None and not len(t.x)]
    # Of saddles and of separable data there are no minima.
    assert set(empty) <= {"minimum", "data"}


def test_paths_on_the_map_are_the_trajectories():
    figure = build_figure(Request(TWO, view="contour"))
    for trace, trajectory in zip(of(figure, "path"), trajectories(TWO), strict=True):
        np.testing.assert_array_equal(np.column_stack((trace.x, trace.y)), trajectory.theta)
    (start,) = of(figure, "start")
    assert list(zip(start.x, start.y, strict=True)) == list(STARTS)


def test_paths_on_the_surface_lie_a_little_above_it():
    figure = build_figure(Request(TWO))
    for trace, trajectory in zip(of(figure, "path"), trajectories(TWO), strict=True):
        lifted = np.array(trace.z) - trajectory.loss
        assert (lifted > 0).all()
        assert (lifted < 0.02 * np.ptp(solve(TWO).surface.z)).all()


@pytest.mark.parametrize("view", ["surface", "contour", "loss"])
def test_a_step_shows_the_paths_so_far(view):
    figure = build_figure(Request(TWO, view=view), 45)
    lengths = [len(trace.x) for trace in of(figure, "path")]
    whole = [trajectory.n_steps + 1 for trajectory in trajectories(TWO)]
    assert whole[0] <= 46 < whole[1]  # the first run is over by then
    assert lengths == [whole[0], 46]
    ((ball,), first) = of(figure, "ball"), of(figure, "path")[0]
    assert ball.x[0] == first.x[-1]
    assert ball.x[1] == of(figure, "path")[1].x[-1]


def test_steps_beyond_the_end_are_the_end():
    assert build_figure(Request(TWO), 10_000) == build_figure(Request(TWO))


def test_a_picture_is_not_changed_by_its_figures():
    picture = FigureTimeline(Request(TWO, view="contour"))
    before = picture.at(7).to_json()
    picture.at().update_layout(title="changed")
    assert picture.at(7).to_json() == before


def test_runs_have_their_optimizers_colours_and_a_legend():
    figure = build_figure(Request(TWO))
    assert [t.line.color for t in of(figure, "path")] == [
        optimizer_colour("gd"),
        optimizer_colour("adam"),
    ]
    assert figure.layout.showlegend
    shown = [trace.name for trace in figure.data if trace.showlegend]
    assert len(shown) == 2
    assert shown[0].startswith("Gradient descent, η = 0.01")


def test_runs_that_would_look_alike_have_colours_of_their_own():
    rates = (1.0, 0.5, 0.1)
    scenario = ls.Scenario("valley", runs=tuple(ls.Run((0.5, 0.6), "gd", r, 20) for r in rates))
    paths = of(build_figure(Request(scenario, view="loss")), "path")
    assert len({trace.line.color for trace in paths}) == 3
    assert [trace.name for trace in paths] == ["η = 1", "η = 0.5", "η = 0.1"]


@pytest.mark.parametrize("view", ["contour", "loss"])
def test_lines_of_one_colour_differ_in_their_dashes(view):
    starts = ((0.5, 0.5), (-1.0, 1.0), (1.0, -1.0))
    runs = [ls.Run(start, "gd", 0.01, 20) for start in starts]
    scenario = ls.Scenario("peaks", runs=(*runs, ls.Run((0.0, 1.0), "adam", 0.05, 20)))
    paths = of(build_figure(Request(scenario, view=view)), "path")
    assert [path.line.dash for path in paths] == ["solid", "dash", "dot", "solid"]
    assert len({path.line.color for path in paths}) == 2


def test_one_run_needs_no_legend():
    assert not build_figure(Request(with_default_run("kmeans"))).layout.showlegend


def test_a_figure_without_runs_is_the_surface_alone():
    for view in VIEWS:
        figure = build_figure(Request(ls.Scenario("logistic"), view=view))
        assert of(figure, "path") == []


def test_the_loss_curve_is_the_loss():
    figure = build_figure(Request(TWO, view="loss"))
    for trace, trajectory in zip(of(figure, "path"), trajectories(TWO), strict=True):
        np.testing.assert_array_equal(trace.y, trajectory.loss)
        np.testing.assert_array_equal(trace.x, np.arange(len(trajectory.loss)))


def test_the_logarithmic_loss_curve_starts_from_the_lowest_minimum():
    scenario = with_default_run("linear")
    figure = build_figure(Request(scenario, view="loss", loss_axis="log"))
    (trajectory,), (path,) = trajectories(scenario), of(figure, "path")
    lowest = min(solve(scenario).minima.loss[0], trajectory.loss.min())
    above = trajectory.loss - lowest
    drawn = above[above > 1e-15 * trajectory.loss.max()]
    np.testing.assert_allclose([y for y in path.y if y is not None], drawn)
    assert figure.layout.yaxis.type == "log"
    assert figure.layout.yaxis.title.text == "J − J*"
    low, high = figure.layout.yaxis.range
    assert low < np.log10(drawn.min()) < np.log10(drawn.max()) < high


@pytest.mark.parametrize(
    ("name", "role"), [("logistic", "boundary"), ("logistic-squared-error", "boundary")]
)
def test_the_boundary_is_where_the_probability_is_a_half(name, role):
    scenario = with_default_run(name)
    figure = build_figure(Request(scenario, view="data"), 3)
    (line,) = of(figure, role)
    theta = trajectories(scenario)[0].theta[3]
    points = np.column_stack((line.x, line.y)).astype(float)
    np.testing.assert_allclose(solve(scenario).problem.predict(theta, points), 0.5, atol=1e-12)


def test_the_shading_is_the_probability():
    for name in ("logistic", "mlp"):
        scenario = with_default_run(name)
        (shading,) = of(build_figure(Request(scenario, view="data"), 5), "probability")
        theta = trajectories(scenario)[0].theta[5]
        for i, j in ((0, 0), (3, 30), (40, 11)):
            point = np.array([[shading.x[i], shading.y[j]]])
            expected = float(solve(scenario).problem.predict(theta, point)[0])
            assert shading.z[j][i] == pytest.approx(expected, abs=6e-4)


def test_the_line_and_its_residuals_follow_theta():
    scenario = with_default_run("linear")
    figure = build_figure(Request(scenario, view="data"), 2)
    w, b = trajectories(scenario)[0].theta[2]
    (line,), (residuals,) = of(figure, "line"), of(figure, "residuals")
    np.testing.assert_allclose(line.y, w * np.array(line.x) + b)
    data = solve(scenario).problem.dataset
    np.testing.assert_allclose(np.array(residuals.y[0::3], dtype=float), data.y)
    np.testing.assert_allclose(np.array(residuals.y[1::3], dtype=float), w * data.X[:, 0] + b)


def test_the_clusters_have_the_colours_of_their_centroids():
    scenario = with_default_run("kmeans")
    figure = build_figure(Request(scenario, view="data"), 4)
    c1, c2 = trajectories(scenario)[0].theta[4]
    (data,), (centroid,) = of(figure, "data"), of(figure, "centroid")
    nearer_first = np.abs(np.array(data.x) - c1) <= np.abs(np.array(data.x) - c2)
    colours = np.array(data.marker.color)
    assert len(set(colours[nearer_first])) == len(set(colours[~nearer_first])) == 1
    assert list(centroid.x) == [c1, c1, None, c2, c2]


def test_the_slices_go_through_theta():
    scenario = with_default_run("valley")
    figure = build_figure(Request(scenario, view="data"), 6)
    x, y = trajectories(scenario)[0].theta[6]
    (along_x,), (ball,) = of(figure, "slice-x"), of(figure, "ball")
    expected = [float(solve(scenario).problem.loss((value, y))) for value in along_x.x]
    np.testing.assert_allclose(along_x.y, expected)
    assert list(ball.x) == [x, y]


@pytest.mark.parametrize("view", ["surface", "contour"])
def test_a_duel_shows_both_sides(view):
    figure = build_figure(Request(DUEL, view=view))
    surfaces = of(figure, "surface")
    sides = (DUEL, DUEL.rival())
    assert len(surfaces) == 2
    for trace, side in zip(surfaces, sides, strict=True):
        z = solve(side).surface.z
        expected = z if view == "surface" else z[::2, ::2]
        np.testing.assert_array_equal(trace.z, expected.astype("f4"))
    ends = [trajectories(side)[0].theta[-1] for side in sides]
    balls = of(figure, "ball")
    assert [ball.x[0] for ball in balls] == [end[0] for end in ends]
    texts = [note.text for note in figure.layout.annotations]
    assert texts == ["Logistic · NLL, mean", "Logistic · squared error, mean"]


def test_each_side_of_a_duel_labels_its_own_height():
    scenario = replace(DUEL, display=(("height", "log"),))
    notes = build_figure(Request(scenario)).layout.annotations
    heights = [note for note in notes if note.text.startswith("height: ")]
    assert len(heights) == 2
    assert heights[0].x < 0.5 < heights[1].x
    assert len(notes) == 4


def test_a_duels_sides_are_on_axes_of_their_own():
    scenes = [t.scene for t in of(build_figure(Request(DUEL)), "surface")]
    assert (scenes[0] or "scene", scenes[1]) == ("scene", "scene2")
    flat = build_figure(Request(DUEL, view="contour"))
    assert [t.xaxis or "x" for t in of(flat, "path")] == ["x", "x2"]
    assert flat.layout.yaxis2.scaleanchor == "x2"


def test_a_duels_loss_curves_share_their_axes_and_say_whose_they_are():
    figure = build_figure(Request(DUEL, view="loss"))
    (path,), (rival,) = of(figure, "path"), of(figure, "rival")
    np.testing.assert_array_equal(rival.y, trajectories(DUEL.rival())[0].loss)
    assert (path.name, rival.name) == ("Logistic · NLL, mean", "Logistic · squared error, mean")
    assert (path.line.dash, rival.line.dash) == ("solid", "dash")


def test_basins_colour_surface_and_map_and_have_a_legend():
    scenario = ls.Scenario("himmelblau", basins=True, runs=(ls.Run((0.0, 0.0), "gd", 0.01),))
    surface = build_figure(Request(scenario))
    assert surface.data[0].surfacecolor is not None
    names = [trace.name for trace in surface.data if trace.showlegend]
    assert [name[0] for name in names] == ["A", "B", "C", "D"]
    assert sum(int(name.split()[1]) for name in names) == pytest.approx(100, abs=2)
    contour = build_figure(Request(scenario, view="contour"))
    assert of(contour, "basin")[0].visible
    assert of(build_figure(Request(TWO, view="contour")), "basin") == []


def test_titles_are_text():
    figure = build_figure(Request(TWO, title="<a href='x'>J</a> & <b>more</b>"))
    text = figure.layout.title.text
    assert "<" not in text
    assert text.startswith("&lt;a href='x'&gt;J")


def test_the_display_is_drawn():
    display = (
        ("aspect", "data"),
        ("colours", "viridis"),
        ("contours", "none"),
        ("height", "log"),
        ("minima", "hidden"),
    )
    window = ((-3.0, 3.0), (-2.0, 1.0))
    scenario = ls.Scenario("peaks", window=window, runs=TWO.runs, display=display)
    figure = build_figure(Request(scenario))
    elevation = Elevation.of(solve(scenario).surface, Display.of(scenario))
    surface = figure.data[0]
    np.testing.assert_array_equal(surface.z, elevation(solve(scenario).surface.z).astype("f4"))
    assert surface.colorscale[0][1] == "#440154"
    assert not surface.contours.z.show
    assert not of(figure, "minimum")[0].visible
    sides = figure.layout.scene.aspectratio
    assert sides.x == pytest.approx(2 * sides.y)
    for trace, trajectory in zip(of(figure, "path"), trajectories(scenario), strict=True):
        inside = [k for k, z in enumerate(trace.z) if z is not None][:-1]
        lifted = elevation(trajectory.loss[inside]) + elevation.lift
        np.testing.assert_allclose(np.array([trace.z[k] for k in inside]), lifted)


def test_what_only_the_page_fills_in_is_left_out():
    for view in ("surface", "contour"):
        roles = {trace.meta["role"] for trace in build_figure(Request(TWO, view=view)).data}
        assert roles == {"surface", "minimum", "path", "start", "ball"}


def test_the_camera_can_be_placed():
    figure = build_figure(Request(TWO, camera=(0.1, 0.2, 2.5)))
    assert figure.layout.scene.camera.eye.to_plotly_json() == {"x": 0.1, "y": 0.2, "z": 2.5}


def test_ranges_that_show_where_runs_are():
    figure = build_figure(Request(TWO, view="contour"))
    assert list(figure.layout.xaxis.range) == [-3.0, 3.0]
