"""Surfaces given by a formula: no data, no aggregation, θ = [x, y].

Each is one function that returns J, ∇J and ∇²J together, so that their terms cannot diverge.
"""

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


def rosenbrock(x: FloatArray, y: FloatArray) -> Derivatives:
    """f = (1 − x)² + 100 (y − x²)². Minimum 0 at (1, 1), at the end of a curved valley.

    Source: Rosenbrock 1960, "An automatic method for finding the greatest or least value of a
    function", The Computer Journal 3.
    """
    short = x - 1.0
    # y − x², written so that nothing cancels near the minimum.
    off = (y - 1.0) - short * (x + 1.0)
    return (
        short**2 + 100.0 * off**2,
        (2.0 * short - 400.0 * x * off, 200.0 * off),
        (2.0 - 400.0 * off + 800.0 * x**2, -400.0 * x, np.full_like(x, 200.0)),
    )


def himmelblau(x: FloatArray, y: FloatArray) -> Derivatives:
    """f = (x² + y − 11)² + (x + y² − 7)². Four minima, all 0.

    They are at (3, 2), (−2.805118, 3.131313), (−3.779310, −3.283186) and (3.584428, −1.848127).
    Source: Himmelblau 1972, "Applied Nonlinear Programming".
    """
    # Both brackets are expanded at (3, 2), where they vanish, so that nothing cancels there.
    right, up = x - 3.0, y - 2.0
    first = right * (x + 3.0) + up
    second = right + up * (y + 2.0)
    return (
        first**2 + second**2,
        (4.0 * x * first + 2.0 * second, 2.0 * first + 4.0 * y * second),
        (4.0 * first + 8.0 * x**2 + 2.0, 4.0 * (x + y), 4.0 * second + 8.0 * y**2 + 2.0),
    )


def saddle(x: FloatArray, y: FloatArray) -> Derivatives:
    """f = x² − y². No minimum: the one stationary point, (0, 0), is a saddle.

    Source: any calculus text; the hyperbolic paraboloid.
    """
    two = np.full_like(x, 2.0)
    return (x - y) * (x + y), (2.0 * x, -2.0 * y), (two, np.zeros_like(x), -two)


def rastrigin(x: FloatArray, y: FloatArray) -> Derivatives:
    """f = 20 + Σ (x² − 10 cos 2πx) over x and y = Σ (x² + 20 sin² πx). Minimum 0 at (0, 0).

    A local minimum lies near every point with whole coordinates up to 5 in size, a little nearer
    to 0, and many further ones beyond.
    Source: Rastrigin 1974, "Systems of extremal control"; in two dimensions Törn & Žilinskas 1989.
    """
    f_x, slope_x, curve_x = _rastrigin_term(x)
    f_y, slope_y, curve_y = _rastrigin_term(y)
    return f_x + f_y, (slope_x, slope_y), (curve_x, np.zeros_like(x), curve_y)


def _rastrigin_term(x: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """x² + 20 sin² πx and its two derivatives."""
    # Whole turns are removed first, because they would multiply the rounding error of π.
    angle = np.pi * (x - np.rint(x))
    return (
        x**2 + 20.0 * np.sin(angle) ** 2,
        2.0 * x + 20.0 * np.pi * np.sin(2.0 * angle),
        2.0 + 40.0 * np.pi**2 * np.cos(2.0 * angle),
    )


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
