"""Runs and surfaces as numbers in full float64 precision: CSV and NPZ."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

import losscore as ls
from components.export.progress import Progress
from components.export.request import Request
from components.session.solved import Solved, solve

SETTINGS = ("run", "problem", "aggregation", "optimizer", "learning_rate")


def write_runs(request: Request, progress: Progress) -> bytes:
    """One row for each step of each run: its settings, the step, θ, J and ‖∇J‖."""
    names = solve(request.scenario).problem.parameter_names
    rows: list[Sequence[Any]] = [(*SETTINGS, "step", *names, "J", "grad_norm")]
    for side in _sides(request):
        for number, run in enumerate(side.runs, start=1):
            settings = (number, side.problem, side.aggregation, run.optimizer, run.learning_rate)
            rows += [(*settings, *row) for row in _steps(run.descend(solve(side).problem))]
            progress(number, len(side.runs))
    return _csv(rows)


def _steps(trajectory: ls.Trajectory) -> Iterator[Sequence[Any]]:
    """Step, θ, J and ‖∇J‖."""
    columns = (*trajectory.theta.T, trajectory.loss, trajectory.grad_norm)
    return zip(range(len(trajectory.loss)), *(part.tolist() for part in columns), strict=True)


def write_surface(request: Request, progress: Progress) -> bytes:
    """One row for each node with θ and J, in a duel J of both sides; θ₁ changes fastest."""
    sides = [solve(side) for side in _sides(request)]
    x, y = np.meshgrid(sides[0].surface.x, sides[0].surface.y)
    columns = [part.ravel().tolist() for part in (x, y, *(side.surface.z for side in sides))]
    names = (*sides[0].problem.parameter_names, "J", "J_rival")[: len(columns)]
    progress(1, 1)
    return _csv([names, *zip(*columns, strict=True)])


def write_arrays(request: Request, progress: Progress) -> bytes:
    """Surface, minima, data and runs as numpy arrays, and the scenario as its query; no pickles.

    In a duel, the other side's names begin with ``rival_``.
    """
    sides = _sides(request)
    arrays = {"scenario": np.array(request.scenario.to_query())} | _data(solve(sides[0]).problem)
    for prefix, side in zip(("", "rival_"), sides, strict=False):
        arrays |= {f"{prefix}{name}": array for name, array in _arrays(side, progress)}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _arrays(side: ls.Scenario, progress: Progress) -> Iterator[tuple[str, Any]]:
    yield from _surface_arrays(solve(side))
    for number, run in enumerate(side.runs, start=1):
        found = run.descend(solve(side).problem)
        for name in ("theta", "loss", "grad_norm"):
            yield f"run{number}_{name}", getattr(found, name)
        yield f"run{number}_status", np.array(str(found.status))
        progress(number, len(side.runs))


def _surface_arrays(solved: Solved) -> Iterator[tuple[str, Any]]:
    yield "parameter_names", np.array(solved.problem.parameter_names)
    for name in ("x", "y", "z"):
        yield name, getattr(solved.surface, name)
    for name in ("theta", "loss", "group"):
        yield f"minima_{name}", getattr(solved.minima, name)


def _data(problem: ls.Problem) -> dict[str, Any]:
    data = problem.dataset
    if data is None:
        return {}
    return {"data_X": data.X} | ({} if data.y is None else {"data_y": data.y})


def _sides(request: Request) -> tuple[ls.Scenario, ...]:
    scenario = request.scenario
    return (scenario, scenario.rival()) if scenario.duel else (scenario,)


def _csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """Comma-separated values; numbers have the fewest digits that give back the same float64."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()
