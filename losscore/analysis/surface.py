"""J over a rectangle of the parameter plane."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from losscore import checks
from losscore.checks import FloatArray, Window
from losscore.kernels import chebyshev
from losscore.kernels.chebyshev import Interpolant, Smooth, interpolate, spread
from losscore.kernels.grids import Gridded, gridded
from losscore.kernels.parallel import single_threaded_blas
from losscore.objectives.base import Problem, require_problem

MAX_RESOLUTION = 2_000
# Samples × nodes below which a surface is quicker computed than interpolated.
SMALL = 1 << 18
# An interpolant pays while it has at most this share of the grid's nodes.
SPARSE = 0.5
# The condensing error is estimated at SCATTERED points, and measured at the TRIED worst of them.
SCATTERED = 119
TRIED = 3
# The residual is typically 15 times the condensing error, and hardly ever less than this factor.
RESIDUAL_MARGIN = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A table of J: ``z[j, i]`` is J(x[i], y[j]), x (nx,), y (ny,), z (ny, nx).

    ``method`` names the algorithm. ``error`` is its error relative to the range of z: measured at
    points off the nodes, with a margin; 0 where every value is computed to rounding, which is
    about 1e-13 of the largest |z|.
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

    A smooth J with many samples is interpolated if the measured error is within ``tol``; otherwise
    it is computed at every node. See docs/algorithms.md.

    Parameters
    ----------
    window : ((x_lo, x_hi), (y_lo, y_hi)); the problem's own by default.
    resolution : nodes along both axes, or (nx, ny); 2 … 2000.
    tol : allowed error relative to the range of z; a smaller one than rounding means ``exact``.
    exact : never interpolate: every value to about 1e-13 of the largest.

    Raises
    ------
    ValueError
        For an empty or infinite window and sizes out of range.
    """
    require_problem(problem)
    (x_lo, x_hi), (y_lo, y_hi) = view = checks.window(
        "window", problem.window if window is None else window
    )
    nx, ny = checks.sizes("resolution", resolution, low=2, high=MAX_RESOLUTION)
    checks.number("tol", tol, above=0.0)
    checks.boolean("exact", exact)
    x, y = _axis(x_lo, x_hi, nx), _axis(y_lo, y_hi, ny)
    # J may overflow in a huge window, as in ``loss``. BLAS is limited once, not for each table, and
    # only where J is analytic: nothing else uses it much.
    work = nx * ny * len(problem.dataset or ()) if gridded(problem).analytic else 0
    with np.errstate(over="ignore", invalid="ignore"), single_threaded_blas(work):
        if not exact and _is_worth_interpolating(problem, nx * ny):
            approximate = _interpolated(problem, view, (nx, ny), tol)
            if approximate is not None:
                return Surface(x, y, *approximate)
        return Surface(x, y, *gridded(problem).table(x, y), 0.0)


def _axis(low: float, high: float, count: int) -> FloatArray:
    """``np.linspace``, bit for bit; its checks would take a twentieth of a small surface's time."""
    axis: FloatArray = np.arange(float(count)) * ((high - low) / (count - 1)) + low
    axis[-1] = high
    return axis


def _is_worth_interpolating(problem: Problem, n_nodes: int) -> bool:
    many = len(problem.dataset or ()) * n_nodes > SMALL
    return gridded(problem).analytic and many and SPARSE * n_nodes >= chebyshev.MIN_SIZE**2


def _interpolated(
    problem: Problem, window: Window, sizes: tuple[int, int], tol: float
) -> tuple[FloatArray, str, float] | None:
    """z, method and error; None where nothing comes within ``tol``."""
    most = math.isqrt(int(SPARSE * sizes[0] * sizes[1]))
    found, method, lost = None, "", 0.0
    grids = gridded(problem)
    reduced = grids.condensed(window)
    if reduced is not None and (lost := _condensing_error(problem, reduced, window)) <= 0.5 * tol:
        found, method = _fit(reduced, window, tol - lost, most), " of condensed samples"
    if found is None:
        found, method, lost = _fit(grids, window, tol, most), "", 0.0
    if found is None:
        return None
    z = found.table(*sizes)
    # The error is relative to the grid's own range, which may miss the interpolant's extremes.
    error = _ratio((found.error + lost) * spread(found.values), spread(z))
    method = f"Chebyshev {found.size}×{found.size}{method}"
    return (z, method, error) if error <= tol else None


def _fit(grids: Gridded, window: Window, tol: float, most: int) -> Interpolant | None:
    function = Smooth(
        on=lambda x, y: grids.table(x, y)[0],
        at=grids.loss,
        enough=lambda error: grids.fewest_nodes(window, error),
    )
    return interpolate(function, window, tol, most)


def _condensing_error(problem: Problem, reduced: Gridded, window: Window) -> float:
    """The change of J by condensing, relative to its range, with a margin.

    It is measured on all samples where the residual is largest: among scattered points, corners,
    and points where z varies along one feature only, so that nothing averages out along the other.
    A measured value may be small by chance, so a part of the residual is a lower bound.
    """
    assert reduced.residual_sum is not None
    axes = [(low, min(max(0.0, low), high), high) for low, high in window]
    extreme = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    points = np.concatenate((extreme, chebyshev.probes(window, SCATTERED)))
    residual = np.abs(reduced.residual_sum.loss(points))
    tried = np.array([points[k::TRIED][residual[k::TRIED].argmax()] for k in range(TRIED)])
    deviation = np.abs(problem.loss(tried) - reduced.loss(tried)).max()
    span = float(np.ptp(reduced.loss(chebyshev.probes(window))))
    return _ratio(float(max(residual.max() / RESIDUAL_MARGIN, chebyshev.SAFETY * deviation)), span)


def _ratio(error: float, span: float) -> float:
    """``error`` relative to ``span``: infinite where J is constant."""
    return error / span if span > 0.0 else np.inf
