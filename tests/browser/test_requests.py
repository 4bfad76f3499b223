"""How many requests the page sends: one for a click, and none without need."""

import pytest
from flask import request

from tests.browser.test_sharing import search

PAUSE = 1.5  # seconds in which whatever follows has begun


@pytest.fixture
def asked(lab):
    """Since it was emptied last: the callbacks that were asked, by their first output."""
    asked = []

    def note(response):
        if request.path == "/_dash-update-component":
            output = request.get_json()["output"].strip(".").split("...")[0].split("@")[0]
            asked.append((output, response.status_code))
        return response

    after = lab.duo.server._app.server.after_request_funcs.setdefault(None, [])
    lab.wait_for_end()
    lab.pointer(("pause", PAUSE))
    after.append(note)
    yield asked
    after.remove(note)
    assert [output for output, status in asked if status != 200] == [], "asked for nothing"


def test_a_click_costs_one_request_and_its_address_comes_with_it(lab, asked):
    lab.click_map(0.3, 1.2)
    lab.wait(lambda: search(lab.driver).count("run=") == 2)
    lab.pointer(("pause", PAUSE))
    assert [output for output, _ in asked] == ["run-store.data"]


def test_another_problem_costs_two_requests(lab, asked):
    lab.choose("problem-dropdown", "himmelblau")
    lab.wait(lambda: "problem=himmelblau" in search(lab.driver))
    lab.pointer(("pause", PAUSE))
    assert [output for output, _ in asked] == ["run-store.data", "surface-graph.figure"]


def test_another_optimizer_comes_with_its_rate_and_its_run(lab, asked):
    lab.choose("optimizer-dropdown", "adam")
    lab.wait(lambda: ",adam," in search(lab.driver))
    lab.pointer(("pause", PAUSE))
    assert [output for output, _ in asked] == ["run-store.data"]
    assert len(lab.runs()) == 1


def test_what_the_browser_knows_costs_nothing(lab, asked):
    lab.click("curvature-switch")
    lab.wait(lambda: "curvature=on" in search(lab.driver))
    lab.wait(lambda: asked)
    lab.click("clear-runs-button")
    lab.wait(lambda: "run=none" in search(lab.driver))
    lab.pointer(("pause", PAUSE))
    assert {output for output, _ in asked} == {"curvature-store.data"}
