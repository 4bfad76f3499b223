"""Predict first: a run waits for a guess, the guess is scored, the score is kept."""

import math

import pytest
from selenium.webdriver.common.keys import Keys

import losscore as ls

KMEANS = ls.problem("kmeans")
MINIMA = ls.minima(KMEANS).theta
START = (0.9, 1.7)
CURVE = """
const gd = document.querySelector('#loss-graph .js-plotly-plot');
const curves = gd.data.filter((t) => t.meta?.role === 'curve' && t.x?.[0] !== null);
return curves.map(({ x }) => x.length);
"""
RECORD = """
window.seen = [];
const drawn = (name) => {
  const gd = document.querySelector(`#${name}-graph .js-plotly-plot`);
  const { x } = gd.data.find((t) => t.meta?.role === 'guess');
  return x.filter((value) => value !== null).length;
};
const text = () => document.getElementById('predict-text').textContent;
const record = () => window.seen.push([text(), drawn('surface'), drawn('contour')]);
for (const id of ['frame-count', 'predict-text'])
  new MutationObserver(record).observe(document.getElementById(id), { childList: true });
"""
FOCUSED = "return document.activeElement.id"


def is_asked(lab):
    return lab.text("predict-text").startswith("Where will run")


def is_judged(lab):
    return "point" in lab.text("predict-text").split(":")[0]


def switch_on(lab):
    lab.wait_for_end()
    settings = lab.duo.find_element("#settings-button")
    is_folded = settings.is_displayed()
    if is_folded:
        settings.click()
    # The page may still be scrolling there, where motion is welcome: no pointer would hit it.
    lab.duo.find_element("#predict-switch").send_keys(Keys.SPACE)
    if is_folded:
        settings.send_keys(Keys.ENTER)
    lab.driver.execute_script("scrollTo({ top: 0, behavior: 'instant' })")
    lab.wait(lambda: lab.text("predict-text").startswith("Start a run"))


def press_run(lab):
    lab.click("run-button")


def tap(lab):
    lab.click_surface(*START, KMEANS.loss(START))


def ask(lab, start=press_run):
    """Start a run: it waits at its start."""
    before = len(lab.runs())
    start(lab)
    lab.wait(lambda: is_asked(lab))
    assert lab.steps[0] == 0
    assert len(lab.runs()) == before + 1


@pytest.fixture
def asking(lab):
    """The page, with a run that waits for a guess."""
    switch_on(lab)
    ask(lab)
    return lab


def drawn(lab, graph, role):
    x, y, _ = lab.trace(graph, role)
    return [point for point in zip(x, y, strict=True) if None not in point]


def test_a_run_waits_and_its_end_is_a_secret(asking):
    assert asking.runs()[-1].split("\t")[4:7] == ["?", "?", "?"]
    assert asking.chip == "where will it end?"
    assert asking.text("run-ending") == "Waiting for your guess."
    asking.wait(lambda: asking.driver.execute_script(CURVE)[-1] == 1)
    assert len(asking.path()) == 1


def test_a_right_guess_on_the_surface_and_a_wrong_one_on_the_map(lab):
    switch_on(lab)
    ask(lab, tap)
    lab.click_surface(*MINIMA[0], KMEANS.loss(MINIMA[0]))
    lab.wait(lambda: is_judged(lab))
    points = int(lab.text("predict-text").split()[0])
    assert points >= 80
    assert lab.steps[0] == lab.steps[1]
    (guess,) = drawn(lab, "contour-graph", "guess")
    assert math.dist(guess, MINIMA[0]) < 0.05
    assert math.dist(drawn(lab, "surface-graph", "guess")[0], guess) < 1e-9
    assert lab.runs()[-1].split("\t")[6] == "A"
    lab.click("run-button")
    lab.wait(lambda: is_asked(lab))
    # The map follows the run by some frames.
    lab.wait(lambda: drawn(lab, "contour-graph", "guess") == [])
    lab.click_map(0.2, 0.2)
    lab.wait(lambda: is_judged(lab))
    guess, end = drawn(lab, "contour-graph", "miss")
    assert math.dist(guess, (0.2, 0.2)) < 0.01
    assert math.dist(end, MINIMA[0]) < 1e-5
    assert f"{math.dist(guess, end):.3g} away" in lab.text("predict-text")
    mean = math.floor((points + int(lab.text("predict-text").split()[0])) / 2 + 0.5)
    assert lab.text("predict-score") == f"2 guesses · mean {mean} · best {points}"
    lab.click("predict-reset-button")
    lab.wait(lambda: lab.text("predict-score") == "")


def test_the_minimum_with_the_labels_exchanged(asking):
    asking.click_map(*MINIMA[1])
    asking.wait(lambda: is_judged(asking))
    assert "minimum B: the same clustering" in asking.text("predict-detail")
    assert asking.text("predict-score").startswith("1 guess · mean 1")


def test_a_guess_can_be_made_by_keyboard(lab):
    lab.wait_for_end()
    lab.duo.find_element("#predict-switch").send_keys(Keys.SPACE)
    lab.duo.find_element("#loss-scale-radio input:checked").send_keys(Keys.SHIFT, Keys.TAB)
    lab.wait(lambda: lab.driver.execute_script(FOCUSED) == "contour-graph-box")
    keys = lab.driver.switch_to.active_element.send_keys
    keys(Keys.SHIFT, Keys.ARROW_UP, Keys.NULL, Keys.ENTER)
    lab.wait(lambda: is_asked(lab))
    keys(Keys.SHIFT, *[Keys.ARROW_LEFT] * 3, Keys.NULL, Keys.ENTER)
    lab.wait(lambda: is_judged(lab))
    ((x, y),) = drawn(lab, "contour-graph", "guess")
    (x_lo, x_hi), (y_lo, y_hi) = KMEANS.window
    assert (x - x_lo) / (x_hi - x_lo) == pytest.approx(0.2, abs=0.01)
    assert (y - y_lo) / (y_hi - y_lo) == pytest.approx(0.6, abs=0.01)
    keys(Keys.ENTER)
    lab.wait(lambda: is_asked(lab))
    keys(Keys.ESCAPE)
    lab.wait_for_end()
    assert lab.driver.execute_script(FOCUSED) == "contour-graph-box"
    assert lab.text("predict-score").startswith("1 guess ")


def test_skip_plays_without_a_guess(asking):
    asking.click("predict-skip-button")
    asking.wait_for_end()
    assert asking.text("predict-text").startswith("Start a run")
    assert asking.text("predict-score") == ""
    assert asking.driver.execute_script(FOCUSED) == "play-button"
    assert asking.runs()[-1].split("\t")[6] == "A"


def test_stepping_on_withdraws_the_question(asking):
    asking.click("forward-button")
    asking.wait(lambda: asking.steps[0] == 1)
    assert asking.text("predict-text").startswith("Start a run")


def test_switching_off_in_between_plays(asking):
    asking.click("predict-switch")
    asking.wait_for_end()
    assert not asking.duo.find_element("#predict-bar").is_displayed()
    before = len(asking.runs())
    asking.click_map(1.8, 0.3)
    asking.wait(lambda: len(asking.runs()) == before + 1)
    asking.wait_for_end()


def test_a_setting_may_change_while_a_run_waits(asking):
    asking.type("learning-rate-input", "0.0007")
    asking.wait(lambda: "0.0007" in asking.runs()[-1])
    assert is_asked(asking)
    assert asking.steps[0] == 0
    assert asking.runs()[-1].split("\t")[6] == "?"
    asking.click_map(*MINIMA[0])
    asking.wait(lambda: is_judged(asking))
    assert int(asking.text("predict-text").split()[0]) >= 85
    # The same run once more, of which everybody knows the end: it is not asked about.
    asking.type("learning-rate-input", "0.0014")
    asking.wait(lambda: "0.0014" in asking.runs()[-1])
    asking.wait_for_end()
    assert asking.text("predict-text").startswith("Start a run")


def test_a_typed_start_asks_for_a_guess_too(lab):
    switch_on(lab)
    lab.type("start-x-input", "1.7")
    lab.wait(lambda: is_asked(lab))
    assert lab.runs()[-1].split("\t")[1].startswith("1.7,")


def test_several_starts_do_not_ask_for_a_guess(asking):
    asking.click("ring-button")
    asking.wait(lambda: len(asking.runs()) == 6)
    asking.wait_for_end()
    assert asking.text("predict-text").startswith("Several runs")


def test_clearing_the_runs_takes_the_question_away(asking):
    asking.click("clear-runs-button")
    asking.wait(lambda: asking.text("predict-text").startswith("Start a run"))
    assert asking.runs() == []
    ask(asking)


def test_diverging_is_a_possible_guess(lab):
    switch_on(lab)
    lab.type("learning-rate-input", "0.05")
    lab.wait(lambda: "diverged" in lab.runs()[-1])
    ask(lab)
    lab.click("predict-diverges-button")
    lab.wait(lambda: is_judged(lab))
    assert lab.text("predict-text") == "100 points: it diverged."
    assert drawn(lab, "contour-graph", "guess") == []


def test_a_double_click_starts_and_does_not_answer(lab):
    switch_on(lab)
    x, y = lab.map_pixel(1.8, 0.3)
    twice = [("down",), ("pause", 0.02), ("up",), ("pause", 0.05)] * 2
    lab.pointer(("move", x, y), ("pause", 0.1), *twice)
    lab.wait(lambda: is_asked(lab))
    lab.pointer(("pause", 0.5))
    assert is_asked(lab)
    assert lab.text("predict-score") == ""


def test_in_motion_the_guess_is_seen_before_the_end(moving_lab):
    switch_on(moving_lab)
    ask(moving_lab, tap)
    moving_lab.driver.execute_script(RECORD)
    moving_lab.click_surface(*MINIMA[1], KMEANS.loss(MINIMA[1]))
    moving_lab.wait(lambda: is_judged(moving_lab))
    seen = moving_lab.driver.execute_script("return window.seen")
    under_way = [marks for text, *marks in seen if text == "Guess recorded."]
    assert [1, 1] in under_way
    assert len(under_way) < len(seen)


def test_on_a_phone_a_tap_starts_and_a_tap_guesses(phone):
    switch_on(phone)
    phone.touch(phone.pixel(*START, KMEANS.loss(START)))
    phone.wait(lambda: is_asked(phone))
    phone.touch(phone.pixel(*MINIMA[0], KMEANS.loss(MINIMA[0])))
    phone.wait(lambda: is_judged(phone))
    assert int(phone.text("predict-text").split()[0]) >= 75
