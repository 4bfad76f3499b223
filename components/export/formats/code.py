"""Python code that reproduces a scenario's runs with losscore, as a script or a notebook."""

from __future__ import annotations

import base64
import json
from typing import Any

import losscore as ls
from components.export.archive import losscore_wheel
from components.export.formats.embed import address
from components.export.progress import Progress
from components.export.request import Request
from losscore.scenario.options import RESOLUTION
from losscore.scenario.scenario import SURFACE_TOLERANCE

SETUP = """\
#@title Run this first: it contains losscore, in case that is not installed
import base64
import importlib.util
import pathlib
import subprocess
import sys
import tempfile


def is_missing(name):
    spec = importlib.util.find_spec(name)
    return spec is None or spec.origin is None  # a folder of that name is not a package


if is_missing("losscore"):
    if sys.version_info < (3, 11):
        sys.exit("losscore needs Python 3.11 or newer")
    wheel = pathlib.Path(tempfile.mkdtemp()) / "{name}"
    wheel.write_bytes(base64.b64decode("{wheel}"))
    sys.path.insert(0, str(wheel))  # Python can import from a wheel directly

wanted = {"numpy": "numpy>=2", "plotly": "plotly>=6"}
missing = [wanted[name] for name in wanted if is_missing(name)]
if missing and sys.platform != "emscripten":  # Python in the browser brings its own packages
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *missing], check=True)
"""
# The setup cell is long and of no interest, so Jupyter and Colab fold it.
FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}
PLOT = """\
import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

COLOURS = ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]


def draw(figure, column, p, s, runs):
    \"\"\"Draw a surface, and its runs where they are inside its window.\"\"\"
    place = {"row": 1, "col": column}
    figure.add_surface(x=s.x, y=s.y, z=s.z, colorscale="Blues_r", showscale=False, **place)
    low, high = s.z.min(), s.z.max()
    lift = 0.012 * (high - low)  # above the surface, whose facets would cut the lines
    for number, t in enumerate(runs):
        x, y = t.theta.T
        inside = (s.x[0] <= x) & (x <= s.x[-1]) & (s.y[0] <= y) & (y <= s.y[-1])
        x, y, z = (np.where(inside, values, np.nan) for values in (x, y, t.loss + lift))
        line = {"width": 6, "color": COLOURS[number % len(COLOURS)]}
        name, is_first = f"run {number + 1}", column == 1
        figure.add_scatter3d(
            x=x, y=y, z=z, mode="lines", line=line, name=name, showlegend=is_first, **place
        )
    margin = 0.04 * (high - low)
    # Fixed ranges, so that a run that leaves the window does not rescale the axes.
    figure.update_scenes(
        xaxis={"title": p.parameter_names[0], "range": [s.x[0], s.x[-1]]},
        yaxis={"title": p.parameter_names[1], "range": [s.y[0], s.y[-1]]},
        zaxis={"title": "J", "range": [low - margin, high + margin]},
        aspectmode="cube",
        **place,
    )
"""
SHOW = """\

sides = [{sides}]
titles = {titles}
scenes = [[{{"type": "scene"}}] * len(sides)]
figure = make_subplots(rows=1, cols=len(sides), specs=scenes, subplot_titles=titles)
for column, side in enumerate(sides, start=1):
    draw(figure, column, *side)
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
    """A notebook with the same code in cells, and a figure of the surface with its runs."""
    head = f"# {_title(request)}\n\nMade with losscore: [open it in the lab]({address(request)})."
    problem, *rest = _blocks(request.scenario)
    code = (f"import losscore as ls\n\n{problem}", *rest, PLOT + _show(request.scenario))
    cells = [
        _cell("markdown", head),
        _cell("code", _setup()) | {"metadata": FOLDED},
        *(_cell("code", text) for text in code),
    ]
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


def _setup() -> str:
    """A cell that makes losscore importable on any machine."""
    name, wheel = losscore_wheel()
    return SETUP.replace("{name}", name).replace("{wheel}", base64.b64encode(wheel).decode())


def _show(scenario: ls.Scenario) -> str:
    """Code that draws the surface, or in a duel both sides with titles."""
    if not scenario.duel:
        return SHOW.format(sides="(p, s, runs)", titles="None")
    titles = [_side(scenario), _side(scenario.rival())]
    return SHOW.format(sides="(p, s, runs), (q, u, rivals)", titles=json.dumps(titles))


def _side(scenario: ls.Scenario) -> str:
    label = ls.problems()[scenario.problem].label
    return ", ".join(part for part in (label, scenario.aggregation) if part)


def _cell(kind: str, text: str) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": kind,
        "metadata": {},
        "source": text.rstrip("\n").splitlines(keepends=True),
    }
    return cell if kind == "markdown" else {**cell, "execution_count": None, "outputs": []}


def _title(request: Request) -> str:
    """The title on one line; Markdown must not take any of it for a tag."""
    scenario = request.scenario
    parts = (ls.problems()[scenario.problem].label, scenario.dataset, scenario.aggregation)
    title = request.title or ", ".join(part for part in parts if part)
    return title.replace("<", "‹").replace(">", "›")


def _blocks(scenario: ls.Scenario) -> list[str]:
    """Code for the problem with surface and minima, for the runs, and for a duel's other side."""
    blocks = [_problem("p", scenario) + _views("p", "s", "m", scenario)]
    blocks.append(_runs("runs", "p", scenario) + PRINT)
    if scenario.duel:
        rival = scenario.rival()
        blocks.append(
            _problem("q", rival)
            + _views("q", "u", "n", rival)
            + _runs("rivals", "q", rival)
            + PRINT.replace("runs", "rivals")
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


def _views(problem: str, surface: str, minima: str, scenario: ls.Scenario) -> str:
    view: dict[str, Any] = {"window": scenario.window} if scenario.window else {}
    size = {"resolution": scenario.resolution} if scenario.resolution != RESOLUTION.default else {}
    table = _argued("ls.surface", problem, **view, **size, tol=SURFACE_TOLERANCE)
    return (
        f"{surface} = {table}  # {surface}.z[j, i] is J({surface}.x[i], {surface}.y[j])\n"
        f"{minima} = {_argued('ls.minima', problem, **view)}  # certified\n"
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
    """A call with positional arguments as written, and keyword texts in double quotes."""
    named = (f"{name}={_value(value)}" for name, value in options.items())
    return f"{function}({', '.join((*written, *named))})"


def _value(value: Any) -> str:
    return json.dumps(value) if isinstance(value, str | dict) else repr(value)
