"""All rows, in the order of the table."""

from __future__ import annotations

from benchmarks.contest import Row
from benchmarks.rows import basins, builtin, descents, memory, surfaces


def rows() -> list[Row]:
    """Every registered benchmark; names are unique."""
    return [
        *surfaces.rows(),
        *basins.rows(),
        *descents.rows(),
        *builtin.rows(),
        *memory.rows(),
    ]
