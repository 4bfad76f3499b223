"""The legend for basins of attraction."""

from __future__ import annotations

import numpy as np
from dash import html

from components.figures.basins import region_colours
from components.page.fields import aria
from components.session.basins import BasinMap, region_name
from components.session.solved import Solved


def build_legend(basins: BasinMap, solved: Solved) -> html.Div:
    """The meaning of each colour, and its share of the starts."""
    colours = region_colours(basins.names, solved.minima)
    items = [
        html.Li(
            [
                html.I(style={"backgroundColor": colours[label]}, **aria(hidden="true")),
                html.B(region_name(label)),
                f" {100 * np.mean(basins.label == label):.0f} %",
            ]
        )
        for label in basins.names
    ]
    note = f"{basins.resolution} × {basins.resolution} starts; darker means more steps"
    return html.Div([html.Ul(items), html.P(note)])
