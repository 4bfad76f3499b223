"""The theory panel at one step of one run."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import dcc, html

import losscore as ls
from components.page.theory import tex
from components.page.theory.problems import problem_rows
from components.page.theory.rows import Row
from components.page.theory.updates import SYMBOLS, UPDATES, Update
from components.session.solved import Solved
from components.session.text import number
from losscore.checks import FloatArray


def build_theory(solved: Solved, run: ls.Run, index: int) -> list[Any]:
    """What is minimised, the rule of the run's optimizer, and step ``index`` with all its numbers.

    Beyond the end of the run, its end.
    """
    theta = run.descend(solved.problem).theta
    here = min(index, len(theta) - 1)
    rows = [
        _place(solved, theta[here], here),
        *problem_rows(solved.problem, theta[here]),
        *update_rows(ls.replay(solved.problem, run, here), is_over=here == len(theta) - 1),
    ]
    return [_shown(row) for row in rows]


def update_rows(step: ls.Step, *, is_over: bool = False) -> list[Row]:
    """The rule, its constants, and ``step`` worked out."""
    k, update = step.index, UPDATES.get(step.spec.name, _unwritten(step))
    rule, worked = update.rule, [*_seen(step), *update.worked(step)]
    note = _ending(step, is_over)
    return [
        Row(f"Update · {step.spec.label}", rule, _constants(step)),
        Row(f"Step {k} → {k + 1}", tuple(worked), note),
    ]


def _unwritten(step: ls.Step) -> Update:
    """For a rule that nobody has written down here: its formula as it is, and its result."""
    result = tex.line(rf"\theta_{{{step.index + 1}}}", tex.vector(step.theta))
    return Update((rf"\text{{{step.spec.formula}}}",), lambda _: [result])


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
    values += [f"{SYMBOLS.get(name, name)} = {number(v, 6)}" for name, v in step.hyper.items()]
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
