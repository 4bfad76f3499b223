"""Figures as plain JSON, with lists and rounded numbers, for programs without typed arrays."""

from __future__ import annotations

import base64
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

# A table is rounded to this share of its range, which is less than a pixel.
TABLE_PRECISION = 1e-5
DIGITS = 7


def plain(value: Any) -> Any:
    """``value`` without arrays and NaN, which JSON cannot hold."""
    if isinstance(value, dict):
        if "bdata" in value:
            return plain(_unpacked(value))
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, np.ndarray):
        return plain((_rounded(value) if value.ndim == 2 else value).tolist())
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return _number(value) if isinstance(value, float) else value


def _number(value: float) -> float | int | None:
    if not math.isfinite(value):
        return None
    rounded = float(f"{value:.{DIGITS}g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def _unpacked(packed: dict[str, Any]) -> NDArray[Any]:
    """The array that plotly has packed as base64."""
    array = np.frombuffer(base64.b64decode(packed["bdata"]), dtype=packed["dtype"])
    shape = str(packed.get("shape", "-1"))
    return array.reshape([int(part) for part in shape.split(",")])


def _rounded(table: NDArray[Any]) -> NDArray[Any]:
    finite = table[np.isfinite(table)]
    span = float(np.ptp(finite.astype(float))) if finite.size else 0.0
    if not span:
        return table
    places = math.ceil(-math.log10(TABLE_PRECISION * span))
    return np.round(table.astype(float), places)
