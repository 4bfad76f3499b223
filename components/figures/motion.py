"""What a trace shows of runs at a step, and its style. The trace's ``meta`` describes both.

``of``
    Which runs: ``"run"``, the ``nth`` one; ``"rival"``, the same run on the other side of a duel;
    or ``"runs"``, all of them with one mark each.
``x``, ``y``, ``z``
    A column of the run along each axis: ``"step"``, ``"loss"``, ``"theta.0"``, ``"path.z"``, ….
``show``
    How much of the run: ``"whole"``, the ``"trail"`` up to the step, or only its ``"head"`` or its
    ``"start"``.
``width``, ``dashed``
    The width of a line, and whether runs of one colour have different dashes.

On the page, assets/lab/run/motion.mjs and run_style.mjs read the same keys. A run is a description
from ``components.session.runs``; its style depends on its ``colour``, its ``number`` from 1, and
its ``turn`` among the runs of its colour, from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components.figures.parts import role
from components.session.motion import DASHES, SYMBOLS

Run = dict[str, Any]


def moving(name: str, of: str, show: str, *columns: str, **more: Any) -> dict[str, Any]:
    """The ``meta`` of a trace that follows runs; the columns of its axes are in order, x first."""
    return role(name, of=of, show=show, **dict(zip("xyz", columns, strict=False)), **more)


def step_of(run: Run, step: int) -> int:
    """``step``, or the last step of a run that has ended by then."""
    return min(step, len(run["loss"]) - 1)


def followed_by(meta: dict[str, Any], runs: Sequence[Run]) -> list[Run]:
    """The runs that a trace shows; empty if there are too few."""
    if meta["of"] == "runs":
        return list(runs)
    chosen = list(runs[meta["nth"] : meta["nth"] + 1])
    return chosen if meta["of"] == "run" else [run["rival"] for run in chosen if "rival" in run]


def attributes_at(meta: dict[str, Any], runs: Sequence[Run], step: int) -> dict[str, list[Any]]:
    """The coordinates of a moving trace at ``step``."""
    shown = followed_by(meta, runs)
    return {
        axis: [value for run in shown for value in _part(run, meta[axis], meta["show"], step)]
        for axis in "xyz"
        if axis in meta
    }


def _part(run: Run, name: str, show: str, step: int) -> list[Any]:
    last, now = len(run["loss"]) - 1, step_of(run, step)
    first, end = {"whole": (0, last), "trail": (0, now), "head": (now, now), "start": (0, 0)}[show]
    return _column(run, name)[first : end + 1]


def _column(run: Run, name: str) -> list[Any]:
    key, _, part = name.partition(".")
    if key == "step":
        return list(range(len(run["loss"])))
    values = run[key]
    if not part:
        return list(values)
    return list(values[part]) if isinstance(values, dict) else [row[int(part)] for row in values]


def style_of(meta: dict[str, Any], runs: Sequence[Run]) -> dict[str, dict[str, Any]]:
    """Colours, with the shapes of marks or the dash of a line. A line must have its run."""
    shown = followed_by(meta, runs)
    colours = [run["colour"] for run in shown]
    if meta["of"] == "runs":
        is_start = meta["show"] == "start"
        symbols = [_hollow(symbol_of(run)) if is_start else symbol_of(run) for run in shown]
        return {"marker": {"color": colours, "symbol": symbols}}
    dash = {"dash": dash_of(shown[0])} if meta.get("dashed") else {}
    return {"line": {"color": colours[0], **dash}}


def symbol_of(run: Run) -> str:
    """The shape of a run's marks."""
    return SYMBOLS[(run["number"] - 1) % len(SYMBOLS)]


def dash_of(run: Run) -> str:
    """The dash of a run's line in a 2-D view."""
    return list(DASHES)[run["turn"] % len(DASHES)]


def _hollow(symbol: str) -> str:
    """The hollow form of a symbol, for starts, if plotly has one."""
    is_hollow = symbol in ("cross", "x") or symbol.endswith("-open")
    return symbol if is_hollow else f"{symbol}-open"
