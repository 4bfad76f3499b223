"""The answer to an event contains all changes of the page, and nothing else."""

from dataclasses import asdict

import pytest
from dash import no_update

import losscore as ls
from callbacks.events import CONTROLS, OUTPUTS, STARTS, SWITCHES, answer
from components.session.display import DEFAULT, Display
from components.session.lab_state import LabState, control_values, read_state, stored_state
from components.session.lessons import LESSONS
from components.session.runs import run_settings
from components.session.solved import default_run
from losscore.checks import InputError
from tests.losscore.scenarios import PROBLEMS, full_scenario

OFF = dict.fromkeys(SWITCHES, False)


class Page:
    """The stores and controls of a page, updated by answers as Dash would update them."""

    def __init__(self, search=""):
        state = LabState.of(default_run(ls.Scenario()))
        self.stored, self.controls, self.switches = stored_state(state), control_values(state), OFF
        self.opened = self.event("open", search=search)

    def event(self, kind, **given):
        update = answer({"type": kind, "n": 1} | given, self.stored, self.controls, self.switches)
        self.stored = update["state"]
        self.controls = self.controls | changed(update["controls"])
        self.switches = self.switches | changed(update["switches"])
        return update

    def choose(self, runs=(), **values):
        self.controls = self.controls | values
        return self.event("choose", values=values, runs=list(runs))

    @property
    def state(self):
        return read_state(self.stored["state"])


def changed(update):
    """The outputs that change, including those in nested groups."""
    found = {}
    for name, value in update.items():
        part = changed(value) if isinstance(value, dict) and name in GROUPS else value
        if part is not no_update and not (name in GROUPS and part == {}):
            found[name] = part
    return found


GROUPS = {name for name, part in OUTPUTS.items() if isinstance(part, dict)}
ALWAYS = {"state", "errors", "invalid"}


def test_a_page_that_opens_gets_its_run_and_advice_on_its_rate():
    update = changed(Page().opened)
    assert set(update) == ALWAYS | {"run", "advice", "sentence", "gallery"}
    assert update["run"]["mode"] == "replace"
    assert len(update["run"]["runs"]) == 1
    assert "stable" in str(update["advice"]["hint"])
    assert update["advice"]["rule"] == ls.optimizers()["gd"].formula


def test_a_pick_changes_the_start_and_adds_a_run():
    page = Page()
    update = changed(page.event("pick", x=0.25, y=1.75))
    assert set(update) == ALWAYS | {"run", "controls", "advice"}
    assert update["controls"] == {"start_x": "0.25", "start_y": "1.75"}
    assert update["advice"] == {"note": []}
    assert update["run"]["runs"][0]["theta"][0] == [0.25, 1.75]
    assert update["state"]["event"] == 1


def test_a_new_problem_sets_the_controls_and_offers_suitable_options():
    page = Page("?lesson=two-minima")
    update = changed(page.choose(problem="logistic"))
    assert update["controls"]["dataset"] == "spirals-label-averaged"
    assert update["controls"]["aggregation"] == "mean"
    assert (update["options"]["label_x"], update["options"]["label_y"]) == ("w₁", "w₂")
    assert update["lesson"] == {"text": [], "hidden": True, "name": "none"}
    assert "problem" not in update["controls"]
    assert page.controls == control_values(page.state)


def test_a_problem_without_data_disables_the_choice_of_data():
    update = Page().choose(problem="peaks")
    assert update["controls"]["dataset"] == "none"
    assert update["options"]["no_dataset"]
    assert update["controls"]["aggregation"] == ""
    assert all(option["disabled"] for option in update["options"]["aggregations"])


@pytest.mark.parametrize(
    ("values", "others"),
    [
        ({"optimizer": "adam"}, {"run", "controls", "advice"}),
        ({"learning_rate": "0.002"}, {"run", "advice"}),
        ({"n_steps": "30"}, {"run", "advice"}),
        ({"aggregation": "mean"}, {"run", "scenario", "advice"}),
        ({"colours": "magma"}, {"run", "scenario", "advice"}),
        ({"dataset": "three-clumps"}, {"run", "scenario", "advice", "controls"}),
    ],
)
def test_a_control_changes_only_what_depends_on_it(values, others):
    page = Page()
    assert set(changed(page.choose(**values))) == ALWAYS | {"sentence"} | others
    assert page.controls == control_values(page.state)


def test_text_that_is_being_typed_is_not_overwritten():
    page = Page()
    page.controls |= {"learning_rate": "0.00"}
    update = page.choose(learning_rate="0.002")
    assert update["controls"]["learning_rate"] is no_update


def test_a_control_whose_event_got_lost_is_corrected():
    page = Page()
    page.controls |= {"aggregation": "mean"}  # its event was never answered
    assert changed(page.event("pick", x=1, y=1)["controls"])["aggregation"] == "sum"


def test_an_invalid_field_changes_only_its_error():
    page = Page()
    page.controls |= {"start_x": "nonsense"}
    update = changed(page.event("start"))
    assert set(update) == ALWAYS | {"advice"}
    assert {name for name, sentence in update["errors"].items() if sentence} == {"start_x"}
    assert {name for name, is_bad in update["invalid"].items() if is_bad} == {"start_x"}
    update = changed(page.choose(learning_rate="fast"))
    assert set(update) == ALWAYS | {"advice", "sentence"}
    assert set(update["advice"]) == {"rule"}


def test_a_switch_between_sum_and_mean_is_explained_until_the_next_choice():
    page = Page()

    def note(update):
        return update["advice"]["note"]

    assert "rose from" in "".join(map(str, note(page.choose(aggregation="mean"))))
    assert note(page.choose(learning_rate="0.14")) is no_update
    assert note(page.choose(optimizer="adam")) == []
    assert "Your η is unchanged" in str(note(page.choose(aggregation="sum")))
    assert note(page.choose(problem="linear")) == []


def test_every_racer_suits_its_problem():
    page = Page()
    for problem in [name for name in ls.problems() if name != "kmeans"] + ["kmeans"]:
        options = page.choose(problem=problem)["options"]
        names = [option["value"] for option in options["racer_options"]]
        assert set(options["racers"]) <= set(names)
        assert all(ls.optimizers()[name].suits(problem) for name in names)


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_controls_show_what_was_opened(name):
    view = full_scenario(name)
    page, last = Page(f"?{view.to_query()}"), view.runs[-1]
    shown = page.controls
    assert page.switches == dict.fromkeys(SWITCHES, True)
    assert {name: shown[name] for name in asdict(DEFAULT)} == asdict(Display.of(view))
    assert shown["problem"] == name
    assert shown["dataset"] == (view.dataset or "none")
    assert shown["aggregation"] == view.aggregation
    assert shown["duel"] == (view.duel or "none")
    assert shown["optimizer"] == last.optimizer
    assert float(shown["learning_rate"]) == last.learning_rate
    assert int(shown["n_steps"]) == last.n_steps
    assert float(shown["start_x"]) == last.start[0]
    assert [run["settings"] for run in page.opened["run"]["runs"]] == [
        run_settings(run) for run in view.runs
    ]
    options = changed(page.opened).get("options", {})
    offered = {"optimizers": "optimizer", "datasets": "dataset", "duels": "duel"}
    for values, control in offered.items():
        if values in options:
            assert shown[control] in [option["value"] for option in options[values]]


def test_only_switches_with_another_value_are_set():
    page = Page("?basins=on&theory=on")
    assert changed(page.opened["switches"]) == {"basins": True, "theory": True}
    update = page.event("open", search="?basins=on")
    assert changed(update["switches"]) == {"theory": False}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_a_lesson_shows_its_text_until_it_is_closed(lesson):
    page = Page(f"?lesson={lesson.slug}")
    shown = page.opened["lesson"]
    assert lesson.title in str(shown["text"])
    assert (shown["hidden"], shown["name"]) == (False, lesson.slug)
    assert page.stored["address"]["lesson"] == lesson.slug
    update = changed(page.event("close-lesson"))
    assert update["lesson"] == {"text": [], "hidden": True, "name": "none"}
    assert page.stored["address"]["lesson"] == ""


def test_an_error_in_a_link_is_shown_until_something_is_chosen():
    page = Page("?lesson=alchemy&problem=peaks")
    assert page.opened["sentence"] == "There is no lesson 'alchemy'."
    assert page.event("pick", x=0, y=0)["sentence"] is no_update
    assert page.choose(optimizer="adam")["sentence"] == ""


def test_every_control_of_the_state_is_on_the_page():
    assert set(CONTROLS | STARTS) == set(Page().controls)


@pytest.mark.parametrize(
    "event",
    [
        None,
        [],
        "open",
        {},
        {"type": "explode"},
        {"type": ["open"]},
        {"type": "open", "search": 7},
        {"type": "choose", "values": "all", "runs": []},
        {"type": "choose", "values": {"aggregation": "mean"}},
        {"type": "pick", "x": 1},
        {"type": "pick", "x": 1, "y": 1e300},
        {"type": "repeat", "mode": "explode", "runs": []},
        {"type": "repeat", "mode": "add", "runs": [{"start": [1, 2]}] * 13},
        {"type": "ring", "size": "13"},
        {"type": "ring", "size": "inf"},
        {"type": "race", "racers": [1]},
        {"type": "race", "racers": None},
    ],
)
def test_a_forged_event_is_refused_in_a_sentence(event):
    page = Page()
    with pytest.raises(InputError, match=r"."):
        answer(event, page.stored, page.controls, page.switches)


@pytest.mark.parametrize("name", ["scenario", "optimizer", "lesson"])
def test_a_forged_state_is_refused_in_a_sentence(name):
    page = Page()
    for value in (7, None, "sorcery", [], {"problem": "nonsense"}):
        state = page.stored["state"] | {name: value}
        with pytest.raises(InputError, match=r"."):
            answer({"type": "start"}, {"state": state}, page.controls, page.switches)
