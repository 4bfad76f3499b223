"""Thin wiring between the page and losscore. Each module registers its own callbacks."""

from dash import Dash

from callbacks import basins, clientside, curvature, events, figures, theory
from callbacks.errors import report_error

__all__ = ["register", "report_error"]

MODULES = (basins, clientside, curvature, events, figures, theory)


def register(app: Dash) -> None:
    """Register all callbacks on ``app``."""
    for module in MODULES:
        module.register(app)
