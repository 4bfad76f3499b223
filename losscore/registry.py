"""The options of registry entries, with their labels and bounds.

The page's controls, links, the command line, batch files and ``Scenario`` are all built from these
descriptions, so that a new entry needs no change anywhere else. Every kind of option can
``parse`` a text into a plain value, ``check`` a value, and ``write`` it as text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from losscore import checks, notation
from losscore.checks import InputError

Entry = TypeVar("Entry")


class _Option:
    """What most kinds of options have in common."""

    __slots__ = ()

    def parse(self, given: Any) -> Any:
        """The value in ``given`` if that is text; otherwise ``given`` itself."""
        return given.strip() if isinstance(given, str) else given

    def write(self, value: Any) -> str:
        """``value`` as text, which ``parse`` reads."""
        return notation.write(value)


@dataclass(frozen=True, slots=True)
class Parameter(_Option):
    """One number, with its default, its inclusive range and its meaning.

    ``symbol`` stands for it in formulas; by default its label does.
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
        """The symbol or label that stands for it in formulas."""
        return self.symbol or self.label

    @property
    def allowed(self) -> str:
        """What it may be, for people."""
        return f"{self.write(self.low)} to {self.write(self.high)}"

    def parse(self, given: Any) -> Any:
        """The number in ``given`` if that is text; otherwise ``given`` itself."""
        if not isinstance(given, str):
            return given
        return (
            notation.whole(self.name, given) if self.integer else notation.number(self.name, given)
        )

    def check(self, value: Any) -> float | int:
        """``value`` if it is in range; otherwise an InputError with the bound and the value."""
        if self.integer:
            return checks.integer(self.name, value, low=int(self.low), high=int(self.high))
        return checks.number(self.name, value, low=self.low, high=self.high)


@dataclass(frozen=True, slots=True)
class Choice(_Option):
    """One of several words, with its default and its meaning.

    ``choices`` may be a registry itself; then entries that are added later are choices too.
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
        """``value`` if it is one of the choices; otherwise an InputError that lists them."""
        return checks.choice(self.name, value, self.choices)


@dataclass(frozen=True, slots=True)
class Switch(_Option):
    """Something that is on or off; by default off."""

    name: str
    label: str
    help: str = ""
    default: bool = False

    @property
    def allowed(self) -> str:
        """What it may be, for people."""
        return "on, off"

    def parse(self, given: Any) -> Any:
        """True for "on", False for "off"; what is not text stays unchanged."""
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
    """Several numbers in fixed places, such as x,y. The default is None: it is computed."""

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
        """The numbers in a text, or in a list of numbers, texts and lists."""
        if not isinstance(given, str | list | tuple):
            return given
        return notation.vector(self.name, given, self.places)

    def check(self, value: Any) -> tuple[float, ...]:
        """``value`` if it has the right number of entries, all in range; otherwise InputError."""
        count = self.places.count(",") + 1
        if not isinstance(value, list | tuple) or len(value) != count:
            raise InputError(f"{self.name} must be {self.places}; got {checks.shown(value)}")
        return tuple(
            checks.number(self.name, entry, low=self.low, high=self.high) for entry in value
        )

    def write(self, value: Any) -> str:
        """``value``, whose entries may be pairs, as text for ``parse``."""
        return ",".join(
            self.write(entry) if isinstance(entry, list | tuple) else notation.write(entry)
            for entry in value
        )


@dataclass(frozen=True, slots=True)
class Text(_Option):
    """One line of text; ``allowed`` describes it."""

    name: str
    label: str
    allowed: str = "one line of text"
    longest: int = 200
    help: str = ""
    default: str = ""

    def parse(self, given: Any) -> Any:
        """``given``, with a number as its digits: a title may be 1847."""
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


# ``Option`` is for problems, datasets, optimizers and the display; requests may have all kinds.
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
    """``given``, checked and completed with the defaults."""
    known = tuple(parameters)
    return defaults(known) | check(owner, known, given)


def lookup(kind: str, name: Any, entries: Mapping[str, Entry]) -> Entry:
    """The entry called ``name``; the ValueError for any other name lists them all."""
    return entries[checks.choice(kind, name, entries)]
