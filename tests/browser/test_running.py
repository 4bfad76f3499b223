"""Starting runs: real clicks and drags on the surface and the map, and typing."""

import math

import losscore as ls

KMEANS = ls.problem("kmeans")


def near(point, other, tolerance):
    return math.dist(point, other) <= tolerance


def start_and_end(lab):
    """Let the run play out; its first and last point."""
    lab.wait_for_end()
    path = lab.path()
    return path[0], path[-1]


def click_and_watch(lab, theta):
    before = lab.path()[:1]
    lab.click_surface(*theta, KMEANS.loss(theta))
    lab.wait(lambda: lab.path() and lab.path()[:1] != before)
    return start_and_end(lab)


def test_the_page_plays_its_default_run_when_it_opens(lab):
    start, end = start_and_end(lab)
    assert near(start, (float(lab.value("start-x-input")), float(lab.value("start-y-input"))), 1e-6)
    assert lab.chip.startswith("at minimum A")
    assert near(end, ls.minima(KMEANS).theta[0], 1e-6)


def test_clicks_on_two_petals_end_in_two_minima(lab):
    lab.wait_for_end()
    minima = ls.minima(KMEANS).theta
    # Both places face the default camera.
    start_a, end_a = click_and_watch(lab, (0.9, 1.7))
    start_b, end_b = click_and_watch(lab, (1.7, 0.9))
    assert near(start_a, (0.9, 1.7), 0.02)
    assert near(start_b, (1.7, 0.9), 0.02)
    assert near(end_a, minima[0], 1e-5)
    assert near(end_b, minima[1], 1e-5)
    marked_x, marked_y, _ = lab.trace("surface-graph", "minimum")
    assert near(end_b, (marked_x[1], marked_y[1]), 1e-5)


def test_the_path_grows_step_by_step(moving_lab):
    moving_lab.wait_for_end()
    moving_lab.choose("speed-select", "0.25")
    moving_lab.click_surface(0.9, 1.7, KMEANS.loss((0.9, 1.7)))
    moving_lab.wait(lambda: moving_lab.chip == "running")
    lengths = [len(moving_lab.path()) for _ in range(40)]
    assert lengths == sorted(lengths)
    assert len(set(lengths)) > 3
    moving_lab.choose("speed-select", "4")
    moving_lab.wait_for_end()
    assert len(moving_lab.path()) == int(moving_lab.text("readout-step")) + 1


def test_a_fast_click_counts(lab):
    lab.wait_for_end()
    x, y = lab.pixel(0.9, 1.7, KMEANS.loss((0.9, 1.7)))
    lab.pointer(("move", x, y), ("down",), ("up",))
    lab.wait(lambda: lab.path() and near(lab.path()[0], (0.9, 1.7), 0.02))


def test_a_drag_rotates_and_starts_nothing(lab):
    lab.wait_for_end()
    camera, path = lab.camera(), lab.path()
    x, y = lab.pixel(1.0, 1.0, KMEANS.loss((1.0, 1.0)))
    lab.drag(x, y, 120, 30)
    lab.wait(lambda: math.dist(lab.camera(), camera) > 0.1)
    assert lab.path() == path
    assert lab.steps[0] == lab.steps[1]


def test_a_held_press_and_a_right_click_start_nothing(lab):
    lab.wait_for_end()
    path = lab.path()
    x, y = lab.pixel(0.9, 1.7, KMEANS.loss((0.9, 1.7)))
    lab.pointer(("move", x, y), ("down",), ("pause", 1.0), ("up",))
    lab.driver.execute_script(
        """
        const canvas = document.elementFromPoint(arguments[0], arguments[1]);
        const at = { bubbles: true, button: 2, clientX: arguments[0], clientY: arguments[1] };
        for (const type of ["pointerdown", "pointerup"]) {
          canvas.dispatchEvent(new PointerEvent(type, { ...at, isPrimary: true }));
        }
        """,
        x,
        y,
    )
    lab.pointer(("pause", 0.5))
    assert lab.path() == path


def test_the_surface_turns_while_a_run_plays(moving_lab):
    moving_lab.wait_for_end()
    moving_lab.choose("speed-select", "0.25")
    moving_lab.click("play-button")
    camera = moving_lab.camera()
    x, y = moving_lab.pixel(1.0, 1.0, KMEANS.loss((1.0, 1.0)))
    moving_lab.drag(x, y, 80, 0)
    moving_lab.wait(lambda: math.dist(moving_lab.camera(), camera) > 0.1)
    assert moving_lab.chip == "running"


def test_a_click_on_the_contour_map_starts_there(lab):
    lab.wait_for_end()
    lab.click_map(1.8, 0.3)
    lab.wait(lambda: lab.path() and near(lab.path()[0], (1.8, 0.3), 0.02))
    assert near(
        (float(lab.value("start-x-input")), float(lab.value("start-y-input"))), (1.8, 0.3), 0.02
    )
    lab.wait_for_end()
    assert lab.chip.startswith("at minimum B")


def test_a_typed_start_runs_from_there(lab):
    lab.wait_for_end()
    lab.type("start-x-input", "1.75")
    lab.wait(lambda: lab.path() and lab.path()[0][0] == 1.75)


def test_the_run_button_runs_the_typed_start(lab):
    lab.wait_for_end()
    lab.fill("start-y-input", "0,25")
    lab.click("run-button")
    lab.wait(lambda: lab.path()[0][1] == 0.25)


BAD = (
    ("learning-rate", "", "Enter a number."),
    ("learning-rate", "quick", "The learning rate must be a number, got 'quick'."),
    ("learning-rate", "-0.1", "The learning rate must lie between 1e−9 and 1e6."),
    ("n-steps", "1e99", "The number of steps must lie between 1 and 2000."),
    ("n-steps", "2.5", "The number of steps must be a whole number."),
    ("start-x", "nan", "The start must be a number, got 'nan'."),
    ("start-x", "2e6", "The start must lie between −1e6 and 1e6."),
)


def test_a_bad_value_gets_a_sentence_at_its_field_and_loses_nothing(lab, subtests):
    for field, typed, sentence in BAD:
        with subtests.test(field=field, typed=typed):
            refuse(lab, field, typed, sentence)


def refuse(lab, field, typed, sentence):
    """Type something bad, something good, and what was there."""
    before, value = lab.path(), lab.value(f"{field}-input")
    lab.type(f"{field}-input", typed)
    lab.wait(lambda: lab.text(f"{field}-error") == sentence)
    assert "is-invalid" in lab.duo.find_element(f"#{field}-input").get_attribute("class")
    assert lab.path() == before
    assert lab.steps[0] == lab.steps[1]
    lab.type(f"{field}-input", "1")
    lab.wait(lambda: lab.text(f"{field}-error") == "")
    lab.wait(lambda: lab.path() != before)
    lab.type(f"{field}-input", value)
    lab.wait(lambda: lab.path() == before)


def test_too_large_a_learning_rate_is_shown_as_divergence(lab):
    lab.wait_for_end()
    lab.type("learning-rate-input", "0.03")
    lab.wait(lambda: lab.chip == "diverged")
    assert "2/λmax" in lab.text("run-ending")
    x, _, _ = lab.trace("surface-graph", "path")
    assert None in x or len(x) < lab.steps[1] + 1


def test_a_centroid_without_points_is_called_a_plateau(lab):
    lab.wait_for_end()
    lab.type("start-y-input", "9")
    lab.wait(lambda: lab.chip == "plateau")
    assert "c₂ owns no point" in lab.text("run-ending")
