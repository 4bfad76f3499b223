"""Interpolate a smooth function of two variables from a few nodes.

A function that is analytic in a neighbourhood of the window equals its Chebyshev series, whose
terms fall geometrically. On the m Chebyshev points of each axis

    t_j = −cos(π j / (m − 1)),   j = 0 … m − 1

the polynomial of degree m − 1 through the values is as accurate as the truncated series, to within
a factor of about 2. In two variables it is applied along one axis, then along the other: for values
F (m, m) on the nodes, the table on a grid is

    z = L_y F L_xᵀ,   L = T(t) D,

where D turns values into coefficients and T(t)ₖ = cos(k arccos t). These are two small matrix
products, however expensive J is.

**Stretching.** The nodes crowd towards the ends of an axis, where few functions need them. A
function with singularities close to the whole axis is expanded in t, where the position on the axis
is s = arcsin(α t)/arcsin(α): the nodes are then spread more evenly, and up to π/2 times fewer are
enough. The map is itself singular, at t = ±1/α, so a function that is smooth far beyond the window
does better without it, α = 0.

The number of nodes is known in advance from the singularities of J, or is read off its series along
a few lines through the window. The accuracy is then measured: J and the interpolant are compared at
fixed scattered points off the nodes. A maximum over some points misses the largest error, and the
tail of the coefficients alone would underestimate hard cases by up to ten times, so the larger of
the two is taken, times ``SAFETY``.

Source: Trefethen 2013, "Approximation Theory and Approximation Practice", chapters 2-8 and 22;
Kosloff & Tal-Ezer 1993, "A modified Chebyshev pseudospectral method with an O(1/N) time step
restriction", for the map.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from losscore.checks import FloatArray, Window
from losscore.kernels.workspace import scratch

MIN_SIZE, MAX_SIZE = 9, 129
PROBES = 32
SAFETY = 10.0
# The number of last coefficients of the series that estimate its remainder.
TAIL = 2
# The positions of the first lines along an axis: 0 is one end, 1 the other.
LINES = (0.0, 0.5)
# Nodes along a line; more are used only where fewer do not show the end of the series.
LINE_SIZES = (33, 65, MAX_SIZE)
# Rows of a grid interpolated in one matrix product. BLAS uses several threads for larger products;
# on a busy machine these wait for one another, 10 ms for work that takes 0.1 ms.
BAND = 8
# Sizes are multiples of this plus one, so that there are few and their matrices are reused.
STEP = 4
# α of a stretched axis: the map's own series falls as 1.38^(−n), as those of sharp functions do.
STRETCH = 0.95


class Nodes(NamedTuple):
    """The number of nodes along an axis, and α of the map that spreads them, or 0."""

    size: int
    stretch: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Interpolant:
    """A polynomial through the values (m, m) of J at the nodes of ``window``, [second, first] axis.

    ``error`` is its measured deviation from J, with a margin, relative to the range of the values.
    It bounded the error in all tests, but is not a proof. ``stretch`` is α of both axes.
    """

    window: Window
    values: FloatArray
    error: float
    stretch: float = 0.0

    @property
    def size(self) -> int:
        """m, the nodes along each axis."""
        return len(self.values)

    def table(self, nx: int, ny: int) -> FloatArray:
        """The interpolant on a uniform grid over the window -> (ny, nx)."""
        axis = Nodes(self.size, self.stretch)
        bands = _to_grid(ny, axis).reshape(self.size, -1, BAND).transpose(1, 2, 0)
        table: FloatArray = bands @ self.values @ _to_grid(nx, axis)[:, :nx]
        return table.reshape(-1, nx)[:ny]


class Smooth(NamedTuple):
    """A smooth J: its values on a tensor grid, (x (a,), y (b,)) -> (b, a), and at points (k, 2).

    ``enough(error)`` gives the nodes that an axis is expected to need, or None.
    """

    on: Callable[[FloatArray, FloatArray], FloatArray]
    at: Callable[[FloatArray], FloatArray]
    enough: Callable[[float], Nodes | None]


def interpolate(
    function: Smooth, window: Window, tol: float, max_size: int = MAX_SIZE
) -> Interpolant | None:
    """An interpolant whose ``error`` is at most ``tol``, from few nodes; None if there is none.

    ``max_size`` : the largest number of nodes along an axis.
    """
    truth = function.at(probes(window))
    span = spread(truth)
    if not math.isfinite(span):
        return None
    expected = function.enough(tol * span / SAFETY)
    if expected is None:
        expected = Nodes(_along_lines(function.on, window, tol, truth))
    size, stretch = _rounded(expected.size), expected.stretch
    while size <= min(max_size, MAX_SIZE):
        values = function.on(*(nodes(size, side, stretch) for side in window))
        error = _error(values, truth, stretch)
        if error <= tol:
            return Interpolant(window, values, error, stretch)
        size = _rounded(1.4 * size)
    return None


def nodes(size: int, side: tuple[float, float], stretch: float = 0.0) -> FloatArray:
    """The m Chebyshev points of an interval, ascending, both ends included."""
    to_low, to_high = _weights_of_ends(size, stretch)
    points: FloatArray = to_low * side[0] + to_high * side[1]
    return points


@cache
def _weights_of_ends(size: int, stretch: float) -> FloatArray:
    """The weights of both ends of an interval in its nodes, (2, m): 1 and 0 at an end itself."""
    t = -np.cos(np.pi * np.arange(size) / (size - 1))
    s = np.arcsin(stretch * t) / np.arcsin(stretch) if stretch else t
    return np.stack((0.5 * (1.0 - s), 0.5 * (1.0 + s)))


def probes(window: Window, count: int = PROBES) -> FloatArray:
    """Fixed scattered points (count, 2) of ``window``; the first PROBES measure interpolants."""
    low, high = np.array(window).T
    points: FloatArray = low + (high - low) * _unit_probes(count)
    return points


def polynomials(t: FloatArray, count: int) -> FloatArray:
    """T_k(t) for k < count, t (...) -> (count, ...), by T_k = 2t T_{k−1} − T_{k−2}.

    The result is in memory that this thread reuses: valid until the next call.
    """
    values, twice = scratch("polynomials", count, *t.shape), scratch("twice", *t.shape)
    values[0], values[1] = 1.0, t
    np.multiply(t, 2.0, out=twice)
    for k in range(2, count):
        np.multiply(twice, values[k - 1], out=values[k])
        values[k] -= values[k - 2]
    return values


def interpolation_matrix(s: FloatArray, size: int, stretch: float = 0.0) -> FloatArray:
    """L (k, m): from values at the m nodes of [−1, 1] to values at s (k,)."""
    t = np.sin(s * np.arcsin(stretch)) / stretch if stretch else s
    angle = np.arccos(np.clip(t, -1.0, 1.0))
    matrix: FloatArray = np.cos(np.outer(angle, np.arange(size))) @ to_coefficients(size)
    return matrix


def _along_lines(
    tabulate: Callable[[FloatArray, FloatArray], FloatArray],
    window: Window,
    tol: float,
    truth: FloatArray,
) -> int:
    """The number of nodes that the series along some lines need; more than MAX_SIZE if too many."""
    across, up = window
    for size in LINE_SIZES:
        fine_x, fine_y = (nodes(size, side) for side in window)
        along_x, along_y = tabulate(fine_x, _between(up)), tabulate(_between(across), fine_y)
        lines = np.concatenate((along_x, along_y.T))
        seen = np.concatenate((lines.ravel(), truth))
        if not np.isfinite(seen).all():
            break
        terms = np.abs(lines @ to_coefficients(size).T).max(axis=0)
        rest = np.cumsum(terms[::-1])[::-1]
        small = np.flatnonzero(SAFETY * rest <= tol * np.ptp(seen))
        if len(small):
            return _rounded(small[0] + 1)
        # The series falls geometrically: k times the nodes leave, at best, the rest's k-th power.
        left = SAFETY * float(rest[-TAIL])
        if left > np.ptp(seen) * tol ** ((size - 1) / (MAX_SIZE - 1)):
            break
    return MAX_SIZE + 1


def _rounded(size: float) -> int:
    """The next multiple of STEP, and one."""
    return STEP * math.ceil((max(size, MIN_SIZE) - 1) / STEP) + 1


def _between(side: tuple[float, float]) -> FloatArray:
    low, high = side
    return low + np.array(LINES) * (high - low)


def _error(values: FloatArray, truth: FloatArray, stretch: float) -> float:
    """SAFETY × the larger of measured deviation and coefficient tail, relative to the range."""
    size = len(values)
    span = spread(values)
    if not 0.0 < span < np.inf:
        return np.inf
    down, across = _to_probes(Nodes(size, stretch))
    deviation = np.abs(np.vecdot(down @ values, across) - truth).max()
    transform = to_coefficients(size)
    last = transform[-TAIL:]
    highest_in_x = np.abs(transform @ (values @ last.T)).sum()
    highest_in_y = np.abs((last @ values) @ transform.T).sum()
    tail = max(highest_in_x, highest_in_y)
    return SAFETY * float(max(deviation, tail)) / span


@lru_cache(maxsize=16)
def _to_grid(count: int, axis: Nodes) -> FloatArray:
    """Lᵀ for a uniform grid, (size, count), padded with 0 to the end of the last band."""
    matrix = np.zeros((axis.size, -(-count // BAND) * BAND))
    matrix[:, :count] = interpolation_matrix(np.linspace(-1.0, 1.0, count), *axis).T
    return matrix


@cache
def _to_probes(axis: Nodes) -> tuple[FloatArray, FloatArray]:
    unit = 2.0 * _unit_probes(PROBES) - 1.0
    return interpolation_matrix(unit[:, 1], *axis), interpolation_matrix(unit[:, 0], *axis)


@cache
def _unit_probes(count: int) -> FloatArray:
    """Random points with a fixed seed, so that a surface is always the same."""
    return np.random.default_rng(20).random((count, 2))


@cache
def to_coefficients(size: int) -> FloatArray:
    """D (m, m): the discrete cosine transform; first and last node and term count half."""
    degree = size - 1
    index = np.arange(size)
    half = np.where((index == 0) | (index == degree), 0.5, 1.0)
    # The nodes ascend, so node j is at the angle π − π j / degree.
    cosine = np.cos(np.pi * np.outer(index, degree - index) / degree)
    matrix: FloatArray = (2.0 / degree) * half[:, None] * cosine * half[None, :]
    return matrix


def spread(values: FloatArray) -> float:
    """The range of ``values``; infinite or nan if one of them is."""
    return float(values.max()) - float(values.min())
