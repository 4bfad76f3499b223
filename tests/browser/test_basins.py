"""Basins of attraction on the surfaces and on the map."""

import math
import threading

import pytest

from components.session.basins import SLOTS
from tests.browser.lab_page import READY

COLOURS = """
const gd = document.querySelector(`#${arguments[0]} .js-plotly-plot`);
return gd._fullData.find((t) => t.meta?.role === 'surface').surfacecolor?.length ?? 0;
"""
MAP = """
const gd = document.querySelector('#contour-graph .js-plotly-plot');
const heat = gd._fullData.find((t) => t.meta?.role === 'basin');
return heat?.visible === true ? heat.z.length : 0;
"""
BUSY = "return document.getElementById('basins-key').getAttribute('aria-busy')"
STALE = "return document.getElementById('basins-legend').classList.contains('is-stale')"
# Settings as a slider's moves give them, faster than anybody rests.
SLIDE = """
const slider = document.getElementById('learning-rate-slider');
const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
for (let i = 1; i <= 12; i++) setTimeout(() => {
  set.call(slider, Number(slider.value) + Number(slider.step));
  for (const type of ['input', 'change']) slider.dispatchEvent(new Event(type, { bubbles: true }));
}, 25 * i);
"""
COUNT_ASKED = """
window.asked = [];
const before = window.fetch;
window.fetch = (url, options) => {
  if (String(options?.body).includes('"basins-request"')) window.asked.push(options.body);
  return before(url, options);
};
"""


def coloured(lab, graph="surface-graph"):
    return lab.driver.execute_script(COLOURS, graph)


def is_rested(lab):
    return lab.driver.execute_script(BUSY) == "false"


def switch_on(lab):
    lab.wait_for_end()
    lab.click("basins-switch")
    lab.wait(lambda: is_rested(lab))


def test_a_switch_colours_the_surface_and_a_new_rate_recolours_it(lab):
    lab.wait_for_end()
    camera = lab.camera()
    lab.click("basins-switch")
    lab.wait(lambda: "A 50 %" in lab.text("basins-legend"))
    lab.wait(lambda: coloured(lab) == 161)
    lab.type("learning-rate-input", "0.000001")
    lab.wait(lambda: "step limit" in lab.text("basins-legend"))
    assert math.dist(lab.camera(), camera) < 1e-6
    lab.click("basins-switch")
    lab.wait(lambda: coloured(lab) == 0)
    assert not lab.duo.find_element("#basins-key").is_displayed()


def test_the_map_is_coloured_too_and_a_link_remembers_it(lab):
    lab.wait_for_end()
    lab.click("basins-switch")
    lab.wait(lambda: lab.driver.execute_script(MAP) == 81)
    lab.wait(lambda: "basins" in lab.driver.current_url)
    lab.driver.refresh()
    lab.wait(lambda: lab.driver.execute_script("return Boolean(window.Plotly)"))
    lab.wait(lambda: "A 50 %" in lab.text("basins-legend"))
    lab.wait(lambda: lab.driver.execute_script(MAP) == 81)
    lab.click("basins-switch")
    lab.wait(lambda: lab.driver.execute_script(MAP) == 0)
    lab.wait(lambda: "basins" not in lab.driver.current_url)


@pytest.fixture
def held():
    """Somebody else's basins are being computed, until told otherwise."""
    SLOTS.acquire()
    released = threading.Event()

    def release():
        if not released.is_set():
            released.set()
            SLOTS.release()

    yield release
    release()


def test_outdated_colours_are_marked_and_a_click_still_plays(lab, held):
    lab.wait_for_end()
    lab.type("learning-rate-input", "0.00123")  # which nobody has asked for yet
    lab.click("basins-switch")
    lab.wait(lambda: "waiting" in lab.text("basins-status"))
    assert lab.driver.execute_script(BUSY) == "true"
    assert lab.driver.execute_script(STALE)
    lab.click_map(1.8, 0.3)
    lab.wait(lambda: len(lab.runs()) == 2)
    lab.wait_for_end()
    assert coloured(lab) == 0
    held()
    lab.wait(lambda: coloured(lab) == 161)
    lab.wait(lambda: is_rested(lab))
    assert not lab.driver.execute_script(STALE)
    assert lab.text("basins-status") == ""


def test_a_sliders_moves_ask_once_when_they_are_over(lab):
    switch_on(lab)
    rate = lab.value("learning-rate-input")
    before = lab.text("basins-legend")
    lab.driver.execute_script(COUNT_ASKED)
    lab.driver.execute_script(SLIDE)
    lab.wait(lambda: lab.value("learning-rate-input") != rate)
    lab.wait(lambda: lab.driver.execute_script("return window.asked.length"))
    lab.wait(lambda: is_rested(lab))
    lab.pointer(("pause", 1.0))
    # On a slow machine, a pause may look like a rest.
    assert len(lab.driver.execute_script("return window.asked")) < 4
    assert lab.text("basins-legend") == before


def test_another_problem_has_its_own_colours_and_a_plain_link_none(lab):
    switch_on(lab)
    lab.choose("problem-dropdown", "himmelblau")
    lab.wait(lambda: "D " in lab.text("basins-legend"))
    lab.wait(lambda: coloured(lab) == 161)
    lab.driver.back()
    lab.wait(lambda: "A 50 %" in lab.text("basins-legend"))
    lab.driver.get(f"{lab.duo.server_url}/?v=1&problem=peaks")
    lab.wait(lambda: lab.driver.execute_script(READY))
    assert coloured(lab) == 0
    assert not lab.duo.find_element("#basins-key").is_displayed()


def test_the_rival_of_a_duel_has_its_own_basins(lab):
    switch_on(lab)
    lab.choose("duel-select", "aggregation")
    lab.wait(lambda: lab.text("basins-rival-legend"))
    lab.wait(lambda: coloured(lab, "rival-graph") == 161)
    # At the rate that suits the sum, the mean does not arrive.
    assert "A 50 %" in lab.text("basins-legend")
    assert "step limit" in lab.text("basins-rival-legend")
    lab.choose("duel-select", "none")
    lab.wait(lambda: not lab.duo.find_element("#basins-rival-legend").is_displayed())


def test_the_key_is_at_the_surface_of_a_phone(phone):
    phone.wait_for_end()
    phone.click("settings-button")
    phone.driver.execute_script("document.getElementById('basins-switch').click()")
    phone.wait(lambda: "A 50 %" in phone.text("basins-legend"))
    phone.click("settings-button")
    key, surface = (
        phone.duo.find_element(f"#{name}").rect for name in ("basins-key", "surface-graph")
    )
    assert key["y"] == pytest.approx(surface["y"] + surface["height"], abs=2)
    assert key["x"] + key["width"] <= 390
