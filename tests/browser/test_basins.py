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


MAP = """
const gd = document.querySelector('#contour-graph .js-plotly-plot');
const heat = gd._fullData.find((t) => t.meta?.role === 'basin');
return heat?.visible === true ? heat.z.length : 0;
"""


def test_the_map_is_coloured_too_and_a_link_remembers_it(lab):
    lab.wait_for_end()
    lab.click("basins-switch")
    lab.wait(lambda: lab.driver.execute_script(MAP) == 81)
    lab.wait(lambda: "basins" in lab.driver.current_url)
    lab.driver.refresh()
    lab.wait(lambda: lab.driver.execute_script("return Boolean(window.Plotly)"))
    lab.wait(lambda: "A 50 %" in lab.text("basins-legend"))
    lab.wait(lambda: lab.driver.execute_script(MAP) == 81)
    lab.click("basins-switch")
    lab.wait(lambda: lab.driver.execute_script(MAP) == 0)
    lab.wait(lambda: "basins" not in lab.driver.current_url)
