"""Gates: each bounds one number of a row, and knows how to write it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

GIGABYTE = 1e9


@dataclass(frozen=True, slots=True)
class Gate(ABC):
    """A bound, ``limit``, on a number computed from our measurement and the peer's."""

    limit: float
    sign: ClassVar[str] = "≤"

    @abstractmethod
    def number(self, ours: float, peer: float) -> float:
        """The number that is bounded."""

    @abstractmethod
    def passes(self, number: float) -> bool:
        """Whether ``number`` meets the bound."""

    @abstractmethod
    def written(self, number: float) -> str:
        """``number`` in words."""

    def measurement(self, value: float) -> str:
        """One side's measurement as text; a time, unless a subclass overrides this."""
        return seconds(value)

    def __str__(self) -> str:
        return f"{self.sign} {self.written(self.limit)}"


class Faster(Gate):
    """At least ``limit`` times as fast as the peer."""

    __slots__ = ()
    sign: ClassVar[str] = "≥"

    def number(self, ours: float, peer: float) -> float:
        """The peer's time over ours."""
        return peer / ours

    def passes(self, number: float) -> bool:
        """Whether the peer takes at least ``limit`` times as long."""
        return number >= self.limit

    def written(self, number: float) -> str:
        """143 → "143× faster"."""
        return f"{number:.3g}× faster" if number < 1e3 else f"{number:.0f}× faster"


class Within(Gate):
    """At most ``limit`` times the time of the peer."""

    __slots__ = ()

    def number(self, ours: float, peer: float) -> float:
        """Our time over the peer's."""
        return ours / peer

    def passes(self, number: float) -> bool:
        """Whether ours takes at most ``limit`` times as long."""
        return number <= self.limit

    def written(self, number: float) -> str:
        """51 → "51× the time"."""
        return f"{number:.3g}× the time" if number < 1e3 else f"{number:.0f}× the time"


class Memory(Gate):
    """At most ``limit`` bytes, without a peer."""

    __slots__ = ()

    def number(self, ours: float, peer: float) -> float:
        """Our bytes."""
        return ours

    def passes(self, number: float) -> bool:
        """Whether the bytes stay within ``limit``."""
        return number <= self.limit

    def written(self, number: float) -> str:
        """5e8 → "0.50 GB"."""
        return f"{number / GIGABYTE:.2f} GB"

    def measurement(self, value: float) -> str:
        """Bytes, in GB."""
        return self.written(value)


def seconds(value: float) -> str:
    """A time in the unit that suits it, to three digits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= size:
            return f"{value / size:.3g} {unit}" if value < 1e3 else f"{value:.0f} s"
    return f"{value / 1e-9:.3g} ns"
