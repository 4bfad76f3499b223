"""Two surfaces side by side: one click runs on both, and the cameras stay together."""

import math

import pytest

import losscore as ls

EYE = """
const gd = document.querySelector(`#${arguments[0]} .js-plotly-plot`);
const eye = gd?._fullLayout?.scene?._scene?.glplot && gd._fullLayout.scene._scene.getCamera().eye;
return eye ? [eye.x, eye.y, eye.z] : null;
"""
SIDE_BY_SIDE = """
const [one, other] = ['surface', 'rival'].map((name) => {
  const gd = document.querySelector(`#${name}-graph .js-plotly-plot`);
  return [gd._fullLayout.width, gd.getBoundingClientRect().width];
});
return Math.abs(one[0] - one[1]) < 2 && Math.abs(one[0] - other[0]) < 4;
"""
FIGURES = """
return ['surface', 'rival'].map((name) =>
  document.querySelector(`#${name}-graph .js-plotly-plot`)._fullLayout.scene.bgcolor);
"""


def eye(lab, graph):
    return lab.driver.execute_script(EYE, graph)


def begin(lab, name):
    lab.choose("duel-select", name)
    lab.wait(lambda: eye(lab, "rival-graph"))
    # The first surface makes room; until then its places on the screen are others.
    lab.wait(lambda: lab.driver.execute_script(SIDE_BY_SIDE))
    lab.wait(lambda: (lab.trace("rival-graph", "path")[0] or [None])[0] is not None)


def test_a_click_starts_on_both_and_both_curves_are_in_one_plot(lab):
    lab.wait_for_end()
    begin(lab, "aggregation")
    lab.click_map(1.8, 0.3)
    lab.wait(lambda: len(lab.runs()) == 2)
    lab.wait_for_end()
    start = lab.path()[0]
    settings = {"theta0": start, "learning_rate": float(lab.value("learning-rate-input"))}
    for graph, curve, aggregation in (
        ("surface-graph", "path", "sum"),
        ("rival-graph", "rival", "mean"),
    ):
        t = ls.descend(ls.problem("kmeans", aggregation=aggregation), **settings)
        lab.wait(lambda graph=graph, t=t: lab.trace(graph, "path")[0] == t.theta[:, 0].tolist())
        lab.wait(lambda curve=curve, t=t: lab.trace("loss-graph", curve)[1] == t.loss.tolist())


def test_the_cameras_stay_together(lab):
    lab.wait_for_end()
    begin(lab, "aggregation")
    first = eye(lab, "rival-graph")
    x, y = lab.pixel(1.0, 1.0, 25.0)
    lab.drag(x, y, 80, 0)
    lab.wait(lambda: math.dist(eye(lab, "rival-graph"), first) > 0.1)
    lab.wait(lambda: math.dist(eye(lab, "rival-graph"), eye(lab, "surface-graph")) < 1e-6)


RIVAL_MIDDLE = """
const box = document.getElementById('rival-graph').getBoundingClientRect();
return [box.left + box.width / 2, box.top + box.height / 2];
"""


def test_a_drag_on_the_second_surface_moves_the_first_and_new_figures_keep_both(lab):
    lab.wait_for_end()
    begin(lab, "aggregation")
    first = eye(lab, "surface-graph")
    x, y = lab.driver.execute_script(RIVAL_MIDDLE)
    lab.drag(x, y, 80, 0)
    lab.wait(lambda: math.dist(eye(lab, "surface-graph"), first) > 0.1)
    lab.wait(lambda: math.dist(eye(lab, "rival-graph"), eye(lab, "surface-graph")) < 1e-6)
    lab.pointer(("pause", 0.5))
    chosen = eye(lab, "surface-graph")
    old = lab.driver.execute_script(FIGURES)
    lab.click("theme-switch")
    lab.wait(lambda: lab.driver.execute_script(FIGURES) != old)
    assert math.dist(eye(lab, "surface-graph"), chosen) < 1e-6
    assert math.dist(eye(lab, "rival-graph"), chosen) < 1e-6


def test_a_drag_on_the_second_surface_counts_before_the_first_is_laid_out(lab):
    lab.wait_for_end()
    lab.choose("duel-select", "aggregation")
    lab.wait(lambda: eye(lab, "rival-graph"))
    first = eye(lab, "rival-graph")
    x, y = lab.driver.execute_script(RIVAL_MIDDLE)
    lab.drag(x, y, 80, 0)
    lab.wait(lambda: lab.driver.execute_script(SIDE_BY_SIDE))
    lab.wait(lambda: math.dist(eye(lab, "rival-graph"), first) > 0.1)
    lab.wait(lambda: math.dist(eye(lab, "rival-graph"), eye(lab, "surface-graph")) < 1e-6)


INSIDE = """
const gd = document.querySelector(`#${arguments[0]} .js-plotly-plot`);
const scene = gd._fullLayout.scene._scene;
const { model, view, projection } = scene.glplot.cameraParams;
const times = (m, v) =>
  [0, 1, 2, 3].map((row) => v.reduce((sum, value, column) => sum + m[4 * column + row] * value, 0));
const [xs, ys] = [gd._fullLayout.scene.xaxis.range, gd._fullLayout.scene.yaxis.range];
const z = gd._fullLayout.scene.zaxis.range[0];
return [0, 1, 2, 3].map((corner) => {
  const place = [xs[corner % 2], ys[corner >> 1], z];
  const point = place.map((value, i) => value * scene.dataScale[i]).concat(1);
  const [x, y, , w] = [model, view, projection].reduce((v, m) => times(m, v), point);
  return Math.max(Math.abs(x / w), Math.abs(y / w));
});
"""


@pytest.mark.parametrize("size", [(1024, 768), (1440, 900)])
def test_no_corner_of_a_duel_is_cut_off(lab, size):
    lab.driver.set_window_size(*size)
    lab.wait_for_end()
    begin(lab, "aggregation")
    for graph in ("surface-graph", "rival-graph"):
        lab.wait(lambda graph=graph: max(lab.driver.execute_script(INSIDE, graph)) < 0.97)


def test_a_duel_ends_with_a_problem_that_has_none(lab):
    begin(lab, "aggregation")
    rival = lab.duo.find_element("#rival-graph-box")
    lab.choose("duel-select", "none")
    lab.wait(lambda: not rival.is_displayed())
    begin(lab, "aggregation")
    lab.choose("problem-dropdown", "peaks")
    lab.wait(lambda: not rival.is_displayed())
    assert lab.value("duel-select") == "none"
