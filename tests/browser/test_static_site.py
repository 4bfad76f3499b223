"""A static site in a browser: what it shows without Python, and what it can do with it."""

import json

import numpy as np
import pytest

import losscore as ls
from app import create_app
from components.session.lab_state import LabState, stored_state
from components.session.lessons import LESSONS
from components.session.runs import describe_run, run_settings
from components.session.solved import default_run, solve
from components.site import vendor
from components.site.options import Site, lesson_pages
from components.site.writer import write_site
from tests.browser.lab_page import READY, LabPage
from tests.browser.pyodide_files import pyodide_files
from tests.browser.static_host import serving

PLACE = "notes/loss"  # a site may lie anywhere
BUDGET = 6e6  # bytes without Pyodide
# Pyodide takes seconds to start, and many on a machine that has other things to do.
PATIENCE = 240

ASK = """
const [request, done] = arguments;
const options = { method: "POST", body: JSON.stringify(request) };
fetch("_dash-update-component", options).then((answer) => answer.json()).then(done);
"""
STATUS = "return document.getElementById('python-status')?.textContent"
CARD = "return getComputedStyle(document.querySelector('.stage')).backgroundColor"


class StaticPage(LabPage):
    """The lab on a page of a static site."""

    def visit(self, url: str) -> None:
        """Load a page and wait until its recorded runs are there."""
        self.driver.get(url)
        self.wait(lambda: self.driver.execute_script(READY), PATIENCE)
        self.wait(lambda: self.steps is not None and self.runs(), PATIENCE)

    @property
    def status(self) -> str:
        return self.driver.execute_script(STATUS)

    def wait_for_runs(self, count: int) -> None:
        self.wait(lambda: len(self.runs()) == count, PATIENCE)


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """A host with the whole site, and with one page whose Python comes from elsewhere."""
    folder = tmp_path_factory.mktemp("host")
    client = create_app().server.test_client()
    write_site(Site(folder / PLACE, tuple(lesson_pages("all"))), client, lambda _: None)
    write_site(Site(folder / "far", tuple(lesson_pages("two-minima"))), client, lambda _: None)
    with serving(folder) as (address, gate):
        yield address, gate, folder


@pytest.fixture(scope="module")
def python(host):
    """Python's files beside the pages of the whole site."""
    _, _, folder = host
    try:
        files = pyodide_files()
    except vendor.NoPyodide as error:
        pytest.skip(str(error))
    shared = folder / PLACE / "lab"
    (shared / "pyodide").mkdir()
    for name, content in files.items():
        (shared / "pyodide" / name).write_bytes(content)
    for page in (folder / PLACE).glob("*/index.html"):
        page.write_text(page.read_text().replace(json.dumps(vendor.CDN), json.dumps("pyodide/")))


@pytest.fixture
def page(duo, host):
    page = StaticPage(duo)
    page.driver.set_window_size(1440, 900)
    page.driver.set_script_timeout(PATIENCE)
    page.prefer(motion="reduce")
    page.console()
    yield page
    page.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    page.driver.execute_script("localStorage.clear()")
    assert [entry for entry in page.console() if "jsdelivr" not in entry] == []


@pytest.fixture
def site(host, python):
    """The address of the whole site with its Python."""
    address, _, _ = host
    return f"{address}/{PLACE}"


def test_a_site_is_small(host):
    _, _, folder = host
    site = folder / PLACE
    files = [path for path in site.rglob("*") if path.is_file() and path.parent.name != "pyodide"]
    assert sum(path.stat().st_size for path in files) < BUDGET


def test_without_python_the_static_page_plays_recorded_runs(page, host):
    address, _, _ = host
    page.driver.execute_cdp_cmd("Network.enable", {})
    page.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*://cdn.jsdelivr.net/*"]})
    page.visit(f"{address}/far/two-minima/")
    page.wait_for_end()
    assert page.steps == (150, 150)
    assert "at minimum B" in page.chip
    assert len(page.runs()) == 2
    assert "each minimum has a mirror image" in page.text("lesson-box")
    page.wait(lambda: "Python could not be loaded" in page.status, PATIENCE)
    page.click("first-button")
    assert page.steps == (0, 150)
    page.click("forward-button")
    assert page.steps == (1, 150)
    card = page.driver.execute_script(CARD)
    page.click("theme-switch")
    page.wait(lambda: page.driver.execute_script(CARD) != card)
    page.wait(lambda: page.driver.execute_script(READY))
    assert len(page.runs()) == 2


def test_without_python_an_address_that_was_not_recorded_shows_the_page(page, host):
    address, _, _ = host
    page.driver.execute_cdp_cmd("Network.enable", {})
    page.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*://cdn.jsdelivr.net/*"]})
    page.visit(f"{address}/far/two-minima/?problem=peaks")
    assert len(page.runs()) == 2
    assert "could not be loaded" in page.status


@pytest.mark.parametrize("caught", ["?_=17).", "?%ff"])
def test_a_link_that_travelled_shows_the_page_at_once(page, host, caught):
    address, gate, _ = host
    gate.clear()
    try:
        page.visit(f"{address}/far/two-minima/{caught}")
        assert len(page.runs()) == 2
        assert page.text("link-notice") == ""
    finally:
        gate.set()


def test_clicks_before_python_is_there_are_kept(page, host, site):
    _, gate, _ = host
    gate.clear()
    try:
        page.visit(f"{site}/two-minima/")
        page.wait_for_end()
        page.click_map(0.3, 0.9)
        page.wait(lambda: page.status == "Starting Python … your click is queued")
        page.click_map(1.2, 0.4)
        page.wait(lambda: page.status == "Starting Python … your 2 clicks are queued")
        assert len(page.runs()) == 2
    finally:
        gate.set()
    page.wait_for_runs(4)
    first, second = (row.split("\t") for row in page.runs()[2:])
    assert [float(value) for value in first[1].split(", ")] == pytest.approx([0.3, 0.9], abs=0.02)
    assert [float(value) for value in second[1].split(", ")] == pytest.approx([1.2, 0.4], abs=0.02)
    page.wait(lambda: page.status == "")


def test_with_python_the_static_page_is_the_whole_lab(page, site):
    page.visit(f"{site}/two-minima/")
    page.wait_for_end()
    page.click_map(0.4, 1.0)
    page.wait_for_runs(3)
    page.choose("optimizer-dropdown", "momentum")
    page.wait(lambda: "Momentum" in page.runs()[-1], PATIENCE)
    page.type("learning-rate-input", "0.0002")
    page.wait(lambda: "0.0002" in page.runs()[-1], PATIENCE)
    page.driver.execute_script(
        "document.querySelector('#aggregation-radio input[value=\"mean\"]').click()"
    )
    page.wait(lambda: "(1/N)" in page.text("surface-caption"), PATIENCE)
    page.choose("dataset-dropdown", "three-clumps")
    page.wait(lambda: "three-clumps" in page.driver.current_url, PATIENCE)
    page.wait_for_runs(1)
    page.choose("problem-dropdown", "himmelblau")
    page.wait(lambda: "x² + y" in page.text("surface-caption"), PATIENCE)
    page.wait(lambda: "problem=himmelblau" in page.driver.current_url, PATIENCE)
    assert page.driver.current_url.startswith(f"{site}/two-minima/?")


PARITY = (
    ls.Scenario(runs=(ls.Run((0.2, 1.8), "gd", 0.001, 200),)),
    ls.Scenario("kmeans", "three-clumps", runs=(ls.Run((0.2, 1.4), "lloyd", 1.0, 30),)),
    ls.Scenario("logistic", "spirals", runs=(ls.Run((-0.8, 0.6), "gd", 0.015, 200),)),
    ls.Scenario("logistic-squared-error", "spirals", runs=(ls.Run((0.5, 0.6), "adam", 0.02, 100),)),
    ls.Scenario("linear", runs=(ls.Run((3.0, 1.5), "nesterov", 0.05, 150),)),
    ls.Scenario("linear", runs=(ls.Run((3.0, 1.5), "gd", 0.1, 90, batch_size=5, seed=1),)),
    ls.Scenario("himmelblau", runs=(ls.Run((-0.5, -1.0), "newton", 1.0, 30),)),
    ls.Scenario("mlp", runs=(ls.Run((0.9, 0.6), "gd", 0.05, 100),)),
    ls.Scenario("peaks", runs=(ls.Run((-0.4, -1.9), "rmsprop", 0.01, 100),)),
)


def with_values(places, given):
    return [{**one, "value": given.get(f"{one['id']}.{one['property']}")} for one in places]


def test_its_numbers_are_those_of_the_server(page, site):
    page.visit(f"{site}/published-peaks/")
    callbacks = json.loads(create_app().server.test_client().get("/_dash-dependencies").data)
    runs = next(one for one in callbacks if "run-store.data" in one["output"])
    for scenario in PARITY:
        asked = [run_settings(scenario.runs[0])]
        given = {
            "state-store.data": stored_state(LabState.of(default_run(scenario.subject()))),
            "event-store.data": {"type": "repeat", "mode": "add", "runs": asked, "n": 1},
        }
        request = {
            "output": runs["output"],
            "changedPropIds": ["event-store.data"],
            **{
                part: [
                    {**one, "value": given.get(f"{one['id']}.{one['property']}")}
                    for one in runs[part]
                ]
                for part in ("inputs", "state")
            },
        }
        answer = page.driver.execute_async_script(ASK, request)
        [found] = answer["response"]["run-store"]["data"]["runs"]
        expected = describe_run(solve(scenario), scenario.runs[0])
        assert found["status"] == expected["status"]
        for name in ("theta", "loss", "grad_norm"):
            np.testing.assert_allclose(found[name], expected[name], rtol=1e-12, atol=1e-12)


def test_pages_lead_to_each_other(page, site):
    page.driver.get(f"{site}/")
    page.wait(lambda: page.driver.find_elements("css selector", ".lesson-card"))
    cards = page.driver.find_elements("css selector", ".lesson-card")
    assert len(cards) == len(LESSONS)
    page.driver.find_element("css selector", "a[href='momentum/']").click()
    page.wait(lambda: page.driver.execute_script(READY), PATIENCE)
    assert page.driver.current_url.split("?")[0] == f"{site}/momentum/"
    page.choose("lesson-select", "race")
    page.wait(lambda: page.driver.current_url.split("?")[0] == f"{site}/race/", PATIENCE)
    page.wait(lambda: page.driver.execute_script(READY), PATIENCE)
    page.wait_for_runs(6)


def test_a_page_in_an_iframe_shows_the_surface_alone(page, site):
    page.visit(f"{site}/two-minima/#embed")
    assert not page.duo.find_element("header").is_displayed()
    assert not page.duo.find_element("#rail").is_displayed()
    assert page.duo.find_element("#play-button").is_displayed()
    link = page.duo.find_element("#open-link")
    page.driver.execute_script("arguments[0].focus()", link)
    assert link.get_property("href").split("?")[0] == f"{site}/two-minima/"
