"""How work says how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

from components.session.text import Told

# Called with the parts that are done and the parts there are; raises Cancelled to stop the work.
Progress = Callable[[int, int], None]


class Cancelled(Exception):  # noqa: N818 - an order, not an error
    """Raised by a ``Progress`` that wants no more."""


class Ended(Told):
    """The program ends, and what it was making with it."""

    def __init__(self) -> None:
        super().__init__("The export was ended.")


def ignore_progress(done: int, total: int) -> None:
    """For work that nobody watches."""
