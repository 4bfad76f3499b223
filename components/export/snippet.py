"""Python that reproduces a scenario's runs with losscore alone, as a script or a notebook."""

from __future__ import annotations

import json
from typing import Any

import losscore as ls
from components.export.embed import address
from components.export.progress import Progress
from components.export.request import Request
from losscore.scenario import DEFAULT_RESOLUTION, SURFACE_TOLERANCE

PLOT = """\
import plotly.graph_objects as go

figure = go.Figure(go.Surface(x=s.x, y=s.y, z=s.z, colorscale="Blues_r", showscale=False))
for t in runs:
    x, y = t.theta.T
    figure.add_scatter3d(x=x, y=y, z=t.loss, mode="lines", line={"width": 6})
figure.update_scenes(xaxis_title=p.parameter_names[0], yaxis_title=p.parameter_names[1])
figure
"""
PRINT = """\
for t in runs:
    print(t.status, t.theta[-1], t.loss[-1], t.message)
"""


def write_script(request: Request, progress: Progress) -> bytes:
    """A script that prints how each run ended."""
    intro = f"# {_title(request)}\n# {address(request)}\nimport losscore as ls\n"
    progress(1, 1)
    return "\n".join((intro, *_blocks(request.scenario))).encode()


def write_notebook(request: Request, progress: Progress) -> bytes:
    """The same in cells, and the surface with its runs as a figure."""
    head = f"# {_title(request)}\n\nMade with losscore: [open it in the lab]({address(request)})."
    problem, *rest = _blocks(request.scenario)
    code = (f"import losscore as ls\n\n{problem}", *rest, PLOT)
    cells = [_cell("markdown", head), *(_cell("code", text) for text in code)]
    notebook = {
        "cells": [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    progress(1, 1)
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode() + b"\n"


def _cell(kind: str, text: str) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": kind,
        "metadata": {},
        "source": text.rstrip("\n").splitlines(keepends=True),
    }
    return cell if kind == "markdown" else {**cell, "execution_count": None, "outputs": []}


def _title(request: Request) -> str:
    """One line; in Markdown, what looks like a tag is text."""
    scenario = request.scenario
    parts = (ls.problems()[scenario.problem].label, scenario.dataset, scenario.aggregation)
    title = request.title or ", ".join(part for part in parts if part)
    return title.replace("<", "‹").replace(">", "›")


def _blocks(scenario: ls.Scenario) -> list[str]:
    """Problem with surface and minima; runs; and in a duel the runs on the other side."""
    blocks = [_problem("p", scenario) + _views(scenario), _runs("runs", "p", scenario) + PRINT]
    if scenario.duel:
        rival = scenario.rival()
        blocks.append(
            _problem("q", rival) + _runs("rivals", "q", rival) + PRINT.replace("runs", "rivals")
        )
    return blocks


def _problem(name: str, scenario: ls.Scenario) -> str:
    options: dict[str, Any] = {}
    if scenario.dataset:
        options |= {"dataset": scenario.dataset, "aggregation": scenario.aggregation}
    if scenario.dataset_options:
        options["dataset_options"] = dict(scenario.dataset_options)
    return (
        f"{name} = {_call('ls.problem', scenario.problem, **options, **dict(scenario.options))}\n"
    )


def _views(scenario: ls.Scenario) -> str:
    view: dict[str, Any] = {"window": scenario.window} if scenario.window else {}
    size = {"resolution": scenario.resolution} if scenario.resolution != DEFAULT_RESOLUTION else {}
    surface = _argued("ls.surface", "p", **view, **size, tol=SURFACE_TOLERANCE)
    return (
        f"s = {surface}  # s.z[j, i] is J(s.x[i], s.y[j])\n"
        f"m = {_argued('ls.minima', 'p', **view)}  # certified\n"
    )


def _runs(name: str, problem: str, scenario: ls.Scenario) -> str:
    lines = "".join(f"    {_descent(problem, run)},\n" for run in scenario.runs)
    return f"{name} = [\n{lines}]\n" if lines else f"{name} = []\n"


def _descent(problem: str, run: ls.Run) -> str:
    draw = {} if run.batch_size is None else {"batch_size": run.batch_size, "seed": run.seed}
    settings = {"learning_rate": run.learning_rate, "n_steps": run.n_steps}
    start, optimizer = repr(run.start), json.dumps(run.optimizer)
    return _argued("ls.descend", problem, start, optimizer, **settings, **draw, **dict(run.hyper))


def _call(function: str, name: str, **options: Any) -> str:
    return _argued(function, json.dumps(name), **options)


def _argued(function: str, *written: str, **options: Any) -> str:
    """A call; positional arguments as they are written, text in double quotes as the house does."""
    named = (f"{name}={_value(value)}" for name, value in options.items())
    return f"{function}({', '.join((*written, *named))})"


def _value(value: Any) -> str:
    return json.dumps(value) if isinstance(value, str | dict) else repr(value)
