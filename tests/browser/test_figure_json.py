"""A page on another host renders /figure.json with plotly.js 1.58.5, and its player works there."""

import functools
import http.server
import shutil
import threading
from urllib.parse import quote

import pytest
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.support.wait import WebDriverWait

import losscore as ls
from tests.npm import package

# As the notes' page does: the address of a JSON file in the hash, no frames.
PAGE = """<!doctype html><meta charset="utf-8"><body style="margin:0"><div id="plot"></div>
<script src="plotly-latest.min.js"></script>
<script>
  const address = decodeURIComponent(location.hash.split("data=")[1]);
  fetch(address).then((answer) => answer.text()).then((text) => {
    const file = JSON.parse(text);
    return Plotly.newPlot("plot", file.data, file.layout);
  }).then(() => { window.isDone = true; }, (error) => { window.failure = String(error); });
</script>"""
BALL = """
const trace = document.getElementById('plot').data.find(({ meta }) => meta.role === 'ball');
return ['x', 'y', 'z'].map((axis) => trace[axis][0]);
"""
DRAWN = """
const { _fullLayout, _fullData } = document.getElementById('plot');
const scene = _fullLayout.scene._scene;
return [Object.values(scene.traces).map(({ data }) => data.meta.role),
        _fullData.filter(({ visible }) => visible !== true).length, Plotly.version];
"""
# Pause breaks Play off; plotly.js 1 then leaves a promise rejected, without a reason.
BROKEN_OFF = " 0:0 Uncaught (in promise)"
RUN = ls.Run((-0.27, -0.69), "gd", 0.01, 60)
SCENARIO = ls.Scenario("peaks", resolution=61, runs=(RUN,))


@pytest.fixture(scope="module")
def notes(request, tmp_path_factory):
    """The address of a page with plotly.js 1.58.5, on a host of its own."""
    folder = tmp_path_factory.mktemp("notes")
    plotly = package(request.config, "plotly.js-dist-min@1.58.5") / "plotly.min.js"
    shutil.copy(plotly, folder / "plotly-latest.min.js")
    (folder / "index.html").write_text(PAGE)
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Says nothing of what it serves."""

    def log_message(self, *_):
        """Nothing."""

    def send_head(self):
        """No icon is no error."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
            return None
        return super().send_head()


@pytest.fixture
def figure(duo, notes):
    """The page with the figure of SCENARIO; its console stays empty."""
    driver = duo.driver
    driver.get_log("browser")
    address = f"{duo.server_url}/figure.json?{SCENARIO.to_query()}&dialect=plotly1"
    driver.set_window_size(900, 700)
    driver.get("about:blank")
    driver.get(f"{notes}#/plotlyrender?data={quote(address, safe='')}")
    wait(driver, "return window.isDone || window.failure")
    assert driver.execute_script("return window.failure") is None
    yield driver
    log = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    errors = [message for message in log if not message.endswith(BROKEN_OFF)]
    assert errors == []


def wait(driver, script, seconds=60):
    """The first true value of ``script``."""
    return WebDriverWait(driver, seconds).until(lambda _: driver.execute_script(script))


def wait_until(driver, condition, seconds=60):
    WebDriverWait(driver, seconds).until(lambda _: condition())


def ends():
    theta = RUN.descend(SCENARIO.build()).theta
    return theta[0].tolist(), theta[-1].tolist()


def is_at(driver, place):
    return driver.execute_script(BALL)[:2] == pytest.approx(place, abs=1e-5)


def test_surface_minima_and_path_are_drawn(figure):
    roles, hidden, version = figure.execute_script(DRAWN)
    assert version == "1.58.5"
    assert sorted(roles) == ["ball", "minimum", "path", "start", "surface"]
    assert hidden == 0
    _, end = ends()
    assert is_at(figure, end)


RAIL = """
const box = document.querySelector('.slider-rail-touch-rect').getBoundingClientRect();
return [box.left, box.top + box.height / 2, box.width];
"""


def click_slider(driver, share):
    """Click the slider at ``share`` of its length."""
    left, middle, width = driver.execute_script(RAIL)
    builder = ActionBuilder(driver)
    place = round(left + 2 + share * (width - 4)), round(middle)
    builder.pointer_action.move_to_location(*place).click()
    builder.perform()


def test_a_click_on_the_slider_moves_the_ball(figure):
    click_slider(figure, 0.0)
    start, _ = ends()
    wait_until(figure, lambda: is_at(figure, start))
    click_slider(figure, 0.5)
    wait_until(figure, lambda: not is_at(figure, start))
    step = int(figure.find_element("css selector", ".slider-label").text.removeprefix("step "))
    theta = RUN.descend(SCENARIO.build()).theta
    assert 0.4 < step / (len(theta) - 1) < 0.6
    assert is_at(figure, theta[step].tolist())


# WebGL in software leaves no time for a click from outside while it plays: the page itself presses
# Pause, once, at the fourth frame.
RECORD = """
const [pause, plot] = [arguments[0], document.getElementById('plot')];
window.seen = [];
plot.on('plotly_animatingframe', () => {
  window.seen.push(plot.data.find(({ meta }) => meta.role === 'ball').x[0]);
  if (window.seen.length === 4) setTimeout(() => pause.dispatchEvent(new MouseEvent('click')));
});
plot.on('plotly_animated', () => { window.rests = window.seen.length; });
"""


def test_play_moves_the_ball_from_the_start_to_the_end_and_pause_holds_it(figure):
    play, pause = figure.find_elements("css selector", ".updatemenu-button")
    figure.execute_script(RECORD, pause)
    start, end = ends()
    play.click()
    # Each frame shows what the one before it has drawn; a busy machine may draw some more.
    assert 4 <= wait(figure, "return window.rests") < 40
    assert not is_at(figure, end)
    figure.execute_script("window.rests = 0")
    play.click()
    assert wait(figure, "return window.rests") > 40
    wait_until(figure, lambda: is_at(figure, end))
    seen = figure.execute_script("return window.seen")
    assert any(x == pytest.approx(start[0], abs=1e-5) for x in seen)
