"""Basins of attraction on the surface."""

import math

COLOURS = """
const gd = document.querySelector('#surface-graph .js-plotly-plot');
return gd._fullData.find((t) => t.meta?.role === 'surface').surfacecolor?.length ?? 0;
"""


def test_a_switch_colours_the_surface_and_a_new_rate_colours_it_anew(lab):
    lab.wait_for_end()
    camera = lab.camera()
    lab.click("basins-switch")
    lab.wait(lambda: "A 50 %" in lab.text("basins-legend"))
    lab.wait(lambda: lab.driver.execute_script(COLOURS) == 161)
    lab.type("learning-rate-input", "0.000001")
    lab.wait(lambda: "step limit" in lab.text("basins-legend"))
    assert math.dist(lab.camera(), camera) < 1e-6
    lab.click("basins-switch")
    lab.wait(lambda: lab.driver.execute_script(COLOURS) == 0)
    assert lab.text("basins-legend") == ""
