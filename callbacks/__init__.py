"""Thin wiring between the page and losscore. Each module registers its callbacks on an app."""

from dash import Dash

from callbacks import (
    addressing,
    advising,
    attracting,
    browser,
    choosing,
    curving,
    displaying,
    drawing,
    explaining,
    opening,
    racing,
    running,
)
from callbacks.failing import tell

__all__ = ["register", "tell"]

MODULES = (
    addressing,
    advising,
    attracting,
    browser,
    choosing,
    curving,
    displaying,
    drawing,
    explaining,
    opening,
    racing,
    running,
)


def register(app: Dash) -> None:
    """Register all callbacks on ``app``."""
    for module in MODULES:
        module.register(app)
