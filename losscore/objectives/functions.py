"""Functions of two parameters. Each gives J, ∇J and ∇²J together, so that their terms agree."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from losscore.checks import FloatArray
from losscore.objectives.analytic import Analytic, Derivatives
from losscore.objectives.spec import ProblemSpec
from losscore.theory.template import Part, Template


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
    # Both brackets are written around (3, 2), where they vanish: nothing cancels there.
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
    # Whole turns are taken off first: π is not exact, and they would multiply its error.
    angle = np.pi * (x - np.rint(x))
    return (
        x**2 + 20.0 * np.sin(angle) ** 2,
        2.0 * x + 20.0 * np.pi * np.sin(2.0 * angle),
        2.0 + 40.0 * np.pi**2 * np.cos(2.0 * angle),
    )


_PEAKS_X = (
    r"-6@*(1-@x)@*(1+@x@*(1-@x))@*@A-10@*(\tfrac15-3@*@x^2-2@*@x@*@P)@*@B"
    r"+\tfrac23@*(~x+1)@*@C"
)
_PEAKS_Y = r"-6@*(1-@x)^2@*(~y+1)@*@A+10@*(5@*@y^4+2@*@y@*@P)@*@B+\tfrac23@*@y@*@C"
_PEAKS_XX = (
    r"3@*(2+8@*@x@*(1-@x)+(4@*@x^2-2)@*(1-@x)^2)@*@A"
    r"-10@*(-6@*@x-4@*@x@*(\tfrac15-3@*@x^2)+(4@*@x^2-2)@*@P)@*@B"
    r"-\tfrac13@*(4@*(~x+1)^2-2)@*@C"
)
_PEAKS_XY = (
    r"12@*(1-@x)@*(1+@x@*(1-@x))@*(~y+1)@*@A"
    r"-10@*(4@*@x@*@y@*@P-2@*@y@*(\tfrac15-3@*@x^2)+10@*@x@*@y^4)@*@B"
    r"-\tfrac43@*(~x+1)@*@y@*@C"
)
_PEAKS_YY = (
    r"3@*(1-@x)^2@*(4@*(~y+1)^2-2)@*@A"
    r"-10@*(-20@*@y^3+20@*@y^5+(4@*@y^2-2)@*@P)@*@B"
    r"-\tfrac13@*(4@*@y^2-2)@*@C"
)

SPECS = (
    ProblemSpec(
        name="peaks",
        label="Peaks",
        formula="J = 3(1−x)²e^(−x²−(y+1)²) − 10(x/5−x³−y⁵)e^(−x²−y²) − ⅓e^(−(x+1)²−y²)",
        symbols=("x", "y"),
        description="Hills and hollows: the start decides which minimum is found.",
        build=partial(Analytic, "peaks", peaks, ((-3.0, 3.0), (-3.0, 3.0))),
        start=(0.455, 0.385),
        source="MATLAB peaks.",
        worked=Template(
            r"3@*(1-@x)^2@*@A-10@*@P@*@B-\tfrac13@*@C",
            (_PEAKS_X, _PEAKS_Y),
            (_PEAKS_XX, _PEAKS_XY, _PEAKS_YY),
            (
                Part("P", r"\tfrac15@*@x-@x^3-@y^5", lambda x, y: x / 5 - x**3 - y**5),
                Part("A", "e^{-@x^2-(~y+1)^2}", lambda x, y: math.exp(-(x**2) - (y + 1) ** 2)),
                Part("B", "e^{-@x^2-@y^2}", lambda x, y: math.exp(-(x**2) - y**2)),
                Part("C", "e^{-(~x+1)^2-@y^2}", lambda x, y: math.exp(-((x + 1) ** 2) - y**2)),
            ),
        ).rows,
    ),
    ProblemSpec(
        name="valley",
        label="Valley",
        formula="J(x, y) = x² + sin x + y⁴ + e^(−y)",
        symbols=("x", "y"),
        description="A smooth bowl, steep on one side: small and large learning rates compared.",
        build=partial(Analytic, "valley", valley, ((-2.0, 1.0), (-1.0, 1.0))),
        start=(2.5 / 3.0, 0.8),
        source="Published learning-rate comparison.",
        worked=Template(
            r"@x^2+\sin(~x)+@y^4+e^{-@y}",
            (r"2@*@x+\cos(~x)", "4@*@y^3-e^{-@y}"),
            (r"2-\sin(~x)", "0", "12@*@y^2+e^{-@y}"),
        ).rows,
    ),
    ProblemSpec(
        name="rosenbrock",
        label="Rosenbrock",
        formula="J(x, y) = (1 − x)² + 100 (y − x²)²",
        symbols=("x", "y"),
        description="A curved valley: soon reached, but then thousands of steps long.",
        build=partial(Analytic, "rosenbrock", rosenbrock, ((-2.0, 2.0), (-1.0, 3.0))),
        start=(0.2, 0.5),
        source="Rosenbrock 1960; minimum 0 at (1, 1).",
        worked=Template(
            "(1-@x)^2+100@*(~y-@x^2)^2",
            ("-2@*(1-@x)-400@*@x@*(~y-@x^2)", "200@*(~y-@x^2)"),
            ("2-400@*(~y-3@*@x^2)", "-400@*@x", "200"),
        ).rows,
    ),
    ProblemSpec(
        name="himmelblau",
        label="Himmelblau",
        formula="J(x, y) = (x² + y − 11)² + (x + y² − 7)²",
        symbols=("x", "y"),
        description="Four equally low minima: the start decides which one is reached.",
        build=partial(Analytic, "himmelblau", himmelblau, ((-5.0, 5.0), (-5.0, 5.0))),
        start=(0.45, 0.4),
        source=(
            "Himmelblau 1972; minima 0 at (3, 2), (−2.805118, 3.131313), (−3.779310, −3.283186), "
            "(3.584428, −1.848127)."
        ),
        worked=Template(
            "(@x^2+@y-11)^2+(~x+@y^2-7)^2",
            (
                "4@*@x@*(@x^2+@y-11)+2@*(~x+@y^2-7)",
                "2@*(@x^2+@y-11)+4@*@y@*(~x+@y^2-7)",
            ),
            ("12@*@x^2+4@*@y-42", "4@*(~x+@y)", "12@*@y^2+4@*@x-26"),
        ).rows,
    ),
    ProblemSpec(
        name="saddle",
        label="Saddle",
        formula="J(x, y) = x² − y²",
        symbols=("x", "y"),
        description="No minimum: descent approaches the saddle, slows down, then slides away.",
        build=partial(
            Analytic,
            "saddle",
            saddle,
            ((-2.0, 2.0), (-2.0, 2.0)),
            "There is no minimum: ∇J vanishes only at (0, 0), a saddle point with the eigenvalues "
            "−2 and 2, and J falls for ever along y.",
        ),
        start=(0.95, 0.501),
        source="The hyperbolic paraboloid; saddle point 0 at (0, 0).",
        worked=Template("@x^2-@y^2", ("2@*@x", "-2@*@y"), ("2", "0", "-2")).rows,
    ),
    ProblemSpec(
        name="rastrigin",
        label="Rastrigin",
        formula="J(x, y) = 20 + x² − 10 cos 2πx + y² − 10 cos 2πy",
        symbols=("x", "y"),
        description="121 minima within ±5.12: descent ends in a near one, seldom in the lowest.",
        build=partial(Analytic, "rastrigin", rastrigin, ((-5.12, 5.12), (-5.12, 5.12))),
        start=(0.27, 0.66),
        source="Rastrigin 1974; Törn & Žilinskas 1989; lowest minimum 0 at (0, 0).",
        worked=Template(
            r"20+@x^2-10@*\cos(2\pi@*@x)+@y^2-10@*\cos(2\pi@*@y)",
            (r"2@*@x+20\pi@*\sin(2\pi@*@x)", r"2@*@y+20\pi@*\sin(2\pi@*@y)"),
            (r"2+40\pi^2@*\cos(2\pi@*@x)", "0", r"2+40\pi^2@*\cos(2\pi@*@y)"),
        ).rows,
    ),
)
