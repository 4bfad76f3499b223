"""J over a rectangle of the parameter plane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from losscore import checks
from losscore.checks import FloatArray, Window
from losscore.kernels import chebyshev
from losscore.kernels.chebyshev import Interpolant, interpolate
from losscore.kernels.parallel import single_threaded_blas
from losscore.problems.base import Problem

MAX_RESOLUTION = 2_000
# Samples × nodes below which a surface is quicker computed than interpolated.
SMALL = 1 << 18
# An interpolant pays while it has at most this share of the grid's nodes.
SPARSE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A table of J: ``z[j, i]`` is J(x[i], y[j]), x (nx,), y (ny,), z (ny, nx).

    ``method`` names the algorithm. ``error`` is its error relative to the range of z: measured at
    points off the nodes, with a margin; 0 where every value is computed to rounding.
    """

    x: FloatArray
    y: FloatArray
    z: FloatArray
    method: str
    error: float


def surface(
    problem: Problem,
    window: Window | None = None,
    resolution: int | tuple[int, int] = 161,
    tol: float = 1e-6,
    exact: bool = False,
) -> Surface:
    """Evaluate J on a uniform grid.

    A smooth J with many samples is interpolated, if that is measured to be good to ``tol``, or else
    computed at every node. docs/algorithms.md tells how.

    Parameters
    ----------
    window : ((x_lo, x_hi), (y_lo, y_hi)); the problem's own by default.
    resolution : nodes along both axes, or (nx, ny); 2 … 2000.
    tol : allowed error relative to the range of z.
    exact : never interpolate: every value to about 1e-13 of the largest.

    Raises
    ------
    ValueError
        For an empty or infinite window and sizes out of range.
    """
    (x_lo, x_hi), (y_lo, y_hi) = view = checks.window(
        "window", problem.window if window is None else window
    )
    nx, ny = checks.sizes("resolution", resolution, low=2, high=MAX_RESOLUTION)
    checks.number("tol", tol, above=0.0)
    x, y = np.linspace(x_lo, x_hi, nx), np.linspace(y_lo, y_hi, ny)
    if not exact and _is_worth_interpolating(problem, nx * ny):
        # The matrices here are small: threads of BLAS would only get into each other's way.
        with single_threaded_blas():
            approximate = _interpolated(problem, view, (nx, ny), tol)
        if approximate is not None:
            z, method, error = approximate
            return Surface(x, y, z, method, error)
    z, method = problem.table(x, y)
    return Surface(x, y, z, method, 0.0)


def _is_worth_interpolating(problem: Problem, n_nodes: int) -> bool:
    return problem.analytic and len(problem.dataset or ()) * n_nodes > SMALL


def _interpolated(
    problem: Problem, window: Window, sizes: tuple[int, int], tol: float
) -> tuple[FloatArray, str, float] | None:
    """z, method and error; None where nothing comes within ``tol``."""
    most = int(np.sqrt(SPARSE * sizes[0] * sizes[1]))
    lighter = problem.condensed(window)
    if lighter is not None:
        lost = _condensing_error(problem, lighter, window)
        found = _fit(lighter, window, tol - lost, most) if lost <= 0.5 * tol else None
        if found is not None:
            return found.table(*sizes), f"{_named(found)} of condensed samples", found.error + lost
    found = _fit(problem, window, tol, most)
    return None if found is None else (found.table(*sizes), _named(found), found.error)


def _fit(problem: Problem, window: Window, tol: float, most: int) -> Interpolant | None:
    return interpolate(lambda x, y: problem.table(x, y)[0], problem.loss, window, tol, most)


def _condensing_error(problem: Problem, lighter: Problem, window: Window) -> float:
    """What condensing changes in J, relative to its range, with a margin.

    It does most where one weight is as large as it gets and the other as small: then z varies
    along one feature only, and nothing averages out along the other.
    """
    far = [max(side, key=abs) for side in window]
    near = [min(max(0.0, low), high) for low, high in window]
    points = np.array([[far[0], near[1]], [near[0], far[1]], far])
    deviation = np.abs(problem.loss(points) - lighter.loss(points)).max()
    span = np.ptp(lighter.loss(chebyshev.probes(window)))
    return chebyshev.SAFETY * float(deviation / span) if span > 0.0 else np.inf


def _named(found: Interpolant) -> str:
    return f"Chebyshev {found.size}×{found.size}"
