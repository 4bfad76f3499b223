"""The standalone page, without a browser."""

import json
import re
from html.parser import HTMLParser

import pytest

import losscore as ls
from components.export import Request, export
from components.export.figure_timeline import FigureTimeline
from components.export.formats.html import MODULES
from components.export.js_bundle import bundle
from components.export.jsonable import plain

RUNS = "run=0.05,1.05,gd,0.0009,60&run=2.1,1.35,adam,0.05,40"
SCENARIO = ls.Scenario.from_query(f"problem=kmeans&resolution=41&{RUNS}")
HOSTILE = "</title></script><script>alert(1)</script>{{stops}}"


class Elements(HTMLParser):
    """Tags, attributes, and the text of each script and title."""

    def __init__(self):
        super().__init__()
        self.tags, self.texts, self._open = [], {}, None

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._open = dict(attributes).get("id", tag) if tag in ("script", "title", "h1") else None

    def handle_data(self, data):
        if self._open:
            self.texts[self._open] = self.texts.get(self._open, "") + data

    def handle_endtag(self, tag):
        self._open = None


def parsed(request):
    elements = Elements()
    elements.feed(export("html", request).decode())
    return elements


def test_nothing_comes_from_anywhere_else():
    for _, attributes in parsed(Request(SCENARIO)).tags:
        assert not {"src", "href", "action"} & attributes.keys()


def test_a_title_stays_text():
    elements = parsed(Request(SCENARIO, title=HOSTILE))
    assert elements.texts["title"].strip() == HOSTILE
    assert elements.texts["h1"].strip() == HOSTILE
    assert [tag for tag, _ in elements.tags].count("script") == 6


def test_without_a_title_the_page_is_called_after_its_problem():
    assert parsed(Request(SCENARIO)).texts["h1"].startswith("K-means")


def test_modules_are_bundled_into_one():
    text = bundle(*MODULES)
    assert not re.search(r"^(import|export)\b", text, flags=re.M)
    defined = re.findall(r"^(?:async )?(?:function|class) (\w+)", text, re.M)
    assert [defined.count(name) for name in ("updateGl", "applyFrame", "Player")] == [1, 1, 1]


@pytest.mark.parametrize("view", ["surface", "contour", "data", "loss"])
def test_every_stop_is_the_picture_of_its_step(view):
    request = Request(SCENARIO, view)
    texts = parsed(request).texts
    whole, steps, stops = (json.loads(texts[name]) for name in ("whole", "steps", "stops"))
    picture = FigureTimeline(request)
    assert (steps[0], steps[-1]) == (0, picture.last)
    for step, stop in zip(steps[:: len(steps) // 5], stops[:: len(steps) // 5], strict=True):
        played = {
            int(index): {
                name: whole[index][name][:value] if isinstance(value, int) else value
                for name, value in change.items()
            }
            for index, change in stop.items()
        }
        assert played == plain(picture.changes(step))


def test_a_long_run_is_bounded():
    long = ls.Scenario.from_query("problem=logistic&data=blobs&run=3,-3,gd,0.001,2000")
    assert len(export("html", Request(long, "data"))) < 12e6
    assert len(json.loads(parsed(Request(long)).texts["steps"])) == 400


def test_without_a_run_there_is_nothing_to_play():
    texts = parsed(Request(ls.Scenario(resolution=41))).texts
    assert json.loads(texts["steps"]) == [0]
