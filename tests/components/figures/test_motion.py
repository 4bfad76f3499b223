"""A moving trace follows runs as its ``meta`` describes, in their style."""

import pytest

import losscore as ls
from components.figures import THEMES, build_contour, build_loss, build_surface
from components.figures.motion import attributes_at, moving, style_of
from components.session.motion import DASHES, MAX_RUNS, SYMBOLS
from components.session.runs import describe_run
from components.session.solved import default_run, solve

RUN = {
    "theta": [[0, 1], [2, 3], [4, 5]],
    "loss": [9, 8, 7],
    "path": {"x": [0, 2, None], "y": [1, 3, None], "z": [9, 8, None]},
}
SHORT = {"theta": [[7, 6]], "loss": [5], "path": {"x": [7], "y": [6], "z": [5]}}
MAP, CURVE = ("theta.0", "theta.1"), ("step", "loss")


def shown(step, *columns, of="run", show="trail", runs=(RUN, SHORT), **more):
    return attributes_at(moving("any", of, show, *columns, **more), runs, step)


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("whole", {"x": [0, 1, 2], "y": [9, 8, 7]}),
        ("trail", {"x": [0, 1], "y": [9, 8]}),
        ("head", {"x": [1], "y": [8]}),
        ("start", {"x": [0], "y": [9]}),
    ],
)
def test_a_trace_shows_its_share_of_a_run(show, expected):
    assert shown(1, *CURVE, show=show, nth=0) == expected


def test_a_run_that_is_over_stays_at_its_end():
    assert shown(99, *MAP, nth=0) == {"x": [0, 2, 4], "y": [1, 3, 5]}
    assert shown(1, *MAP, of="runs", show="head") == {"x": [2, 7], "y": [3, 6]}


def test_a_path_keeps_its_gaps_outside_the_surface():
    assert shown(2, "path.x", "path.y", "path.z", nth=0) == RUN["path"]


def test_a_rival_is_the_same_run_on_the_other_side():
    duel = ({**SHORT, "rival": RUN}, SHORT)
    rival = {"of": "rival", "runs": duel}
    assert shown(1, *CURVE, nth=0, **rival) == {"x": [0, 1], "y": [9, 8]}
    assert shown(1, *CURVE, nth=1, **rival) == {"x": [], "y": []}
    assert shown(1, *CURVE, nth=2) == {"x": [], "y": []}


def test_marks_have_the_shapes_of_their_numbers_and_starts_are_hollow():
    runs = [{"colour": "c", "number": number} for number in (1, 4, 6, len(SYMBOLS) + 1)]
    ball, start = (moving("any", "runs", show, *MAP) for show in ("head", "start"))
    marks = {"color": ["c"] * 4, "symbol": ["circle", "cross", "circle-open", "circle"]}
    assert style_of(ball, runs) == {"marker": marks}
    hollow = ["circle-open", "cross", "circle-open", "circle-open"]
    assert style_of(start, runs) == {"marker": marks | {"symbol": hollow}}


def test_a_line_has_the_dash_of_its_turn_where_it_may():
    runs = [{"colour": "c", "turn": turn} for turn in (0, 2, len(DASHES))]
    dashed = [style_of(moving("any", "run", "trail", nth=n, dashed=True), runs) for n in range(3)]
    assert [look["line"]["dash"] for look in dashed] == ["solid", "dot", "solid"]
    assert style_of(moving("any", "run", "trail", nth=1), runs) == {"line": {"color": "c"}}


def figures():
    solved, theme = solve(ls.Scenario("kmeans")), THEMES["light"]
    parts = (solved.surface, solved.minima, ("a", "b"), theme)
    return {
        "surface": build_surface(*parts, camera={}, camera_key="k"),
        "contour": build_contour(*parts),
        "loss": build_loss(theme),
    }


@pytest.mark.parametrize(("name", "figure"), figures().items())
def test_every_moving_trace_of_a_figure_follows_columns_that_a_run_has(name, figure):
    scenario = ls.Scenario("kmeans")
    run = describe_run(solve(scenario), default_run(scenario).run) | {"number": 1, "turn": 0}
    runs = [run | {"rival": run}] * MAX_RUNS
    metas = [trace.meta for trace in figure.data if "show" in trace.meta]
    for meta in metas:
        axes = attributes_at(meta, runs, 5)
        assert set(axes) == set("xyz" if name == "surface" else "xy")
        lengths = {len(values) for values in axes.values()}
        share = {"whole": len(run["loss"]), "trail": 6, "head": 1, "start": 1}[meta["show"]]
        assert lengths == {share * (MAX_RUNS if meta["of"] == "runs" else 1)}
        assert style_of(meta, runs)
    for role in {meta["role"] for meta in metas if meta["of"] != "runs"}:
        assert [meta["nth"] for meta in metas if meta["role"] == role] == list(range(MAX_RUNS))
