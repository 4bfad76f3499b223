"""A run as the browser plays it: the trajectory, its path on the surface, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

import losscore as ls
from components.session.display import DEFAULT, Display
from components.session.elevation import Elevation
from components.session.palette import optimizer_colour
from components.session.solved import Solved, solve
from components.session.text import letter, number, sentence
from losscore.checks import FloatArray
from losscore.scenario import query


def describe_run(solved: Solved, run: ls.Run, display: Display = DEFAULT) -> dict[str, Any]:
    """Descend and describe the result; JSON-ready (see ``Run`` in assets/lab/run/runs.mjs).

    ``display`` is the display of the figure that shows the run.
    """
    trajectory = run.descend(solved.problem)
    end = _ending(solved, trajectory)
    return {
        "scenario": scenario_key(solved.scenario, display),
        "settings": run_settings(run),
        "query": query.write_run(run_settings(run)),
        "cells": _cells(run, trajectory, end),
        "names": list(ls.problems()[solved.scenario.problem].symbols),
        "colour": optimizer_colour(run.optimizer),
        "theta": trajectory.theta.tolist(),
        "loss": trajectory.loss.tolist(),
        "grad_norm": trajectory.grad_norm.tolist(),
        "path": _path(solved.surface, trajectory, Elevation.of(solved.surface, display)),
        "lowest": _lowest(solved.minima, trajectory),
        "status": str(trajectory.status),
        "reached": end.reached,
        "twins": end.twins,
        "chip": end.chip,
        "message": sentence(trajectory.message),
        "outcome": end.outcome,
    }


def describe_runs(scenario: ls.Scenario, runs: Sequence[ls.Run]) -> list[dict[str, Any]]:
    """Runs on the surface of ``scenario``; in a duel each with the same on the other surface."""
    display = Display.of(scenario)
    described = [describe_run(solve(scenario), run, display) for run in runs]
    if not scenario.duel:
        return described
    other = solve(scenario.rival())
    return [
        one | {"rival": describe_run(other, run, display)}
        for one, run in zip(described, runs, strict=True)
    ]


def run_settings(run: ls.Run) -> dict[str, Any]:
    """Everything needed to repeat the run, JSON-ready."""
    return asdict(run) | {"start": list(run.start), "hyper": dict(run.hyper)}


def scenario_key(scenario: ls.Scenario, display: Display | None = None) -> str:
    """A key by which the browser knows that a figure and a run belong together.

    It is the JSON of the scenario with the one display option that moves a path, its height; taken
    from ``display`` if given.
    """
    height = (display or Display.of(scenario)).height
    drawn = replace(scenario.subject(), display=(("height", height),))
    return json.dumps(drawn.to_dict() | {"runs": []})


def _cells(run: ls.Run, trajectory: ls.Trajectory, end: _Ending) -> dict[str, str]:
    """The run's row in the table."""
    steps = len(trajectory.loss) - 1
    is_open = trajectory.status is ls.Status.STEP_LIMIT
    return {
        "start": ", ".join(number(value) for value in run.start),
        "optimizer": ls.optimizers()[run.optimizer].label,
        "rate": number(run.learning_rate, 3),
        "steps": f"> {steps}" if is_open else str(steps),
        "loss": number(float(trajectory.loss[-1]), 5),
        "end": end.cell,
    }


def _path(
    surface: ls.Surface, trajectory: ls.Trajectory, elevation: Elevation
) -> dict[str, list[float | None]]:
    """The path, a little above the surface; None where the run is outside the window.

    A step that leaves the window is drawn as far as the edge, to show where the run went.
    """
    floor, ceiling = _box(surface, elevation)
    points = np.column_stack((trajectory.theta, elevation(trajectory.loss)))
    inside = np.all((points >= floor) & (points <= ceiling), axis=1)
    shown = np.where(inside[:, None], points, np.nan)
    for last in np.flatnonzero(inside[:-1] & ~inside[1:]):
        shown[last + 1] = _exit_point(points[last], points[last + 1], floor, ceiling)
    shown[:, 2] += elevation.lift
    columns = [[None if np.isnan(v) else float(v) for v in column] for column in shown.T]
    return dict(zip("xyz", columns, strict=True))


def _box(surface: ls.Surface, elevation: Elevation) -> tuple[FloatArray, FloatArray]:
    """Lowest and highest (x, y, height) that the scene shows.

    The height gets a margin: between grid nodes a run may lie a little lower than all of them.
    """
    low, high = elevation.bounds
    room = elevation.lift
    floor = np.array([surface.x[0], surface.y[0], low - room])
    return floor, np.array([surface.x[-1], surface.y[-1], high + room])


def _exit_point(
    inner: FloatArray, outer: FloatArray, floor: FloatArray, ceiling: FloatArray
) -> FloatArray:
    """Where the straight line from ``inner`` to ``outer`` crosses the edge of the box."""
    way = outer - inner
    edge = np.where(way > 0, ceiling, floor)
    share = np.full(3, np.inf)
    np.divide(edge - inner, way, out=share, where=way != 0)
    return inner + min(1.0, float(share.min())) * way


def _lowest(minima: ls.Minima, trajectory: ls.Trajectory) -> float | None:
    """J at the lowest minimum, the zero of the logarithmic loss curve."""
    if not len(minima):
        return None
    return float(min(minima.loss[0], trajectory.loss.min()))


@dataclass(frozen=True, slots=True)
class _Ending:
    """How a run ended, as a chip and as a sentence, and whether it is at a minimum.

    ``twins`` are the minima that equal the one reached except for an exchange of labels.
    """

    chip: str
    outcome: str
    cell: str
    reached: bool = False
    twins: tuple[dict[str, Any], ...] = ()


def _ending(solved: Solved, trajectory: ls.Trajectory) -> _Ending:
    """Which minimum the run reached, if any, by ``Minima.reached_by``, and how close it came."""
    minima, status = solved.minima, trajectory.status
    end = trajectory.theta[-1]
    if status is ls.Status.DIVERGED:
        return _Ending("diverged", "It diverged.", "diverged")
    if status is ls.Status.PLATEAU:
        where = _outside(solved, trajectory.theta[-1])
        kind = solved.problem.flat_kind(end)
        return _Ending(kind, f"It stopped at a {kind}, not at a minimum{where}.", kind)
    if not len(minima) and status is ls.Status.CONVERGED:
        return _unlisted(end, _outside(solved, end))
    if not len(minima):
        loss = number(float(trajectory.loss[-1]))
        return _Ending("no minimum to reach", f"J = {loss} and falling.", "falling")
    reached = minima.reached_by(end)
    index = minima.nearest(end)[0] if reached is None else reached
    gap = number(float(np.hypot(*(end - minima.theta[index]))), 2)
    name = letter(index)
    if reached is not None:
        is_exact = gap == "0"
        return _Ending(
            f"at minimum {name}" + ("" if is_exact else f" · {gap} away"),
            f"It reached minimum {name} {'exactly' if is_exact else f'(distance {gap})'}.",
            name,
            reached=True,
            twins=_twins(minima, index),
        )
    where = _outside(solved, end)
    if status is ls.Status.CONVERGED:
        return _unlisted(end, where)
    outcome = f"The nearest minimum is {name}, {gap} away{where}."
    return _Ending(f"step limit · {gap} from {name}", outcome, f"near {name}")


def _unlisted(end: FloatArray, where: str) -> _Ending:
    """The ending at a minimum that the page does not list."""
    place = where or f", at ({number(end[0])}, {number(end[1])})"
    return _Ending(
        "at a minimum that is not listed",
        f"It reached a minimum that is not listed here{place}.",
        "unlisted",
        reached=True,
    )


def _twins(minima: ls.Minima, index: int) -> tuple[dict[str, Any], ...]:
    same = np.flatnonzero(minima.group == minima.group[index])
    return tuple(
        {"name": letter(int(twin)), "theta": minima.theta[twin].tolist()}
        for twin in same
        if twin != index
    )


def _outside(solved: Solved, theta: FloatArray) -> str:
    """Part of a sentence on where ``theta`` is outside the map; "" if it is inside."""
    low, high = np.array(solved.window).T
    if np.all((theta >= low) & (theta <= high)):
        return ""
    return f", outside the map, at ({number(theta[0])}, {number(theta[1])})"
