"""What a person typed, as numbers, or one clear sentence for each invalid field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import losscore as ls
from components.session.text import number, sentence_of
from losscore import checks, notation
from losscore.checks import InputError
from losscore.scenario.options import LEARNING_RATE, MAX_COORDINATE, MAX_RUNS, N_STEPS


@dataclass(frozen=True, slots=True)
class Entries:
    """The fields of a run. ``errors`` holds a sentence for each field that cannot be used."""

    values: dict[str, float]
    errors: dict[str, str]


def read(learning_rate: Any, n_steps: Any, start_x: Any, start_y: Any) -> Entries:
    """Read the four fields of a run."""
    fields: dict[str, tuple[Any, Callable[[Any], float]]] = {
        "learning_rate": (learning_rate, _rate),
        "n_steps": (n_steps, _steps),
        "start_x": (start_x, _coordinate),
        "start_y": (start_y, _coordinate),
    }
    values, errors = {}, {}
    for name, (typed, read_field) in fields.items():
        try:
            values[name] = read_field(typed)
        except InputError as error:
            errors[name] = sentence_of(error)
    return Entries(values, errors)


def to_run(optimizer: str, values: dict[str, float]) -> ls.Run:
    """The run that four fields without errors describe."""
    return ls.Run(
        start=(values["start_x"], values["start_y"]),
        optimizer=optimizer,
        learning_rate=values["learning_rate"],
        n_steps=int(values["n_steps"]),
    )


def read_rate(typed: Any) -> float | None:
    """A learning rate alone; None for anything else."""
    try:
        return _rate(typed)
    except InputError:
        return None


def read_ring_size(chosen: Any) -> int:
    """How many starts a ring has; InputError for more than the page can hold."""
    return checks.integer("the ring", _number("The ring", chosen), low=1, high=MAX_RUNS)


def _number(name: str, typed: Any) -> float:
    """The number in ``typed``; a decimal comma is allowed, because half of Europe types one."""
    if isinstance(typed, bool) or not isinstance(typed, str | int | float | None):
        raise InputError(f"{name} must be a number, got {checks.shown(typed, 20)}.")
    text = str(typed if typed is not None else "").strip()
    if not text:
        raise InputError("Enter a number.")
    return notation.number(name, text, decimal_comma=True)


def _rate(typed: Any) -> float:
    return _within("The learning rate", typed, LEARNING_RATE.low, LEARNING_RATE.high)


def _coordinate(typed: Any) -> float:
    return _within("The start", typed, -MAX_COORDINATE, MAX_COORDINATE)


def _steps(typed: Any) -> float:
    steps = _within("The number of steps", typed, N_STEPS.low, N_STEPS.high)
    if not steps.is_integer():
        raise InputError("The number of steps must be a whole number.")
    return steps


def _within(name: str, typed: Any, low: float, high: float) -> float:
    value = _number(name, typed)
    if not low <= value <= high:
        raise InputError(f"{name} must lie between {number(low)} and {number(high)}.")
    return value
