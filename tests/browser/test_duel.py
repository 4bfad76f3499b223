"""Two surfaces side by side: one click runs on both, and the cameras stay together."""

import math

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


def test_a_duel_ends_and_gives_way_to_a_problem_without_one(lab):
    begin(lab, "aggregation")
    rival = lab.duo.find_element("#rival-graph-box")
    lab.choose("duel-select", "none")
    lab.wait(lambda: not rival.is_displayed())
    begin(lab, "aggregation")
    lab.choose("problem-dropdown", "peaks")
    lab.wait(lambda: not rival.is_displayed())
    assert lab.value("duel-select") == "none"
