"""The loss chart, J against the step, with empty traces for the curves of runs."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from components.figures import parts
from components.figures.motion import moving
from components.figures.theme import Theme
from components.session.motion import MAX_RUNS

WIDTH = 2.2
HOVER = "step %{x}<br>J = %{y:.5g}<extra></extra>"
CURVE = ("step", "loss")


def build_loss(theme: Theme) -> go.Figure:
    """Empty traces: for each run its whole curve (faint) and the part so far; the balls.

    Curves of the other side of a duel are dashed.
    """
    runs = range(MAX_RUNS)
    figure = go.Figure(
        [
            *(
                _line("curve", "run", "whole", nth, opacity=0.3, hovertemplate=HOVER)
                for nth in runs
            ),
            *(_line("path", "run", "trail", nth, hoverinfo="skip") for nth in runs),
            *(_line("rival", "rival", "trail", nth, hovertemplate=HOVER) for nth in runs),
            _balls(theme),
        ]
    )
    return figure.update_layout(
        **parts.flat_layout(theme, margin={"l": 52, "r": 12, "t": 6, "b": 36}),
        xaxis=parts.flat_axis(theme, "step", rangemode="tozero"),
        yaxis=parts.flat_axis(theme, "J", exponentformat="power"),
    )


def _line(name: str, of: str, show: str, nth: int, **look: Any) -> go.Scatter:
    # The curves of the other side share one dash; those of this side have different ones.
    is_rival = of == "rival"
    return go.Scatter(
        x=[],
        y=[],
        mode="lines",
        line=parts.run_line(WIDTH) | {"dash": "dash" if is_rival else "solid"},
        meta=moving(name, of, show, *CURVE, nth=nth, width=WIDTH, dashed=not is_rival),
        **look,
    )


def _balls(theme: Theme) -> go.Scatter:
    return go.Scatter(
        x=[],
        y=[],
        mode="markers",
        marker=parts.run_marker(9, theme.card),
        hoverinfo="skip",
        meta=moving("ball", "runs", "head", *CURVE),
    )
