"""The theory panel, the curvature at a step, and the note on sum and mean."""

import math

import pytest
from selenium.webdriver.common.keys import Keys

import losscore as ls
from tests.browser.lab_page import READY

KMEANS = ls.problem("kmeans")
MATHS = "async-mathjax"
FETCHED = """
const names = performance.getEntriesByType('resource').map(({ name }) => name);
return names.filter((name) => name.includes(arguments[0]));
"""
HEIGHTS = """
const panel = document.getElementById('theory-panel');
window.seenHeights = [];
const look = () => { window.seenHeights.push(panel.offsetHeight); requestAnimationFrame(look); };
look();
"""


def fetched(lab, part):
    return lab.driver.execute_script(FETCHED, part)


def formulas(lab):
    """The formulas of the panel as screen readers get them."""
    script = "return [...document.querySelectorAll('#theory math')].map((m) => m.textContent)"
    return lab.driver.execute_script(script)


def headings(lab):
    script = "return [...document.querySelectorAll('#theory h3')].map((h) => h.textContent)"
    return lab.driver.execute_script(script)


def open_panel(lab):
    lab.wait_for_end()
    lab.duo.find_element("#theory-panel summary").click()
    lab.wait(lambda: formulas(lab))


def switch_curvature(lab):
    lab.wait_for_end()
    lab.click("curvature-switch")
    lab.wait(lambda: lab.text("curvature-table"))


def drawn(lab, graph, role):
    """The points of a trace that are somewhere."""
    x, y, _ = lab.trace(graph, role)
    return [point for point in zip(x, y, strict=True) if None not in point]


def test_formulas_are_loaded_when_the_panel_opens_and_not_before(lab):
    lab.open()
    lab.wait_for_end()
    assert fetched(lab, MATHS) == []
    open_panel(lab)
    (source,) = fetched(lab, MATHS)
    assert source.startswith(lab.duo.server_url)


def test_the_panel_follows_the_step(lab):
    open_panel(lab)
    last = lab.steps[1]
    assert headings(lab)[0] == f"At step {last}"
    lab.click("first-button")
    lab.wait(lambda: headings(lab)[0] == "At step 0")
    lab.click("forward-button")
    lab.wait(lambda: headings(lab)[-1] == "Step 1 → 2")
    x, y, _ = lab.trace("contour-graph", "path")
    lab.wait(lambda: f"{x[1]:.6g}" in formulas(lab)[0] and f"{y[1]:.6g}" in formulas(lab)[0])


def test_the_panel_stays_as_high_as_its_formulas_while_they_change(lab):
    open_panel(lab)
    lab.click("first-button")
    lab.wait(lambda: headings(lab)[0] == "At step 0")
    lab.driver.execute_script(HEIGHTS)
    lab.click("forward-button")
    lab.wait(lambda: headings(lab)[0] == "At step 1")
    lab.pointer(("pause", 0.3))
    heights = lab.driver.execute_script("return window.seenHeights")
    assert max(heights) - min(heights) <= 20


def test_the_panel_shows_the_selected_run(lab):
    open_panel(lab)
    lab.choose("optimizer-dropdown", "momentum")
    lab.wait(lambda: "Update · Momentum" in headings(lab))


def test_no_formula_is_wider_than_the_page_of_a_phone(lab, subtests):
    lab.driver.set_window_size(500, 900)
    open_panel(lab)
    sizes = "const e = document.documentElement; return [e.scrollWidth, e.clientWidth]"
    for problem in ("peaks", "mlp", "logistic"):
        with subtests.test(problem):
            before = formulas(lab)
            lab.follow(f"?v=1&problem={problem}&theory=on")
            lab.wait(lambda before=before: formulas(lab) not in ([], before))
            lab.wait_for_end()
            width, room = lab.driver.execute_script(sizes)
            assert width <= room
            assert not any("undefined" in formula for formula in formulas(lab))


def test_curvature_is_drawn_at_the_step_and_follows_it(lab):
    switch_curvature(lab)
    end = lab.path()[-1]
    ellipse = lab.wait(lambda: drawn(lab, "contour-graph", "quadratic"))
    # Both eigenvalues are 100 there: a circle around the end, and no slope to point along.
    distances = [math.dist(point, end) for point in ellipse]
    assert max(distances) == pytest.approx(0.14 * 2.0, rel=0.2)
    assert drawn(lab, "contour-graph", "gradient") == []
    lab.click("first-button")
    arrow = lab.wait(lambda: drawn(lab, "contour-graph", "gradient"))
    assert arrow[0] == pytest.approx((1.2, 1.9))
    down = -KMEANS.grad(arrow[0])
    way = (arrow[5][0] - arrow[0][0], arrow[5][1] - arrow[0][1])
    assert math.atan2(way[1], way[0]) == pytest.approx(math.atan2(down[1], down[0]), abs=1e-6)
    assert drawn(lab, "surface-graph", "gradient")
    assert drawn(lab, "surface-graph", "quadratic")
    assert "1.2, 1.9" in lab.text("curvature-table")


def test_curvature_leaves_with_its_switch(lab):
    switch_curvature(lab)
    lab.wait(lambda: drawn(lab, "contour-graph", "quadratic"))
    lab.click("curvature-switch")
    lab.wait(lambda: lab.text("curvature-table") == "")
    lab.wait(lambda: not drawn(lab, "contour-graph", "quadratic"))
    assert not drawn(lab, "surface-graph", "quadratic")


def test_curvature_under_the_pointer_on_the_map(lab):
    switch_curvature(lab)
    before = lab.text("curvature-table")
    x, y = lab.map_pixel(1.0, 0.3)
    lab.pointer(("move", x - 5, y), ("move", x, y))
    lab.wait(lambda: lab.text("curvature-table") != before)
    arrow = lab.wait(lambda: drawn(lab, "contour-graph", "gradient"))
    assert math.dist(arrow[0], (1.0, 0.3)) < 0.02


def test_curvature_at_the_keyboards_cursor(lab):
    switch_curvature(lab)
    lab.duo.find_element("#contour-graph-box").send_keys(Keys.HOME)
    arrow = lab.wait(lambda: drawn(lab, "contour-graph", "gradient"))
    middle = [sum(side) / 2 for side in KMEANS.window]
    lab.duo.find_element("#contour-graph-box").send_keys(Keys.SHIFT, Keys.ARROW_RIGHT)
    lab.wait(lambda: drawn(lab, "contour-graph", "gradient")[:1] not in ([], arrow[:1]))
    x, y = lab.wait(lambda: drawn(lab, "contour-graph", "gradient"))[0]
    assert x == pytest.approx(middle[0] + 0.1 * (KMEANS.window[0][1] - KMEANS.window[0][0]))
    assert y == pytest.approx(middle[1])


def test_curvature_on_both_surfaces_of_a_duel(lab):
    lab.wait_for_end()
    lab.choose("duel-select", "aggregation")
    lab.wait(lambda: (lab.trace("rival-graph", "path")[0] or [None])[0] is not None)
    switch_curvature(lab)
    lab.click("first-button")
    for graph in ("surface-graph", "rival-graph"):
        arrow = lab.wait(lambda graph=graph: drawn(lab, graph, "gradient"))
        assert arrow[0] == pytest.approx((1.2, 1.9))
        assert drawn(lab, graph, "quadratic")
    lab.click("curvature-switch")
    lab.wait(lambda: not drawn(lab, "rival-graph", "gradient"))


def test_a_link_remembers_the_switches(lab):
    switch_curvature(lab)
    lab.duo.find_element("#theory-panel summary").click()
    lab.wait(lambda: "curvature=on&theory=on" in lab.driver.current_url)
    lab.driver.refresh()
    lab.wait(lambda: lab.driver.execute_script(READY))
    lab.wait(lambda: lab.text("curvature-table"))
    lab.wait(lambda: formulas(lab))
    lab.click("curvature-switch")
    lab.duo.find_element("#theory-panel summary").click()
    lab.wait(lambda: "curvature" not in lab.driver.current_url)
    lab.wait(lambda: "theory" not in lab.driver.current_url)


def test_a_saddle_has_two_directions_and_a_theme_keeps_them(lab):
    lab.choose("problem-dropdown", "saddle")
    lab.wait_for_end()
    lab.click("first-button")
    lab.click("curvature-switch")
    strokes = lab.wait(lambda: drawn(lab, "contour-graph", "quadratic"))
    # One stroke along x, five dashes along y.
    assert len(strokes) == 12
    lab.click("theme-switch")
    lab.wait(lambda: len(drawn(lab, "contour-graph", "quadratic")) == 12)


def test_sum_or_mean_is_explained(lab):
    lab.wait_for_end()
    lab.driver.execute_script(
        "document.querySelector('#aggregation-radio input[value=mean]').click()"
    )
    lab.wait(lambda: "rose from 0.02 to 2" in lab.text("aggregation-note"))
    assert "N = 100" not in lab.text("aggregation-note")
    lab.choose("problem-dropdown", "valley")
    lab.wait(lambda: lab.text("aggregation-note") == "")
