"""Stand-in for Dash's core components."""

from .components import library

__getattr__ = library("dash_core_components")
