"""The scenario that options describe: a query, what changes it, and its runs."""

from __future__ import annotations

import argparse
from dataclasses import replace
from itertools import product
from urllib.parse import quote

import losscore as ls
from components.export.command.arguments import scenario_items
from components.export.command.numbers import read_number, read_numbers, read_tuple, read_whole
from components.session.address import LESSON, read_exactly
from components.session.solved import (
    DEFAULT_OPTIMIZER,
    DEFAULT_STEPS,
    default_rate,
    default_start,
    solve,
)
from losscore import checks
from losscore.checks import InputError
from losscore.scenario import query

SETTINGS = ("start", "optimizer", "learning_rate", "steps", "batch_size", "seed", "hyper")
Items = list[tuple[str, str]]


def scenario_of(options: argparse.Namespace) -> ls.Scenario:
    """The scenario; ValueError where the options are at odds."""
    items = _changed(_base(options.scenario or ""), scenario_items(options))
    settings = [name for name in SETTINGS if getattr(options, name) is not None]
    if options.run and settings:
        name = settings[0].replace("_", "-")
        raise InputError(f"--run says all of a run: it does not go with --{name}")
    if options.run:
        return read_exactly(_written(_changed(items, [("run", text) for text in options.run])))
    if not settings:
        return read_exactly(_written(items))
    scenario = ls.Scenario.from_query(_written([item for item in items if item[0] != "run"]))
    return replace(scenario, runs=_runs(options, scenario))


def _base(text: str) -> Items:
    """The parts of a query; those of its lesson, where it names one alone."""
    pairs = query.items(text.rpartition("?")[2])
    if any(key == LESSON.removesuffix("=") for key, _ in pairs):
        return query.items(read_exactly(_written(pairs)).to_query())
    return pairs


def _changed(items: Items, changes: Items) -> Items:
    """``items`` with ``changes`` instead of those of the same keys.

    What belongs to another problem or dataset goes with it.
    """
    keys = {key for key, _ in changes}
    gone = keys | ({"data", "run", "window", "duel"} if "problem" in keys else set())
    prefixes = ("problem.",) * ("problem" in keys) + ("data.",) * bool(keys & {"problem", "data"})
    return [
        item for item in items if item[0] not in gone and not item[0].startswith(prefixes)
    ] + changes


def _written(items: Items) -> str:
    return "&".join(f"{quote(key)}={quote(value, safe=',=')}" for key, value in items)


def _runs(options: argparse.Namespace, scenario: ls.Scenario) -> tuple[ls.Run, ...]:
    """A run from each start with each optimizer at each learning rate."""
    solved = solve(scenario)
    starts = [_start(text) for text in options.start or ()] or [default_start(solved)]
    optimizers = _optimizers(options.optimizer or [DEFAULT_OPTIMIZER])
    rates = [
        rate for text in options.learning_rate or () for rate in read_numbers("learning-rate", text)
    ]
    pattern, hyper = _pattern(options), _hyper(options.hyper or [])
    return tuple(
        replace(pattern, start=start, optimizer=optimizer, learning_rate=rate, hyper=hyper)
        for start, optimizer in product(starts, optimizers)
        for rate in rates or (default_rate(solved, optimizer),)
    )


def _pattern(options: argparse.Namespace) -> ls.Run:
    """What all runs have in common."""
    steps = DEFAULT_STEPS if options.steps is None else read_whole("steps", options.steps)
    if options.batch_size is None:
        if options.seed is not None:
            raise InputError("--seed says which samples a step sees: it goes with --batch-size")
        return ls.Run((0.0, 0.0), n_steps=steps)
    size = read_whole("batch-size", options.batch_size)
    seed = read_whole("seed", options.seed or "0")
    return ls.Run((0.0, 0.0), n_steps=steps, batch_size=size, seed=seed)


def _start(text: str) -> tuple[float, float]:
    x, y = read_tuple("start", text, "X,Y")
    return x, y


def _optimizers(texts: list[str]) -> list[str]:
    names = [name.strip() for text in texts for name in text.split(",")]
    return [checks.choice("optimizer", name, ls.optimizers()) for name in names]


def _hyper(texts: list[str]) -> tuple[tuple[str, float], ...]:
    options: dict[str, float] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise InputError(f"hyper must be NAME=VALUE, got {checks.shown(text)}")
        if name in options:
            raise InputError(f"hyper {name} must be given once, got it again: {value}")
        options[name] = read_number(f"hyper {name}", value)
    return tuple(options.items())
