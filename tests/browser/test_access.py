"""axe-core, the engine that checks a page against the rules of accessibility, on the whole page.

What it cannot decide, text over pictures and gradients, is computed by tests of the colours.
"""

from importlib import resources

import pytest

THEME = "return document.documentElement.dataset.bsTheme"
RUN_AXE = """
const done = arguments[0];
axe.run().then(({ violations, incomplete }) => done([violations, incomplete]));
"""
# Where axe cannot see what is behind a text: pictures and their labels (tests of the figures'
# colours), drop-downs and buttons with pictures in them (lab.css), what lies over a surface.
UNDECIDED = (
    ".js-plotly-plot",
    ".caption",
    ".form-select",
    ".rival-ending",
    ".map-hint",
    "#map-place",
)
LEFT = """
const [places, known] = arguments;
const isKnown = (place) => known.some((one) => document.querySelector(place)?.closest(one));
return places.filter((place) => !isKnown(place));
"""


def checked(page):
    """What axe-core found: violations of rules, and what it left undecided."""
    page.driver.execute_script(
        resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    )
    page.driver.set_script_timeout(120)
    return page.driver.execute_async_script(RUN_AXE)


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["lab", "phone"])
def test_axe_finds_nothing(request, screen, scheme):
    page = request.getfixturevalue(screen)
    dress(page, scheme)
    assert violations(page) == []
    unfold(page)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_duel_with_basins_curvature_and_formulas(lab, scheme):
    dress(lab, scheme)
    lab.choose("duel-select", "aggregation")
    for name in ("basins-switch", "curvature-switch"):
        lab.click(name)
    lab.duo.find_element("#theory-panel summary").click()
    lab.wait(lambda: lab.duo.find_elements("#theory math"))
    lab.wait(lambda: lab.text("basins-rival-legend"))
    lab.wait(lambda: lab.text("curvature-table"))
    assert violations(lab) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_gallery_and_in_a_lesson(lab, scheme):
    dress(lab, scheme)
    lab.click("lessons-button")
    gallery = lab.wait(lambda: lab.duo.find_elements(".modal.show"))
    lab.wait(lambda: gallery[0].value_of_css_property("opacity") == "1")
    assert violations(lab) == []
    gallery[0].find_element("css selector", "a").click()
    lab.wait(lambda: lab.duo.find_element("#lesson-box").is_displayed())
    assert violations(lab) == []


def test_what_axe_leaves_undecided_is_known(lab):
    lab.wait_for_end()
    _, undecided = checked(lab)
    assert {rule["id"] for rule in undecided} <= {"color-contrast"}
    places = [node["target"][0] for rule in undecided for node in rule["nodes"]]
    assert lab.driver.execute_script(LEFT, places, UNDECIDED) == []


def test_axe_finds_a_button_without_a_name(lab):
    lab.driver.execute_script(
        "document.querySelector('main').append(document.createElement('button'))"
    )
    assert [rule for rule, _, _ in violations(lab)] == ["button-name"]
