"""A graph with the settings that all of ours share."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from components.fields import aria

CONFIG: Any = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "responsive": True,
    "scrollZoom": True,
    "doubleClick": False,
}


def graph(identifier: str, size_class: str, name: str) -> html.Div:
    """A graph that fills a box of fixed size (nothing jumps while it loads), called ``name``."""
    return html.Div(
        dcc.Graph(id=identifier, config=CONFIG, className="plot", figure=_blank()),
        id=f"{identifier}-box",
        tabIndex=-1,
        className=f"graph-box {size_class}",
        role="group",
        **aria(label=name),
    )


def _blank() -> dict[str, object]:
    """Nothing at all: an empty figure would flash axes before the first picture."""
    hidden = {"visible": False}
    return {"data": [], "layout": {"xaxis": hidden, "yaxis": hidden, **_CLEAR}}


_CLEAR = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}
