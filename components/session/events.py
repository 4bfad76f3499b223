"""What a visitor can do in the lab, as the browser reports it.

Each event is a mapping with a ``type`` and the fields of that type. ``read_event`` checks its
shape; ``components.session.reducer`` checks its meaning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from components.session import form
from components.session.payloads import read_mapping, read_words
from losscore import checks
from losscore.scenario.options import MAX_COORDINATE

MODES = ("add", "replace")


@dataclass(frozen=True, slots=True)
class Open:
    """Open an address: the query string of a link, a lesson, or an earlier entry of the history."""

    search: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Set controls: ``values`` is control → value; ``runs`` are the settings of the page's runs."""

    values: dict[str, Any]
    runs: Any


@dataclass(frozen=True, slots=True)
class ResetDisplay:
    """Reset the display to its defaults. ``runs`` are the settings of the page's runs."""

    runs: Any


@dataclass(frozen=True, slots=True)
class Pick:
    """Start a run from a point picked on the surface or on the map."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Start:
    """Add a run from the start that was typed into the fields."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Add runs with these settings, or replace all others by them."""

    mode: str
    runs: Any


@dataclass(frozen=True, slots=True)
class Ring:
    """Start ``size`` runs from a ring around the middle of the window."""

    size: int


@dataclass(frozen=True, slots=True)
class Race:
    """Start one run per optimizer, all from the same point."""

    optimizers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CloseLesson:
    """Close the lesson's text."""


Event = Open | Choose | ResetDisplay | Pick | Start | Repeat | Ring | Race | CloseLesson


def read_event(given: Any) -> Event:
    """The event that the browser sent. Raises InputError if it is malformed."""
    payload = read_mapping("event", given, "type")
    return READERS[checks.choice("event", payload["type"], READERS)](payload)


def _open(given: dict[str, Any]) -> Open:
    return Open(checks.text("search", read_mapping("event", given, "search")["search"]))


def _choose(given: dict[str, Any]) -> Choose:
    read = read_mapping("event", given, "values", "runs")
    return Choose(read_mapping("values", read["values"]), read["runs"])


def _pick(given: dict[str, Any]) -> Pick:
    read = read_mapping("start", given, "x", "y")
    low, high = -MAX_COORDINATE, MAX_COORDINATE
    x, y = (checks.number("start", read[axis], low=low, high=high) for axis in "xy")
    return Pick(x, y)


def _repeat(given: dict[str, Any]) -> Repeat:
    read = read_mapping("request", given, "mode", "runs")
    return Repeat(checks.choice("mode", read["mode"], MODES), read["runs"])


def _ring(given: dict[str, Any]) -> Ring:
    return Ring(form.read_ring_size(read_mapping("event", given, "size")["size"]))


def _race(given: dict[str, Any]) -> Race:
    return Race(tuple(read_words("racers", read_mapping("event", given, "racers")["racers"])))


READERS: dict[str, Callable[[dict[str, Any]], Event]] = {
    "open": _open,
    "choose": _choose,
    "reset-display": lambda given: ResetDisplay(read_mapping("event", given, "runs")["runs"]),
    "pick": _pick,
    "start": lambda _: Start(),
    "repeat": _repeat,
    "ring": _ring,
    "race": _race,
    "close-lesson": lambda _: CloseLesson(),
}
