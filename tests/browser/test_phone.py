"""The page on a phone: what comes first, what fits, and what fingers do."""

import math

import losscore as ls

KMEANS = ls.problem("kmeans")
TOP = "return document.querySelector(arguments[0]).getBoundingClientRect().top"
WIDER_THAN_THE_SCREEN = """
return [...document.querySelectorAll("body *")]
  .filter((e) => !e.closest(".scroll, .graph-box, .visually-hidden, .skip-link"))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
  .map((e) => `${e.tagName} ${e.id} ${e.className}`);
"""


def test_the_surface_comes_first_then_transport_readout_and_settings(phone):
    order = (".stage", ".transport", ".readout", "#settings-button", ".side", "#runs-table")
    tops = [phone.driver.execute_script(TOP, selector) for selector in order]
    assert tops == sorted(tops)
    assert tops[3] < 844  # the settings are in sight


def test_nothing_is_wider_than_the_screen(phone):
    phone.wait_for_end()
    phone.click("settings-button")
    assert phone.driver.execute_script(WIDER_THAN_THE_SCREEN) == []
    assert phone.driver.execute_script("return document.documentElement.scrollWidth") == 390


def test_the_settings_unfold(phone):
    assert not phone.duo.find_element("#problem-dropdown").is_displayed()
    phone.click("settings-button")
    assert phone.duo.find_element("#problem-dropdown").is_displayed()
    phone.choose("problem-dropdown", "peaks")
    phone.wait(
        lambda: (
            phone.driver.execute_script(
                "return document.querySelector('#surface-caption h1').textContent"
            )
            == ls.problems()["peaks"].written("sum")
        )
    )
    phone.click("settings-button")
    assert not phone.duo.find_element("#problem-dropdown").is_displayed()


def test_a_tap_starts_a_run(phone):
    phone.wait_for_end()
    start = (0.9, 1.7)
    phone.touch(phone.pixel(*start, KMEANS.loss(start)))
    phone.wait(lambda: phone.text("runs-table").count("Gradient descent") == 2)
    phone.wait_for_end()
    assert math.dist(phone.path()[0], start) < 0.03


def test_a_finger_turns_the_surface_and_starts_nothing(phone):
    phone.wait_for_end()
    camera = phone.camera()
    x, y = phone.pixel(1.0, 1.0, 25.0)
    phone.touch(*((x + 12 * i, y) for i in range(8)))
    phone.wait(lambda: math.dist(phone.camera(), camera) > 0.1)
    assert phone.text("runs-table").count("Gradient descent") == 1
