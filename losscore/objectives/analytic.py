"""Surfaces of a function of θ = [x, y] alone, without data or aggregation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from losscore.checks import FloatArray, Window
from losscore.kernels.grids import Gridded
from losscore.objectives.base import Problem, Stationary
from losscore.objectives.minimization.newton import SEARCHED, search_window

Derivatives = tuple[
    FloatArray, tuple[FloatArray, FloatArray], tuple[FloatArray, FloatArray, FloatArray]
]
Formula = Callable[[FloatArray, FloatArray], Derivatives]


class Analytic(Problem, Gridded):
    """J(θ) given by a formula.

    ``no_minimum`` is the reason if there is no minimum anywhere; if empty, minima are searched.
    """

    parameter_names = ("x", "y")
    analytic = True

    def __init__(self, name: str, formula: Formula, window: Window, no_minimum: str = "") -> None:
        self.name = name
        self.formula = formula
        self.window = window
        self.no_minimum = no_minimum

    def stationary(self, window: Window) -> Stationary:
        """Newton's method from every low point of a grid over ``window``."""
        if self.no_minimum:
            return Stationary.none(self.no_minimum)
        theta = search_window(self, window)
        return Stationary(
            theta,
            tuple(range(len(theta))),
            False,
            SEARCHED,
        )

    def _loss(self, points: FloatArray) -> FloatArray:
        return self.formula(points[:, 0], points[:, 1])[0]

    def _grad(self, points: FloatArray) -> FloatArray:
        return np.stack(self.formula(points[:, 0], points[:, 1])[1], axis=-1)

    def _hessian(self, points: FloatArray) -> FloatArray:
        xx, xy, yy = self.formula(points[:, 0], points[:, 1])[2]
        return np.stack((xx, xy, xy, yy), axis=-1).reshape(-1, 2, 2)
