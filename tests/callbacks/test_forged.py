"""Payloads that no page of ours sends: one sentence of ours, never another error."""

import json

import pytest

import losscore as ls
from callbacks.advising import aggregated_otherwise
from callbacks.failing import tell
from callbacks.running import kept_runs, requested
from components import entries
from components.moments import read_moment
from components.runs import read_scenario_key, scenario_key

KEY = scenario_key(ls.Scenario())
RUN = {"start": [1.0, 1.0], "optimizer": "gd", "learning_rate": 0.001, "n_steps": 9}
MOMENT = {"scenario": KEY, "run": RUN, "step": 3, "theta": [1.0, 1.0]}
BROKEN = "Something went wrong. Nothing was changed."
HOSTILE = [None, 3.5, "text", "[1, 2]", [], [1], {}, {"a": 1}, "[" * 100_000, float("nan"), True]


def test_a_moment_of_the_page_is_read():
    assert read_moment(MOMENT).step == 3


@pytest.mark.parametrize("field", MOMENT)
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:12])
def test_a_forged_moment_is_refused(field, value):
    lacking = {name: entry for name, entry in MOMENT.items() if name != field}
    for forged in (value, MOMENT | {field: value}, lacking):
        with pytest.raises(ls.InputError):
            read_moment(forged)


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:12])
def test_forged_runs_are_refused(value):
    described = ls.Scenario().to_dict()
    for forged in (value, {"mode": value, "runs": [RUN]}, {"mode": "add", "runs": [value]}):
        with pytest.raises(ls.InputError):
            requested(described, forged)
    with pytest.raises(ls.InputError):
        read_scenario_key(value)
    for shown in ({"runs": [RUN], "scenario": value}, {"runs": [value], "scenario": KEY}):
        with pytest.raises(ls.InputError):
            kept_runs(ls.Scenario(), shown)
    if value:
        with pytest.raises(ls.InputError):
            aggregated_otherwise(ls.Scenario(), {"scenario": value})


@pytest.mark.parametrize(
    "size", ["inf", "-inf", "nan", "1e400", "2.5", "", None, "many", "0", "99"]
)
def test_a_ring_of_no_size_is_refused(size):
    with pytest.raises(ls.InputError):
        entries.read_ring_size(size)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ls.InputError("the ring must be ≥ 1, got 0"), "The ring must be ≥ 1, got 0."),
        (
            ValueError("operands could not be broadcast"),
            BROKEN,
        ),
        (KeyError("scenario"), BROKEN),
    ],
)
def test_only_our_own_errors_are_shown_in_their_own_words(error, sentence, monkeypatch):
    said = {}
    monkeypatch.setattr("callbacks.failing.set_props", lambda _, props: said.update(props))
    tell(error)
    assert said == {"children": sentence}


def test_keys_are_json():
    assert read_scenario_key(KEY) == json.loads(KEY)
