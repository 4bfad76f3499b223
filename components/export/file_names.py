"""What an exported file is called."""

from __future__ import annotations

from collections.abc import Iterable

from components.export.request import Request


def file_name(request: Request, extension: str, words: Iterable[str]) -> str:
    """Like losscore-kmeans-two-clumps-sum-surface.png: only letters, digits, hyphens and a dot."""
    scenario = request.scenario
    parts = ("losscore", scenario.problem, scenario.dataset, scenario.aggregation, *words)
    return "-".join(part for part in parts if part) + f".{extension}"
