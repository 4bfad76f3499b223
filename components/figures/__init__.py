"""Plotly figures as pure functions of losscore's results, without Dash."""

from components.figures.camera import camera, farther
from components.figures.contour import build_contour
from components.figures.data import build_data
from components.figures.loss import build_loss
from components.figures.surface import build_surface
from components.figures.theme import THEMES, Theme, theme_named

__all__ = [
    "THEMES",
    "Theme",
    "build_contour",
    "build_data",
    "build_loss",
    "build_surface",
    "camera",
    "farther",
    "theme_named",
]
