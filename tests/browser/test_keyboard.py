"""The contour map by keyboard alone."""

import math

import pytest
from selenium.webdriver.common.keys import Keys

import losscore as ls

CURSOR = """
const { xaxis, yaxis } = document.querySelector('#contour-graph .js-plotly-plot')._fullLayout;
const box = document.getElementById('contour-graph-box').getBoundingClientRect();
const mark = document.getElementById('map-cursor').getBoundingClientRect();
const [left, top] = [mark.left - box.left, mark.top - box.top];
return [xaxis.p2d(left - xaxis._offset), yaxis.p2d(top - yaxis._offset)];
"""
FOCUSED = "return document.activeElement.id"


def keys(lab, *pressed):
    lab.driver.switch_to.active_element.send_keys(*pressed)


@pytest.fixture
def on_map(lab):
    """The page with the map focused by the keyboard."""
    lab.wait_for_end()
    lab.duo.find_element("#loss-scale-radio input:checked").send_keys(Keys.SHIFT, Keys.TAB)
    lab.wait(lambda: lab.driver.execute_script(FOCUSED) == "contour-graph-box")
    return lab


def cursor(lab):
    assert lab.duo.find_element("#map-cursor").get_attribute("hidden") is None
    return lab.driver.execute_script(CURSOR)


def test_arrows_move_a_cursor_and_home_puts_it_in_the_middle(on_map):
    (x_lo, x_hi), (y_lo, y_hi) = ls.problem("kmeans").window
    middle = ((x_lo + x_hi) / 2, (y_lo + y_hi) / 2)
    assert cursor(on_map) == pytest.approx(middle, abs=0.01)
    shown = on_map.steps
    keys(on_map, Keys.ARROW_RIGHT)
    expected = (middle[0] + 0.02 * (x_hi - x_lo), middle[1])
    assert cursor(on_map) == pytest.approx(expected, abs=0.01)
    keys(on_map, Keys.SHIFT, Keys.ARROW_UP)
    expected = (expected[0], middle[1] + 0.1 * (y_hi - y_lo))
    assert cursor(on_map) == pytest.approx(expected, abs=0.01)
    keys(on_map, Keys.HOME)
    assert cursor(on_map) == pytest.approx(middle, abs=0.01)
    assert on_map.steps == shown  # the transport bar did not hear these keys


def test_the_cursor_stops_at_the_edge(on_map):
    keys(on_map, *[Keys.SHIFT, Keys.ARROW_LEFT], *[Keys.ARROW_LEFT] * 9)
    (low, _), _ = ls.problem("kmeans").window
    assert cursor(on_map)[0] == pytest.approx(low, abs=0.01)


def test_enter_starts_a_run_at_the_cursor(on_map):
    keys(on_map, Keys.SHIFT, Keys.ARROW_UP)
    place = cursor(on_map)
    keys(on_map, Keys.NULL, Keys.ENTER)
    on_map.wait(lambda: on_map.text("runs-table").count("Gradient descent") == 2)
    on_map.wait_for_end()
    assert math.dist(on_map.path()[0], place) < 0.02
    assert on_map.driver.execute_script(FOCUSED) == "contour-graph-box"
    assert cursor(on_map) == pytest.approx(place, abs=0.01)


def test_the_place_is_read_aloud_once_the_keys_rest(on_map):
    heard = "return document.getElementById('map-speech').textContent"
    on_map.driver.execute_script(
        "window.spoken = [];"
        "const speech = document.getElementById('map-speech');"
        "new MutationObserver(() => window.spoken.push(speech.textContent))"
        ".observe(speech, { childList: true });"
    )
    keys(on_map, *[Keys.ARROW_RIGHT] * 4)
    on_map.wait(lambda: on_map.text("map-place") == on_map.driver.execute_script(heard) != "")
    assert len(on_map.driver.execute_script("return window.spoken")) == 1
    x, y = cursor(on_map)
    loss = ls.problem("kmeans").loss((x, y))
    said = dict(part.split(" = ") for part in on_map.text("map-place").split(", "))
    assert list(said) == ["c₁", "c₂", "J"]
    assert float(said["J"]) == pytest.approx(loss, rel=0.02)


def test_escape_leaves_and_the_arrows_step_again(on_map):
    keys(on_map, Keys.ARROW_RIGHT, Keys.ESCAPE)
    assert on_map.duo.find_element("#map-cursor").get_attribute("hidden") is not None
    last = on_map.steps[1]
    keys(on_map, Keys.ARROW_LEFT)
    on_map.wait(lambda: on_map.steps[0] == last - 1)


def test_the_cursor_stays_on_its_place_when_the_page_changes_size(on_map):
    keys(on_map, Keys.ARROW_UP)
    place = cursor(on_map)
    on_map.driver.set_window_size(1100, 800)
    on_map.wait(lambda: cursor(on_map) == pytest.approx(place, abs=0.01))
