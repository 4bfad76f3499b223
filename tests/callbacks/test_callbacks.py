"""The callbacks as plain functions."""

import contextvars
from dataclasses import replace

import pytest
from dash import no_update
from dash._callback_context import context_value
from dash._utils import AttributeDict

import losscore as ls
from callbacks.basins import colour, give_up
from callbacks.figures import draw
from callbacks.hints import advise
from callbacks.multi_start import ask_for_many
from callbacks.runs import start_run
from callbacks.scenario import CHOICES, choose, fitting_scenario
from components import ids
from components.session.basins import SLOTS
from components.session.runs import describe_run, run_settings, scenario_key
from components.session.solved import solve

TYPED = {"learning_rate": "0.0014", "n_steps": "200", "start_x": "1.2", "start_y": "1.9"}


def triggered_by(identifier, function, *arguments, **named):
    """Call a callback as Dash does when ``identifier`` changed."""

    def call():
        inputs = [{"prop_id": f"{identifier}.value"}] if identifier else []
        context_value.set(AttributeDict(triggered_inputs=inputs))
        return function(*arguments, **named)

    return contextvars.copy_context().run(call)


def chosen_by(control, *choices, scenario=None):
    """What follows when ``control`` was changed and the controls stand at ``choices``."""
    changed = next(name for name, identifier in CHOICES.items() if identifier == control)
    choice = dict(zip(CHOICES, choices, strict=True)) | {"changed": changed}
    return choose(choice, (scenario or ls.Scenario()).to_dict())


def changed(update):
    return {name for name, value in update.items() if value is not no_update}


def test_a_new_problem_brings_its_own_everything():
    update = chosen_by(ids.PROBLEM, "logistic", "two-clumps", "sum", "", "gd")
    assert update["scenario"] == ls.Scenario(problem="logistic").to_dict()
    assert update["dataset"] == "spirals-label-averaged"
    assert update["aggregation"] == "mean"
    assert (update["label_x"], update["label_y"]) == ("w₁", "w₂")
    assert float(update["rate"]) == ls.suggest_learning_rate(
        ls.problem("logistic"), ls.minima(ls.problem("logistic"))
    )


def test_a_dataset_that_fits_is_kept():
    update = chosen_by(ids.PROBLEM, "logistic-squared-error", "blobs", "mean", "", "gd")
    assert update["dataset"] == "blobs"


def test_problems_without_data_show_none():
    update = chosen_by(ids.PROBLEM, "peaks", "two-clumps", "sum", "", "gd")
    assert update["dataset"] == "none"
    assert update["no_dataset"]
    assert update["aggregation"] == ""
    assert all(option["disabled"] for option in update["aggregations"])


def test_an_optimizer_that_does_not_suit_the_new_problem_gives_way():
    update = chosen_by(ids.PROBLEM, "valley", "two-clumps", "sum", "", "lloyd")
    assert update["optimizer"] == "gd"
    assert "lloyd" not in [option["value"] for option in update["optimizers"]]
    p = ls.problem("valley")
    assert float(update["rate"]) == ls.suggest_learning_rate(p, ls.minima(p), "gd")
    update = chosen_by(ids.PROBLEM, "kmeans", "line", "mean", "", "adamw")
    assert update["optimizer"] == "adamw"
    assert "lloyd" in [option["value"] for option in update["optimizers"]]


def test_an_optimizer_changes_the_rate_alone():
    update = chosen_by(ids.OPTIMIZER, "kmeans", "two-clumps", "sum", "", "adam")
    assert changed(update) == {"rate", "chosen", "told"}


def test_sum_or_mean_changes_the_scenario_alone():
    update = chosen_by(ids.AGGREGATION, "kmeans", "two-clumps", "mean", "", "gd")
    assert changed(update) == {"scenario", "chosen", "told"}
    assert update["scenario"]["aggregation"] == "mean"


def test_what_a_choice_does_not_touch_stays_as_a_link_said():
    shown = ls.Scenario(
        dataset_options={"noise": 0.3}, window=((0, 3), (0, 3)), display={"height": "log"}
    )
    update = chosen_by(
        ids.AGGREGATION, "kmeans", "two-clumps", "mean", "none", "gd", scenario=shown
    )
    assert update["scenario"] == replace(shown, aggregation="mean").to_dict()
    update = chosen_by(ids.DATASET, "kmeans", "three-clumps", "sum", "none", "gd", scenario=shown)
    expected = ls.Scenario("kmeans", "three-clumps", display={"height": "log"})
    assert update["scenario"] == expected.to_dict()
    assert update["lesson"] == ""


def test_what_does_not_fit_is_replaced():
    assert fitting_scenario("linear", "blobs", "average") == ls.Scenario(problem="linear")


def test_drawing_tells_which_scenario_the_figures_show():
    drawn = draw(ls.Scenario().to_dict(), "dark")
    keys = {drawn[name].layout.meta["scenario"] for name in ("surface", "contour", "data")}
    delivery = started(None)
    assert keys == {run["scenario"] for run in delivery["runs"]}


def start(by, described=None, **inputs):
    """``start_run`` with the default scenario and good fields, but for ``inputs``."""
    given = {"picked": None, "request": None, "optimizer": "gd", "typed": TYPED, "shown": None}
    described = described or ls.Scenario().to_dict()
    return triggered_by(by, start_run, described, **given | inputs)


def started(by, described=None, **inputs):
    """What is delivered."""
    return start(by, described, **inputs)["run"]


def shown_runs(scenario, *runs):
    """What the browser keeps of runs that it was given."""
    told = [describe_run(solve(scenario), run) for run in runs]
    return {"scenario": told[0]["scenario"], "runs": [run["settings"] for run in told]}


def test_a_run_starts_where_the_fields_say():
    update = start(ids.RUN)
    assert update["run"]["mode"] == "add"
    assert update["run"]["runs"][0]["theta"][0] == [1.2, 1.9]
    assert not any(update["errors"].values())


def test_a_click_wins_over_the_fields():
    picked = {"x": 0.25, "y": 1.75, "n": 1}
    update = start(ids.PICKED, picked=picked, typed=TYPED | {"start_x": "nonsense"})
    assert update["run"]["mode"] == "add"
    assert update["run"]["runs"][0]["theta"][0] == [0.25, 1.75]
    assert (update["start_x"], update["start_y"]) == ("0.25", "1.75")


def test_the_newest_run_follows_a_setting():
    assert started(ids.LEARNING_RATE)["mode"] == "update"
    assert started(ids.OPTIMIZER, optimizer="adam")["runs"][0]["settings"]["optimizer"] == "adam"


def test_the_page_opens_with_one_run():
    delivery = started(None)
    assert (delivery["mode"], len(delivery["runs"])) == ("replace", 1)


def test_a_bad_field_changes_nothing_but_its_sentence():
    update = start(ids.RUN, typed=TYPED | {"learning_rate": "fast"})
    assert update["run"] is no_update
    assert update["errors"]["learning_rate"]
    assert update["invalid"] == {
        "learning_rate": True,
        "n_steps": False,
        "start_x": False,
        "start_y": False,
    }


TWO = (ls.Run((0.2, 1.8), "gd", 0.001), ls.Run((1.2, 0.1), "adam", 0.02, 50))


def test_all_runs_are_run_again_where_j_changed():
    mean = ls.Scenario(aggregation="mean")
    delivery = started(ids.SCENARIO, mean.to_dict(), shown=shown_runs(ls.Scenario(), *TWO))
    assert delivery["mode"] == "replace"
    problem = mean.build()
    for told, run in zip(delivery["runs"], TWO, strict=True):
        assert told["loss"] == run.descend(problem).loss.tolist()


def test_a_start_that_is_picked_while_a_surface_changes_comes_after_the_runs_that_stay():
    mean = ls.Scenario(aggregation="mean")
    given = {"picked": {"x": 0.25, "y": 1.75, "n": 1}, "request": None, "optimizer": "gd"}
    shown = shown_runs(ls.Scenario(), *TWO)

    def both(typed=TYPED):
        def call():
            places = (ids.SCENARIO, ids.PICKED)
            inputs = [{"prop_id": f"{place}.data"} for place in places]
            context_value.set(AttributeDict(triggered_inputs=inputs))
            return start_run(mean.to_dict(), typed=typed, shown=shown, **given)

        return contextvars.copy_context().run(call)

    delivery = both()["run"]
    assert delivery["mode"] == "replace"
    found = [tuple(run["theta"][0]) for run in delivery["runs"]]
    assert found == [TWO[0].start, TWO[1].start, (0.25, 1.75)]
    refused = both(TYPED | {"learning_rate": "fast"})
    assert refused["errors"]["learning_rate"]
    assert len(refused["run"]["runs"]) == 2


def test_all_runs_stay_where_they_are_on_another_picture_of_the_same_j():
    finer = ls.Scenario(resolution=41)
    delivery = started(ids.SCENARIO, finer.to_dict(), shown=shown_runs(ls.Scenario(), *TWO))
    assert delivery["mode"] == "refresh"
    assert len(delivery["runs"]) == 2


def test_another_display_is_drawn_and_leaves_the_runs_where_they_are():
    view = ls.Scenario(display={"height": "log", "colours": "magma"}, duel="aggregation")
    update = draw(view.to_dict(), "light")
    for name in ("surface", "rival"):
        assert update[name].data[0].colorscale[-1][1] == "#fcfdbf"
        assert update[name].layout.annotations[0].text.startswith("height: log₁₀(J")
    keys = {update[name].layout.meta["scenario"] for name in ("surface", "contour", "data")}
    shown = shown_runs(ls.Scenario(), *TWO)
    delivery = started(ids.SCENARIO, view.to_dict(), shown=shown)
    assert delivery["mode"] == "refresh"
    assert [told["settings"] for told in delivery["runs"]] == shown["runs"]
    assert {told["scenario"] for told in delivery["runs"]} == keys
    for told in (*delivery["runs"], *(told["rival"] for told in delivery["runs"])):
        # On a linear surface it would lie above J.
        assert told["path"]["z"][0] < told["loss"][0]


def test_other_data_end_all_runs():
    other = ls.Scenario(dataset="three-clumps")
    delivery = started(ids.SCENARIO, other.to_dict(), shown=shown_runs(ls.Scenario(), *TWO))
    assert (delivery["mode"], len(delivery["runs"])) == ("replace", 1)


def test_requested_runs_are_delivered_as_they_were_asked_for():
    runs = [run_settings(run) for run in TWO]
    delivery = started(ids.REQUEST, request={"mode": "add", "runs": runs})
    assert delivery["mode"] == "add"
    assert [run["settings"] for run in delivery["runs"]] == runs


@pytest.mark.parametrize(
    "request_",
    [
        {"mode": "explode", "runs": []},
        {"mode": "add", "runs": [{"start": [1, 2], "optimizer": "sorcery"}]},
        {"mode": "add", "runs": [{"start": [1, 2]}] * 13},
        {"mode": "add", "runs": "all"},
        {"mode": "add"},
    ],
)
def test_a_forged_request_is_refused_in_a_sentence(request_):
    with pytest.raises(ValueError, match=r"."):
        start(ids.REQUEST, request=request_)


def ask(by, **inputs):
    given = {"optimizer": "gd", "typed": TYPED, "racers": ["gd", "adam"], "size": "6"}
    clicks = {"ring": 1, "race": 1}
    return triggered_by(
        by, ask_for_many, described=ls.Scenario().to_dict(), **given | clicks | inputs
    )["request"]


def test_a_ring_surrounds_the_window_and_a_race_starts_from_one_place():
    ring = ask(ids.RING)
    assert len({tuple(run["start"]) for run in ring["runs"]}) == 6
    assert {run["learning_rate"] for run in ring["runs"]} == {0.0014}
    race = ask(ids.RACE)
    assert [run["optimizer"] for run in race["runs"]] == ["gd", "adam"]
    assert {tuple(run["start"]) for run in race["runs"]} == {(1.2, 1.9)}
    for request in (ring, race):
        assert started(ids.REQUEST, request=request)["mode"] == "replace"


def test_what_cannot_be_raced_is_said():
    with pytest.raises(ValueError, match="at least one optimizer"):
        ask(ids.RACE, racers=[])
    with pytest.raises(ValueError, match="12"):
        ask(ids.RING, size="13")
    assert ask(ids.RACE, typed=TYPED | {"start_x": ""}) is no_update


def test_every_racer_suits_its_problem():
    for problem in ls.problems():
        update = chosen_by(ids.PROBLEM, problem, "", "", "", "gd")
        names = [option["value"] for option in update["racer_options"]]
        assert set(update["racers"]) <= set(names)
        assert all(ls.optimizers()[name].suits(problem) for name in names)


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
    assert "These are the 12 lowest of 121 minima." in table


def advised(trigger, aggregation, shown_aggregation):
    scenario, shown = (ls.Scenario(aggregation=name) for name in (aggregation, shown_aggregation))
    page = {"scenario": scenario_key(shown), "runs": []}
    return triggered_by(trigger, advise, scenario.to_dict(), "gd", "0.14", page)["note"]


def test_a_change_between_sum_and_mean_is_explained_until_something_else_is_chosen():
    assert "fell from 2 to 0.02" in "".join(map(str, advised(ids.SCENARIO, "sum", "mean")))
    assert advised(ids.SCENARIO, "sum", "sum") == ""
    assert advised(ids.LEARNING_RATE, "sum", "sum") is no_update
    assert advised(ids.OPTIMIZER, "sum", "mean") == ""


def test_a_duel_runs_on_both_surfaces_and_shows_them():
    duel = ls.Scenario(problem="logistic", dataset="blobs", duel="loss")
    (run,) = started(ids.RUN, duel.to_dict())["runs"]
    assert run["rival"]["settings"] == run["settings"]
    assert run["rival"]["loss"][0] == pytest.approx(duel.rival().build().loss([1.2, 1.9]))
    drawn = triggered_by(None, draw, duel.to_dict(), "light")
    assert drawn["arena"] == "arena is-duel"
    z = drawn["rival"].data[0].z
    assert z == pytest.approx(solve(duel.rival()).surface.z, rel=1e-6)
    assert drawn["rival"].layout.meta["scenario"] == run["scenario"]


def test_a_duel_stays_where_the_new_problem_has_one():
    update = chosen_by(ids.PROBLEM, "linear", "", "sum", "aggregation", "gd")
    assert (update["duel"], update["scenario"]["duel"]) == ("aggregation", "aggregation")
    update = chosen_by(ids.PROBLEM, "linear", "", "sum", "loss", "gd")
    assert (update["duel"], update["scenario"]["duel"]) == ("none", "")


ON, OFF = {"n": 1, "isOn": True, "piece": 0}, {"n": 1, "isOn": False, "piece": 0}


def coloured(asked=ON, scenario=None, **settings):
    given = {"optimizer": "gd", "learning_rate": "0.0014", "n_steps": "200", "theme": "light"}
    described = (scenario or ls.Scenario()).to_dict()
    return colour(asked, described, **given | settings)


def touched(patch):
    """Attributes that a patch changes."""
    return {step["location"][-1] for step in patch.to_plotly_json()["operations"]}


def test_basins_need_no_new_figure_and_leave_as_they_came():
    on, off = coloured(), coloured(OFF)
    colours = {"surfacecolor", "colorscale", "cmin", "cmax", "color"}
    assert touched(on["surface"]) == touched(off["surface"]) == colours
    assert on["answer"] == {"n": 1, "piece": 0, "of": 1, "shown": "surface"}
    assert off["legend"] is None
    assert set(coloured(None).values()) == {no_update}


def test_both_surfaces_of_a_duel_have_basins_of_their_own():
    duel = ls.Scenario("linear", duel="aggregation")
    first, second = (coloured(ON | {"piece": k}, duel, learning_rate="0.1") for k in range(2))
    assert (first["answer"]["shown"], second["answer"]["shown"]) == ("surface", "rival")
    legends = {duel.aggregation: first["legend"], duel.rival().aggregation: second["rival_legend"]}
    assert "diverged" in str(legends["sum"])
    assert "diverged" not in str(legends["mean"])
    assert touched(second["rival"]) == touched(first["surface"])
    assert changed(second) == {"rival", "rival_legend", "answer"}


def test_basins_stay_as_they_are_while_a_field_cannot_be_read():
    assert changed(coloured(learning_rate="fast")) == {"answer"}


def test_colours_of_the_display_come_back_when_basins_go():
    update = coloured(OFF, ls.Scenario(display={"colours": "viridis"}))
    changes = update["surface"].to_plotly_json()["operations"]
    values = {change["location"][-1]: change["params"]["value"] for change in changes}
    assert values["colorscale"][0] == [0.0, "#440154"]
    assert values["surfacecolor"] is None


def test_who_asks_for_basins_while_others_are_served_is_told_to_come_again():
    with SLOTS:
        answer = coloured(learning_rate="0.00141421")["answer"]
    assert answer["busy"]
    assert "busy" not in coloured(learning_rate="0.00141421")["answer"]


def test_basins_that_fail_say_that_nothing_more_comes(monkeypatch):
    told = []
    monkeypatch.setattr("callbacks.basins.report_error", told.append)
    error = ValueError("no")
    assert give_up(error)["answer"] == {"failed": True}
    assert told == [error]
