"""How each event changes the state, and the runs on the page."""

from dataclasses import replace

import pytest

import losscore as ls
from components.session.events import (
    Choose,
    CloseLesson,
    Open,
    Pick,
    Race,
    Repeat,
    ResetDisplay,
    Ring,
    Start,
    read_event,
)
from components.session.lab_state import LabState, read_state, stored_state
from components.session.reducer import Descents, fitting_scenario, reduce
from components.session.runs import run_settings
from components.session.solved import default_run

TWO = (ls.Run((0.2, 1.8), "gd", 0.001), ls.Run((1.2, 0.1), "adam", 0.02, 50))
SETTINGS = [run_settings(run) for run in TWO]


def state_of(scenario=None, **changes):
    return replace(LabState.of(default_run(scenario or ls.Scenario())), **changes)


def chosen(name, value, state=None, runs=()):
    return reduce(state or state_of(), Choose({name: value}, list(runs)))


def test_the_first_state_is_the_default_scenario_with_its_default_run():
    state = state_of()
    default = default_run(ls.Scenario())
    assert state.scenario == ls.Scenario()
    assert (state.optimizer, state.n_steps, state.lesson) == ("gd", "200", "")
    done = reduce(state, Open(""))
    assert done.state == state
    assert done.descents == Descents("replace", (default.run,))


def test_the_browser_brings_back_the_state_that_it_got():
    state = state_of(ls.Scenario("peaks", basins=True), lesson="kink", n_steps="many")
    kept = stored_state(state, 7)
    assert read_state(kept["state"]) == state
    assert kept["address"]["lesson"] == "kink"
    assert (kept["controls"]["problem"], kept["event"]) == ("peaks", 7)


@pytest.mark.parametrize("x", [-1e6, 0.25, 1e6])
def test_a_pick_may_lie_wherever_a_start_may(x):
    assert read_event({"type": "pick", "x": x, "y": -x}) == Pick(x, -x)
    with pytest.raises(ls.checks.InputError, match="start must be"):
        read_event({"type": "pick", "x": x, "y": 1.1e6})


def test_a_new_problem_brings_its_own_start_rate_and_runs():
    state = state_of(lesson="two-minima")
    done = chosen("problem", "logistic", state, SETTINGS)
    assert done.state.scenario == ls.Scenario(problem="logistic")
    assert done.state.scenario.dataset == "spirals-label-averaged"
    assert done.state.scenario.aggregation == "mean"
    assert done.state.lesson == ""
    problem = ls.problem("logistic")
    rate = ls.suggest_learning_rate(problem, ls.minima(problem))
    assert float(done.state.learning_rate) == rate
    assert done.descents.mode == "replace"
    (run,) = done.descents.runs
    assert run == default_run(done.state.scenario).run


def test_a_dataset_that_fits_is_kept():
    blobs = state_of(ls.Scenario("logistic", "blobs"))
    assert chosen("problem", "logistic-squared-error", blobs).state.scenario.dataset == "blobs"


def test_problems_without_data_have_none():
    scenario = chosen("problem", "peaks").state.scenario
    assert (scenario.dataset, scenario.aggregation) == ("", "")


def test_an_optimizer_that_does_not_suit_the_new_problem_gives_way():
    done = chosen("problem", "valley", state_of(optimizer="lloyd"))
    assert done.state.optimizer == "gd"
    p = ls.problem("valley")
    assert float(done.state.learning_rate) == ls.suggest_learning_rate(p, ls.minima(p), "gd")
    assert chosen("problem", "peaks", state_of(optimizer="adamw")).state.optimizer == "adamw"


def test_the_number_of_steps_outlives_everything():
    state = state_of(n_steps="70")
    for name, value in (("problem", "peaks"), ("dataset", "three-clumps"), ("optimizer", "adam")):
        done = chosen(name, value, state)
        assert done.state.n_steps == "70"
        assert done.descents.runs[-1].n_steps == 70


def test_an_optimizer_brings_its_rate_and_the_newest_run_follows():
    state = state_of()
    done = chosen("optimizer", "adam", state, SETTINGS)
    rate = float(done.state.learning_rate)
    assert replace(done.state, optimizer="gd", learning_rate=state.learning_rate) == state
    assert done.descents.mode == "update"
    assert [(run.optimizer, run.learning_rate) for run in done.descents.runs] == [("adam", rate)]


@pytest.mark.parametrize(("name", "value"), [("learning_rate", "0.002"), ("n_steps", "30")])
def test_the_newest_run_follows_a_field(name, value):
    done = chosen(name, value, runs=SETTINGS)
    assert getattr(done.state, name) == value
    assert done.descents.mode == "update"
    assert getattr(done.descents.runs[0], name) == float(value)


def test_a_field_that_cannot_be_used_is_kept_and_starts_nothing():
    done = chosen("learning_rate", "fast", runs=SETTINGS)
    assert done.state.learning_rate == "fast"
    assert done.descents is None
    assert "learning_rate" in done.state.entries().errors
    for event in (Pick(0.3, 1.2), Start(), Ring(6), Race(("gd", "adam"))):
        again = reduce(done.state, event)
        assert again.state == done.state
        assert again.descents is None
    assert chosen("learning_rate", "0.001", done.state).descents.mode == "update"


def test_other_data_end_all_runs_even_where_a_field_cannot_be_used():
    done = chosen("dataset", "three-clumps", runs=SETTINGS)
    assert (done.descents.mode, len(done.descents.runs)) == ("replace", 1)
    done = chosen("dataset", "three-clumps", state_of(n_steps="many"), SETTINGS)
    assert done.descents == Descents("replace", ())


def test_what_a_choice_does_not_touch_stays_as_a_link_said():
    view = ls.Scenario(
        dataset_options={"noise": 0.3}, window=((0, 3), (0, 3)), display={"height": "log"}
    )
    state = state_of(view, lesson="two-minima")
    done = chosen("aggregation", "mean", state)
    assert done.state.scenario == replace(view, aggregation="mean")
    assert done.state.lesson == "two-minima"
    done = chosen("dataset", "three-clumps", state)
    assert done.state.scenario == ls.Scenario("kmeans", "three-clumps", display={"height": "log"})
    assert done.state.lesson == ""


def test_all_runs_restart_if_j_changes():
    done = chosen("aggregation", "mean", runs=SETTINGS)
    assert done.descents == Descents("replace", TWO)
    assert done.state.learning_rate == state_of().learning_rate
    assert len(chosen("aggregation", "mean").descents.runs) == 1


@pytest.mark.parametrize(
    ("name", "value"), [("height", "log"), ("colours", "magma"), ("duel", "aggregation")]
)
def test_all_runs_stay_where_they_are_on_another_picture_of_the_same_j(name, value):
    assert chosen(name, value, runs=SETTINGS).descents == Descents("refresh", TWO)
    assert chosen(name, value).descents == Descents("refresh", ())


def test_options_of_the_display_add_up_and_are_reset_together():
    state = chosen("height", "log").state
    done = reduce(state, Choose({"colours": "magma", "minima": "hidden"}, []))
    shown = {"height": "log", "colours": "magma", "minima": "hidden"}
    assert dict(done.state.scenario.display) == shown
    again = reduce(done.state, ResetDisplay(SETTINGS))
    assert again.state == state_of()
    assert again.descents == Descents("refresh", TWO)


def test_setting_an_equal_value_starts_no_run():
    state = state_of()
    assert chosen("learning_rate", state.learning_rate, runs=SETTINGS).descents is None


def test_a_duel_stays_where_the_new_problem_has_one():
    state = state_of(ls.Scenario("logistic", "blobs", duel="loss"))
    assert chosen("problem", "linear", state).state.scenario.duel == ""
    state = state_of(ls.Scenario(duel="aggregation"))
    assert chosen("problem", "linear", state).state.scenario.duel == "aggregation"
    assert chosen("duel", "none", state).state.scenario.duel == ""


def test_what_does_not_fit_is_replaced():
    assert fitting_scenario("linear", "blobs", "average") == ls.Scenario(problem="linear")


def test_a_pick_wins_over_the_fields():
    done = reduce(state_of(start_x="nonsense"), Pick(0.25, 1.75))
    assert done.descents.mode == "add"
    assert done.descents.runs[0].start == (0.25, 1.75)
    assert (done.state.start_x, done.state.start_y) == ("0.25", "1.75")


def test_a_run_starts_where_the_fields_say():
    done = reduce(state_of(start_x="0,5", start_y="−1"), Start())
    assert done.descents.mode == "add"
    assert done.descents.runs[0].start == (0.5, -1.0)


def test_runs_are_repeated_as_they_were_asked_for():
    assert reduce(state_of(), Repeat("add", SETTINGS)).descents == Descents("add", TWO)


def test_a_ring_surrounds_the_window_and_a_race_starts_from_one_place():
    state = state_of(learning_rate="0.0014")
    ring = reduce(state, Ring(6)).descents
    assert ring.mode == "replace"
    assert len({run.start for run in ring.runs}) == 6
    assert {run.learning_rate for run in ring.runs} == {0.0014}
    race = reduce(state, Race(("gd", "adam"))).descents
    assert race.mode == "replace"
    assert [run.optimizer for run in race.runs] == ["gd", "adam"]
    assert len({run.start for run in race.runs}) == 1


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (Race(()), "at least one optimizer"),
        (Race(("sorcery",)), "racers must be one of"),
        (Race(("lloyd",)), "racers must be one of"),
        (Choose({"problem": "nonsense"}, []), "problem must be one of"),
        (Choose({"problem": ["kmeans"]}, []), "problem must be one of"),
        (Choose({"optimizer": "lloyd"}, []), "optimizer must be one of"),
        (Choose({"height": "high"}, []), "height must be one of"),
        (Choose({"volume": 11}, []), "controls: unknown option"),
        (Choose({"aggregation": "mean"}, [{}]), "run must have a start"),
        (Repeat("add", [{"start": [1, 2], "optimizer": "sorcery"}]), "optimizer must be one of"),
        (Repeat("add", [{"start": [1, 2]}] * 13), "12"),
        (Repeat("add", "all"), "runs must be"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(event, sentence):
    on_peaks = "lloyd" in str(event)
    with pytest.raises(ls.checks.InputError, match=sentence):
        reduce(state_of(ls.Scenario("peaks" if on_peaks else "kmeans")), event)


def test_a_lesson_is_closed_and_nothing_else_changes():
    state = state_of(lesson="two-minima")
    done = reduce(state, CloseLesson())
    assert done.state == replace(state, lesson="")
    assert done.descents is None


def test_an_address_without_runs_starts_none_and_fills_the_fields():
    done = reduce(state_of(n_steps="70"), Open("?problem=peaks&run=none"))
    assert done.state == state_of(ls.Scenario("peaks"), n_steps="70")
    assert done.descents == Descents("replace", ())


def test_the_fields_say_what_the_newest_run_of_an_address_says():
    done = reduce(state_of(), Open("?run=0.2,0.5,gd,0.01&run=0.1,0.3,adam,0.05,70"))
    state = done.state
    assert (state.optimizer, state.learning_rate, state.n_steps) == ("adam", "0.05", "70")
    assert (state.start_x, state.start_y) == ("0.1", "0.3")


def test_the_same_event_in_the_same_state_does_the_same():
    state = state_of()
    for event in (Pick(0.3, 1.2), Open("?lesson=kink"), Choose({"problem": "mlp"}, SETTINGS)):
        assert reduce(state, event) == reduce(state, event)
