"""Accessibility: axe-core checks the whole page.

What it cannot decide, text over pictures and gradients, is computed here and with the colours.
"""

from importlib import resources

import pytest

from tests.browser.test_display import choose, wait_for_log
from tests.browser.test_display import unfold as unfold_display
from tests.browser.test_export_menu import show_code
from tests.browser.test_predicting import ask, switch_on

THEME = "return document.documentElement.dataset.bsTheme"
RUN_AXE = """
const done = arguments[0];
axe.run().then(({ violations, incomplete }) => done([violations, incomplete]));
"""
# Contrasts that axe leaves undecided (arrows in drop-downs, what lies over a plot, short texts): a
# text's colour against the first opaque background around it. Letters on pictures are tested with
# the figures' colours, and the glyph of twins is but a decoration.
WEAK = """
const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
const luminance = ([r, g, b]) => {
  const [R, G, B] = [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * R + 0.7152 * G + 0.0722 * B;
};
const behind = (node) => {
  for (let one = node; one; one = one.parentElement) {
    const [r, g, b, alpha = 1] = channels(getComputedStyle(one).backgroundColor);
    if (alpha === 1) return [r, g, b];
  }
  return [255, 255, 255];
};
const ratio = (node) => {
  const style = getComputedStyle(node);
  const colour = channels(node instanceof SVGElement ? style.fill : style.color);
  const [low, high] = [luminance(colour), luminance(behind(node))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};
return arguments[0]
  .map((place) => document.querySelector(place))
  .filter((node) => node && !node.closest('.textpoint, .twin'))
  .map((node) => [node.textContent.slice(0, 40), ratio(node)])
  .filter(([, found]) => found < 4.5);
"""


def checked(page):
    """What axe-core found: violations of rules, and what it left undecided."""
    page.driver.execute_script(
        resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    )
    page.driver.set_script_timeout(120)
    found = page.driver.execute_async_script(RUN_AXE)
    page.driver.execute_script("delete window.axe")
    return found


def violations(page):
    """What breaks a rule, where, and which rule."""
    found, _ = checked(page)
    return [(rule["id"], rule["impact"], node["html"]) for rule in found for node in rule["nodes"]]


def unfold(page):
    """Show what lies hidden until somebody wants it."""
    if page.duo.find_element("#settings-button").is_displayed():
        page.click("settings-button")
    for summary in page.duo.find_elements("details:not([open]) > summary"):
        summary.click()


def dress(page, scheme):
    page.wait_for_end()
    page.prefer(scheme=scheme)
    page.wait(lambda: page.driver.execute_script(THEME) == scheme)
    page.wait_for_end()


def the_page(page):
    """As it opens: what axe leaves undecided there has contrast enough."""
    _, undecided = checked(page)
    assert {rule["id"] for rule in undecided} <= {"color-contrast"}
    places = [node["target"][0] for rule in undecided for node in rule["nodes"]]
    assert len(places) > 10
    assert page.driver.execute_script(WEAK, places) == []


def the_display_panel(page):
    unfold_display(page)
    choose(page, "height", "log")
    wait_for_log(page)


def the_export_menu(page):
    page.click("display-button")
    show_code(page)


def a_question(page):
    page.click("export-menu")
    switch_on(page)
    ask(page)


def the_gallery(page):
    page.click("predict-switch")
    page.click("lessons-button")
    page.wait(lambda: page.duo.find_elements(".gallery.show"))
    page.pointer(("pause", 0.5))  # it slides in


def a_lesson(page):
    page.duo.find_element(".gallery.show a").click()
    page.wait(lambda: page.duo.find_element("#lesson-box").is_displayed())
    page.wait(lambda: not page.duo.find_elements(".gallery"))


def a_duel_with_basins_curvature_and_formulas(page):
    page.follow("?v=1&duel=aggregation")
    page.wait(lambda: page.duo.find_element("#rival-graph-box").is_displayed())
    page.wait_for_end()
    for name in ("basins-switch", "curvature-switch"):
        page.click(name)
    unfold(page)
    page.wait(lambda: page.duo.find_elements("#theory math"))
    page.wait(lambda: page.text("basins-rival-legend"))
    page.wait(lambda: page.text("curvature-table"))


WALK = (
    the_page,
    the_display_panel,
    the_export_menu,
    a_question,
    the_gallery,
    a_lesson,
    a_duel_with_basins_curvature_and_formulas,
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(lab, subtests, scheme):
    dress(lab, scheme)
    for show in WALK:
        with subtests.test(show.__name__):
            show(lab)
            assert violations(lab) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_phone(phone, subtests, scheme):
    dress(phone, scheme)
    assert violations(phone) == []
    for show in (the_display_panel, unfold):
        with subtests.test(show.__name__):
            show(phone)
            assert violations(phone) == []


def test_a_text_without_contrast_is_weak(lab):
    colour = "document.querySelector('h1').style.color = arguments[0]"
    lab.driver.execute_script(colour, "#999")
    assert len(lab.driver.execute_script(WEAK, ["h1", "h2"])) == 1
    lab.driver.execute_script(colour, "")


def test_axe_finds_a_button_without_a_name(lab):
    lab.driver.execute_script(
        "document.querySelector('main').append(document.createElement('button'))"
    )
    assert [rule for rule, _, _ in violations(lab)] == ["button-name"]
    lab.driver.execute_script("document.querySelector('main > button').remove()")
