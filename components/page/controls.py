"""The left column: what to minimise, how, and from where. Built from losscore's registries."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

import losscore as ls
from components import ids
from components.page import fields
from components.page.fields import aria
from components.session.lab_state import NONE
from components.session.palette import optimizer_colour
from components.session.solved import Defaults
from components.session.text import field_text

# log₁₀ of the learning rates on the slider; the field takes any allowed value.
RATE_SCALE = (-6.0, 3.0, 0.05)
STEPS_SCALE = (10.0, 500.0, 10.0)
HIDDEN = "visually-hidden"
RING_SIZES = (3, 4, 6, 8, 12)
# Where a problem has no data.
NO_DATA = {"label": "none: J is a formula", "value": NONE}


def problem_options() -> list[dict[str, Any]]:
    """All registered problems."""
    return [{"label": spec.label, "value": name} for name, spec in ls.problems().items()]


def dataset_options(problem: str) -> list[dict[str, Any]]:
    """The datasets that fit ``problem``, or one entry that says there are none."""
    registered = ls.datasets()
    fitting = ls.problems()[problem].datasets
    options = [{"label": registered[name].label, "value": name} for name in fitting]
    return options or [NO_DATA]


def optimizer_options(problem: str) -> list[dict[str, Any]]:
    """The optimizers that suit ``problem``."""
    return [
        {"label": spec.label, "value": name}
        for name, spec in ls.optimizers().items()
        if spec.suits(problem)
    ]


def duel_options(problem: str) -> list[dict[str, Any]]:
    """What the surface of ``problem`` can be compared with."""
    spec = ls.problems()[problem]
    names = {NONE: "nothing", "aggregation": "the other aggregation"}
    if spec.rival:
        names["loss"] = f"the loss of {ls.problems()[spec.rival].label}"
    return [{"label": names[name], "value": name} for name in (NONE, *spec.duels)]


def racer_options(problem: str) -> list[dict[str, Any]]:
    """The optimizers that suit ``problem``, each with the colour of its runs."""
    dots = {
        name: html.Span(className="dot", style={"background": optimizer_colour(name)})
        for name in ls.optimizers()
    }
    return [
        {"label": html.Span([dots[option["value"]], option["label"]]), "value": option["value"]}
        for option in optimizer_options(problem)
    ]


def default_racers(problem: str) -> list[str]:
    """A race worth seeing: the step alone, with memory, and scaled."""
    registered = ls.optimizers().items()
    return [name for name, spec in registered if spec.in_race and spec.suits(problem)]


def aggregation_options(enabled: bool) -> list[dict[str, Any]]:
    """Sum or mean; disabled where there are no samples."""
    labels = {"sum": "Sum Σ", "mean": "Mean 1/N Σ"}
    return [
        {"label": label, "value": name, "disabled": not enabled} for name, label in labels.items()
    ]


def build_controls(default: Defaults) -> html.Aside:
    """The column, showing the default scenario."""
    return html.Aside(
        [
            fields.fold_button(ids.SETTINGS, "sliders", "Settings", "rail"),
            html.H2("Problem"),
            *_problem(default),
            html.H2("Descent"),
            *_descent(default),
            html.H2("Start"),
            _start(default),
            _many_starts(),
            _race(default.scenario.problem),
            html.H2("Show"),
            _show(),
        ],
        id="rail",
        className="panel rail",
        **aria(label="Controls"),
    )


def _show() -> html.Div:
    """Switches for what else to show; the browser itself reads those that concern the run."""
    return html.Div(
        [
            dbc.Switch(id=ids.BASINS, label="Basins of attraction", value=False),
            dbc.Switch(id=ids.CURVATURE_SWITCH, label="Gradient and curvature", value=False),
            dbc.Switch(id=ids.PREDICT, label="Predict before playing", value=False),
        ],
        className="field",
    )


def _problem(default: Defaults) -> list[Any]:
    scenario = default.scenario
    return [
        fields.select("Model and loss", ids.PROBLEM, problem_options(), scenario.problem),
        fields.select("Data", ids.DATASET, dataset_options(scenario.problem), scenario.dataset),
        html.Div(id=ids.DATASET_NOTE, className="hint"),
        html.Div(
            [
                html.Span("Aggregate over samples", id="aggregation-label", className="label"),
                dbc.RadioItems(
                    id=ids.AGGREGATION,
                    options=aggregation_options(True),
                    value=scenario.aggregation,
                    className="segments",
                    inputClassName="btn-check",
                    labelClassName="segment",
                ),
            ],
            className="field",
            role="group",
            **aria(labelledby="aggregation-label"),
        ),
        html.Div(id=ids.AGGREGATION_NOTE, className="hint aside", role="status"),
        fields.select("Compare with", ids.DUEL, duel_options(scenario.problem), NONE),
    ]


def _descent(default: Defaults) -> list[Any]:
    run, optimizers = default.run, optimizer_options(default.scenario.problem)
    return [
        fields.select("Optimizer", ids.OPTIMIZER, optimizers, run.optimizer),
        html.Div(id=ids.OPTIMIZER_RULE, className="hint"),
        fields.number_with_slider(
            "Learning rate η",
            ids.LEARNING_RATE,
            ids.LEARNING_RATE_SLIDER,
            ids.LEARNING_RATE_ERROR,
            field_text(run.learning_rate),
            RATE_SCALE,
        ),
        html.Div(id=ids.LEARNING_RATE_HINT, className="hint"),
        fields.number_with_slider(
            "Steps",
            ids.N_STEPS,
            ids.N_STEPS_SLIDER,
            ids.N_STEPS_ERROR,
            str(run.n_steps),
            STEPS_SCALE,
        ),
    ]


def _start(default: Defaults) -> html.Div:
    return html.Div(
        [
            html.Div(
                [
                    _coordinate(ids.START_X, ids.START_X_LABEL, default, 0),
                    _coordinate(ids.START_Y, ids.START_Y_LABEL, default, 1),
                    html.Button("Run", id=ids.RUN, type="button", className="btn-run"),
                ],
                className="start-row",
            ),
            fields.message(ids.START_X_ERROR),
            fields.message(ids.START_Y_ERROR),
            html.Div("Or click the surface or the contour map.", className="hint"),
        ],
        className="field",
    )


def _many_starts() -> html.Div:
    sizes = [{"label": str(size), "value": str(size)} for size in RING_SIZES]
    return html.Div(
        [
            fields.text_button(
                ids.RANDOM, "dice-5", "Random", "Start from a random point in the window"
            ),
            html.Div(
                [
                    fields.text_button(
                        ids.RING, "bullseye", "Ring of", "Start from a ring of points"
                    ),
                    html.Label("Starts in the ring", htmlFor=ids.RING_SIZE, className=HIDDEN),
                    dbc.Select(id=ids.RING_SIZE, options=sizes, value="6", size="sm"),
                ],
                className="joined",
            ),
        ],
        className="start-buttons",
    )


def _race(problem: str) -> html.Details:
    """Several optimizers from the start in the fields, each with a rate that suits it."""
    return html.Details(
        [
            html.Summary([fields.icon("flag"), "Race optimizers"]),
            dbc.Checklist(
                id=ids.RACERS,
                options=racer_options(problem),
                value=default_racers(problem),
                className="racers",
            ),
            html.Button("Start the race", id=ids.RACE, type="button", className="btn-wide"),
        ],
        className="fold",
    )


def _coordinate(field: str, label: str, default: Defaults, axis: int) -> html.Div:
    symbols = ls.problems()[default.scenario.problem].symbols
    return html.Div(
        [
            html.Label(symbols[axis], id=label, htmlFor=field),
            fields.number(field, field_text(default.run.start[axis])),
        ]
    )
