"""The theory panel: what is computed at one step of one run, with the numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import dcc, html

import losscore as ls
from components.session.solved import Solved
from components.session.text import number
from losscore.checks import FloatArray
from losscore.theory import tex
from losscore.theory.rows import Row


def build_theory(solved: Solved, run: ls.Run, index: int) -> list[Any]:
    """The problem's formulas, the optimizer's rule, and step ``index`` with all its numbers.

    If the run is shorter, its last step is shown.
    """
    theta = run.descend(solved.problem).theta
    here = min(index, len(theta) - 1)
    spec = ls.problems()[solved.scenario.problem]
    rows = [
        _place(solved, theta[here], here),
        *spec.rows(solved.problem, theta[here]),
        *update_rows(ls.replay(solved.problem, run, here), is_over=here == len(theta) - 1),
    ]
    return [_shown(row) for row in rows]


def update_rows(step: ls.Step, *, is_over: bool = False) -> list[Row]:
    """The rule, its constants, and ``step`` worked out."""
    k, spec = step.index, step.spec
    worked = (*_seen(step), *spec.worked(step))
    return [
        Row(f"Update · {spec.label}", spec.rule, _constants(step)),
        Row(f"Step {k} → {k + 1}", worked, _ending(step, is_over)),
    ]


def _place(solved: Solved, theta: FloatArray, k: int) -> Row:
    symbols = ls.problems()[solved.scenario.problem].symbols
    names = ", ".join(symbols)
    written = rf"\theta_{{{k}}}={tex.vector(theta)}"
    return Row(f"At step {k}", (written,), f"θ = ({names})ᵀ")


def _seen(step: ls.Step) -> list[str]:
    k = step.index
    source = rf"\nabla J(\theta_{{{k}}})"
    if step.batch_size is not None:
        source = rf"\nabla J_B(\theta_{{{k}}})"
    return [tex.line(f"g_{{{k}}}", source, tex.vector(step.at.grad))]


def _constants(step: ls.Step) -> str:
    values = [f"η = {number(step.learning_rate, 6)}"]
    values += [f"{p.written} = {number(step.hyper[p.name], 6)}" for p in step.spec.parameters]
    return ", ".join(values)


def _ending(step: ls.Step, is_over: bool) -> str:
    notes = []
    if step.batch_size is not None:
        notes.append(f"J_B is J of the {len(step.at.problem.dataset or ())} samples of this step.")
    if is_over:
        notes.append("The run has ended here; this is the step that would come next.")
    if not np.isfinite(step.theta).all():
        notes.append("It leaves the range of floating-point numbers.")
    return " ".join(notes)


def _shown(row: Row) -> html.Div:
    text = "\n\n".join(f"$$\n{formula}\n$$" for formula in row.formulas)
    note = [html.P(row.note)] if row.note else []
    return html.Div(
        [
            html.Div([html.H3(row.label), *note], className="theory-name"),
            dcc.Markdown(text, mathjax=True, className="theory-formulas"),
        ],
        className="theory-row",
    )
