"""The standalone page, opened from a file by a browser without a network."""

import time

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys

import losscore as ls
from components.export import Request, export

RUN = "run=0.05,1.05,gd,0.0009,60"
SCENARIO = ls.Scenario.from_query(f"problem=kmeans&resolution=61&{RUN}")
BALL = """
const trace = document.getElementById("plot").data.find(({ meta }) => meta?.role === "ball");
return ["x", "y"].map((axis) => trace[axis][0].toFixed(4));
"""
# What WebGL draws, not only what the data says.
DRAWN = """
const gd = document.getElementById("plot");
const index = gd.data.findIndex(({ meta }) => meta?.role === "path");
return gd._fullLayout.scene._scene.traces[gd._fullData[index].uid].dataPoints.length;
"""


@pytest.fixture(scope="module")
def driver(request):
    options = request.config.hook.pytest_setup_options()[0]
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = Chrome(options=options)
    browser.set_window_size(600, 560)
    yield browser
    browser.quit()


def wait(condition):
    end = time.monotonic() + 60
    while not (value := condition()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return value


def text(driver, name):
    return driver.find_element("id", name).text


def opened(driver, tmp_path, view):
    path = tmp_path / f"{view}.html"
    path.write_bytes(export("html", Request(SCENARIO, view, title="<b>A & B</b>")))
    driver.get(path.as_uri())
    wait(lambda: text(driver, "count"))


def step(driver):
    return int(text(driver, "count").split("/")[0])


@pytest.mark.parametrize("view", ["surface", "contour", "loss"])
def test_it_shows_the_end_plays_and_can_be_moved(driver, tmp_path, view):
    opened(driver, tmp_path, view)
    assert driver.title == "<b>A & B</b>"
    assert driver.find_element("tag name", "h1").text == "<b>A & B</b>"
    assert text(driver, "count") == "60 / 60"
    end = driver.execute_script(BALL)
    driver.find_element("id", "first").click()
    wait(lambda: step(driver) == 0)
    start = wait(lambda: (at := driver.execute_script(BALL)) != end and at)
    driver.find_element("id", "play").click()
    assert text(driver, "play") == "Pause"
    wait(lambda: driver.execute_script(BALL) not in (start, end))
    wait(lambda: step(driver) == 60)
    wait(lambda: driver.execute_script(BALL) == end)
    wait(lambda: text(driver, "play") == "Play")
    driver.find_element("id", "slider").send_keys(Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    assert step(driver) == 58
    if view == "surface":
        wait(lambda: driver.execute_script(DRAWN) == 59)
    assert driver.execute_script("return performance.getEntriesByType('resource').length") == 0
    errors = [line for line in driver.get_log("browser") if line["level"] == "SEVERE"]
    assert errors == []


def test_plot_and_buttons_share_the_window(driver, tmp_path):
    opened(driver, tmp_path, "contour")
    boxes = driver.execute_script(
        "return ['plot', 'transport'].map((id) => document.getElementById(id)"
        ".getBoundingClientRect()).concat({ bottom: innerHeight })"
    )
    assert boxes[0]["bottom"] <= boxes[1]["top"]
    assert boxes[1]["bottom"] == boxes[2]["bottom"]
    assert driver.execute_script("return document.documentElement.scrollHeight <= innerHeight")
