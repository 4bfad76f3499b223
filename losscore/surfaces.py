"""J over a rectangle of the parameter plane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from losscore import checks
from losscore.checks import FloatArray, Window
from losscore.problems.base import Problem

MAX_RESOLUTION = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A table of J: ``z[j, i]`` is J(x[i], y[j]), x (nx,), y (ny,), z (ny, nx).

    ``method`` names the algorithm; ``error`` is its largest measured error relative to the range
    of z, 0 where every value is computed directly.
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
    exact: bool = False,  # noqa: ARG001 - direct evaluation is exact whatever is asked for
) -> Surface:
    """Evaluate J on a uniform grid.

    Parameters
    ----------
    window : ((x_lo, x_hi), (y_lo, y_hi)); the problem's own by default.
    resolution : nodes along both axes, or (nx, ny); 2 … 2000.
    tol : allowed error relative to the range of z.
    exact : True for direct evaluation whatever ``tol`` allows.

    Raises
    ------
    ValueError
        For an empty or infinite window and sizes out of range.
    """
    (x_lo, x_hi), (y_lo, y_hi) = checks.window(
        "window", problem.window if window is None else window
    )
    nx, ny = _sizes(resolution)
    checks.number("tol", tol, above=0.0)
    x, y = np.linspace(x_lo, x_hi, nx), np.linspace(y_lo, y_hi, ny)
    z = problem.loss(np.stack(np.meshgrid(x, y), axis=-1))
    return Surface(x, y, z, "direct", 0.0)


def _sizes(resolution: Any) -> tuple[int, int]:
    sizes = resolution if isinstance(resolution, tuple | list) else (resolution, resolution)
    if len(sizes) != 2:
        raise ValueError(f"resolution must be a number or (nx, ny), got {checks.shown(resolution)}")
    nx, ny = (checks.integer("resolution", n, low=2, high=MAX_RESOLUTION) for n in sizes)
    return nx, ny
