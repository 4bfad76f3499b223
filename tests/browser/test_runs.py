"""Several runs on the page: the table, rings, races; all on one clock."""

import pytest

import losscore as ls
from losscore.scenario.options import MAX_RUNS


def row_button(lab, row, action):
    rows = lab.duo.find_elements("#runs-table tbody tr")
    return rows[row].find_element("css selector", f"[data-action={action}]")


def press(lab, row, action):
    row_button(lab, row, action).click()


def drawn(lab):
    """How many runs the pictures show."""
    x, _, _ = lab.trace("contour-graph", "ball")
    return sum(value is not None for value in x)


def names(lab):
    return [int(row.split()[0]) for row in lab.runs()]


@pytest.fixture
def two(lab):
    """The default run and one more."""
    lab.wait_for_end()
    lab.click_map(1.8, 0.3)
    lab.wait(lambda: len(lab.runs()) == 2)
    lab.wait(lambda: drawn(lab) == 2)
    return lab


def test_a_run_tells_what_it_was_and_where_it_led(two):
    default, clicked = two.runs()
    assert "1.2, 1.9" in default
    assert default.split("\t")[6] == "A"
    assert clicked.split("\t")[6] == "B"


def test_a_run_can_be_hidden_deleted_and_all_can_be_cleared(two):
    press(two, 0, "hide")
    two.wait(lambda: drawn(two) == 1)
    assert row_button(two, 0, "hide").get_attribute("aria-pressed") == "true"
    press(two, 0, "hide")
    two.wait(lambda: drawn(two) == 2)
    press(two, 0, "delete")
    two.wait(lambda: names(two) == [2])
    two.click("clear-runs-button")
    two.wait(lambda: "No runs yet" in two.text("runs-table"))
    assert two.steps is None
    assert two.trace("surface-graph", "path")[0] == [None]


def test_the_selected_run_is_the_one_that_is_read(two):
    two.wait(lambda: two.chip.startswith("at minimum B"))
    press(two, 0, "select")
    two.wait(lambda: two.chip.startswith("at minimum A"))
    assert row_button(two, 0, "select").get_attribute("aria-pressed") == "true"


def test_the_same_start_at_another_rate_is_one_click(two):
    press(two, 0, "halve")
    two.wait(lambda: len(two.runs()) == 3)
    cells = two.runs()[2].split("\t")
    assert (cells[1], float(cells[3])) == ("1.2, 1.9", 0.0007)


def test_a_setting_changes_the_newest_run_alone(two):
    two.choose("optimizer-dropdown", "adam")
    two.wait(lambda: "Adam" in two.runs()[1])
    assert "Gradient descent" in two.runs()[0]
    assert len(two.runs()) == 2


def test_sum_or_mean_runs_all_of_them_again(two):
    two.duo.find_element("#aggregation-radio input[value=mean] + label").click()
    two.wait(lambda: len(two.runs()) == 2 and all("near" in row for row in two.runs()))


def test_a_ring_starts_all_around(lab):
    lab.wait_for_end()
    lab.click("ring-button")
    lab.wait(lambda: names(lab) == [1, 2, 3, 4, 5, 6])
    assert {row.split("\t")[6] for row in lab.runs()} == {"A", "B"}


def test_a_race_is_run_by_the_chosen_on_one_clock(lab):
    lab.wait_for_end()
    lab.duo.find_element(".fold summary").click()
    lab.click("race-button")
    lab.wait(lambda: len(lab.runs()) == 4)
    optimizers = [row.split("\t")[2] for row in lab.runs()]
    assert optimizers == [
        ls.optimizers()[name].label for name in ("gd", "momentum", "rmsprop", "adam")
    ]
    lab.wait_for_end()
    lab.click("first-button")
    lab.wait(lambda: lab.steps[0] == 0)
    x, _, _ = lab.trace("surface-graph", "ball")
    assert len(set(x)) == 1 < len(x)


def test_the_oldest_leaves_when_there_are_too_many(lab):
    lab.wait_for_end()
    lab.choose("ring-size-select", str(MAX_RUNS))
    lab.click("ring-button")
    lab.wait(lambda: len(lab.runs()) == MAX_RUNS)
    lab.click("random-button")
    lab.wait(lambda: names(lab) == list(range(2, MAX_RUNS + 2)))


DASHES = """
const gd = document.querySelector(`#${arguments[0]} .js-plotly-plot`);
return gd._fullData.filter((t) => t.meta?.role === 'path').slice(0, 3).map(({ index }) =>
  gd.calcdata[index][0].node3.node().querySelector('path.js-line').style.strokeDasharray);
"""
TABLE_DASHES = """
const lines = document.querySelectorAll('#runs-table .run-mark path:first-child');
return Array.from(lines, (line) => line.getAttribute('stroke-dasharray'));
"""


def test_runs_of_one_optimizer_are_told_apart_by_their_lines(two):
    two.choose("optimizer-dropdown", "momentum")
    two.click_map(0.4, 0.3)
    two.wait(lambda: len(two.runs()) == 3)
    two.wait(lambda: drawn(two) == 3)
    # The newest run has followed the choice before the third came.
    assert "Momentum" in two.runs()[1]
    in_table = two.driver.execute_script(TABLE_DASHES)
    assert (in_table[0], in_table[1]) == ("none", "none")
    assert in_table[2] != "none"
    for graph in ("contour-graph", "loss-graph"):
        two.wait(
            lambda graph=graph: (
                [dash in ("", "none", "0px") for dash in two.driver.execute_script(DASHES, graph)]
                == [True, True, False]
            )
        )
    press(two, 1, "delete")
    two.wait(lambda: len(two.runs()) == 2)
    assert two.driver.execute_script(TABLE_DASHES) == [in_table[0], in_table[2]]
