"""A graph with the settings that all graphs on the page share."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from components.page.fields import aria

CONFIG: Any = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "responsive": True,
    "scrollZoom": True,
    "doubleClick": False,
}


def graph(identifier: str, size_class: str, name: str, *over: Any, **box: Any) -> html.Div:
    """A graph called ``name`` that fills a box of fixed size, so that nothing jumps while it loads.

    ``over`` is laid over the plot; ``box`` holds attributes of the box.
    """
    plot = dcc.Graph(id=identifier, config=CONFIG, className="plot", figure=_blank())
    return html.Div(
        [plot, *over],
        id=f"{identifier}-box",
        className=f"graph-box {size_class}",
        **{"tabIndex": -1, "role": "group", **aria(label=name), **box},
    )


def _blank() -> dict[str, object]:
    """A figure without axes: an empty one would flash its axes before the first drawing."""
    hidden = {"visible": False}
    return {"data": [], "layout": {"xaxis": hidden, "yaxis": hidden, **_CLEAR}}


_CLEAR = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}
