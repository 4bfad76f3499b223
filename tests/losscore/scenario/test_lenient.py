"""Links that are only partly understood: what is recovered and what is reported."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import losscore as ls
from losscore.scenario import query
from losscore.scenario.lenient import MAX_ITEMS
from tests.losscore.scenarios import PROBLEMS, full_scenario, scenarios

TOLD = "Not all of this link was understood: "


def is_clear(told):
    """One sentence, not too long."""
    return told.startswith(TOLD) and told.endswith(".") and "\n" not in told and len(told) < 400


@given(scenarios())
def test_a_good_query_is_taken_as_it_is(view):
    assert ls.nearest_scenario(view.to_query()) == (view, "")


@settings(max_examples=300)
@given(st.text(max_size=300) | st.text("&=,.?%+-0123456789runproblemdata", max_size=300))
def test_any_text_gives_a_scenario_and_a_sentence(text):
    view, told = ls.nearest_scenario(text)
    assert ls.Scenario.from_query(view.to_query()) == view
    assert is_clear(told) or (told == "" and ls.Scenario.from_query(text) == view)


@settings(max_examples=300)
@given(st.sampled_from(PROBLEMS), st.data())
def test_a_spoilt_query_keeps_its_good_parts(name, data):
    text = full_scenario(name).to_query()
    at = data.draw(st.integers(0, len(text) - 1))
    put = data.draw(st.text(max_size=3))
    spoilt = text[:at] + put + text[at + data.draw(st.integers(0, 40)) :]
    view, told = ls.nearest_scenario(spoilt)
    assert ls.Scenario.from_query(view.to_query()) == view
    assert told == "" or is_clear(told)


@pytest.mark.parametrize(
    ("text", "saved", "told"),
    [
        ("problem=peaks&zoom=3", ls.Scenario("peaks"), "query: unknown option 'zoom'; "),
        ("v=9&problem=peaks", ls.Scenario("peaks"), "v must be 1, got '9'"),
        ("problem=k-means&data=three-clumps", ls.Scenario("kmeans", "three-clumps"), "problem"),
        ("problem=valley&aggregation=sum", ls.Scenario("valley"), "valley takes neither a dataset"),
        (
            "run=1,2,sgd&run=0,1",
            ls.Scenario(runs=(ls.Run((0, 1)),)),
            "optimizer must be one of",
        ),
        (
            "aggregation=mean&data=line&run=0,1",
            ls.Scenario(aggregation="mean", runs=(ls.Run((0, 1)),)),
            "dataset must be one of two-clumps, three-clumps, evenly-spaced; got 'line'",
        ),
        # The order in which an address names things says nothing.
        (
            "run=0,1,lloyd&problem.bias=x&problem=logistic&run=0,1",
            ls.Scenario("logistic", runs=(ls.Run((0, 1)),)),
            r"bias must be a number, got 'x' (and 1 more).",
        ),
        (
            "&".join(["run=0,1"] * 14),
            ls.Scenario(runs=(ls.Run((0, 1)),) * 12),
            "runs must be at most 12, got 13 (and 1 more)",
        ),
    ],
)
def test_good_parts_are_kept_and_bad_ones_are_reported(text, saved, told):
    view, sentence = ls.nearest_scenario(text)
    assert view == saved
    assert sentence.startswith(TOLD + told)


def test_a_link_that_is_too_long_is_read_as_far_as_allowed():
    run = "run=0.5,1.5,gd,0.01,200"
    view, told = ls.nearest_scenario("&".join([run] * 300))
    assert view.runs == (ls.Run((0.5, 1.5), "gd", 0.01),) * 12
    assert told.startswith(f"{TOLD}query must have at most {query.MAX_LENGTH} characters, got ")
    # A number that the limit cut in two would be another number.
    start = "x=" + "9" * (query.MAX_LENGTH - len("x=&run=1,2"))
    assert ls.nearest_scenario(f"{start}&run=1,2345")[0].runs == ()


def test_only_a_bounded_number_of_parts_is_read():
    text = "&".join(["x=1"] * (MAX_ITEMS + 1))
    told = ls.nearest_scenario(text)[1]
    assert f"query must have at most {MAX_ITEMS} parts, got {MAX_ITEMS + 1}" in told


@pytest.mark.parametrize("value", [None, 5, b"v=1", [], {}, object(), float("nan")])
def test_what_is_not_text_gives_the_default_scenario_and_a_sentence(value):
    view, told = ls.nearest_scenario(value)
    assert view == ls.Scenario()
    assert told == f"A link must be text, got {value!r}."
