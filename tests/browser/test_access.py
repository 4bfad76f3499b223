"""axe-core, the engine that checks a page against the rules of accessibility, on the whole page."""

from importlib import resources

import pytest

THEME = "return document.documentElement.dataset.bsTheme"
RUN_AXE = """
const done = arguments[0];
axe.run().then(({ violations }) => done(violations));
"""


def violations(page):
    """What breaks a rule, where, and which rule."""
    page.driver.execute_script(
        resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    )
    page.driver.set_script_timeout(60)
    found = page.driver.execute_async_script(RUN_AXE)
    return [(rule["id"], rule["impact"], node["html"]) for rule in found for node in rule["nodes"]]


def unfold(page):
    """Show what lies hidden until somebody wants it."""
    if page.duo.find_element("#settings-button").is_displayed():
        page.click("settings-button")
    for summary in page.duo.find_elements("details:not([open]) > summary"):
        summary.click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["lab", "phone"])
def test_axe_finds_nothing(request, screen, scheme):
    page = request.getfixturevalue(screen)
    page.wait_for_end()
    page.prefer(scheme=scheme)
    page.wait(lambda: page.driver.execute_script(THEME) == scheme)
    page.wait_for_end()
    assert violations(page) == []
    unfold(page)
    assert violations(page) == []


def test_axe_finds_a_button_without_a_name(lab):
    lab.driver.execute_script(
        "document.querySelector('main').append(document.createElement('button'))"
    )
    assert [rule for rule, _, _ in violations(lab)] == ["button-name"]
