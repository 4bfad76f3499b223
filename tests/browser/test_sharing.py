"""Links: the address holds what the page shows, and opening it restores the page."""

from selenium.webdriver import Chrome

from components.session.lessons import BY_SLUG
from tests.browser.lab_page import READY

THREE = (
    "?v=1&problem=valley&run=0.5,0.6,gd,0.05,40&run=-1.5,-0.5,adam,0.1,60&run=0.9,0.9,gd,0.02,30"
)
ROWS = """
return [...document.querySelectorAll('#runs-table tbody tr')].map((row) =>
  ['start', 'optimizer', 'rate'].map((name) => row.querySelector(`.cell-${name}`).textContent));
"""
THREE_ROWS = [
    ["0.5, 0.6", "Gradient descent", "0.05"],
    ["−1.5, −0.5", "Adam", "0.1"],
    ["0.9, 0.9", "Gradient descent", "0.02"],
]


def rows(driver):
    return driver.execute_script(ROWS)


def search(driver):
    return driver.execute_script("return location.search")


def load(lab, address):
    """Load an address in this window; ``lab.follow`` opens it without a load."""
    lab.driver.get(f"{lab.duo.server_url}/{address}")
    lab.wait(lambda: lab.driver.execute_script(READY))
    lab.wait(lambda: lab.steps is not None)


def test_a_link_opens_its_runs_and_its_settings(lab):
    load(lab, THREE)
    lab.wait(lambda: rows(lab.driver) == THREE_ROWS)
    assert lab.value("problem-dropdown") == "valley"
    assert lab.value("optimizer-dropdown") == "gd"
    assert lab.value("learning-rate-input") == "0.02"
    assert lab.value("n-steps-input") == "30"
    assert (lab.value("start-x-input"), lab.value("start-y-input")) == ("0.9", "0.9")
    lab.pointer(("pause", 1.5))
    assert search(lab.driver) == THREE


TRAVELLED = (
    f"{THREE}&utm_source=mail&fbclid=IwAR0&_=1712",
    THREE.replace("&", "&amp;"),
    f"{THREE}).",
    f"{THREE}?utm_source=x",
    f"{THREE}…",
    THREE.replace(",", ",%20"),
)


def test_a_link_that_travelled_opens_without_complaint(lab, subtests):
    load(lab, TRAVELLED[0])
    for travelled in TRAVELLED:
        with subtests.test(travelled):
            lab.follow(travelled)
            lab.wait(lambda: search(lab.driver) == THREE)
            assert rows(lab.driver) == THREE_ROWS
            assert lab.text("link-notice") == ""
            lab.follow("?v=1&problem=saddle")
            lab.wait(lambda: rows(lab.driver) != THREE_ROWS)


def test_a_link_is_drawn_once(lab):
    load(lab, THREE)
    lab.wait(lambda: rows(lab.driver) == THREE_ROWS)
    drawn = lab.driver.execute_script(
        "return performance.getEntriesByType('resource')"
        ".filter(({ name, decodedBodySize }) => name.includes('_dash-update') "
        "&& decodedBodySize > 60000).length"
    )
    assert drawn == 1


def test_a_click_changes_the_address_and_a_new_tab_shows_the_same_runs(lab):
    lab.wait_for_end()
    lab.wait(lambda: search(lab.driver).count("run=") == 1)
    before = search(lab.driver)
    lab.click_map(0.3, 1.2)
    lab.wait(lambda: search(lab.driver).count("run=") == 2)
    assert search(lab.driver).startswith(before)
    shown, address = rows(lab.driver), lab.driver.current_url
    first = lab.driver.current_window_handle
    lab.driver.switch_to.new_window("tab")
    try:
        lab.driver.get(address)
        lab.wait(lambda: lab.driver.execute_script(READY))
        lab.wait(lambda: rows(lab.driver) == shown)
    finally:
        lab.driver.close()
        lab.driver.switch_to.window(first)


def test_back_and_forward(lab):
    lab.wait_for_end()
    lab.wait(lambda: "run=" in search(lab.driver))
    first = search(lab.driver)
    lab.choose("problem-dropdown", "peaks")
    lab.wait(lambda: "problem=peaks" in search(lab.driver))
    peaks = search(lab.driver)
    lab.type("learning-rate-input", "0.02")
    lab.wait(lambda: "gd,0.02," in search(lab.driver))
    faster = search(lab.driver)
    lab.click("run-button")
    lab.wait(lambda: search(lab.driver).count("run=") == 2)
    lab.driver.back()
    # A setting is no step in the history: the rate before it is gone.
    lab.wait(lambda: search(lab.driver) == faster != peaks)
    lab.wait(lambda: len(rows(lab.driver)) == 1)
    lab.driver.back()
    lab.wait(lambda: search(lab.driver) == first)
    lab.wait(lambda: lab.value("problem-dropdown") == "kmeans")
    lab.driver.forward()
    lab.wait(lambda: lab.value("problem-dropdown") == "peaks")
    lab.wait(lambda: lab.value("learning-rate-input") == "0.02")
    lab.pointer(("pause", 1.0))
    lab.driver.forward()
    lab.wait(lambda: len(rows(lab.driver)) == 2)


def test_another_optimizer_after_opening_has_a_rate_of_its_own_again(lab):
    lab.follow("?problem=valley&run=0.5,0.6,adam,0.123,40")
    lab.wait(lambda: lab.value("learning-rate-input") == "0.123")
    lab.pointer(("pause", 0.5))
    assert lab.value("learning-rate-input") == "0.123"
    lab.choose("optimizer-dropdown", "gd")
    lab.wait(lambda: lab.value("learning-rate-input") not in ("", "0.123"))
    lab.choose("optimizer-dropdown", "adam")
    lab.wait(lambda: "adam" in search(lab.driver))
    assert lab.value("learning-rate-input") != "0.123"


BAD = (
    ("?problem=spirals", "problem must be one of", "kmeans"),
    ("?v=7&problem=valley&run=1,1,gd,fast", "v must be 1, got '7'", "valley"),
    ("?lesson=alchemy", "There is no lesson 'alchemy'.", "kmeans"),
    ("?%ff%00=&&=<b>", "unknown option", "kmeans"),
)


def test_a_bad_link_is_reported_and_opens_as_far_as_possible(lab, subtests):
    load(lab, BAD[0][0])
    for address, told, problem in BAD:
        with subtests.test(address):
            lab.follow(address)
            lab.wait(lambda told=told: told in lab.text("link-notice"))
            lab.wait(lambda problem=problem: lab.value("problem-dropdown") == problem)
            lab.wait_for_end()
            lab.choose("problem-dropdown", "himmelblau")
            lab.wait(lambda: lab.text("link-notice") == "")


def test_a_link_can_say_that_there_are_no_runs(lab):
    lab.follow("?problem=valley&run=none")
    lab.wait(lambda: "problem=valley" in search(lab.driver))
    lab.wait(lambda: lab.text("runs-table").startswith("No runs yet"))


def test_a_lesson_from_the_gallery(lab):
    lab.wait_for_end()
    lab.click("lessons-button")
    link = "a[href='?lesson=dead-centroid']"
    lab.wait(lambda: lab.duo.find_element(link).is_displayed())
    lab.pointer(("pause", 0.5))  # the gallery slides in
    lab.duo.find_element(link).click()
    lab.wait(lambda: "never come back" in lab.text("lesson-text"))
    lab.wait(lambda: search(lab.driver).startswith("?lesson=dead-centroid&v=1&problem=kmeans&"))
    lab.wait(lambda: not lab.duo.find_elements(".gallery.show"))
    assert len(rows(lab.driver)) == len(BY_SLUG["dead-centroid"].scenario.runs)
    assert lab.value("lesson-select") == "dead-centroid"
    assert "plateau" in lab.text("runs-table")
    lab.driver.refresh()
    lab.wait(lambda: lab.driver.execute_script(READY))
    lab.wait(lambda: "never come back" in lab.text("lesson-text"))
    lab.click("lesson-close")
    lab.wait(lambda: not lab.duo.find_element("#lesson-box").is_displayed())
    lab.wait(lambda: search(lab.driver).startswith("?v=1&problem=kmeans&"))


def test_a_lesson_from_the_drop_down_and_back(lab):
    lab.wait_for_end()
    lab.wait(lambda: "run=" in search(lab.driver))
    lab.choose("lesson-select", "momentum")
    lab.wait(lambda: "how low does each run get" in lab.text("lesson-text"))
    lab.wait(lambda: [row[1] for row in rows(lab.driver)] == ["Gradient descent", "Momentum"])
    lab.driver.back()
    lab.wait(lambda: lab.value("problem-dropdown") == "kmeans")
    lab.wait(lambda: lab.value("lesson-select") == "none")


def test_the_button_copies_the_link(lab):
    lab.follow(THREE)
    lab.wait(lambda: rows(lab.driver) == THREE_ROWS)
    lab.driver.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    lab.click("share-button")
    lab.wait(lambda: lab.text("share-status") == "Link copied")
    copied = lab.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    assert copied == f"{lab.duo.server_url}/{THREE}"
    lab.wait(lambda: lab.text("share-status") == "")


def test_two_browsers_do_not_see_each_other(lab, request):
    lab.wait_for_end()
    mine = rows(lab.driver)
    options = request.config.hook.pytest_setup_options()[0]
    other = Chrome(options=options)
    try:
        other.get(f"{lab.duo.server_url}/{THREE}")
        lab.wait(lambda: other.execute_script(READY))
        lab.wait(lambda: rows(other) == THREE_ROWS)
        assert rows(lab.driver) == mine
        lab.click("run-button")
        lab.wait(lambda: len(rows(lab.driver)) == 2)
        assert rows(other) == THREE_ROWS
        other.find_element("id", "clear-runs-button").click()
        lab.wait(lambda: rows(other) == [])
        lab.click("run-button")
        lab.wait(lambda: len(rows(lab.driver)) == 3)
        assert rows(other) == []
    finally:
        other.quit()


THREE_PICKS = """
for (let i = 0; i < 3; i += 1) document.querySelector('#random-button').click();
document.querySelector('#share-button').click();
"""


def test_picks_without_a_run_do_not_block_the_next_one(lab):
    lab.type("learning-rate-input", "fast")
    lab.wait(lambda: "must be a number" in lab.text("learning-rate-error"))
    before = len(rows(lab.driver))
    lab.driver.execute_script(THREE_PICKS)
    lab.type("learning-rate-input", "0.001")
    lab.wait(lambda: lab.text("learning-rate-error") == "")
    lab.click_map(1.4, 0.9)
    lab.wait(lambda: len(rows(lab.driver)) > before)
    assert "run=1.4" in lab.wait(lambda: "run=1.4" in search(lab.driver) and search(lab.driver))
