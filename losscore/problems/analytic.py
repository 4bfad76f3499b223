"""Surfaces that are given by a formula: no data, no aggregation, θ = [x, y].

Each is one function that returns J, ∇J and ∇²J together, so that they cannot disagree on terms.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from losscore.checks import FloatArray, Window
from losscore.minimization.newton import SEARCHED, search_window
from losscore.problems.base import Problem, Stationary

Derivatives = tuple[
    FloatArray, tuple[FloatArray, FloatArray], tuple[FloatArray, FloatArray, FloatArray]
]
Formula = Callable[[FloatArray, FloatArray], Derivatives]


def valley(x: FloatArray, y: FloatArray) -> Derivatives:
    """f = x² + sin x + y⁴ + e^(−y). Minimum 0.435038 near (−0.4502, 0.5283).

    Source: published convergence and learning-rate comparison figures.
    """
    decay = np.exp(-y)
    return (
        x**2 + np.sin(x) + y**4 + decay,
        (2.0 * x + np.cos(x), 4.0 * y**3 - decay),
        (2.0 - np.sin(x), np.zeros_like(x), 12.0 * y**2 + decay),
    )


def peaks(x: FloatArray, y: FloatArray) -> Derivatives:
    """f = 3(1−x)² e^(−x²−(y+1)²) − 10(x/5 − x³ − y⁵) e^(−x²−y²) − ⅓ e^(−(x+1)²−y²).

    Each term is P(x, y)·e^(Q), Q = −(x−a)² − (y−b)²; the product rule does the rest.
    Source: MATLAB ``peaks``.
    """
    zero = np.zeros_like(x)
    terms = (
        # a, b, P, P_x, P_y, P_xx, P_yy; every P_xy is 0.
        (0.0, -1.0, 3.0 * (1.0 - x) ** 2, -6.0 * (1.0 - x), zero, zero + 6.0, zero),
        (
            0.0,
            0.0,
            -10.0 * (x / 5.0 - x**3 - y**5),
            -10.0 * (0.2 - 3.0 * x**2),
            50.0 * y**4,
            60.0 * x,
            200.0 * y**3,
        ),
        (-1.0, 0.0, zero - 1.0 / 3.0, zero, zero, zero, zero),
    )
    f, f_x, f_y, f_xx, f_xy, f_yy = (zero.copy() for _ in range(6))
    for a, b, p, p_x, p_y, p_xx, p_yy in terms:
        bell = np.exp(-((x - a) ** 2) - (y - b) ** 2)
        q_x, q_y = -2.0 * (x - a), -2.0 * (y - b)
        f += p * bell
        f_x += (p_x + p * q_x) * bell
        f_y += (p_y + p * q_y) * bell
        f_xx += (p_xx + 2.0 * p_x * q_x + p * (q_x**2 - 2.0)) * bell
        f_yy += (p_yy + 2.0 * p_y * q_y + p * (q_y**2 - 2.0)) * bell
        f_xy += (p_x * q_y + p_y * q_x + p * q_x * q_y) * bell
    return f, (f_x, f_y), (f_xx, f_xy, f_yy)


class Analytic(Problem):
    """J(θ) given by a formula."""

    parameter_names = ("x", "y")

    def __init__(self, name: str, formula: Formula, window: Window) -> None:
        self.name = name
        self.formula = formula
        self.window = window

    def stationary(self, window: Window) -> Stationary:
        """Newton from every hollow of a grid over ``window``."""
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
