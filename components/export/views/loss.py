"""The loss curves: J against the step for every run; in a duel the other side is dashed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from components.export.solved_view import SolvedView, solved_views_of
from components.export.views.parts import fitted
from components.figures import build_loss
from components.figures.motion import Run
from components.session.motion import RESOLUTION


def blank(scene: SolvedView) -> go.Figure:
    """The axes, with empty traces for the runs."""
    figure = fitted(build_loss(scene.theme), scene)
    if scene.scenario.duel:
        _tell_apart(figure, scene)
    title = "J − J*" if scene.request.log and _lowest(scene.runs) is not None else "J"
    figure.update_yaxes(type="log" if scene.request.log else "linear", title_text=title)
    if scene.runs:
        _fix_axes(figure, scene)
    return figure


def measured(scene: SolvedView) -> tuple[Run, ...]:
    """The runs with the drawn values as their ``loss``, on both sides of a duel."""
    runs = scene.runs
    if not scene.request.log:
        return runs
    rivals = _above([run["rival"] for run in runs if "rival" in run])
    if not rivals:
        return _above(runs)
    pairs = zip(_above(runs), rivals, strict=True)
    return tuple(run | {"rival": rival} for run, rival in pairs)


def _above(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs with J − J* instead of J, where the difference exceeds rounding errors.

    All runs share one J*; otherwise their curves could not be compared.
    """
    lowest = _lowest(runs) or 0.0
    return tuple(run | {"loss": _heights(run["loss"], lowest)} for run in runs)


def _heights(loss: list[float], lowest: float) -> list[float | None]:
    smallest = RESOLUTION * max(map(abs, loss))
    return [value - lowest if value - lowest > smallest else None for value in loss]


def _lowest(runs: Sequence[Run]) -> float | None:
    known = [run["lowest"] for run in runs if run["lowest"] is not None]
    return min(known, default=None)


def _tell_apart(figure: go.Figure, scene: SolvedView) -> None:
    """Name the side that each curve belongs to; only the other side is dashed."""
    sides = dict(zip(("run", "rival"), solved_views_of(scene.request), strict=True))
    for trace in figure.data:
        of, role = trace.meta["of"], trace.meta["role"]
        if of == "run":
            trace.line.dash = "solid"
        if role in ("path", "rival"):
            side = sides[of]
            is_one = len(scene.runs) == 1
            name = side.caption if is_one else f"{trace.name}: {side.side}"
            trace.update(name=name, showlegend=True)


def _fix_axes(figure: go.Figure, scene: SolvedView) -> None:
    """Fix the axes, so that they stand still while the runs move."""
    runs = measured(scene)
    both = [*runs, *(run["rival"] for run in runs if "rival" in run)]
    longest = max(1, *(len(run["loss"]) - 1 for run in both))
    values = _worth_showing(both)
    if scene.request.log:
        values = np.log10(values)
    span = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    figure.update_xaxes(range=_padded(0.0, float(longest)), autorange=False)
    figure.update_yaxes(range=_padded(*span), autorange=False)


def _worth_showing(runs: Sequence[Run]) -> Any:
    """The losses that the axes must show.

    Beside other runs, only the first loss of a run that diverges counts; otherwise it would flatten
    all other curves.
    """
    has_others = any(run["status"] != "DIVERGED" for run in runs)
    kept = [
        run["loss"][:1] if has_others and run["status"] == "DIVERGED" else run["loss"]
        for run in runs
    ]
    return np.array([value for curve in kept for value in curve if value is not None])


def _padded(low: float, high: float) -> list[float]:
    room = 0.05 * ((high - low) or abs(high) or 1.0)
    return [low - room, high + room]
