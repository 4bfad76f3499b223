"""Opening an address and writing it, as plain functions."""

import json
from dataclasses import asdict, replace

import pytest
from dash import no_update

import losscore as ls
from callbacks.scenario import CHOICES, choose
from callbacks.url_read import OUTPUTS, open_address, show_lesson
from callbacks.url_write import write_url
from components.session.display import DEFAULT, Display
from components.session.lessons import LESSONS
from components.session.runs import describe_run, run_settings, scenario_key
from components.session.solved import default_run, solve
from tests.losscore.scenarios import PROBLEMS, full_scenario


def switched(*, basins=False, curvature=False, theory=None):
    """Values of the switches; nobody has touched the panel yet."""
    return {"basins": basins, "curvature": curvature, "theory": theory}


def opened(search, *, first=False):
    return open_address({"search": search, "n": 3, "first": first}, basins=False)


def asked_for(update):
    """The scenario with its runs that an update puts on the page."""
    return ls.Scenario.from_dict(update["scenario"] | {"runs": update["request"]["runs"]})


@pytest.mark.parametrize("name", PROBLEMS)
def test_an_address_opens_what_it_says(name):
    view = full_scenario(name)
    update = opened(f"?{view.to_query()}")
    assert asked_for(update) == view
    assert update["scenario"]["runs"] == ()
    assert update["request"]["mode"] == "replace"
    assert (update["told"], update["lesson"]) == ("", "")


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_controls_show_what_was_opened(name):
    view = full_scenario(name)
    update, last = opened(f"?{view.to_query()}"), view.runs[-1]
    assert update["problem"] == name
    assert update["basins"] is update["curvature"] is update["theory"] is True
    assert opened(f"?problem={name}")["theory"] is False
    assert opened(f"?problem={name}")["basins"] is no_update
    assert {name: update[name] for name in asdict(DEFAULT)} == asdict(Display.of(view))
    assert update["dataset"] == (view.dataset or "none")
    assert update["aggregation"] == view.aggregation
    assert update["duel"] == (view.duel or "none")
    assert update["optimizer"] == last.optimizer
    assert float(update["rate"]) == last.learning_rate
    assert int(update["n_steps"]) == last.n_steps
    assert float(update["start_x"]) == last.start[0]
    offered = {"optimizers": "optimizer", "datasets": "dataset", "duels": "duel"}
    for options, value in offered.items():
        assert update[value] in [option["value"] for option in update[options]]


@pytest.mark.parametrize("name", PROBLEMS)
def test_dash_telling_of_the_controls_changes_nothing(name):
    update = opened(f"?{full_scenario(name).to_query()}")
    page = {"chosen": update["chosen"], "scenario": update["scenario"]}
    choice = choose(*(update[control] for control in CHOICES), page)
    assert all(value is no_update for value in choice.values())


def test_without_runs_there_is_the_default_run_unless_none_are_wanted():
    assert asked_for(opened("?problem=valley")).runs == (default_run(ls.Scenario("valley")).run,)
    update = opened("?problem=valley&run=none")
    assert update["request"]["runs"] == []
    assert float(update["start_x"]) == default_run(ls.Scenario("valley")).run.start[0]


def test_a_first_visit_without_an_address_leaves_the_page_as_it_is():
    assert set(opened("", first=True).values()) == {no_update}
    assert open_address(None, basins=False) == dict.fromkeys(OUTPUTS, no_update)
    # Going back to it is another matter.
    assert asked_for(opened("")) == ls.Scenario(runs=(default_run(ls.Scenario()).run,))


def test_a_link_that_is_not_understood_is_told_of_and_shown_as_far_as_it_is():
    update = opened("?problem=peaks&run=0.1,0.2,gd,0.01,50&zoom=3")
    assert asked_for(update) == ls.Scenario("peaks", runs=(ls.Run((0.1, 0.2), "gd", 0.01, 50),))
    assert update["told"].startswith("Not all of this link was understood: query: unknown option")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_a_lesson_opens_by_its_name_and_comes_back_from_what_is_written(lesson):
    update = opened(f"?lesson={lesson.slug}")
    assert asked_for(update) == lesson.scenario
    assert update["lesson"] == lesson.slug
    runs = [run_settings(run) for run in lesson.scenario.runs]
    shown = {"scenario": scenario_key(lesson.scenario.subject()), "runs": runs}
    basins = lesson.scenario.basins
    written = write_url(update["scenario"], shown, lesson.slug, switched(basins=basins))["search"]
    again = opened(written)
    assert (asked_for(again), again["lesson"]) == (lesson.scenario, lesson.slug)


def test_there_is_no_lesson_of_that_name():
    update = opened("?lesson=alchemy&problem=peaks")
    assert update["told"] == "There is no lesson 'alchemy'."
    assert update["lesson"] == ""
    assert update["problem"] == "peaks"


def test_the_text_of_a_lesson_comes_and_goes():
    text, hidden, value = show_lesson("dead-centroid")
    assert "A dead centroid" in str(text)
    assert (hidden, value) == (False, "dead-centroid")
    assert show_lesson("") == ([], True, "none")
    assert show_lesson("alchemy") == ([], True, "none")


def test_the_address_is_that_of_scenario_and_runs():
    view = ls.Scenario("valley", runs=(ls.Run((0.5, 0.6), "gd", 0.05, 20),), basins=True)
    shown = {"scenario": scenario_key(view.subject()), "runs": [run_settings(view.runs[0])]}
    described = json.loads(json.dumps(view.to_dict() | {"runs": []}))
    assert (
        write_url(described, shown, None, switched(basins=True))["search"] == f"?{view.to_query()}"
    )
    watched = write_url(described, shown, None, switched(curvature=True, theory=True))["search"]
    assert "&curvature=on&theory=on&" in watched
    none = {"scenario": None, "runs": []}
    empty = write_url(described, none, "", switched(basins=False))["search"]
    assert empty == "?v=1&problem=valley&run=none"


def test_runs_that_are_about_to_be_replaced_are_not_written():
    before, after = ls.Scenario("valley"), ls.Scenario("peaks")
    shown = {"scenario": scenario_key(before), "runs": [run_settings(ls.Run((0.5, 0.6)))]}
    assert write_url(after.to_dict(), shown, "", switched(basins=False)) is no_update
    assert write_url(after.to_dict(), None, "", switched(basins=False)) is no_update


def test_steps_in_the_history_are_places_not_settings():
    def place(view, lesson=""):
        runs = [run_settings(run) for run in view.runs]
        shown = {"scenario": scenario_key(view.subject()), "runs": runs}
        return write_url(view.to_dict(), shown, lesson, switched(basins=False))["place"]

    slow, fast = (ls.Run((0.5, 1.5), "gd", rate) for rate in (0.001, 0.002))
    here = place(ls.Scenario(runs=(slow,)))
    assert place(ls.Scenario(runs=(fast,))) == here
    others = (
        place(ls.Scenario(runs=(slow, fast))),
        place(ls.Scenario(aggregation="mean", runs=(slow,))),
        place(ls.Scenario("kmeans", "three-clumps", runs=(slow,))),
        place(ls.Scenario(runs=(slow,)), "two-minima"),
    )
    assert here not in others


def test_a_run_says_what_scenario_it_belongs_to_as_the_address_expects():
    view = ls.Scenario(basins=True, display={"height": "log"})
    run = ls.Run((0.5, 1.5), "gd", 0.001)
    told = describe_run(solve(view), run, Display.of(view))
    shown = {"scenario": told["scenario"], "runs": [run_settings(run)]}
    written = write_url(view.to_dict(), shown, "", switched(basins=True))["search"]
    assert written == f"?{replace(view, runs=(run,)).to_query()}"
    # Another height is on its way: the runs on it will be others.
    linear = view.to_dict() | {"display": {}}
    assert write_url(linear, shown, "", switched(basins=True)) is no_update
