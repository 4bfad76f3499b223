"""What a person typed, as numbers; or one clear sentence per field that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from components.wording import number
from losscore import checks
from losscore.scenario import (
    MAX_COORDINATE,
    MAX_LEARNING_RATE,
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
        except ValueError as error:
            errors[name] = str(error)
    return Entries(values, errors)


def _number(typed: Any) -> float:
    text = str(typed if typed is not None else "").strip().replace("−", "-")
    if not text:
        raise ValueError("Enter a number.")
    try:
        # A decimal comma is what half of Europe types; a number never holds both.
        return float(text if "." in text else text.replace(",", "."))
    except ValueError:
        raise ValueError(f"“{checks.shown(text, 20)[1:-1]}” is not a number.") from None


def _rate(value: float) -> float:
    return _within(value, MIN_LEARNING_RATE, MAX_LEARNING_RATE, "The learning rate")


def _coordinate(value: float) -> float:
    return _within(value, -MAX_COORDINATE, MAX_COORDINATE, "The start")


def _steps(value: float) -> float:
    if value != value or value in (float("inf"), float("-inf")) or value != int(value):
        raise ValueError("The number of steps must be a whole number.")
    return _within(value, 1, MAX_STEPS, "The number of steps")


def _within(value: float, low: float, high: float, name: str) -> float:
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {number(low)} and {number(high)}.")
    return value
