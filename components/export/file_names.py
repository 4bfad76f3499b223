"""The names of exported files."""

from __future__ import annotations

from collections.abc import Iterable

from components.export.request import Request


def file_name(request: Request, extension: str, words: Iterable[str]) -> str:
    """A name such as ``losscore-kmeans-two-clumps-sum-surface.png``."""
    scenario = request.scenario
    parts = ("losscore", scenario.problem, scenario.dataset, scenario.aggregation, *words)
    return "-".join(part for part in parts if part) + f".{extension}"
