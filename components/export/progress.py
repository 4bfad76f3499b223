"""How long work tells how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

from components.session.text import Told

# Called with the parts that are done and the parts there are; raises Cancelled to stop the work.
Progress = Callable[[int, int], None]


class Cancelled(Exception):  # noqa: N818 - an order, not an error
    """Raised by a ``Progress`` that wants no more."""


class Busy(Told):
    """The machine has enough to do for others."""

    def __init__(self) -> None:
        super().__init__("Other exports are being made; try again in a moment.")


def unheard(done: int, total: int) -> None:
    """Nobody wants to know."""
