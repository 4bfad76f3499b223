"""What a visitor can do to the lab, as the browser reports it.

Each event is a mapping with a ``type`` and what belongs to it; ``read_event`` checks its shape, and
``components.session.reducer`` what it means.
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
    """An address is opened: the query string of a link, of a lesson, or of a step back."""

    search: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Controls were set: control → value. ``runs`` are the settings of those on the page."""

    values: dict[str, Any]
    runs: Any


@dataclass(frozen=True, slots=True)
class ResetDisplay:
    """The surface is to be drawn as at first. ``runs`` are the settings of those on the page."""

    runs: Any


@dataclass(frozen=True, slots=True)
class Pick:
    """A start was picked on the surface or on the map."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Start:
    """One more run is to start where the fields say."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Runs with these settings are to be added, or to replace all others."""

    mode: str
    runs: Any


@dataclass(frozen=True, slots=True)
class Ring:
    """``size`` runs are to start from a ring around the middle of the window."""

    size: int


@dataclass(frozen=True, slots=True)
class Race:
    """Several optimizers are to start from the same place."""

    optimizers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CloseLesson:
    """The text of the lesson is to go."""


Event = Open | Choose | ResetDisplay | Pick | Start | Repeat | Ring | Race | CloseLesson


def read_event(given: Any) -> Event:
    """The event that the browser sent; InputError for what is none."""
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
