"""Registries: names, labels, parameters with defaults inside their ranges."""

import re
from typing import Any

import pytest

import losscore as ls
from losscore.registry import (
    Choice,
    Parameter,
    Switch,
    Text,
    Vector,
    check,
    defaults,
    lookup,
    resolve,
)

REGISTRIES: dict[str, Any] = {
    "problem": ls.problems,
    "dataset": ls.datasets,
    "optimizer": ls.optimizers,
}
ENTRIES = [
    pytest.param(kind, name, id=f"{kind}-{name}")
    for kind, registry in REGISTRIES.items()
    for name in registry()
]
OPTIONS = [
    pytest.param(option, id=f"{kind}-{name}-{option.name}")
    for kind, registry in REGISTRIES.items()
    for name, spec in registry().items()
    for option in spec.parameters
]
PARAMETERS = [option for option in OPTIONS if isinstance(option.values[0], Parameter)]
CHOICES = [option for option in OPTIONS if isinstance(option.values[0], Choice)]


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_an_entry_is_named_by_its_key_in_lower_case_with_hyphens_and_has_a_label(kind, name):
    spec = REGISTRIES[kind]()[name]
    assert spec.name == name
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert spec.label.strip()


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_default_lies_in_its_range_and_the_range_is_inclusive(parameter):
    assert parameter.low <= parameter.default <= parameter.high
    assert parameter.check(parameter.low) == parameter.low
    assert parameter.check(parameter.high) == parameter.high


def test_every_option_is_a_number_or_a_choice():
    assert len(PARAMETERS) + len(CHOICES) == len(OPTIONS)


@pytest.mark.parametrize("choice", CHOICES)
def test_a_choice_takes_its_words_and_no_other(choice):
    assert choice.default in choice.choices
    assert len(set(choice.choices)) == len(choice.choices) > 1
    assert [choice.check(word) for word in choice.choices] == list(choice.choices)
    for other in ("nothing", choice.default.upper(), "", None, 1):
        with pytest.raises(ValueError, match=rf"^{choice.name} must be one of .*; got "):
            choice.check(other)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_value_past_either_end_of_the_range_is_refused(parameter):
    step = 1 if parameter.integer else 0.01 * (parameter.high - parameter.low)
    for outside in (parameter.low - step, parameter.high + step):
        with pytest.raises(ValueError, match=rf"^{parameter.name} must be [≥≤] .*, got "):
            parameter.check(outside)


@pytest.mark.parametrize("registry", REGISTRIES.values())
def test_changing_the_returned_dict_leaves_the_registry_alone(registry):
    names = list(registry())
    registry().clear()
    assert list(registry()) == names


def test_resolve_fills_in_defaults_and_checks_what_is_given():
    parameters = (
        Parameter("n", "n", 5, 1, 9, integer=True),
        Parameter("noise", "noise", 0.1, 0, 1),
    )
    assert resolve("owner", parameters, {"n": 7.0}) == {"n": 7, "noise": 0.1}
    with pytest.raises(ValueError, match=r"^n must be a whole number, got 1.5$"):
        resolve("owner", parameters, {"n": 1.5})
    with pytest.raises(ValueError, match=r"^owner: unknown option 'm'; options are n, noise$"):
        resolve("owner", parameters, {"m": 1})


def test_numbers_and_choices_stand_side_by_side():
    options = (Parameter("n", "n", 5, 1, 9, integer=True), Choice("kind", "kind", "a", ("a", "b")))
    assert resolve("owner", options, {"kind": "b"}) == {"n": 5, "kind": "b"}
    with pytest.raises(ValueError, match=r"^kind must be one of a, b; got 'c'$"):
        resolve("owner", options, {"kind": "c"})


def test_check_leaves_out_what_is_not_given():
    parameters = (Parameter("n", "n", 5, 1, 9, integer=True), Parameter("b", "b", 0.1, 0, 1))
    assert check("owner", parameters, {"n": 7.0}) == {"n": 7}
    assert defaults(parameters) == {"n": 5, "b": 0.1}


def test_lookup_lists_the_names_there_are():
    assert lookup("fruit", "pear", {"apple": 1, "pear": 2}) == 2
    with pytest.raises(ValueError, match=r"^fruit must be one of apple, pear; got 'plum'$"):
        lookup("fruit", "plum", {"apple": 1, "pear": 2})


KINDS = [
    Parameter("x", "x", 1.5, -10.0, 10.0),
    Parameter("n", "n", 3, 0, 10, integer=True),
    Choice("word", "word", "a", ("a", "b")),
    Switch("is", "is"),
    Vector("place", "place", "X,Y", -1.0, 1.0),
    Text("title", "title"),
]
VALUES = [(-0.25, "-0.25"), (7, "7"), ("b", "b"), (True, "on"), ((0.5, -1.0), "0.5,-1"), ("T", "T")]


@pytest.mark.parametrize(("option", "pair"), list(zip(KINDS, VALUES, strict=True)))
def test_every_kind_of_option_reads_what_it_writes(option, pair):
    value, text = pair
    assert option.write(value) == text
    assert option.check(option.parse(text)) == value
    assert option.check(option.parse(value)) == value
    assert option.allowed


@pytest.mark.parametrize(
    ("option", "given", "reason"),
    [
        (KINDS[0], "ten", "x must be a number, got 'ten'"),
        (KINDS[0], "11", "x must be ≤ 10, got 11"),
        (KINDS[0], True, "x must be a number, got True"),
        (KINDS[1], "1.5", "n must be a whole number, got '1.5'"),
        (KINDS[2], "c", "word must be one of a, b; got 'c'"),
        (KINDS[2], 1, "word must be one of a, b; got 1"),
        (KINDS[3], "yes", "is must be one of on, off; got 'yes'"),
        (KINDS[3], 1, "is must be true or false, got 1"),
        (KINDS[4], "0", "place must be X,Y; got '0'"),
        (KINDS[4], "0,2", "place must be ≤ 1, got 2"),
        (KINDS[4], 0.5, "place must be X,Y; got 0.5"),
        (KINDS[4], [0.5, None], "place must be a number, got None"),
        (KINDS[5], "a\nb", "title must be one line of text"),
        (KINDS[5], "x" * 201, "title must have at most 200 characters, got 201"),
        (KINDS[5], ["T"], "title must be one line of text"),
    ],
)
def test_every_kind_of_option_says_what_it_expects(option, given, reason):
    with pytest.raises(ls.InputError, match=f"^{re.escape(reason)}"):
        option.check(option.parse(given))


def test_a_number_may_be_a_text():
    assert KINDS[5].check(KINDS[5].parse(1847)) == "1847"
