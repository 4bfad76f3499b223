"""Opening an address and writing it."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import losscore as ls
from components.session.address import (
    SWITCHES,
    Opened,
    read_address,
    read_exactly,
    write_address,
)
from components.session.lab_state import LabState, stored_state
from components.session.lessons import LESSONS
from components.session.runs import describe_runs, scenario_key
from components.session.solved import default_run
from tests.losscore.scenarios import PROBLEMS, full_scenario

WRITE = """
import { written } from "MODULE";
const cases = JSON.parse(process.argv[1]);
console.log(JSON.stringify(cases.map((said) => written(said)?.search ?? null)));
"""
MODULE = Path(__file__).parents[3] / "assets" / "lab" / "page" / "written.mjs"
NODE = shutil.which("node")


def written(*cases):
    """What the browser makes of cases (view, lesson): addresses."""
    said = []
    for view, lesson in cases:
        plain = replace(view, basins=False, curvature=False, theory=False, runs=())
        state = LabState.of(default_run(plain), lesson)
        told = describe_runs(view, view.runs)
        said.append(
            {
                "scenario": stored_state(state)["address"],
                "runs": [run["query"] for run in told],
                "switches": [getattr(view, name) for name in SWITCHES],
            }
        )
    code = WRITE.replace("MODULE", MODULE.as_uri())
    command = [NODE, "--input-type=module", "-e", code, json.dumps(said)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


@pytest.mark.parametrize("name", PROBLEMS)
def test_an_address_opens_its_scenario_and_runs(name):
    view = full_scenario(name)
    assert read_address(f"?{view.to_query()}") == Opened(view, "", "")


def test_without_runs_there_is_the_default_run_unless_none_are_wanted():
    default = default_run(ls.Scenario("valley")).run
    assert read_address("?problem=valley").scenario.runs == (default,)
    assert read_address("?problem=valley&run=none").scenario.runs == ()
    assert read_address("").scenario == ls.Scenario(runs=(default_run(ls.Scenario()).run,))


def test_a_link_that_is_partly_understood_opens_with_a_message():
    opened = read_address("?problem=peaks&colour=red&run=0.1,0.2,gd,0.01,50")
    assert opened.scenario == ls.Scenario("peaks", runs=(ls.Run((0.1, 0.2), "gd", 0.01, 50),))
    assert opened.sentence.startswith("Not all of this link was understood: query: unknown option")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_a_lesson_opens_by_its_name(lesson):
    assert read_address(f"?lesson={lesson.slug}") == Opened(lesson.scenario, lesson.slug, "")


@pytest.mark.skipif(NODE is None, reason="needs node")
def test_the_browser_writes_the_address_of_every_lesson_and_problem():
    cases = [(lesson.scenario, lesson.slug) for lesson in LESSONS]
    cases += [(full_scenario(name), "") for name in PROBLEMS]
    cases += [(ls.Scenario("valley"), ""), (ls.Scenario(basins=True, theory=True), "kink")]
    addresses = written(*cases)
    for (view, lesson), address in zip(cases, addresses, strict=True):
        assert address == write_address(view, lesson)
        assert read_address(address) == Opened(view, lesson, "")


def test_there_is_no_lesson_of_that_name():
    opened = read_address("?lesson=alchemy&problem=peaks")
    assert opened.sentence == "There is no lesson 'alchemy'."
    assert (opened.lesson, opened.scenario.problem) == ("", "peaks")


def test_a_program_gets_a_lesson_by_its_name_and_no_guess():
    (kink,) = (lesson for lesson in LESSONS if lesson.slug == "kink")
    assert read_exactly("?lesson=kink") == kink.scenario
    with pytest.raises(ls.checks.InputError, match=r"lesson must be one of .* got 'alchemy'"):
        read_exactly("?lesson=alchemy")


def test_runs_belong_to_the_scenario_in_whose_height_they_are_drawn():
    view = ls.Scenario(basins=True, display={"height": "log"})
    (told,) = describe_runs(view, (ls.Run((0.5, 1.5), "gd", 0.001),))
    assert told["scenario"] == scenario_key(view)
    assert told["scenario"] != scenario_key(replace(view, display=()))
