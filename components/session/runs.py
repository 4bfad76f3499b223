"""A run as the browser plays it: the trajectory, its way over the surface, and how it ended."""

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

    ``display`` is that of the figure on which the run is drawn.
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
    """What it takes to run it again, JSON-ready."""
    return asdict(run) | {"start": list(run.start), "hyper": dict(run.hyper)}


def scenario_key(scenario: ls.Scenario, display: Display | None = None) -> str:
    """Tells the browser whether a figure and a run belong together: in J, and in its height.

    It is the JSON of a scenario, with as much of its display, or of ``display``, as moves a path.
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
    """The way a little above the surface; None where the run is outside the window.

    A step that leads out is shown as far as the edge, so that one sees where the run went.
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

    The height gets some room: between grid nodes a run may lie a little lower than all of them.
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
    """J at the lowest minimum: what the logarithmic loss curve is measured from."""
    if not len(minima):
        return None
    return float(min(minima.loss[0], trajectory.loss.min()))


@dataclass(frozen=True, slots=True)
class _Ending:
    """How a run ended, for a chip and for a sentence, and whether it is at a minimum.

    ``twins`` are minima that are the same solution as the one reached, with the labels exchanged.
    """

    chip: str
    outcome: str
    cell: str
    reached: bool = False
    twins: tuple[dict[str, Any], ...] = ()


def _ending(solved: Solved, trajectory: ls.Trajectory) -> _Ending:
    """Which minimum was reached, if any, and how far from it; ``Minima.reached_by`` says which."""
    minima, status = solved.minima, trajectory.status
    end = trajectory.theta[-1]
    if status is ls.Status.DIVERGED:
        return _Ending("diverged", "It left the surface.", "diverged")
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
        outcome = f"It reached minimum {name}, {gap} away from it."
        twins = _twins(minima, index)
        return _Ending(f"at minimum {name} · {gap} away", outcome, name, reached=True, twins=twins)
    where = _outside(solved, end)
    if status is ls.Status.CONVERGED:
        return _unlisted(end, where)
    outcome = f"The nearest minimum, {name}, is {gap} away{where}."
    return _Ending(f"step limit · {gap} from {name}", outcome, f"near {name}")


def _unlisted(end: FloatArray, where: str) -> _Ending:
    """At a minimum that is not among those of the page."""
    place = where or f", at ({number(end[0])}, {number(end[1])})"
    return _Ending(
        "at a minimum that is not listed",
        f"It reached a minimum that is not among those listed here{place}.",
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
    """Where the map has nothing to show, the place in numbers."""
    low, high = np.array(solved.window).T
    if np.all((theta >= low) & (theta <= high)):
        return ""
    return f", outside the map, at ({number(theta[0])}, {number(theta[1])})"
