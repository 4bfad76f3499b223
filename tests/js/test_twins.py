"""The page's views and exports draw the same at every step of every problem."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import losscore as ls
from components.export import VIEWS, Request
from components.export.figure_timeline import FigureTimeline
from components.export.solved_view import solved_views_of
from components.export.views import VIEWS as EXPORTED
from components.session.solved import default_run

NODE = shutil.which("node")
FRAMES = Path(__file__).with_name("frames.mjs")
ROUNDED = 6e-4  # a probability's third place
READ = 0.02  # of the heights: the page reads slices off the drawn surface
DUEL = ls.Scenario(
    "logistic",
    "diagonal-split",
    duel="loss",
    runs=(ls.Run((3.0, -2.0), "gd", 0.5, 40), ls.Run((1.0, 1.0), "adam", 0.1, 15)),
)

pytestmark = pytest.mark.skipif(NODE is None, reason="needs node")


def with_two_runs(name):
    run = default_run(ls.Scenario(name)).run
    return ls.Scenario(name, runs=(run, ls.Run(run.start, "adam", 0.05, 20)))


REQUESTS = [
    Request(scenario, view, loss_axis="log" if is_log else "linear")
    for scenario in (*map(with_two_runs, ls.problems()), DUEL)
    for view in VIEWS
    for is_log in ((False, True) if view == "loss" else (False,))
]


def plain(figure):
    """The figure with its numbers as lists."""
    parts = {
        "data": [trace.to_plotly_json() for trace in figure.data],
        "layout": figure.layout.to_plotly_json(),
    }
    return json.loads(json.dumps(parts, default=lambda array: np.asarray(array).tolist()))


def case(request):
    """A request as ``frames.mjs`` wants it, and what the export changes at each step.

    In a duel the first side alone: the other is a figure of its own on the page.
    """
    scene = solved_views_of(request)[0]
    timeline = FigureTimeline(request)
    figure = timeline.at(0)
    steps = [0, 1, scene.last // 2, scene.last, scene.last + 5]
    first = [i for i, trace in enumerate(figure.data) if not is_second(trace)]
    # What a figure that stands alone does without: the kind of its data.
    figure.layout.meta = EXPORTED[request.view].blank(scene).layout.meta
    given = {
        "view": request.view,
        "scale": "log" if request.log else "linear",
        "runs": scene.runs,
        "steps": steps,
        "figure": plain(figure) | {"data": [plain(figure)["data"][i] for i in first]},
        "surface": plain(FigureTimeline(replace(request, view="surface")).at())["data"][0],
    }
    changes = [timeline.changes(step) for step in steps]
    return given, [{i: frame[i] for i in first if i in frame} for frame in changes]


def is_second(trace):
    """Whether it is on the axes of a duel's other side."""
    return "2" in (trace.to_plotly_json().get("scene") or trace.to_plotly_json().get("xaxis") or "")


@pytest.fixture(scope="module")
def answers():
    """What the page's views say of every request: one process for all."""
    assert NODE
    cases = [case(request) for request in REQUESTS]
    node = subprocess.run(
        [NODE, str(FRAMES)],
        input=json.dumps([given for given, _ in cases]),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return list(zip(cases, json.loads(node.stdout), strict=True))


def same(page, export, within=1e-9):
    """Whether two attributes are equal: numbers nearly, null where there is no place."""
    if export and isinstance(export[0], str):
        return page == export
    one, other = (np.array(value, dtype=float) for value in (page, export))
    return one.shape == other.shape and np.allclose(
        one, other, rtol=1e-9, atol=within, equal_nan=True
    )


def tolerance(role, figure, frame):
    if role == "probability":
        return ROUNDED
    slices = [
        frame[i]["y"] for i, trace in enumerate(figure["data"]) if "slice" in trace["meta"]["role"]
    ]
    is_read = role.startswith("slice") or (role == "ball" and slices)
    return READ * float(np.ptp(np.concatenate(slices))) if is_read else 1e-9


def named(i):
    return f"{REQUESTS[i].scenario.problem}-{REQUESTS[i].view}"


@pytest.mark.parametrize("i", range(len(REQUESTS)), ids=named)
def test_page_and_export_draw_the_same(answers, i):
    (given, exported), page = answers[i]
    for step, frame, shown in zip(given["steps"], exported, page["frames"], strict=True):
        assert {str(index) for index in frame} == shown.keys()
        for index, patch in frame.items():
            role, there = given["figure"]["data"][index]["meta"]["role"], shown[str(index)]
            assert patch.keys() == there.keys()
            for name, value in patch.items():
                where = (step, role, name)
                if name == "marker":
                    assert there[name] == value, where
                else:
                    assert same(there[name], value, tolerance(role, given["figure"], frame)), where


@pytest.mark.parametrize("i", range(len(REQUESTS)), ids=named)
def test_runs_look_the_same_on_the_page_and_in_exports(answers, i):
    """But for widths, which say on the page which run is selected."""
    (given, _), page = answers[i]
    is_duel = bool(REQUESTS[i].scenario.duel)
    for trace, style in zip(given["figure"]["data"], page["styles"], strict=True):
        for group, look in style.items():
            drawn = trace[group]
            # A duel has dashes for its other side alone where both are in one picture.
            free = {"width", "dash"} if is_duel and given["view"] == "loss" else {"width"}
            assert {key: drawn.get(key) for key in look.keys() - free} == {
                key: value for key, value in look.items() if key not in free
            }


@pytest.mark.parametrize("is_log", [False, True])
def test_the_axes_of_loss_curves_are_the_same(answers, is_log):
    for request, ((given, _), page) in zip(REQUESTS, answers, strict=True):
        if request.view == "loss" and request.log == is_log:
            layout = given["figure"]["layout"]
            exported = [layout[axis]["range"] for axis in ("xaxis", "yaxis")]
            assert np.allclose(page["axes"], exported, rtol=1e-9, atol=1e-9), (
                request.scenario.problem
            )
