"""J against the step for every run; in a duel the other side dashed."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from components.export.solved_view import SolvedView, solved_views_of, step_of
from components.export.views.parts import Frame, dressed
from components.figures import build_loss

# Below this share of the largest value J − J* is the rounding of J.
RESOLUTION = 1e-15
Heights = list[float | None]


def blank(scene: SolvedView) -> go.Figure:
    """The axes; room for the runs."""
    figure = dressed(build_loss(scene.theme), scene)
    rivals = _rivals(scene)
    figure.data = [trace for trace in figure.data if rivals or trace.meta["role"] != "rival"]
    if rivals:
        _tell_apart(figure, (scene, *rivals))
    title = "J − J*" if scene.request.log and _base(scene) is not None else "J"
    figure.update_yaxes(type="log" if scene.request.log else "linear", title_text=title)
    if scene.runs:
        _fix_axes(figure, (scene, *rivals))
    return figure


def frame(scene: SolvedView, step: int) -> Frame:
    """The curves up to ``step``, faintly the whole ones, and the balls."""
    curves, rivals = heights(scene), _rivals(scene)
    ends = [step_of(run, step) for run in scene.runs]
    return {
        "curve": [_upto(curve, len(curve)) for curve in curves],
        "path": [_upto(curve, end) for curve, end in zip(curves, ends, strict=True)],
        "rival": [_upto(curve, step) for rival in rivals for curve in heights(rival)],
        "ball": [
            {"x": ends, "y": [curve[end] for curve, end in zip(curves, ends, strict=True)]},
        ],
    }


def heights(scene: SolvedView) -> list[Heights]:
    """What is drawn of each run: J, or J − J* where that is more than rounding."""
    if not scene.request.log:
        return [run["loss"] for run in scene.runs]
    base = _base(scene) or 0.0
    return [_above(run["loss"], base) for run in scene.runs]


def _above(loss: list[float], base: float) -> Heights:
    smallest = RESOLUTION * max(map(abs, loss))
    return [value - base if value - base > smallest else None for value in loss]


def _base(scene: SolvedView) -> float | None:
    """One J* for all runs, or else their curves could not be compared."""
    known = [run["lowest"] for run in scene.runs if run["lowest"] is not None]
    return min(known, default=None)


def _rivals(scene: SolvedView) -> tuple[SolvedView, ...]:
    return solved_views_of(scene.request)[1:]


def _of(figure: go.Figure, role: str) -> list[Any]:
    return [trace for trace in figure.data if trace.meta["role"] == role]


def _tell_apart(figure: go.Figure, scenes: tuple[SolvedView, ...]) -> None:
    """Names that say which side a curve belongs to; only the other side's is dashed."""
    for trace in (*_of(figure, "curve"), *_of(figure, "path")):
        trace.line.dash = "solid"
    for role, scene in zip(("path", "rival"), scenes, strict=True):
        for trace, look in zip(_of(figure, role), scene.looks, strict=True):
            is_one = len(scene.looks) == 1
            trace.update(
                name=scene.caption if is_one else f"{look.name}: {scene.side}", showlegend=True
            )


def _upto(curve: Heights, end: int) -> dict[str, Any]:
    return {"x": list(range(len(curve)))[: end + 1], "y": curve[: end + 1]}


def _fix_axes(figure: go.Figure, scenes: tuple[SolvedView, ...]) -> None:
    """The axes stand still while the runs move."""
    longest = max(1, *(scene.last for scene in scenes))
    values = _worth_showing(scenes)
    if scenes[0].request.log:
        values = np.log10(values)
    span = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    figure.update_xaxes(range=_padded(0.0, float(longest)), autorange=False)
    figure.update_yaxes(range=_padded(*span), autorange=False)


def _worth_showing(scenes: tuple[SolvedView, ...]) -> Any:
    """One run that diverges must not press all others flat: of it only the beginning counts."""
    pairs = [pair for scene in scenes for pair in zip(scene.runs, heights(scene), strict=True)]
    has_others = any(run["status"] != "DIVERGED" for run, _ in pairs)
    kept = [
        curve[:1] if has_others and run["status"] == "DIVERGED" else curve for run, curve in pairs
    ]
    return np.array([value for curve in kept for value in curve if value is not None])


def _padded(low: float, high: float) -> list[float]:
    room = 0.05 * ((high - low) or abs(high) or 1.0)
    return [low - room, high + room]
