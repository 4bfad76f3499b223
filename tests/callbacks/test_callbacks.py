"""The callbacks as plain functions."""

import contextvars

import pytest
from dash import no_update
from dash._callback_context import context_value
from dash._utils import AttributeDict

import losscore as ls
from callbacks.choosing import choose, fitting_scenario
from callbacks.drawing import draw
from callbacks.running import start_run
from components import ids

TYPED = {"learning_rate": "0.0014", "n_steps": "200", "start_x": "1.2", "start_y": "1.9"}


def triggered_by(identifier, function, *arguments, **named):
    """Call a callback as Dash does when ``identifier`` changed."""

    def call():
        inputs = [{"prop_id": f"{identifier}.value"}] if identifier else []
        context_value.set(AttributeDict(triggered_inputs=inputs))
        return function(*arguments, **named)

    return contextvars.copy_context().run(call)


def test_a_new_problem_brings_its_own_everything():
    update = triggered_by(ids.PROBLEM, choose, "logistic", "two-clumps", "sum", "gd")
    assert update["scenario"] == ls.Scenario(problem="logistic").to_dict()
    assert update["dataset"] == "spirals-label-averaged"
    assert update["aggregation"] == "mean"
    assert (update["label_x"], update["label_y"]) == ("w₁", "w₂")
    assert float(update["rate"]) == ls.suggest_learning_rate(
        ls.problem("logistic"), ls.minima(ls.problem("logistic"))
    )


def test_a_dataset_that_fits_is_kept():
    update = triggered_by(ids.PROBLEM, choose, "logistic-squared-error", "blobs", "mean", "gd")
    assert update["dataset"] == "blobs"


def test_problems_without_data_show_none():
    update = triggered_by(ids.PROBLEM, choose, "peaks", "two-clumps", "sum", "gd")
    assert update["dataset"] == "none"
    assert update["no_dataset"]
    assert update["aggregation"] == ""
    assert all(option["disabled"] for option in update["aggregations"])


def test_an_optimizer_that_does_not_suit_the_new_problem_gives_way():
    update = triggered_by(ids.PROBLEM, choose, "valley", "two-clumps", "sum", "lloyd")
    assert update["optimizer"] == "gd"
    assert "lloyd" not in [option["value"] for option in update["optimizers"]]
    p = ls.problem("valley")
    assert float(update["rate"]) == ls.suggest_learning_rate(p, ls.minima(p), "gd")
    update = triggered_by(ids.PROBLEM, choose, "kmeans", "line", "mean", "adamw")
    assert update["optimizer"] == "adamw"
    assert "lloyd" in [option["value"] for option in update["optimizers"]]


def test_an_optimizer_changes_the_rate_alone():
    update = triggered_by(ids.OPTIMIZER, choose, "kmeans", "two-clumps", "sum", "adam")
    assert {name for name, value in update.items() if value is not no_update} == {"rate"}


def test_sum_or_mean_changes_the_scenario_alone():
    update = triggered_by(ids.AGGREGATION, choose, "kmeans", "two-clumps", "mean", "gd")
    assert {name for name, value in update.items() if value is not no_update} == {"scenario"}
    assert update["scenario"]["aggregation"] == "mean"


def test_what_does_not_fit_is_replaced():
    assert fitting_scenario("linear", "blobs", "average") == ls.Scenario(problem="linear")


def test_drawing_tells_which_scenario_the_figures_show():
    drawn = draw(ls.Scenario().to_dict(), "dark")
    keys = {drawn[name].layout.meta["scenario"] for name in ("surface", "contour", "data")}
    run = triggered_by(
        None, start_run, ls.Scenario().to_dict(), None, optimizer="gd", typed=dict(TYPED)
    )
    assert keys == {run["run"]["scenario"]}


def test_a_run_starts_where_the_fields_say():
    update = triggered_by(
        ids.RUN, start_run, ls.Scenario().to_dict(), None, optimizer="gd", typed=dict(TYPED)
    )
    assert update["run"]["theta"][0] == [1.2, 1.9]
    assert not any(update["errors"].values())


def test_a_click_wins_over_the_fields():
    picked = {"x": 0.25, "y": 1.75, "n": 1}
    typed = TYPED | {"start_x": "nonsense"}
    update = triggered_by(
        ids.PICKED, start_run, ls.Scenario().to_dict(), picked, optimizer="gd", typed=typed
    )
    assert update["run"]["theta"][0] == [0.25, 1.75]
    assert (update["start_x"], update["start_y"]) == ("0.25", "1.75")


def test_a_bad_field_changes_nothing_but_its_sentence():
    typed = TYPED | {"learning_rate": "fast"}
    update = triggered_by(
        ids.RUN, start_run, ls.Scenario().to_dict(), None, optimizer="gd", typed=typed
    )
    assert update["run"] is no_update
    assert update["errors"]["learning_rate"]
    assert update["invalid"] == {
        "learning_rate": True,
        "n_steps": False,
        "start_x": False,
        "start_y": False,
    }


@pytest.mark.parametrize(
    "payload", [{"problem": "nonsense"}, {"resolution": 10**9}, {"extra": 1}, [], "kmeans", None]
)
def test_a_forged_scenario_is_refused_in_a_sentence(payload):
    with pytest.raises(ValueError, match=r"."):
        draw(payload, "light")


def test_what_is_to_be_known_about_this_very_surface_stands_under_the_data():
    note = triggered_by(None, draw, ls.Scenario(problem="mlp").to_dict(), "light")["note"]
    assert note.startswith(ls.datasets()["blobs"].description)
    assert note.endswith(ls.problem("mlp").note)


def test_a_table_without_room_says_how_many_minima_there_are():
    table = str(triggered_by(None, draw, ls.Scenario(problem="rastrigin").to_dict(), "light"))
    assert "The 12 lowest of 121 minima." in table
