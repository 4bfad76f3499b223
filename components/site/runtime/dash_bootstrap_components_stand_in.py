"""Stand-in for the Bootstrap components."""

from dash.components import library  # type: ignore[import-not-found, unused-ignore]

__getattr__ = library("dash_bootstrap_components")
