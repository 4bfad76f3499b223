"""The script and the notebook run, and give exactly the page's numbers."""

import html.parser
import json

import nbformat
import numpy as np
import pytest

import losscore as ls
from components.export import Request, export
from components.session.address import read_exactly
from components.session.lessons import LESSONS
from components.session.solved import default_run, solve

BUSY = ls.Scenario(
    "logistic",
    "blobs",
    (("noise", 0.8), ("seed", 4)),
    "sum",
    (("bias", 0.2),),
    window=((-3.0, 3.0), (-2.0, 2.0)),
    resolution=41,
    duel="aggregation",
    runs=(
        ls.Run((0.5, 0.5), "momentum", 0.01, 50, (("momentum", 0.8),), 10, 3),
        ls.Run((1.0, -1.0), "gd", 0.01, 50),
    ),
)
SCENARIOS = [
    BUSY,
    *(ls.Scenario(name, runs=(default_run(ls.Scenario(name)).run,)) for name in ls.problems()),
    *(lesson.scenario for lesson in LESSONS),
]


def executed(code):
    namespace = {"print": lambda *_: None}
    exec(compile(code, "exported", "exec"), namespace)
    return namespace


def assert_same(namespace, scenario):
    target = solve(scenario)
    np.testing.assert_array_equal(namespace["s"].z, target.surface.z)
    np.testing.assert_array_equal(namespace["m"].theta, target.minima.theta)
    for found, run in zip(namespace["runs"], scenario.runs, strict=True):
        expected = run.descend(target.problem)
        np.testing.assert_array_equal(found.theta, expected.theta)
        assert found.status == expected.status
    if scenario.duel:
        rival = solve(scenario.rival()).problem
        for found, run in zip(namespace["rivals"], scenario.runs, strict=True):
            np.testing.assert_array_equal(found.loss, run.descend(rival).loss)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.problem)
def test_the_script_reproduces_the_runs(scenario):
    assert_same(executed(export("py", Request(scenario)).decode()), scenario)


@pytest.mark.parametrize("scenario", SCENARIOS[:6], ids=lambda scenario: scenario.problem)
def test_the_notebook_is_valid_and_reproduces_the_runs(scenario):
    notebook = nbformat.reads(export("ipynb", Request(scenario)).decode(), as_version=4)
    nbformat.validate(notebook)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    namespace = executed(code)
    assert_same(namespace, scenario)
    sides = 2 if scenario.duel else 1
    expected = (["surface"] + ["scatter3d"] * len(scenario.runs)) * sides
    assert [trace.type for trace in namespace["figure"].data] == expected


def test_titles_cannot_leave_their_line():
    request = Request(ls.Scenario("peaks"), title="<script>alert(1)</script> # ok")
    first = export("py", request).decode().splitlines()[0]
    assert first == "# ‹script›alert(1)‹/script› # ok"
    assert b"<script>" not in export("ipynb", request)


def test_script_and_notebook_name_their_link():
    request = Request(BUSY, base_url="https://lab.example/x/")
    link = f"https://lab.example/x/?{BUSY.to_query()}"
    assert f"# {link}\n" in export("py", request).decode()
    assert link in json.loads(export("ipynb", request))["cells"][0]["source"][-1]


def test_the_link_opens_the_scenario():
    link = export("link", Request(BUSY, base_url="https://lab.example")).decode().strip()
    base, _, text = link.partition("?")
    assert base == "https://lab.example/"
    assert read_exactly(text) == BUSY


class Iframe(html.parser.HTMLParser):
    """Reads the attributes of the tags that it is fed."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_the_embed_code_is_one_iframe_of_the_scenario():
    title = 'A "quoted" <b>title</b>'
    request = Request(BUSY, width=640, height=480, title=title)
    reader = Iframe()
    reader.feed(export("iframe", request).decode())
    ((tag, attributes),) = reader.tags
    assert tag == "iframe"
    assert (attributes["width"], attributes["height"]) == ("640", "480")
    assert attributes["title"] == title
    base, _, text = attributes["src"].partition("?")
    assert base == "http://127.0.0.1:8050/embed"
    assert read_exactly(text) == BUSY


def test_without_runs_the_link_says_so():
    assert export("link", Request(ls.Scenario("peaks"))).endswith(b"&run=none\n")
