"""What a person typed, as numbers, or one clear sentence for each invalid field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import losscore as ls
from components.session.text import number
from losscore import checks
from losscore.checks import InputError
from losscore.scenario.scenario import (
    MAX_COORDINATE,
    MAX_LEARNING_RATE,
    MAX_RUNS,
    MAX_STEPS,
    MIN_LEARNING_RATE,
)


@dataclass(frozen=True, slots=True)
class Entries:
    """The fields of a run. ``errors`` holds a sentence for each field that cannot be used."""

    values: dict[str, float]
    errors: dict[str, str]


def read(learning_rate: Any, n_steps: Any, start_x: Any, start_y: Any) -> Entries:
    """Read the four fields of a run."""
    fields: dict[str, tuple[Any, Callable[[float], float]]] = {
        "learning_rate": (learning_rate, _rate),
        "n_steps": (n_steps, _steps),
        "start_x": (start_x, _coordinate),
        "start_y": (start_y, _coordinate),
    }
    values, errors = {}, {}
    for name, (typed, check) in fields.items():
        try:
            values[name] = check(_number(typed))
        except InputError as error:
            errors[name] = str(error)
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
        return _rate(_number(typed))
    except InputError:
        return None


def read_ring_size(chosen: Any) -> int:
    """How many starts a ring has; InputError for more than the page can hold."""
    return checks.integer("the ring", _number(chosen), low=1, high=MAX_RUNS)


def _number(typed: Any) -> float:
    if isinstance(typed, bool) or not isinstance(typed, str | int | float | None):
        raise InputError(f"“{checks.shown(typed, 20)}” is not a number.")
    text = str(typed if typed is not None else "").strip().replace("−", "-")
    if not text:
        raise InputError("Enter a number.")
    try:
        # Half of Europe types a decimal comma; a number never contains both.
        return float(text if "." in text else text.replace(",", "."))
    except ValueError:
        raise InputError(f"“{checks.shown(text, 20)[1:-1]}” is not a number.") from None


def _rate(value: float) -> float:
    return _within(value, MIN_LEARNING_RATE, MAX_LEARNING_RATE, "The learning rate")


def _coordinate(value: float) -> float:
    return _within(value, -MAX_COORDINATE, MAX_COORDINATE, "The start")


def _steps(value: float) -> float:
    if value != value or value in (float("inf"), float("-inf")) or value != int(value):
        raise InputError("The number of steps must be a whole number.")
    return _within(value, 1, MAX_STEPS, "The number of steps")


def _within(value: float, low: float, high: float, name: str) -> float:
    if not low <= value <= high:
        raise InputError(f"{name} must lie between {number(low)} and {number(high)}.")
    return value
