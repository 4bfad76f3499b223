"""What the page's views draw at a step, and what exports draw: the same, in every problem."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

import losscore as ls
from components.export import VIEWS, Request
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


def surface_of(scene):
    [surface] = [
        t for t in plain(EXPORTED["surface"].blank(scene))["data"] if t["type"] == "surface"
    ]
    return surface


def case(request):
    """A request as ``frames.mjs`` wants it, and the frames of the export."""
    scene, *others = solved_views_of(request)
    runs = [dict(run) for run in scene.runs]
    for other in others:
        runs = [run | {"rival": rival} for run, rival in zip(runs, other.runs, strict=True)]
    steps = [0, 1, scene.last // 2, scene.last, scene.last + 5]
    view = EXPORTED[request.view]
    figure = plain(view.blank(scene))
    given = {
        "view": request.view,
        "scale": "log" if request.log else "linear",
        "runs": runs,
        "steps": steps,
        "figure": figure,
        "surface": surface_of(scene),
    }
    return given, [view.frame(scene, step) for step in steps]


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


def as_list(entry):
    return entry if isinstance(entry, list) else [entry]


def same(page, export, within=1e-9):
    """Whether two attributes are equal: numbers nearly, null where there is no place."""
    if export and isinstance(export[0], str):
        return page == export
    one, other = (np.array(value, dtype=float) for value in (page, export))
    return one.shape == other.shape and np.allclose(
        one, other, rtol=1e-9, atol=within, equal_nan=True
    )


def tolerance(role, frame):
    if role == "probability":
        return ROUNDED
    if role.startswith("slice") or (role == "ball" and "slice-x" in frame):
        heights = np.concatenate([frame[name][0]["y"] for name in ("slice-x", "slice-y")])
        return READ * float(np.ptp(heights))
    return 1e-9


@pytest.mark.parametrize(
    "i", range(len(REQUESTS)), ids=lambda i: f"{REQUESTS[i].scenario.problem}-{REQUESTS[i].view}"
)
def test_page_and_export_draw_the_same(answers, i):
    (given, exported), page = answers[i]
    for step, frame, shown in zip(given["steps"], exported, page["frames"], strict=True):
        assert frame.keys() <= shown.keys()
        for role, entries in frame.items():
            drawn = as_list(shown[role])
            for entry, there in zip(entries, drawn, strict=False):
                for name, value in entry.items():
                    where = (step, role, name)
                    if name == "marker":
                        assert there[name] == value, where
                    else:
                        assert same(there[name], value, tolerance(role, frame)), where
            assert all(rest["x"] == [None] for rest in drawn[len(entries) :]), (step, role)


@pytest.mark.parametrize("is_log", [False, True])
def test_the_axes_of_loss_curves_are_the_same(answers, is_log):
    for request, ((given, _), page) in zip(REQUESTS, answers, strict=True):
        if request.view == "loss" and request.log == is_log:
            layout = given["figure"]["layout"]
            exported = [layout[axis]["range"] for axis in ("xaxis", "yaxis")]
            assert np.allclose(page["axes"], exported, rtol=1e-9, atol=1e-9), (
                request.scenario.problem
            )
