"""The curvature at a point: the numbers that the browser draws, and a small table."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
from dash import html

import losscore as ls
from components.session.display import DEFAULT, Display
from components.session.elevation import Elevation
from components.session.runs import scenario_key
from components.session.solved import Solved
from components.session.text import MINUS, number, sentence
from losscore.checks import FloatArray


def describe_curvature(
    solved: Solved, theta: FloatArray, display: Display = DEFAULT
) -> dict[str, Any]:
    """J to second order around ``theta`` (2,), as assets/lab/views/curvature.mjs draws it."""
    problem, surface = solved.problem, solved.surface
    found = ls.curvature(problem, theta)
    elevation = Elevation.of(surface, display)
    return {
        "scenario": scenario_key(solved.scenario, display),
        "theta": theta.tolist(),
        "loss": float(problem.loss(theta)),
        "grad": problem.grad(theta).tolist(),
        "values": found.eigenvalues.tolist(),
        # One row for each eigenvalue.
        "vectors": found.eigenvectors.T.tolist(),
        "window": [[float(axis[0]), float(axis[-1])] for axis in (surface.x, surface.y)],
        "elevation": asdict(elevation) | {"lift": elevation.lift},
    }


def build_curvature(solved: Solved, run: ls.Run, theta: FloatArray) -> list[Any]:
    """J, ∇J, the eigenvalues, and the bound on the learning rate, at ``theta`` (2,)."""
    problem = solved.problem
    found = ls.curvature(problem, theta, run.optimizer, dict(run.hyper))
    symbols = ", ".join(ls.problems()[solved.scenario.problem].symbols)
    cells = (
        (symbols, _pair(theta)),
        ("J", number(float(problem.loss(theta)), 5)),
        ("∇J", _pair(problem.grad(theta))),
        ("λ₁, λ₂ of ∇²J", _pair(found.eigenvalues)),
        ("λmax/λmin", _ratio(found.condition_number)),
        *_bound(run, found),
    )
    return [
        html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in cells]),
        html.P(sentence(found.message).replace("= -", f"= {MINUS}"), className="note"),
    ]


def _pair(values: FloatArray) -> str:
    return ", ".join(number(float(value)) for value in values)


def _ratio(value: float) -> str:
    if np.isnan(value):
        return "not convex here"
    return "∞" if np.isinf(value) else number(value, 3)


def _bound(run: ls.Run, found: ls.Curvature) -> list[tuple[str, Any]]:
    """The bound on η here, and whether η is below it."""
    bound, spec = found.stable_learning_rate, ls.optimizers()[run.optimizer]
    if bound is None or spec.stability is None:
        return []
    factor = number(spec.stability(spec.hyper(dict(run.hyper))), 3)
    name = f"bound {factor}" if spec.is_scaled else f"{factor}/λmax"
    is_below = run.learning_rate < bound
    side = html.Span("stable" if is_below else "unstable", className="good" if is_below else "bad")
    return [(name, number(bound, 3)), (f"η = {number(run.learning_rate, 3)}", side)]
