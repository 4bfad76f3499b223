"""Reporting the progress of work, and stopping it."""

from __future__ import annotations

from collections.abc import Callable

from components.session.text import Refusal

# Called with the number of parts that are done and of all parts; raises Cancelled to stop the work.
Progress = Callable[[int, int], None]


class Cancelled(Exception):  # noqa: N818 - a request to stop, not an error
    """Raised by a ``Progress`` to stop the work."""


class Ended(Refusal):
    """The program is ending, and so is its work."""

    def __init__(self) -> None:
        super().__init__("The export was ended.")


def ignore_progress(done: int, total: int) -> None:
    """Ignore the progress."""
