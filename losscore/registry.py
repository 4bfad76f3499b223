"""The parts of a registry entry: names with labelled, bounded options.

The page's controls, links, the command line, batch files and ``Scenario`` are all built from these
descriptions, so that a new entry needs no change anywhere else. Every kind of option can
``parse`` what is written into a plain value, ``check`` a value, and ``write`` it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from losscore import checks, notation
from losscore.checks import InputError

Entry = TypeVar("Entry")


class _Option:
    """What most kinds of options do alike."""

    __slots__ = ()

    def parse(self, given: Any) -> Any:
        """The value that ``given`` says if it is text; anything else stays as it is."""
        return given.strip() if isinstance(given, str) else given

    def write(self, value: Any) -> str:
        """``value`` as text, which ``parse`` reads."""
        return notation.write(value)


@dataclass(frozen=True, slots=True)
class Parameter(_Option):
    """One number: its default, its range (inclusive) and what it means.

    ``symbol`` is how formulas write it; by default its label.
    """

    name: str
    label: str
    default: float
    low: float
    high: float
    integer: bool = False
    help: str = ""
    symbol: str = ""

    @property
    def written(self) -> str:
        """What stands for it in a formula."""
        return self.symbol or self.label

    @property
    def allowed(self) -> str:
        """What it may be, for people."""
        return f"{self.write(self.low)} to {self.write(self.high)}"

    def parse(self, given: Any) -> Any:
        """The number that ``given`` says if it is text; anything else stays as it is."""
        if not isinstance(given, str):
            return given
        return (
            notation.whole(self.name, given) if self.integer else notation.number(self.name, given)
        )

    def check(self, value: Any) -> float | int:
        """``value`` if it lies in the range; otherwise InputError names range and value."""
        if self.integer:
            return checks.integer(self.name, value, low=int(self.low), high=int(self.high))
        return checks.number(self.name, value, low=self.low, high=self.high)


@dataclass(frozen=True, slots=True)
class Choice(_Option):
    """One of several words: its default, the words, and what it means.

    ``choices`` may be a registry itself: what is added to it later counts, too.
    """

    name: str
    label: str
    default: str
    choices: Collection[str]
    help: str = ""

    @property
    def allowed(self) -> str:
        """What it may be, for people."""
        return ", ".join(self.choices)

    def check(self, value: Any) -> str:
        """``value`` if it is one of the choices; otherwise InputError lists them."""
        return checks.choice(self.name, value, self.choices)


@dataclass(frozen=True, slots=True)
class Switch(_Option):
    """Something that is on or off; at first, off."""

    name: str
    label: str
    help: str = ""
    default: bool = False

    @property
    def allowed(self) -> str:
        """What it may be, for people."""
        return "on, off"

    def parse(self, given: Any) -> Any:
        """True for "on", False for "off"; what is no text stays as it is."""
        if not isinstance(given, str):
            return given
        return checks.choice(self.name, given.strip(), ("on", "off")) == "on"

    def check(self, value: Any) -> bool:
        """``value`` if it is True or False; otherwise InputError."""
        return checks.boolean(self.name, value)

    def write(self, value: Any) -> str:
        """``value`` as text, which ``parse`` reads."""
        return "on" if value else "off"


@dataclass(frozen=True, slots=True)
class Vector(_Option):
    """Several numbers with a place each, such as x,y; None where the default is computed."""

    name: str
    label: str
    places: str
    low: float
    high: float
    help: str = ""
    default: None = None

    @property
    def allowed(self) -> str:
        """What it may be, for people."""
        return self.places

    def parse(self, given: Any) -> Any:
        """The numbers of a text or of a list, which may hold text and lists."""
        if not isinstance(given, str | list | tuple):
            return given
        return notation.vector(self.name, given, self.places)

    def check(self, value: Any) -> tuple[float, ...]:
        """``value`` if it has the right number of entries and each is in the range."""
        count = self.places.count(",") + 1
        if not isinstance(value, list | tuple) or len(value) != count:
            raise InputError(f"{self.name} must be {self.places}; got {checks.shown(value)}")
        return tuple(
            checks.number(self.name, entry, low=self.low, high=self.high) for entry in value
        )

    def write(self, value: Any) -> str:
        """``value``, whose entries may be pairs, as text, which ``parse`` reads."""
        return ",".join(
            self.write(entry) if isinstance(entry, list | tuple) else notation.write(entry)
            for entry in value
        )


@dataclass(frozen=True, slots=True)
class Text(_Option):
    """One line of text; ``allowed`` says what kind."""

    name: str
    label: str
    allowed: str = "one line of text"
    longest: int = 200
    help: str = ""
    default: str = ""

    def parse(self, given: Any) -> Any:
        """A number stands for its digits: a title may be 1847."""
        is_number = isinstance(given, int | float) and not isinstance(given, bool)
        return str(given) if is_number else given

    def check(self, value: Any) -> str:
        """``value`` if it is one line and not too long; otherwise InputError."""
        if not isinstance(value, str) or not all(mark.isprintable() for mark in value):
            raise InputError(f"{self.name} must be one line of text, got {checks.shown(value)}")
        if len(value) > self.longest:
            most = f"at most {self.longest} characters"
            raise InputError(f"{self.name} must have {most}, got {len(value)}")
        return value.strip()


# What a problem, a dataset, an optimizer or the display may have; and what a request may have.
Option = Parameter | Choice
AnyOption = Option | Switch | Vector | Text


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
