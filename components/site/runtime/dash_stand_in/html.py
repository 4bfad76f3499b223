"""Stand-in for Dash's HTML components."""

from .components import library

__getattr__ = library("dash_html_components")
