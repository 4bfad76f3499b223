"""The table of options, and the readers that are built from it."""

import dataclasses
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import losscore as ls
from components.export import FORMATS, Request, export
from components.export.option_values import MAX_FILES, gather, variants
from components.export.options import (
    GROUPS,
    LISTS,
    OLD_IN_ADDRESSES,
    OLD_IN_BATCHES,
    OLD_IN_COMMANDS,
    OPTIONS,
)
from components.export.picture_options import FIGURE, IMAGE, PICTURE
from components.export.query_options import read_options
from components.export.read_request import request_of
from components.export.request import field_of
from losscore.checks import InputError
from losscore.registry import Switch

RUN = ls.Run((0.5, 0.5), "gd", 0.01, 20)
SCENARIO = ls.Scenario("peaks", resolution=31, runs=(RUN,))
# A value of each option of a picture that is not its default, and the view that shows it.
OTHERS = {
    "view": ("loss", "surface"),
    "theme": ("dark", "surface"),
    "width": (400, "surface"),
    "height": (1500, "surface"),
    "pixel-ratio": (2.0, "surface"),
    "title": ("A title", "surface"),
    "loss-axis": ("log", "loss"),
    "arrows": (True, "contour"),
    "camera": ((1.0, -2.0, 0.5), "surface"),
    "base-url": ("https://x.example/y/", "surface"),
}


def test_every_option_appears_once():
    names = [option.name for group in GROUPS.values() for option in group]
    assert len(names) == len(set(names))
    assert set(LISTS) < set(names)
    assert all(option.label and option.allowed for option in OPTIONS.values())


def test_the_fields_of_a_request_are_the_options_of_a_picture():
    fields = {field.name: field.default for field in dataclasses.fields(Request)}
    del fields["scenario"]
    assert fields == {field_of(option.name): option.default for option in PICTURE}


def test_formats_name_existing_options():
    assert set(OTHERS) == {option.name for option in PICTURE}
    for entry in FORMATS.values():
        assert set(entry.options) <= set(OTHERS)


@pytest.mark.parametrize(
    "name",
    [name for name, entry in FORMATS.items() if not entry.needs_chromium and name != "npz"],
)
def test_an_option_affects_only_the_formats_that_name_it(name):
    for option, (value, view) in OTHERS.items():
        plain = Request(SCENARIO, view=view)
        changed = dataclasses.replace(plain, **{field_of(option): value})
        makes_a_difference = export(name, plain) != export(name, changed)
        assert makes_a_difference == (option in FORMATS[name].options), option


@pytest.mark.parametrize("old", [OLD_IN_ADDRESSES, OLD_IN_COMMANDS, OLD_IN_BATCHES])
def test_an_older_spelling_is_not_a_present_name_but_means_one(old):
    assert not set(old) & set(OPTIONS)
    assert {alias.option for alias in old.values()} <= set(OPTIONS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("scale=log&view=loss", "loss-axis=log&view=loss"),
        ("scale=linear", "loss-axis=linear"),
        ("ratio=2.5", "pixel-ratio=2.5"),
        ("eye=1,−1,0.5", "camera=1,-1,0.5"),
    ],
)
def test_addresses_may_be_written_as_they_once_were(old, new):
    rest = "problem=peaks&run=1,2,gd,0.01,5"
    one, other = (read_options(f"{part}&{rest}", IMAGE) for part in (old, new))
    assert one == other
    assert one["scenario"] == rest
    assert request_of(one) == request_of(other)
    assert request_of(one) != request_of({"scenario": rest}) or "linear" in old


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("scale=cubic", "scale must be one of linear, log; got 'cubic'"),
        ("ratio=9", "ratio must be ≤ 4, got 9"),
        ("eye=1,2", "eye must be X,Y,Z; got '1,2'"),
        ("scale=log&loss-axis=log", "loss-axis must be given once, got another: 'log'"),
        ("theme=dark&theme=light", "theme must be given once, got another: 'light'"),
    ],
)
def test_an_error_names_an_option_as_it_was_spelled(text, reason):
    with pytest.raises(InputError, match=f"^{reason}$"):
        read_options(text, IMAGE)


@given(st.sampled_from([*IMAGE, *OLD_IN_ADDRESSES]), st.text(max_size=20))
def test_any_text_of_an_option_is_a_value_or_a_sentence_about_it(name, text):
    told = ""
    try:
        values = read_options(f"{name}={quote(text)}", IMAGE)
        assert isinstance(Request(SCENARIO, **picture(values)), Request)
    except InputError as error:
        told = str(error)
    option = OLD_IN_ADDRESSES[name].option if name in OLD_IN_ADDRESSES else name
    assert told == "" or told.startswith((f"{name} must", f"{option} must"))


def picture(values):
    """The fields of a request among values of options."""
    return {field_of(name): value for name, value in values.items() if name in IMAGE}


def test_commands_and_batches_may_be_written_as_they_once_were():
    said = [("scale", "2"), ("log", "on"), ("dataset", "three-clumps")]
    new = {"pixel-ratio": [2.0], "loss-axis": ["log"], "data": ["three-clumps"]}
    assert gather(said, OLD_IN_COMMANDS) == new
    assert gather([("scale", 2), ("log", True)], OLD_IN_BATCHES) == {
        "pixel-ratio": [2.0],
        "loss-axis": ["log"],
    }
    assert gather([("log", False)], OLD_IN_BATCHES) == {"loss-axis": ["linear"]}


def test_text_and_values_make_the_same_request():
    texts = {
        "problem": "logistic",
        "problem.bias": "−0.2",
        "window": "-2,2,-3,3",
        "basins": "on",
        "start": "-1,0.5",
        "learning-rate": "0.01",
        "steps": "20",
        "hyper": "momentum=0.8",
        "optimizer": "momentum",
        "width": "640",
        "camera": "1,-1,0.5",
        "title": "1847",
    }
    values = {
        "problem": "logistic",
        "problem.bias": -0.2,
        "window": [[-2, 2], [-3, 3]],
        "basins": True,
        "start": [-1, 0.5],
        "learning-rate": 0.01,
        "steps": 20,
        "hyper": {"momentum": 0.8},
        "optimizer": "momentum",
        "width": 640,
        "camera": [1, -1, 0.5],
        "title": 1847,
    }
    ((_, one),) = variants(gather(texts.items(), {}), IMAGE)
    ((_, other),) = variants(gather(values.items(), {}), IMAGE)
    run = ls.Run((-1.0, 0.5), "momentum", 0.01, 20, (("momentum", 0.8),))
    window = ((-2.0, 2.0), (-3.0, 3.0))
    scenario = ls.Scenario(
        "logistic", options=(("bias", -0.2),), window=window, runs=(run,), basins=True
    )
    expected = Request(scenario, width=640, camera=(1.0, -1.0, 0.5), title="1847")
    assert request_of(one) == request_of(other) == expected


def test_switches_of_a_scenario_can_be_put_off():
    values = {"scenario": "problem=valley&basins=on&run=none"}
    assert request_of(values).scenario.basins
    assert not request_of(values | {"basins": False}).scenario.basins


def test_a_link_that_travelled_is_a_scenario():
    for text in (
        "problem=valley&run=none?utm_source=x",
        "https://lab.example/?problem=valley&run=none",
    ):
        assert request_of({"scenario": text}).scenario == ls.Scenario("valley")


def test_repeated_words_make_several_files():
    said = [("view", "contour"), ("view", "loss"), ("problem", "peaks"), ("problem", "valley")]
    values = gather([*said, ("title", "T")], {})
    assert list(variants(values, FIGURE)) == [
        ([view, problem], {"title": "T", "view": view, "problem": problem})
        for view in ("contour", "loss")
        for problem in ("peaks", "valley")
    ]


def test_options_that_do_not_matter_make_no_more_files():
    values = gather([("view", "contour"), ("view", "loss"), ("data", "a"), ("data", "b")], {})
    assert [words for words, _ in variants(values, ())] == [["a"], ["b"]]


def test_there_are_only_so_many_files():
    values = gather([("view", "loss"), ("theme", "dark")] * 30, {})
    with pytest.raises(
        InputError, match=f"view, theme must make at most {MAX_FILES} files, got 900"
    ):
        list(variants(values, FIGURE))


def test_several_rates_and_optimizers_do_not_make_several_files():
    said = [("learning-rate", "0.1,0.01"), ("optimizer", "gd"), ("optimizer", "adam, newton")]
    ((words, values),) = variants(gather(said, {}), FIGURE)
    assert words == []
    assert values == {"learning-rate": [0.1, 0.01], "optimizer": ["gd", "adam", "newton"]}


@pytest.mark.parametrize("name", [o.name for o in OPTIONS.values() if isinstance(o, Switch)])
def test_a_switch_is_given_once(name):
    with pytest.raises(InputError, match=f"^{name} must be given once"):
        gather([(name, "on"), (name, "off")], {})
