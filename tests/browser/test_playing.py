"""The transport bar: play, pause, step, scrub, speed, loop; and people who want no motion."""

import time

from selenium.webdriver.common.keys import Keys

READ_PIXELS = """
const read = WebGLRenderingContext.prototype.readPixels;
window.stepsRead = [];
WebGLRenderingContext.prototype.readPixels = function (...call) {
  window.stepsRead.push(parseInt(document.getElementById('frame-count').textContent));
  return read.apply(this, call);
};
"""
PLAY_AS_SOON_AS_IT_ENDS = """
const count = document.getElementById('frame-count');
const isAtEnd = () => new Set(count.textContent.split('/').map(Number)).size === 1;
const ending = new MutationObserver(() => {
  if (!isAtEnd()) return;
  ending.disconnect();
  document.getElementById('play-button').click();
  window.stepWhenPressed = parseInt(count.textContent);
});
ending.observe(count, { childList: true, characterData: true });
"""


def play_slowly(lab):
    """From the first step, so slowly that there is time to look."""
    lab.click("first-button")
    lab.choose("speed-select", "0.25")
    lab.click("play-button")


def test_pause_holds_the_step_and_play_goes_on(moving_lab):
    play_slowly(moving_lab)
    moving_lab.wait(lambda: moving_lab.steps[0] > 2)
    moving_lab.click("play-button")
    moving_lab.wait(lambda: moving_lab.chip == "paused")
    held = moving_lab.steps[0]
    time.sleep(0.5)
    assert moving_lab.steps[0] == held < moving_lab.steps[1]
    assert len(moving_lab.path()) == held + 1
    moving_lab.click("play-button")
    moving_lab.wait(lambda: moving_lab.steps[0] > held)


def test_one_step_back_and_forward(lab):
    lab.wait_for_end()
    last = lab.steps[1]
    lab.click("back-button")
    lab.wait(lambda: lab.steps[0] == last - 1)
    lab.click("back-button")
    lab.wait(lambda: lab.steps[0] == last - 2)
    lab.click("forward-button")
    lab.wait(lambda: lab.steps[0] == last - 1)
    assert len(lab.path()) == last
    lab.click("first-button")
    lab.wait(lambda: lab.steps[0] == 0)


def test_scrubbing_moves_every_view(lab):
    lab.wait_for_end()
    slider = lab.duo.find_element("#frame-slider")
    slider.send_keys(Keys.HOME)
    lab.wait(lambda: lab.steps[0] == 0)
    for _ in range(3):
        slider.send_keys(Keys.ARROW_RIGHT)
    lab.wait(lambda: lab.steps[0] == 3)
    lab.wait(lambda: len(lab.trace("contour-graph", "path")[0]) == 4)
    assert len(lab.trace("loss-graph", "path")[0]) == 4
    (x, y), (ball_x, ball_y, _) = lab.path()[-1], lab.trace("surface-graph", "ball")
    assert (ball_x, ball_y) == ([x], [y])
    centroid_x, _, _ = lab.trace("data-graph", "centroid")
    assert [centroid_x[0], centroid_x[-1]] == [x, y]
    assert lab.text("readout-step").strip() == "3"


RECORD_FROM_THE_START = """
window.recordedSteps = [];
const record = () => {
  const count = document.getElementById('frame-count');
  if (count) window.recordedSteps.push(parseInt(count.textContent));
};
window.recording = new MutationObserver(record);
window.recording.observe(document, { childList: true, subtree: true });
"""


def test_the_default_run_plays_when_the_page_opens(moving_lab):
    command = moving_lab.driver.execute_cdp_cmd
    added = command("Page.addScriptToEvaluateOnNewDocument", {"source": RECORD_FROM_THE_START})
    try:
        moving_lab.open()
        moving_lab.wait_for_end()
    finally:
        command("Page.removeScriptToEvaluateOnNewDocument", added)
    assert len(set(moving_lab.recorded_steps())) > 3


def test_play_at_the_end_starts_over_and_speed_counts(moving_lab):
    moving_lab.follow("?v=1&run=1.2,1.9,gd,0.0014,20")
    moving_lab.wait(lambda: moving_lab.steps and moving_lab.steps[1] == 20)
    moving_lab.wait_for_end()
    moving_lab.choose("speed-select", "4")
    fast = moving_lab.seconds_to_play()
    moving_lab.choose("speed-select", "1")
    assert fast < 0.7 * moving_lab.seconds_to_play()


def test_play_starts_over_in_the_frame_that_shows_the_end(moving_lab):
    moving_lab.wait_for_end()
    moving_lab.choose("speed-select", "4")
    moving_lab.driver.execute_script(PLAY_AS_SOON_AS_IT_ENDS)
    moving_lab.click("play-button")
    pressed = "return window.stepWhenPressed ?? null"
    moving_lab.wait(lambda: moving_lab.driver.execute_script(pressed) is not None)
    assert moving_lab.driver.execute_script(pressed) == 0


def test_the_picture_for_hover_is_drawn_at_rest_alone(moving_lab):
    moving_lab.wait_for_end()
    last = moving_lab.steps[1]
    moving_lab.driver.execute_script(READ_PIXELS)
    moving_lab.record_steps()
    moving_lab.seconds_to_play()
    read = moving_lab.wait(
        lambda: (
            last in (steps := moving_lab.driver.execute_script("return window.stepsRead")) and steps
        )
    )
    # One that was ordered at the rest before may come late.
    assert sum(step != last for step in read) <= 1
    assert len(set(moving_lab.recorded_steps())) > 3


def test_a_loop_starts_over_at_the_end(moving_lab):
    moving_lab.wait_for_end()
    moving_lab.choose("speed-select", "4")
    moving_lab.click("loop-button")
    loop = moving_lab.duo.find_element("#loop-button")
    assert loop.get_attribute("aria-pressed") == "true"
    moving_lab.record_steps()
    moving_lab.click("play-button")
    last = moving_lab.steps[1]
    # Once round, to the end, and on again from the start.
    moving_lab.wait(lambda: 0 in moving_lab.recorded_steps()[2:])
    assert last in moving_lab.recorded_steps()


def test_the_readout_is_silent_while_it_runs(moving_lab):
    readout = moving_lab.duo.find_element("#run-readout")
    assert readout.get_attribute("aria-live") == "polite"
    moving_lab.wait_for_end()
    moving_lab.wait(lambda: readout.get_attribute("aria-busy") is None)
    moving_lab.click("play-button")
    moving_lab.wait(lambda: readout.get_attribute("aria-busy") == "true")


def test_reduced_motion_jumps_to_the_end(lab):
    lab.wait_for_end()
    lab.click("first-button")
    lab.wait(lambda: lab.steps[0] == 0)
    lab.record_steps()
    lab.click("play-button")
    lab.wait(lambda: lab.steps[0] == lab.steps[1])
    assert set(lab.recorded_steps()) <= {0, lab.steps[1]}
