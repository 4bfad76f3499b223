"""∇J at many points from some thousand evaluations, where J is smooth and has many samples.

Both components are interpolated by Chebyshev polynomials on a box that descents rarely leave,
cut into tiles where J is too steep for one polynomial. That is wrong by a share of the largest
‖∇J‖ in the box: good enough far from the minima, useless at them, where ∇J vanishes. So around
each minimum lie boxes within boxes, each ``SHRINK`` times smaller than the one before, with
polynomials of their own: there the error is a share of ‖∇J‖ itself. Whatever lies outside all
boxes, or where ∇J is so small that the error would show, is evaluated exactly.

At a point the polynomials are two vectors of T_k by recurrence and one matrix product for all
points of a box.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from losscore.checks import FloatArray, Window
from losscore.kernels import chebyshev

# Tiles along each axis, and nodes in each, that are tried in turn; what they must reach.
LAYOUTS = ((1, 33), (1, 49), (1, 65), (1, 97), (2, 65), (3, 65), (4, 65), (6, 65))
ACCURACY = 1e-8
# ∇J below this multiple of the error is evaluated exactly.
MARGIN = 1e3
# The largest of the small boxes, as a share of the whole; each next one; how many; their nodes.
LARGEST, SHRINK, LEVELS = 1.0 / 32.0, 8.0, 10
SMALL_SIZE = 17
# Points whose polynomials fit the cache together.
BLOCK = 256

Gradient = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class _Box:
    """Chebyshev coefficients (2, m, m) of both components of ∇J, [component, second, first]."""

    window: Window
    coefficients: FloatArray

    @classmethod
    def of(cls, gradient: Gradient, window: Window, size: int) -> _Box:
        x, y = (chebyshev.nodes(size, side) for side in window)
        values = gradient(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))
        transform = chebyshev.to_coefficients(size)
        return cls(window, transform @ values.T.reshape(2, size, size) @ transform.T)

    @property
    def size(self) -> int:
        """m, the nodes along each axis."""
        return int(self.coefficients.shape[-1])

    def at(self, points: FloatArray) -> FloatArray:
        """∇J at points (n, 2) inside."""
        result = np.empty_like(points)
        for start in range(0, len(points), BLOCK):
            rows = slice(start, start + BLOCK)
            result[rows] = self._block(points[rows])
        return result

    def _block(self, points: FloatArray) -> FloatArray:
        low, high = np.array(self.window).T
        first, second = ((2.0 * points - low - high) / (high - low)).T
        size = self.size
        across, up = _polynomials(first, size), _polynomials(second, size)
        along = self.coefficients.reshape(-1, size) @ across
        components = along.reshape(2, size, -1)
        grad: FloatArray = np.einsum("ckn,kn->nc", components, up)
        return grad


@dataclass(frozen=True, slots=True, eq=False)
class _Tiles:
    """Boxes (count × count) that together cover ``window``, row by row."""

    window: Window
    count: int
    boxes: tuple[_Box, ...]

    def number(self, points: FloatArray) -> NDArray[np.intp]:
        """Which box each point (n, 2) lies in; −1 outside."""
        low, high = np.array(self.window).T
        place = np.floor((points - low) / (high - low) * self.count)
        inside = ((points >= low) & (points <= high)).all(axis=1)
        column, row = np.where(inside[:, None], np.minimum(place, self.count - 1), 0).T
        return np.where(inside, row * self.count + column, -1).astype(np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class GradientTable:
    """∇J by interpolation.

    ``error`` is relative to the largest ‖∇J‖ in the window; a ∇J below ``least`` is not trusted.
    ``nests`` are the boxes around each of ``centres`` (k, 2), the largest reaching ``reach`` (2,).
    """

    exact: Gradient
    tiles: _Tiles
    nests: tuple[tuple[_Box, ...], ...]
    centres: FloatArray
    reach: FloatArray
    error: float
    least: float

    def __call__(self, points: FloatArray) -> FloatArray:
        """∇J at points (n, 2) -> (n, 2)."""
        result = np.empty_like(points)
        is_open = np.ones(len(points), dtype=bool)
        for box, rows in self._nested(points):
            result[rows] = box.at(points[rows])
            is_open[rows] = False
        number = np.where(is_open, self.tiles.number(points), -1)
        for tile in np.unique(number[number >= 0]):
            rows = np.flatnonzero(number == tile)
            result[rows] = self.tiles.boxes[tile].at(points[rows])
            is_open[rows] = np.hypot(*result[rows].T) < self.least
        if is_open.any():
            result[is_open] = self.exact(points[is_open])
        return result

    def _nested(self, points: FloatArray) -> Iterator[tuple[_Box, NDArray[np.intp]]]:
        """Boxes around minima, each with the rows of ``points`` that no smaller one holds."""
        for centre, boxes in zip(self.centres, self.nests, strict=True):
            distance = (np.abs(points - centre) / self.reach).max(axis=1)
            near = np.flatnonzero(distance < 1.0)
            if len(near):
                smallest = SHRINK ** (1.0 - len(boxes))
                depth = -np.log(np.maximum(distance[near], smallest)) / np.log(SHRINK)
                # A point on the edge of a box may be rounded into it: its polynomial does not mind.
                level = np.minimum(depth.astype(np.intp), len(boxes) - 1)
                for number in np.unique(level):
                    yield boxes[number], near[level == number]


def gradient_table(
    gradient: Gradient, window: Window, minima: FloatArray, max_nodes: float
) -> GradientTable | None:
    """A table for ``window``, with boxes around ``minima`` (k, 2).

    None if J is too steep for any layout of at most ``max_nodes`` nodes. ``gradient`` is ∇J itself,
    (n, 2) -> (n, 2).
    """
    largest = float(np.abs(gradient(chebyshev.probes(window))).max())
    for count, size in LAYOUTS:
        if count**2 * size**2 > max_nodes:
            break
        tiled = _tiled(gradient, window, count, size, largest)
        if tiled is not None:
            tiles, error = tiled
            low, high = np.array(window).T
            reach = 0.5 * LARGEST * (high - low)
            nests = tuple(tuple(_nest(gradient, centre, reach)) for centre in minima)
            least = MARGIN * ACCURACY * largest
            return GradientTable(gradient, tiles, nests, minima, reach, error, least)
    return None


def _tiled(
    gradient: Gradient, window: Window, count: int, size: int, largest: float
) -> tuple[_Tiles, float] | None:
    """Tiles and their error, relative to ``largest``; None as soon as one is not good enough."""
    across, up = (np.linspace(low, high, count + 1).tolist() for low, high in window)
    boxes, error = [], 0.0
    for y_side in pairwise(up):
        for x_side in pairwise(across):
            part = (x_side, y_side)
            box = _Box.of(gradient, part, size)
            probes = chebyshev.probes(part)
            deviation = np.abs(box.at(probes) - gradient(probes)).max()
            error = max(error, chebyshev.SAFETY * float(deviation) / largest)
            if not error <= ACCURACY:
                return None
            boxes.append(box)
    return _Tiles(window, count, tuple(boxes)), error


def _nest(gradient: Gradient, centre: FloatArray, reach: FloatArray) -> Iterator[_Box]:
    for level in range(LEVELS):
        half = reach / SHRINK**level
        (x_lo, y_lo), (x_hi, y_hi) = (centre - half).tolist(), (centre + half).tolist()
        yield _Box.of(gradient, ((x_lo, x_hi), (y_lo, y_hi)), SMALL_SIZE)


def _polynomials(t: FloatArray, size: int) -> FloatArray:
    """T_k(t) for k < size, t (n,) -> (size, n), by T_k = 2t T_{k−1} − T_{k−2}."""
    values = np.empty((size, len(t)))
    values[0], values[1] = 1.0, t
    twice = 2.0 * t
    for k in range(2, size):
        np.multiply(twice, values[k - 1], out=values[k])
        values[k] -= values[k - 2]
    return values
