"""J against the step; the browser fills in the run."""

from __future__ import annotations

import plotly.graph_objects as go

from components.figures import parts
from components.figures.theme import Theme


def build_loss(theme: Theme) -> go.Figure:
    """Empty traces: the whole run (faint), the part so far, and the ball."""
    line = parts.run_line(2.2)
    figure = go.Figure(
        [
            go.Scatter(
                x=[],
                y=[],
                mode="lines",
                line=line,
                opacity=0.3,
                meta=parts.role("curve"),
                hovertemplate="step %{x}<br>J = %{y:.5g}<extra></extra>",
            ),
            go.Scatter(
                x=[], y=[], mode="lines", line=line, hoverinfo="skip", meta=parts.role("path")
            ),
            go.Scatter(
                x=[],
                y=[],
                mode="markers",
                hoverinfo="skip",
                meta=parts.role("ball"),
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
