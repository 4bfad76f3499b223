"""Opening an address and writing it, as plain functions."""

import json
import shutil
import subprocess
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from dash import no_update

import losscore as ls
from callbacks.scenario import lesson_shown
from callbacks.url import OUTPUTS, open_address
from components.session.address import SWITCHES, address_parts, write_address
from components.session.display import DEFAULT, Display
from components.session.lessons import LESSONS
from components.session.runs import describe_run
from components.session.solved import default_run, solve
from tests.losscore.scenarios import PROBLEMS, full_scenario

WRITE = """
import { written } from "MODULE";
const cases = JSON.parse(process.argv[1]);
console.log(JSON.stringify(cases.map((said) => written(said)?.search ?? null)));
"""
MODULE = Path(__file__).parents[2] / "assets" / "lab" / "page" / "written.mjs"
NODE = shutil.which("node")


def written(*cases):
    """What the browser makes of cases (view, lesson): addresses."""
    said = []
    for view, lesson in cases:
        plain = replace(view, basins=False, curvature=False, theory=False, runs=())
        told = [describe_run(solve(view), run, Display.of(view)) for run in view.runs]
        runs = {
            "scenario": told[0]["scenario"] if told else None,
            "queries": [run["query"] for run in told],
        }
        switches = [getattr(view, name) for name in SWITCHES]
        said.append(
            {
                "scenario": address_parts(plain),
                "runs": runs,
                "lesson": lesson,
                "switches": switches,
            }
        )
    code = WRITE.replace("MODULE", MODULE.as_uri())
    command = [NODE, "--input-type=module", "-e", code, json.dumps(said)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


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
def test_a_lesson_opens_by_its_name(lesson):
    update = opened(f"?lesson={lesson.slug}")
    assert asked_for(update) == lesson.scenario
    assert update["lesson"] == lesson.slug
    assert lesson.title in str(update["lesson_text"])
    assert (update["no_lesson"], update["lesson_name"]) == (False, lesson.slug)


@pytest.mark.skipif(NODE is None, reason="needs node")
def test_the_browser_writes_the_address_of_every_lesson_and_problem():
    cases = [(lesson.scenario, lesson.slug) for lesson in LESSONS]
    cases += [(full_scenario(name), "") for name in PROBLEMS]
    cases += [(ls.Scenario("valley"), ""), (ls.Scenario(basins=True, theory=True), "kink")]
    addresses = written(*cases)
    for (view, lesson), address in zip(cases, addresses, strict=True):
        assert address == write_address(view, lesson)
        again = opened(address)
        assert (asked_for(again), again["lesson"]) == (view, lesson)


def test_there_is_no_lesson_of_that_name():
    update = opened("?lesson=alchemy&problem=peaks")
    assert update["told"] == "There is no lesson 'alchemy'."
    assert update["lesson"] == ""
    assert update["problem"] == "peaks"


def test_the_text_of_a_lesson_comes_and_goes():
    shown = lesson_shown("dead-centroid")
    assert "A dead centroid" in str(shown["lesson_text"])
    assert (shown["no_lesson"], shown["lesson_name"]) == (False, "dead-centroid")
    assert lesson_shown("") == {
        "lesson": "",
        "lesson_text": [],
        "no_lesson": True,
        "lesson_name": "none",
    }


def test_runs_belong_to_the_scenario_in_whose_height_they_are_drawn():
    view = ls.Scenario(basins=True, display={"height": "log"})
    told = describe_run(solve(view), ls.Run((0.5, 1.5), "gd", 0.001), Display.of(view))
    assert told["scenario"] == address_parts(view)["scenario"]
    assert told["scenario"] != address_parts(replace(view, display=()))["scenario"]
