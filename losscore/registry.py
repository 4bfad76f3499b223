"""The parts of a registry entry: names with labelled, bounded options.

The page's controls, the command line and ``Scenario`` are all built from these descriptions, so a
new entry needs no change there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from losscore import checks

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A numeric option: its default, its inclusive range and its meaning."""

    name: str
    label: str
    default: float
    low: float
    high: float
    integer: bool = False
    help: str = ""

    def check(self, value: Any) -> float | int:
        """``value`` if it lies in the range; otherwise ValueError names range and value."""
        if self.integer:
            return checks.integer(self.name, value, low=int(self.low), high=int(self.high))
        return checks.number(self.name, value, low=self.low, high=self.high)


@dataclass(frozen=True, slots=True)
class Choice:
    """An option with a choice of words: its default, the words and its meaning."""

    name: str
    label: str
    default: str
    choices: tuple[str, ...]
    help: str = ""

    def check(self, value: Any) -> str:
        """``value`` if it is one of the choices; otherwise ValueError lists them."""
        return checks.choice(self.name, value, self.choices)


Option = Parameter | Choice


def defaults(parameters: Iterable[Option]) -> dict[str, Any]:
    """The default of each option."""
    return {parameter.name: parameter.default for parameter in parameters}


def check(owner: str, parameters: Iterable[Option], given: Mapping[str, Any]) -> dict[str, Any]:
    """``given`` with each value checked; ValueError for unknown options."""
    known = {parameter.name: parameter for parameter in parameters}
    checks.no_extra(owner, given, known)
    return {name: known[name].check(value) for name, value in given.items()}


def resolve(owner: str, parameters: Iterable[Option], given: Mapping[str, Any]) -> dict[str, Any]:
    """``given``, checked, with the defaults for the rest."""
    known = tuple(parameters)
    return defaults(known) | check(owner, known, given)


def lookup(kind: str, name: Any, entries: Mapping[str, Entry]) -> Entry:
    """The entry called ``name``; the ValueError for any other name lists them all."""
    return entries[checks.choice(kind, name, entries)]
