"""Thin wiring between the page and losscore. Each module registers its callbacks on an app."""

from dash import Dash

from callbacks import (
    basins,
    clientside,
    curvature,
    display,
    figures,
    hints,
    multi_start,
    runs,
    scenario,
    theory,
    url_read,
    url_write,
)
from callbacks.errors import report_error

__all__ = ["register", "report_error"]

MODULES = (
    url_write,
    hints,
    basins,
    clientside,
    scenario,
    curvature,
    display,
    figures,
    theory,
    url_read,
    multi_start,
    runs,
)


def register(app: Dash) -> None:
    """Register all callbacks on ``app``."""
    for module in MODULES:
        module.register(app)
