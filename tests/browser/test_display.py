"""The panel for the surface's display and camera."""

import math

import pytest

import losscore as ls

LOG = "?v=1&problem=kmeans&display.height=log&run=1.2,1.9,gd,0.0014,200"
SURFACE = """
const gd = document.querySelector(`#${arguments[0] ?? 'surface'}-graph .js-plotly-plot`);
const trace = gd._fullData.find((t) => t.meta?.role === 'surface');
const minimum = gd.data.find((t) => t.meta?.role === 'minimum');
const { aspectratio, zaxis } = gd._fullLayout.scene ?? {};
return {
  z: Array.from(trace.z, (row) => Array.from(row)),
  dark: trace.colorscale[0][1],
  lines: trace.contours.z?.show,
  minima: minimum.visible ?? true,
  sides: aspectratio && [aspectratio.x, aspectratio.y],
  range: zaxis?.range,
};
"""
HOVERED = """
const hovered = document.querySelector('#surface-graph-box .hovertext');
return hovered ? hovered.textContent : '';
"""
# A history that is full grows no more: what is put into it is counted.
COUNT_PLACES = """
window.places = 0;
const push = history.pushState;
history.pushState = (...given) => { window.places += 1; push.apply(history, given); };
"""
CHECKED = "return document.querySelector(`#display-${arguments[0]} input:checked`)?.value"


def picture(lab, graph=None):
    return lab.driver.execute_script(SURFACE, graph)


def search(lab):
    return lab.driver.execute_script("return location.search")


def unfold(lab):
    lab.click("display-button")
    lab.wait(lambda: lab.duo.find_element(".display-box").is_displayed())


def choose(lab, option, value):
    """Click a choice as a person does: its label."""
    field = lab.duo.find_element(f"#display-{option} input[value='{value}']")
    lab.duo.find_element(f"label[for='{field.get_attribute('id')}']").click()


def checked(lab, option):
    return lab.driver.execute_script(CHECKED, option)


def log_height(loss):
    """What the logarithmic height of the default surface is said to be."""
    z = ls.surface(ls.problem("kmeans"), tol=1e-9).z
    low, high = float(z.min()), float(z.max())
    return math.log10(max(loss - low, 0.0) + (high - low) / 1000)


def wait_for_log(lab):
    lab.wait(lambda: max(map(max, picture(lab)["z"])) < 3)
    lab.wait(lambda: (lab.trace("surface-graph", "ball")[2] or [None])[-1] is not None)


def test_surface_and_ball_follow_the_logarithm_and_the_rest_stays(lab):
    lab.wait_for_end()
    lab.wait(lambda: "run=" in search(lab))
    lab.driver.execute_script(COUNT_PLACES)
    x, y = lab.pixel(0.4, 0.4, 90.0)
    lab.drag(x, y, 60, 10)
    lab.pointer(("pause", 0.5))
    camera, steps = lab.camera(), lab.steps
    unfold(lab)
    choose(lab, "height", "log")
    wait_for_log(lab)
    problem = ls.problem("kmeans")
    surface = ls.surface(problem, tol=1e-9)
    drawn = picture(lab)
    for j, i in ((0, 0), (30, 90), (160, 7)):
        assert drawn["z"][j][i] == pytest.approx(log_height(surface.z[j, i]), abs=1e-4)
    run = ls.descend(problem, (1.2, 1.9), learning_rate=0.0014)
    lift = 0.012 * math.log10(1001)
    end = log_height(run.loss[-1]) + lift
    lab.wait(lambda: lab.trace("surface-graph", "ball")[2] == [pytest.approx(end, abs=1e-4)])
    path = lab.trace("surface-graph", "path")[2]
    heights = [log_height(loss) + lift for loss in run.loss]
    assert path == pytest.approx(heights, abs=1e-4)
    assert (lab.steps, lab.chip[:12]) == (steps, "at minimum A")
    assert len(lab.runs()) == 1
    lab.wait(lambda: "display.height=log" in search(lab))
    assert math.dist(lab.camera(), camera) < 1e-6
    assert lab.driver.execute_script("return window.places") == 0


def test_a_click_on_the_logarithmic_surface_starts_where_it_is_seen(lab):
    lab.follow(LOG)
    wait_for_log(lab)
    place = (1.7, 1.55)
    loss = float(ls.problem("kmeans").loss(place))
    lab.click_surface(*place, log_height(loss))
    lab.wait(lambda: len(lab.runs()) == 2)
    start = lab.wait(lambda: lab.path() if len(lab.runs()) == 2 else None)[0]
    assert math.dist(start, place) < 0.05


def test_hover_and_cursor_show_the_loss_itself(lab):
    lab.follow(LOG)
    wait_for_log(lab)
    place = (1.7, 1.55)
    loss = float(ls.problem("kmeans").loss(place))
    lab.pointer(("move", 5, 5))
    x, y = lab.pixel(*place, log_height(loss))
    lab.pointer(("move", x, y), ("pause", 0.3), ("move", x + 1, y))
    said = lab.wait(lambda: lab.driver.execute_script(HOVERED))
    parts = {part[0]: float(part[1]) for part in _numbers(said)}
    theta = (parts["c₁"], parts["c₂"])
    assert math.dist(theta, place) < 0.05
    assert parts["J"] == pytest.approx(float(ls.problem("kmeans").loss(theta)), rel=5e-3)
    lab.driver.execute_script("document.getElementById('contour-graph-box').focus()")
    lab.duo.find_element("#contour-graph-box").send_keys("\ue011")  # Home: the middle
    middle = float(ls.problem("kmeans").loss((1.0, 1.0)))
    lab.wait(lambda: f"J = {middle:.4g}"[:8] in lab.text("map-place"))


def _numbers(text):
    """(name, number) of "c₁ = 1.3c₂ = 0.5J = 4.1"."""
    names = ("c₁", "c₂", "J")
    places = [text.index(f"{name} = ") for name in names]
    pieces = zip(names, places, [*places[1:], len(text)], strict=True)
    return [(name, text[a + len(name) + 3 : b]) for name, a, b in pieces]


def test_a_link_restores_the_display_and_back_and_forward_do(lab):
    lab.follow(LOG + "&display.colours=viridis&display.contours=none")
    wait_for_log(lab)
    lab.wait(lambda: picture(lab)["dark"] == "#440154")
    assert picture(lab)["lines"] is False
    assert [checked(lab, name) for name in ("colours", "height", "contours", "minima")] == [
        "viridis",
        "log",
        "none",
        "shown",
    ]
    lab.pointer(("pause", 1.0))
    lab.choose("problem-dropdown", "valley")
    lab.wait(lambda: "problem=valley" in search(lab))
    assert "display.height=log" in search(lab)
    unfold(lab)
    choose(lab, "height", "linear")
    lab.wait(lambda: "display.height" not in search(lab))
    lab.driver.back()
    lab.wait(lambda: lab.value("problem-dropdown") == "kmeans")
    lab.wait(lambda: checked(lab, "height") == "log")
    wait_for_log(lab)
    lab.driver.forward()
    lab.wait(lambda: checked(lab, "height") == "linear")
    lab.wait(lambda: max(map(max, picture(lab)["z"])) > 6)


def test_lines_minima_colours_and_proportions(lab):
    before = lab.camera()
    lab.follow("?problem=peaks&window=-3,3,-1,2")
    # Another problem has another first view.
    lab.wait(lambda: math.dist(lab.camera(), before) > 0.1)
    lab.wait(lambda: picture(lab)["sides"] == [1.25, 1.25])
    camera = lab.camera()
    unfold(lab)
    choose(lab, "colours", "cividis")
    lab.wait(lambda: picture(lab)["dark"] == picture(lab, "contour")["dark"] == "#00224e")
    choose(lab, "contours", "none")
    lab.wait(lambda: picture(lab)["lines"] is False)
    choose(lab, "minima", "hidden")
    lab.wait(lambda: picture(lab)["minima"] is picture(lab, "contour")["minima"] is False)
    choose(lab, "aspect", "data")
    lab.wait(lambda: picture(lab)["sides"] == [1.25, 0.625])
    assert math.dist(lab.camera(), camera) < 1e-6
    lab.click("display-reset-button")
    lab.wait(lambda: "display" not in search(lab))
    lab.wait(lambda: picture(lab)["sides"] == [1.25, 1.25])
    assert picture(lab)["minima"] is True
    assert picture(lab)["lines"] is True
    assert [checked(lab, name) for name in ("colours", "aspect")] == ["slate", "cube"]


def press_view(lab, name):
    lab.duo.find_element(f".display-box [data-view='{name}']").click()


def test_views_are_kept_when_the_figure_changes(lab):
    lab.wait_for_end()
    first = lab.camera()
    unfold(lab)
    for name, axis in (("x", 0), ("y", 1), ("above", 2)):
        press_view(lab, name)
        lab.wait(lambda axis=axis: abs(lab.camera()[axis]) > 2)
        view = lab.camera()
        choose(lab, "colours", {"x": "viridis", "y": "cividis", "above": "magma"}[name])
        dark = {"x": "#440154", "y": "#00224e", "above": "#000004"}[name]
        lab.wait(lambda dark=dark: picture(lab)["dark"] == dark)
        lab.pointer(("pause", 0.5))
        assert math.dist(lab.camera(), view) < 1e-6
    assert lab.text("view-along-x") == "Along c₁"
    press_view(lab, "first")
    lab.wait(lambda: math.dist(lab.camera(), first) < 1e-3)


def test_the_other_side_of_a_duel_follows(lab):
    lab.follow("?problem=kmeans&duel=aggregation&run=1.2,1.9,gd,0.0014,200")
    lab.wait(lambda: (lab.trace("rival-graph", "ball")[2] or [None])[-1] is not None)
    unfold(lab)
    choose(lab, "height", "log")
    lab.wait(lambda: max(map(max, picture(lab, "rival")["z"])) < 0.2)
    problem = ls.problem("kmeans", aggregation="mean")
    z = ls.surface(problem, tol=1e-9).z
    loss = ls.descend(problem, (1.2, 1.9), learning_rate=0.0014).loss[-1]
    span = float(z.max() - z.min())
    end = math.log10(loss - z.min() + span / 1000) + 0.012 * math.log10(1001)
    lab.wait(lambda: lab.trace("rival-graph", "ball")[2] == [pytest.approx(end, abs=1e-4)])
    press_view(lab, "above")
    eye = "return document.querySelector('#rival-graph .js-plotly-plot')._fullLayout.scene._scene"
    lab.wait(lambda: lab.driver.execute_script(f"{eye}.getCamera().eye.z") > 2)


def test_basins_win_over_the_colours_and_leave_them_as_they_were_chosen(lab):
    lab.wait_for_end()
    unfold(lab)
    choose(lab, "colours", "magma")
    lab.wait(lambda: picture(lab)["dark"] == "#000004")
    lab.click("basins-switch")
    lab.wait(lambda: "A 50 %" in lab.text("basins-legend"))
    lab.wait(lambda: picture(lab)["dark"] == "#2a343f")
    lab.click("basins-switch")
    lab.wait(lambda: picture(lab)["dark"] == "#000004")


def test_escape_and_a_click_elsewhere_fold_the_panel(lab):
    lab.wait_for_end()
    box = lab.duo.find_element(".display-box")
    unfold(lab)
    lab.driver.switch_to.active_element.send_keys("\ue00c")
    lab.wait(lambda: not box.is_displayed())
    assert lab.driver.switch_to.active_element.get_attribute("id") == "display-button"
    unfold(lab)
    lab.duo.find_element("#runs-table").click()
    lab.wait(lambda: not box.is_displayed())
