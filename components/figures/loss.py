"""J against the step; the browser fills in the runs."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from components.figures import parts
from components.figures.theme import Theme
from losscore.scenario.options import MAX_RUNS

WIDTH = 2.2
HOVER = "step %{x}<br>J = %{y:.5g}<extra></extra>"


def build_loss(theme: Theme) -> go.Figure:
    """Empty traces: for each run its whole curve (faint) and the part so far; the balls.

    Curves of the other side of a duel are dashed.
    """
    line = parts.run_line(WIDTH)
    runs = range(MAX_RUNS)
    figure = go.Figure(
        [
            *(_line("curve", opacity=0.3, hovertemplate=HOVER) for _ in runs),
            *(_line("path", hoverinfo="skip") for _ in runs),
            *(_line("rival", dash="dash", hovertemplate=HOVER) for _ in runs),
            go.Scatter(
                x=[],
                y=[],
                mode="markers",
                hoverinfo="skip",
                meta=parts.of_runs("ball"),
                marker={
                    "size": 9,
                    "color": line["color"],
                    "line": {"color": theme.card, "width": 1.5},
                },
            ),
        ]
    )
    return figure.update_layout(
        **parts.flat_layout(theme, margin={"l": 52, "r": 12, "t": 6, "b": 36}),
        xaxis=parts.flat_axis(theme, "step", rangemode="tozero"),
        yaxis=parts.flat_axis(theme, "J", exponentformat="power"),
    )


def _line(name: str, dash: str = "solid", **look: Any) -> go.Scatter:
    return go.Scatter(
        x=[],
        y=[],
        mode="lines",
        line=parts.run_line(WIDTH) | {"dash": dash},
        meta=parts.of_runs(name, width=WIDTH),
        **look,
    )
