"""∇J at many points from a few thousand evaluations, where J is smooth and has many samples.

Both components are interpolated by Chebyshev polynomials on a box that descents rarely leave,
cut into tiles where J is too steep for one polynomial. The error is a share of the largest ‖∇J‖ in
the box: good enough far from the minima, but useless at them, where ∇J vanishes. So each minimum
has nested boxes, each ``SHRINK`` times smaller than the one before, with polynomials of their own,
where the error is a share of ‖∇J‖ itself. Points outside all boxes, or where ∇J is so small that
the error would matter, are evaluated exactly.

Evaluation takes two vectors of T_k per point, by recurrence, and one matrix product for all points
of a box.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from losscore.checks import FloatArray, Window
from losscore.kernels import chebyshev
from losscore.kernels.workspace import scratch

# Tiles along each axis and nodes in each, tried in turn; and the accuracy that they must reach.
LAYOUTS = ((1, 33), (1, 49), (1, 65), (1, 97), (2, 65), (3, 65), (4, 57), (4, 65), (6, 65))
ACCURACY = 1e-8
# ∇J below this multiple of the error is evaluated exactly.
MARGIN = 1e3
# The largest of the nested boxes, as a share of the whole, and each next one.
LARGEST, SHRINK = 1.0 / 32.0, 8.0
# Their nodes along each axis: the smaller the box, the closer ∇J is to linear in it.
NEST_SIZES = (17, 9, 9, 9, 7, 7, 7, 7, 7, 7)
# Polynomials × points that together fit the cache.
BLOCK_ENTRIES = 1 << 17


class Field(NamedTuple):
    """∇J itself: ``at`` points (n, 2) -> (n, 2); ``on`` a grid, (nx,), (ny,) -> (ny, nx, 2).

    ``enough(window, error)`` gives the nodes along an axis that J is expected to need, or None.
    """

    at: Callable[[FloatArray], FloatArray]
    on: Callable[[FloatArray, FloatArray], FloatArray]
    enough: Callable[[Window, float], int | None]


@dataclass(frozen=True, slots=True, eq=False)
class _Box:
    """Chebyshev coefficients (2, m, m) of both components of ∇J, [component, second, first]."""

    window: Window
    coefficients: FloatArray

    @classmethod
    def of(cls, field: Field, window: Window, size: int) -> _Box:
        values = field.on(*(chebyshev.nodes(size, side) for side in window))
        transform = chebyshev.to_coefficients(size)
        return cls(window, transform @ np.moveaxis(values, -1, 0) @ transform.T)

    @property
    def size(self) -> int:
        """m, the nodes along each axis."""
        return int(self.coefficients.shape[-1])

    def at(self, points: FloatArray) -> FloatArray:
        """∇J at points (n, 2) inside."""
        result = np.empty_like(points)
        height = BLOCK_ENTRIES // self.size
        for start in range(0, len(points), height):
            rows = slice(start, start + height)
            result[rows] = self._block(points[rows])
        return result

    def _block(self, points: FloatArray) -> FloatArray:
        low, high = np.array(self.window).T
        size, count = self.size, len(points)
        basis = chebyshev.polynomials(
            ((2.0 * points - (low + high)) / (high - low)).T.ravel(), size
        )
        across, up = basis[:, :count], basis[:, count:]
        along = scratch("along", 2 * size, count)
        np.matmul(self.coefficients.reshape(-1, size), across, out=along)
        grad: FloatArray = np.einsum("ckn,kn->nc", along.reshape(2, size, count), up)
        return grad


@dataclass(frozen=True, slots=True, eq=False)
class _Tiles:
    """Boxes (count × count) that together cover ``window``, row by row."""

    window: Window
    count: int
    boxes: tuple[_Box, ...]

    def number(self, points: FloatArray) -> NDArray[np.intp]:
        """The number of the box that contains each point (n, 2); −1 outside."""
        column, row = (
            np.floor((values - low) * (self.count / (high - low)))
            for values, (low, high) in zip(points.T, self.window, strict=True)
        )
        # The upper edges belong to the last tiles.
        (_, x_hi), (_, y_hi) = self.window
        column[points[:, 0] == x_hi] = self.count - 1
        row[points[:, 1] == y_hi] = self.count - 1
        inside = (column >= 0) & (column < self.count) & (row >= 0) & (row < self.count)
        return np.where(inside, row * self.count + column, -1).astype(np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class GradientTable:
    """∇J by interpolation.

    ``error`` is relative to the largest ‖∇J‖ in the window; a ∇J below ``least`` is computed
    exactly. ``nests`` are the boxes around each of ``centres`` (k, 2); ``reach`` (2,) is the half
    width of the largest.
    """

    field: Field
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
            result[is_open] = self.field.at(points[is_open])
        return result

    def _nested(self, points: FloatArray) -> Iterator[tuple[_Box, NDArray[np.intp]]]:
        """Boxes around minima, each with the rows of ``points`` that are in no smaller box."""
        for centre, boxes in zip(self.centres, self.nests, strict=True):
            distance = np.maximum(*(np.abs(points - centre) / self.reach).T)
            near = np.flatnonzero(distance < 1.0)
            if len(near):
                smallest = SHRINK ** (1.0 - len(boxes))
                depth = -np.log(np.maximum(distance[near], smallest)) / np.log(SHRINK)
                # A point on a box's edge may be rounded into it; its polynomial is valid there.
                level = np.minimum(depth.astype(np.intp), len(boxes) - 1)
                for number in np.unique(level):
                    yield boxes[number], near[level == number]


def gradient_table(
    field: Field, window: Window, minima: FloatArray, max_nodes: float
) -> GradientTable | None:
    """A table for ``window``, with boxes around ``minima`` (k, 2).

    None if J is too steep for any layout of at most ``max_nodes`` nodes.
    """
    largest = float(np.abs(field.at(chebyshev.probes(window))).max())
    low, high = np.array(window).T
    middle = minima[0] if len(minima) else 0.5 * (low + high)
    for count, size in LAYOUTS:
        if count**2 * size**2 > max_nodes:
            break
        parts = _cut(window, count, middle)
        steepest = next(iter(parts.values()))
        # ∇J needs more nodes than J.
        expected = field.enough(steepest, ACCURACY * largest * float(np.ptp(steepest)))
        if expected is not None and expected > size:
            continue
        tiled = _tiled(field, parts, size, largest)
        if tiled is not None:
            boxes, error = tiled
            reach = 0.5 * LARGEST * (high - low)
            nests = tuple(_nest(field, centre, reach) for centre in minima)
            least = MARGIN * ACCURACY * largest
            tiles = _Tiles(window, count, boxes)
            return GradientTable(field, tiles, nests, minima, reach, error, least)
    return None


def _cut(window: Window, count: int, middle: FloatArray) -> dict[int, Window]:
    """The tiles of ``window`` by number; those nearest to ``middle`` (2,), the steepest, first."""
    across, up = (np.linspace(low, high, count + 1).tolist() for low, high in window)
    parts = [(x_side, y_side) for y_side in pairwise(up) for x_side in pairwise(across)]
    distance = [float(np.hypot(*(np.mean(part, axis=1) - middle))) for part in parts]
    return {int(number): parts[number] for number in np.argsort(distance)}


def _tiled(
    field: Field, parts: dict[int, Window], size: int, largest: float
) -> tuple[tuple[_Box, ...], float] | None:
    """Boxes in the order of their numbers, and their error relative to ``largest``.

    None as soon as one is not accurate enough.
    """
    boxes, error = {}, 0.0
    for number, part in parts.items():
        boxes[number] = _Box.of(field, part, size)
        probes = chebyshev.probes(part)
        deviation = np.abs(boxes[number].at(probes) - field.at(probes)).max()
        error = max(error, chebyshev.SAFETY * float(deviation) / largest)
        if not error <= ACCURACY:
            return None
    return tuple(boxes[number] for number in sorted(boxes)), error


def _nest(field: Field, centre: FloatArray, reach: FloatArray) -> tuple[_Box, ...]:
    boxes = []
    for level, size in enumerate(NEST_SIZES):
        half = reach / SHRINK**level
        (x_lo, y_lo), (x_hi, y_hi) = (centre - half).tolist(), (centre + half).tolist()
        boxes.append(_Box.of(field, ((x_lo, x_hi), (y_lo, y_hi)), size))
    return tuple(boxes)
