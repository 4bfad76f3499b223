"""Replace many samples by a few weighted ones that give the same sums of smooth functions.

We need Σᵢ g(w·xᵢ) over N samples for many w. Cut the plane into tiles; on each, g(w·x) is a smooth
function of x, hence nearly its polynomial interpolant through q × q Chebyshev nodes n_a:

    Σᵢ g(w·xᵢ) ≈ Σ_a W_a g(w·n_a),   W_a = Σᵢ ℓ_a(xᵢ),

with the Lagrange polynomials ℓ_a. The weights W do not depend on w: once they are known, each θ
costs the same for every N. They come from the moments M_jk = Σᵢ T_j(tᵢ) T_k(uᵢ), as W = Dᵀ M D,
and moments add up over blocks and cores. The error of a q-point interpolant is a polynomial of
higher degree, whose sum over evenly spread samples nearly vanishes; it is therefore far smaller
than in the worst case.

Samples far from the bulk are kept as they are, with weight 1: heavy tails would need too many
tiles.

Nothing here is guaranteed: the caller measures the error against the full data. The **residual**,
the part of Σ g from the moments of the two highest degrees, tells where to measure: it is larger
than the error, but large at the same w, and costs as little as the condensed sum itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from losscore.checks import FloatArray
from losscore.kernels.chebyshev import polynomials
from losscore.kernels.parallel import map_chunks
from losscore.kernels.workspace import scratch

# The number of highest degrees that make up the residual.
HIGHEST = 2
# How far z may vary from the middle to the edge of a tile.
TILE_REACH = 2.0
MIN_TILES, MAX_TILES = 4, 24
CHUNK = 1 << 18
# Sorted samples whose polynomials are summed at a time: long numpy steps, in 4 MB for q = 8.
BLOCK = 1 << 15
# The number of samples from which the bulk is found.
SKETCH = 4_096
# With a larger share of outliers, condensing would not pay.
MAX_OUTLIERS = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Condensed:
    """Weighted points: features (2, m) and weights (m,), of either sign.

    ``residual`` (m,) holds the weights of the residual.
    """

    features: FloatArray
    weights: FloatArray
    residual: FloatArray


@dataclass(frozen=True, slots=True)
class _Tiles:
    """``count`` tiles of ``size`` from ``low`` on, along one axis."""

    low: float
    size: float
    count: int

    def nodes(self, per_tile: int) -> FloatArray:
        """The nodes along this axis, (count, per_tile)."""
        middle = self.low + self.size * (np.arange(self.count) + 0.5)
        nodes: FloatArray = np.add.outer(middle, 0.5 * self.size * np.cos(_angles(per_tile)))
        return nodes


def condense(features: FloatArray, reach: FloatArray, n_nodes: int) -> Condensed | None:
    """Weighted points for features (2, n), good for |w_k| ≤ reach_k; None if it would not pay.

    ``n_nodes`` is q, the nodes per tile and axis.
    """
    tiles = [_tiles(column, float(most)) for column, most in zip(features, reach, strict=True)]
    moments = np.zeros((tiles[0].count * tiles[1].count, n_nodes, n_nodes))
    outliers = []
    allowed = MAX_OUTLIERS * features.shape[1]
    for part, outside in map_chunks(
        lambda start, stop: _moments(features[:, start:stop], tiles, n_nodes),
        features.shape[1],
        CHUNK,
    ):
        moments += part
        outliers.append(outside)
        if sum(some.shape[1] for some in outliers) > allowed:
            return None
    highest = moments.copy()
    highest[:, : n_nodes - HIGHEST, : n_nodes - HIGHEST] = 0.0
    used = moments[:, 0, 0] > 0.0
    far = np.concatenate(outliers, axis=1)
    return Condensed(
        np.concatenate((_nodes(tiles, n_nodes, used), far), axis=1),
        np.concatenate((_weights(moments[used]), np.ones(far.shape[1]))),
        np.concatenate((_weights(highest[used]), np.zeros(far.shape[1]))),
    )


def _tiles(values: FloatArray, reach: float) -> _Tiles:
    """Tiles over the bulk of ``values``: as many as ``reach`` asks for, as wide as it allows."""
    sketch = values[:: max(1, len(values) // SKETCH)]
    low, middle, high = np.quantile(sketch, (0.001, 0.5, 0.999))
    half = 1.5 * max(high - middle, middle - low) or 1.0
    # Not a number of tiles yet: a huge window asks for more than fit an integer.
    needed = np.ceil(reach * half / TILE_REACH)
    count = int(np.clip(needed, MIN_TILES, MAX_TILES))
    if needed > count:
        half = count * TILE_REACH / reach
    return _Tiles(float(middle - half), 2.0 * half / count, count)


def _moments(
    features: FloatArray, tiles: list[_Tiles], n_nodes: int
) -> tuple[FloatArray, FloatArray]:
    """The moments (tiles, q, q) of a chunk (2, n), and its samples (2, k) outside all tiles."""
    place, outside = _places(features, tiles)
    index = scratch("tile numbers", *place.shape).view(np.int64)
    np.copyto(index, place, casting="unsafe")
    # Within its tile a sample lies between −1 and 1.
    place -= index
    place *= 2.0
    place -= 1.0
    n_tiles = tiles[0].count * tiles[1].count
    tile = (index[0] * tiles[1].count + index[1]).astype(np.int16)
    # After the last tile, so that they are not summed.
    tile[outside] = n_tiles
    # A stable sort of 16-bit integers is a radix sort: samples of a tile come together cheaply.
    order = np.argsort(tile, kind="stable")
    ordered = scratch("ordered places", *place.shape)
    for values, target in zip(place, ordered, strict=True):
        np.take(values, order, out=target, mode="clip")
    ends = np.cumsum(np.bincount(tile, minlength=n_tiles)[:n_tiles])
    moments = np.zeros((n_tiles, n_nodes, n_nodes))
    for start in range(0, int(ends[-1]), BLOCK):
        stop = min(start + BLOCK, int(ends[-1]))
        _add_block(moments, ordered[:, start:stop], ends - start)
    return moments, features[:, outside]


def _places(features: FloatArray, tiles: list[_Tiles]) -> tuple[FloatArray, NDArray[np.intp]]:
    """Samples (2, n) in units of tiles, and the numbers of those outside, which are put at 0."""
    place = scratch("places", *features.shape)
    outside = np.empty(0, dtype=np.intp)
    for values, side, own in zip(features, tiles, place, strict=True):
        np.subtract(values, side.low, out=own)
        np.multiply(own, 1.0 / side.size, out=own)
        if own.min() < 0.0 or own.max() >= side.count:
            outside = np.union1d(outside, np.flatnonzero((own < 0.0) | (own >= side.count)))
    place[:, outside] = 0.0
    return place, outside


def _add_block(moments: FloatArray, t: FloatArray, ends: NDArray[np.intp]) -> None:
    """Add to ``moments`` those of t (2, n), which is sorted by tile; ``ends`` tells the tiles."""
    basis = polynomials(t, moments.shape[-1])
    first, last = np.searchsorted(ends, (0, t.shape[1] - 1), side="right").tolist()
    start = 0
    for number in range(first, last + 1):
        end = min(int(ends[number]), t.shape[1])
        some = slice(start, end)
        moments[number] += basis[:, 0, some] @ basis[:, 1, some].T
        start = end


def _weights(moments: FloatArray) -> FloatArray:
    """W = Dᵀ M D for the moments (tiles, q, q) of each tile, (tiles · q²,)."""
    to_weights = _to_coefficients(moments.shape[-1])
    weights: FloatArray = to_weights.T @ moments @ to_weights
    return weights.ravel()


def _nodes(tiles: list[_Tiles], q: int, used: NDArray[np.bool_]) -> FloatArray:
    """The q × q nodes of the tiles that are used, (2, tiles · q²), in the order of weights."""
    first, second = (side.nodes(q) for side in tiles)
    shape = (len(first), len(second), q, q)
    across = np.broadcast_to(first[:, None, :, None], shape)
    up = np.broadcast_to(second[None, :, None, :], shape)
    return np.stack([side.reshape(-1, q * q)[used].ravel() for side in (across, up)])


def _angles(q: int) -> FloatArray:
    """Of the zeros of T_q, those ascending."""
    return np.pi * (np.arange(q)[::-1] + 0.5) / q


def _to_coefficients(q: int) -> FloatArray:
    """D (q, q): coefficients of the interpolant from values at the zeros of T_q."""
    matrix: FloatArray = 2.0 / q * np.cos(np.outer(np.arange(q), _angles(q)))
    matrix[0] *= 0.5
    return matrix
