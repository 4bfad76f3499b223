"""A run as the browser plays it: the trajectory, its way over the surface, and how it ended."""

from __future__ import annotations

from typing import Any

import numpy as np

import losscore as ls
from components.defaults import Solved
from components.figures import optimizer_colour
from components.figures.parts import height, lift
from components.wording import letter, number, sentence
from losscore.checks import FloatArray

# Nearer to a minimum than this share of the window counts as having reached it.
REACHED = 1e-3


def describe_run(solved: Solved, run: ls.Run, run_id: int) -> dict[str, Any]:
    """Descend and describe the result; JSON-ready (see ``Run`` in assets/lab/lab.mjs)."""
    trajectory = run.descend(solved.problem)
    chip, outcome = _ending(solved.minima, trajectory)
    return {
        "id": run_id,
        "scenario": scenario_key(solved.scenario),
        "names": list(ls.problems()[solved.scenario.problem].symbols),
        "colour": optimizer_colour(run.optimizer),
        "theta": trajectory.theta.tolist(),
        "loss": trajectory.loss.tolist(),
        "grad_norm": trajectory.grad_norm.tolist(),
        "path": _path(solved.surface, trajectory),
        "lowest": _lowest(solved.minima, trajectory),
        "status": str(trajectory.status),
        "chip": chip,
        "message": sentence(trajectory.message),
        "outcome": outcome,
    }


def scenario_key(scenario: ls.Scenario) -> str:
    """Tells the browser whether a figure and a run belong together."""
    return " ".join((scenario.problem, scenario.dataset, scenario.aggregation))


def _path(surface: ls.Surface, trajectory: ls.Trajectory) -> dict[str, list[float | None]]:
    """The way a little above the surface, until it leaves the window; None from there on.

    The last stretch goes as far as the edge, so that one sees where the run went out.
    """
    low = np.array([surface.x[0], surface.y[0]])
    high = np.array([surface.x[-1], surface.y[-1]])
    inside = np.all((trajectory.theta >= low) & (trajectory.theta <= high), axis=1)
    left = int(np.argmin(inside)) if not inside.all() else len(inside)
    points = np.column_stack((trajectory.theta, trajectory.loss))
    shown = np.full(points.shape, np.nan)
    shown[:left] = points[:left]
    if 0 < left < len(points):
        shown[left] = _exit_point(points[left - 1], points[left], low, high, height(surface))
    shown[:, 2] += lift(surface)
    columns = [[None if np.isnan(v) else float(v) for v in column] for column in shown.T]
    return dict(zip("xyz", columns, strict=True))


def _exit_point(
    inner: FloatArray, outer: FloatArray, low: FloatArray, high: FloatArray, z: tuple[float, float]
) -> FloatArray:
    """Where the straight line from ``inner`` to ``outer`` crosses the edge of the box."""
    floor, ceiling = np.append(low, z[0]), np.append(high, z[1])
    way = outer - inner
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(way > 0, (ceiling - inner) / way, (floor - inner) / way)
    share = float(np.nanmin(np.where(way == 0, np.nan, reach)))
    return inner + min(max(share, 0.0), 1.0) * way


def _lowest(minima: ls.Minima, trajectory: ls.Trajectory) -> float | None:
    """J at the lowest minimum: what the logarithmic loss curve is measured from."""
    if not len(minima):
        return None
    return float(min(minima.loss[0], trajectory.loss.min()))


def _ending(minima: ls.Minima, trajectory: ls.Trajectory) -> tuple[str, str]:
    """A chip and a sentence: which minimum was reached, and how far from it."""
    status = trajectory.status
    if status is ls.Status.DIVERGED:
        return "diverged", "It left the surface."
    if status is ls.Status.PLATEAU:
        return "plateau", "It came to rest where the surface is flat."
    if not len(minima):
        return "no minimum to reach", f"J = {number(float(trajectory.loss[-1]))} and falling."
    index, distance = minima.nearest(trajectory.theta[-1])
    name, gap = letter(index), number(distance, 2)
    span = float(np.ptp(trajectory.theta, axis=0).max())
    if status is ls.Status.CONVERGED or distance <= REACHED * span:
        return f"at minimum {name} · {gap} away", f"It reached minimum {name}, {gap} away from it."
    return f"step limit · {gap} from {name}", f"The nearest minimum, {name}, is {gap} away."
