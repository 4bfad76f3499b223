"""Thin wiring between the page and losscore. Each module registers its callbacks on an app."""

from dash import Dash

from callbacks import (
    addressing,
    advising,
    attracting,
    browser,
    choosing,
    drawing,
    opening,
    racing,
    running,
)
from callbacks.failing import tell

__all__ = ["register", "tell"]


def register(app: Dash) -> None:
    """Register all callbacks on ``app``."""
    for module in (
        addressing,
        advising,
        attracting,
        browser,
        choosing,
        drawing,
        opening,
        racing,
        running,
    ):
        module.register(app)
