"""Choosing problems, data, optimizers, aggregation, theme and scale."""

import math

import numpy as np
import pytest

import losscore as ls
from components.session.runs import describe_run
from components.session.solved import default_run, solve

HEIGHTS = """
const gd = document.querySelector('#surface-graph .js-plotly-plot');
return gd._fullLayout.scene.zaxis.range;
"""
THEME = "return document.documentElement.dataset.bsTheme"


def test_every_problem_can_be_chosen_and_runs(lab, subtests):
    # The default comes last: what is there already cannot be chosen.
    for name in sorted(ls.problems(), key=lambda name: name == ls.Scenario().problem):
        with subtests.test(problem=name):
            choose_problem(lab, name)


def choose_problem(lab, name):
    """Choose it: its formula, its surface and its default run are shown."""
    spec = ls.problems()[name]
    lab.choose("problem-dropdown", name)
    formula = spec.written(spec.default_aggregation)
    lab.wait(lambda: lab.text("surface-caption").startswith(formula))
    z = ls.surface(ls.problem(name)).z
    lab.wait(lambda: lies_around(lab.driver.execute_script(HEIGHTS), z))
    default = default_run(ls.Scenario(name))
    chip = describe_run(solve(default.scenario), default.run)["chip"]
    lab.wait(lambda: len(lab.runs()) == 1 and lab.chip == chip)


def lies_around(drawn, z):
    """Whether an axis has room for all of a surface, and not for much more."""
    (low, high), span = drawn, z.max() - z.min()
    return z.min() - span < low < z.min() < z.max() < high < z.max() + span


def test_the_shading_of_a_network_is_its_probability_at_the_step(lab):
    lab.choose("problem-dropdown", "mlp")
    lab.wait(lambda: lab.text("dataset-note").endswith(ls.problem("mlp").note))
    lab.wait_for_end()
    default, problem = default_run(ls.Scenario("mlp")), ls.problem("mlp")
    theta = default.run.descend(problem).theta
    for button, step in (("first-button", 0), ("forward-button", 1)):
        lab.click(button)
        lab.wait(lambda step=step: lab.text("frame-count").startswith(f"{step} "))
        x, y, z = lab.trace("data-graph", "probability")
        inputs = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        assert np.ravel(z) == pytest.approx(problem.predict(theta[step], inputs), abs=1e-9)


def test_every_optimizer_runs(lab, subtests):
    # The default comes last: what is there already cannot be chosen.
    for name, spec in sorted(ls.optimizers().items(), key=lambda item: item[0] == "gd"):
        with subtests.test(optimizer=name):
            lab.choose("optimizer-dropdown", name)
            lab.wait(lambda formula=spec.formula: lab.text("optimizer-rule") == formula)
            lab.wait(lambda label=spec.label: lab.runs()[-1].split("\t")[2] == label)
            lab.wait_for_end()


def test_an_optimizer_that_does_not_suit_a_new_problem_is_replaced(lab):
    lab.choose("optimizer-dropdown", "lloyd")
    lab.wait(lambda: "the bound for any curvature" in lab.text("learning-rate-hint"))
    lab.choose("problem-dropdown", "valley")
    lab.wait(lambda: lab.value("optimizer-dropdown") == "gd")
    lab.wait(lambda: lab.text("optimizer-rule") == ls.optimizers()["gd"].formula)
    lab.wait_for_end()
    assert lab.chip.startswith("at minimum")


def test_every_dataset_of_a_problem_can_be_chosen(lab):
    lab.choose("problem-dropdown", "logistic")
    for name in ls.problems()["logistic"].datasets:
        lab.choose("dataset-dropdown", name)
        note = ls.datasets()[name].description
        lab.wait(lambda note=note: lab.text("dataset-note") == note)
    lab.wait_for_end()


def test_separable_data_have_no_minimum_and_the_page_says_why(lab):
    lab.choose("problem-dropdown", "logistic")
    lab.choose("dataset-dropdown", "diagonal-split")
    lab.wait(lambda: "separable" in lab.text("minima-table"))
    lab.wait(lambda: lab.chip == "no minimum to reach")


def test_the_camera_stays_through_everything_but_a_new_problem(lab):
    lab.wait_for_end()
    x, y = lab.pixel(1.0, 1.0, 25.0)
    lab.drag(x, y, 80, 0)
    lab.pointer(("pause", 0.5))
    camera = lab.camera()
    lab.choose("dataset-dropdown", "three-clumps")
    lab.wait(lambda: "four" in lab.text("dataset-note"))
    lab.wait_for_end()
    assert math.dist(lab.camera(), camera) < 1e-6
    lab.duo.find_element("#aggregation-radio input[value=mean] + label").click()
    lab.wait(lambda: "(1/N)" in lab.text("surface-caption"))
    lab.click("theme-switch")
    lab.wait(lambda: lab.driver.execute_script(THEME) == "dark")
    lab.wait_for_end()
    assert math.dist(lab.camera(), camera) < 1e-6
    lab.choose("problem-dropdown", "peaks")
    lab.wait(lambda: "Hills" in lab.text("surface-caption"))
    lab.wait(lambda: math.dist(lab.camera(), camera) > 0.1)


def test_the_zoom_of_the_wheel_stays(lab):
    lab.wait_for_end()
    first = lab.camera()
    lab.turn_wheel(*lab.pixel(1.0, 1.0, 25.0), 300)
    lab.wait(lambda: math.dist(lab.camera(), first) > 0.1)
    lab.pointer(("pause", 1.0))
    zoomed = lab.camera()
    lab.click("theme-switch")
    lab.wait(lambda: lab.driver.execute_script(THEME) == "dark")
    lab.wait_for_end()
    lab.pointer(("pause", 1.0))
    assert math.dist(lab.camera(), zoomed) < 1e-3


def test_the_same_rate_on_the_sum_diverges(lab):
    lab.wait_for_end()
    lab.duo.find_element("#aggregation-radio input[value=mean] + label").click()
    lab.wait(lambda: "(1/N)" in lab.text("surface-caption"))
    lab.type("learning-rate-input", "0.14")
    lab.wait(lambda: "stable" in lab.text("learning-rate-hint"))
    lab.wait(lambda: lab.chip.startswith("at minimum"))
    lab.duo.find_element("#aggregation-radio input[value=sum] + label").click()
    lab.wait(lambda: lab.chip == "diverged")
    assert lab.text("learning-rate-hint").startswith("unstable")


def test_the_two_minima_are_shown_to_be_one_clustering(lab):
    text = lab.text("minima-table")
    assert "A and B are the same clustering" in text
    assert "100 of 100 points stay in the same cluster (sizes 50 and 50), and J is equal." in text


def test_the_learning_rate_slider_and_field_are_tied(lab):
    lab.wait_for_end()
    lab.type("learning-rate-input", "0.01")
    lab.wait(lambda: abs(float(lab.value("learning-rate-slider")) + 2) < 0.03)
    lab.duo.find_element("#learning-rate-slider").send_keys("\ue012")  # one notch to the left
    lab.wait(lambda: 0.008 < float(lab.value("learning-rate-input")) < 0.01)
    lab.wait_for_end()


def test_the_loss_curve_has_a_logarithmic_scale(lab):
    lab.wait_for_end()
    lab.duo.find_element("#loss-scale-radio input[value=log] + label").click()
    kind = "return document.querySelector('#loss-graph .js-plotly-plot')._fullLayout.yaxis.type"
    lab.wait(lambda: lab.driver.execute_script(kind) == "log")
    _, y, _ = lab.trace("loss-graph", "curve")
    assert y[0] > 1
    assert 0 < min(value for value in y if value is not None) < 1e-6


def test_the_theme_follows_the_system_until_somebody_chooses(lab):
    assert lab.driver.execute_script(THEME) == "light"
    lab.prefer(scheme="dark")
    lab.wait(lambda: lab.driver.execute_script(THEME) == "dark")
    lab.click("theme-switch")
    lab.wait(lambda: lab.driver.execute_script(THEME) == "light")
    lab.open()
    assert lab.driver.execute_script(THEME) == "light"


def test_nothing_comes_from_another_host(lab):
    lab.wait_for_end()
    hosts = lab.driver.execute_script(
        "const loaded = performance.getEntriesByType('resource');"
        "return [...new Set(loaded.map(({ name }) => new URL(name).host))]"
    )
    assert hosts == [lab.driver.execute_script("return location.host")]
