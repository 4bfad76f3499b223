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
    url,
)
from callbacks.errors import report_error

__all__ = ["register", "report_error"]

MODULES = (
    hints,
    basins,
    clientside,
    scenario,
    curvature,
    display,
    figures,
    theory,
    url,
    multi_start,
    runs,
)


def register(app: Dash) -> None:
    """Register all callbacks on ``app``."""
    for module in MODULES:
        module.register(app)
