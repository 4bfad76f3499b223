"""Builds a request from the values of options, be they from an address, a command or a file."""

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
# The values to drop when the problem or the dataset changes.
_BELONGING = {"problem": r"data|runs|window|duel|(problem|data)\..*", "data": r"data\..*"}
_SETTINGS = [option.name for option in RUNS if option.name != "run"]


def request_of(values: Mapping[str, Any]) -> Request:
    """The request for ``values``, whose names are those in ``components.export.options``."""
    picture = {field_of(one.name): values[one.name] for one in PICTURE if one.name in values}
    return Request(_scenario(values), **picture)


def _scenario(values: Mapping[str, Any]) -> ls.Scenario:
    """The scenario; InputError if options contradict each other."""
    changes = {name: value for name, value in values.items() if name in _SCENARIO}
    merged = _changed(read_values(_query_of(values.get("scenario", ""))), changes)
    settings = [name for name in _SETTINGS if name in values]
    if "run" in values:
        if settings:
            raise InputError(f"run cannot be combined with {settings[0]}")
        merged["runs"] = query.read_runs(values["run"])
    if not settings:
        return scenario_of(merged)
    scenario = ls.Scenario.from_dict(options.describe(merged | {"runs": ()}))
    return replace(scenario, runs=_runs(values, scenario))


def _query_of(text: Any) -> str:
    """The query of an address, or ``text`` itself if it is a query already."""
    address, mark, rest = checks.text("scenario", text).partition("?")
    return rest if mark and "=" not in address else text


def _changed(values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """``values`` with ``changes``, without what belonged to the old problem or dataset."""
    cause = next((name for name in _BELONGING if name in changes), None)
    kept = {
        name: value
        for name, value in values.items()
        if cause is None or not re.fullmatch(_BELONGING[cause], name)
    }
    return kept | changes


def _runs(values: Mapping[str, Any], scenario: ls.Scenario) -> tuple[ls.Run, ...]:
    """One run for each combination of start, optimizer and learning rate."""
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
        raise InputError("seed needs batch-size: it selects the samples of each batch")
    return ls.Run(
        (0.0, 0.0),
        n_steps=values.get("steps", DEFAULT_STEPS),
        batch_size=values.get("batch-size"),
        seed=values.get("seed", 0),
    )


def _hyper(given: Iterable[Any]) -> tuple[tuple[str, Any], ...]:
    """The optimizer's options, from texts NAME=VALUE or tables."""
    hyper: dict[str, Any] = {}
    for one in given:
        for name, value in one.items() if isinstance(one, dict) else [_pair(one)]:
            if name in hyper:
                raise InputError(f"hyper {name} must be given once, got another: {value}")
            is_text = isinstance(value, str)
            hyper[name] = notation.number(f"hyper {name}", value) if is_text else value
    return tuple(hyper.items())


def _pair(given: Any) -> tuple[str, str]:
    name, equals, value = str(given).partition("=")
    if not equals:
        raise InputError(f"hyper must be {OPTIONS['hyper'].allowed}, got {checks.shown(given)}")
    return name, value
