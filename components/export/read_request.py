"""A request from the values of options, whether an address, a command or a file says them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import losscore as ls
from components.export.options import OF_OWNERS, OPTIONS, RUNS
from components.export.picture_options import PICTURE
from components.export.request import Request, field_of
from components.session.address import read_values, scenario_of
from components.session.solved import (
    DEFAULT_OPTIMIZER,
    DEFAULT_STEPS,
    default_rate,
    default_start,
    solve,
)
from losscore import checks, notation
from losscore.checks import InputError
from losscore.scenario import options, query
from losscore.scenario.options import SCENARIO

_SCENARIO = {option.name for option in (*SCENARIO, *OF_OWNERS)}
# What goes with the old problem, and what with the old data.
_BELONGING = {"problem": r"data|runs|window|duel|(problem|data)\..*", "data": r"data\..*"}
_SETTINGS = [option.name for option in RUNS if option.name != "run"]


def request_of(values: Mapping[str, Any]) -> Request:
    """The request that ``values`` make, by the names of ``components.export.options``."""
    picture = {field_of(one.name): values[one.name] for one in PICTURE if one.name in values}
    return Request(_scenario(values), **picture)


def _scenario(values: Mapping[str, Any]) -> ls.Scenario:
    """The scenario; InputError where the options are at odds."""
    changes = {name: value for name, value in values.items() if name in _SCENARIO}
    merged = _changed(read_values(_query_of(values.get("scenario", ""))), changes)
    settings = [name for name in _SETTINGS if name in values]
    if "run" in values:
        if settings:
            raise InputError(f"run describes all of a run: it does not go with {settings[0]}")
        merged["runs"] = query.read_runs(values["run"])
    if not settings:
        return scenario_of(merged)
    scenario = ls.Scenario.from_dict(options.describe(merged | {"runs": ()}))
    return replace(scenario, runs=_runs(values, scenario))


def _query_of(text: Any) -> str:
    """The query of an address, or ``text`` if that is one already."""
    address, mark, rest = checks.text("scenario", text).partition("?")
    return rest if mark and "=" not in address else text


def _changed(values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """``values`` with ``changes``; what belongs to another problem or dataset goes with it."""
    cause = next((name for name in _BELONGING if name in changes), None)
    kept = {
        name: value
        for name, value in values.items()
        if cause is None or not re.fullmatch(_BELONGING[cause], name)
    }
    return kept | changes


def _runs(values: Mapping[str, Any], scenario: ls.Scenario) -> tuple[ls.Run, ...]:
    """A run from each start with each optimizer at each learning rate."""
    solved = solve(scenario)
    starts = values.get("start") or [default_start(solved)]
    optimizers = values.get("optimizer") or [DEFAULT_OPTIMIZER]
    rates = values.get("learning-rate") or []
    pattern, hyper = _pattern(values), _hyper(values.get("hyper", ()))
    return tuple(
        replace(pattern, start=start, optimizer=optimizer, learning_rate=rate, hyper=hyper)
        for start, optimizer in product(starts, optimizers)
        for rate in rates or [default_rate(solved, optimizer)]
    )


def _pattern(values: Mapping[str, Any]) -> ls.Run:
    """What all runs have in common."""
    if "seed" in values and "batch-size" not in values:
        raise InputError("seed says which samples a step sees: it goes with batch-size")
    return ls.Run(
        (0.0, 0.0),
        n_steps=values.get("steps", DEFAULT_STEPS),
        batch_size=values.get("batch-size"),
        seed=values.get("seed", 0),
    )


def _hyper(given: Iterable[Any]) -> tuple[tuple[str, Any], ...]:
    """The options of optimizers: NAME=VALUE, or tables of values by name."""
    hyper: dict[str, Any] = {}
    for one in given:
        for name, value in one.items() if isinstance(one, dict) else [_pair(one)]:
            if name in hyper:
                raise InputError(f"hyper {name} must be given once, got it again: {value}")
            is_text = isinstance(value, str)
            hyper[name] = notation.number(f"hyper {name}", value) if is_text else value
    return tuple(hyper.items())


def _pair(given: Any) -> tuple[str, str]:
    name, equals, value = str(given).partition("=")
    if not equals:
        raise InputError(f"hyper must be {OPTIONS['hyper'].allowed}, got {checks.shown(given)}")
    return name, value
