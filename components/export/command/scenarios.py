"""The scenario that options describe: a query, what changes it, and its runs."""

from __future__ import annotations

import argparse
from dataclasses import replace
from itertools import product
from urllib.parse import quote

import losscore as ls
from components.address import LESSON, read_exactly
from components.defaults import (
    DEFAULT_OPTIMIZER,
    DEFAULT_STEPS,
    default_rate,
    default_start,
    solve,
)
from components.export.command.arguments import scenario_items
from losscore import checks, query
from losscore.checks import InputError

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
    optimizers = (options.optimizer or DEFAULT_OPTIMIZER).split(",")
    rates = _numbers("learning-rate", options.learning_rate or "")
    for name in optimizers:
        checks.choice("optimizer", name, ls.optimizers())
    pattern, hyper = _pattern(options), _hyper(options.hyper or [])
    return tuple(
        replace(pattern, start=start, optimizer=optimizer, learning_rate=rate, hyper=hyper)
        for start, optimizer in product(starts, optimizers)
        for rate in rates or (default_rate(solved, optimizer),)
    )


def _pattern(options: argparse.Namespace) -> ls.Run:
    """What all runs have in common."""
    steps = DEFAULT_STEPS if options.steps is None else _whole("steps", options.steps)
    if options.batch_size is None:
        if options.seed is not None:
            raise InputError("--seed says which samples a step sees: it goes with --batch-size")
        return ls.Run((0.0, 0.0), n_steps=steps)
    size, seed = _whole("batch-size", options.batch_size), _whole("seed", options.seed or "0")
    return ls.Run((0.0, 0.0), n_steps=steps, batch_size=size, seed=seed)


def _start(text: str) -> tuple[float, float]:
    numbers = _numbers("start", text)
    if len(numbers) != 2:
        raise InputError(f"start must be X,Y; got {checks.shown(text)}")
    return numbers[0], numbers[1]


def _whole(name: str, text: str) -> int:
    if not text.isdecimal():
        raise InputError(f"{name} must be a whole number, got {checks.shown(text)}")
    return int(text)


def _numbers(name: str, text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(",") if text)
    except ValueError:
        raise InputError(f"{name} must be numbers with commas, got {checks.shown(text)}") from None


def _hyper(texts: list[str]) -> tuple[tuple[str, float], ...]:
    pairs = []
    for text in texts:
        name, _, value = text.partition("=")
        numbers = _numbers(f"hyper {name}", value)
        if len(numbers) != 1:
            raise InputError(f"hyper must be NAME=VALUE, got {checks.shown(text)}")
        pairs.append((name, numbers[0]))
    return tuple(pairs)
