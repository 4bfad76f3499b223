"""Plotly JSON for plotly.js 1.58.5, at which "plotly-latest" is frozen; many pages load that.

``Plotly.newPlot(div, data, layout)`` renders it. That version silently drops typed arrays, so
arrays are plain lists. Such pages pass no frames, so the player is inside the layout.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from components.export.formats.plotly_json import playable
from components.export.jsonable import plain
from components.export.progress import Progress
from components.export.request import Request

# For each run; later steps are usually short.
MAX_ARROWS = 100
Point = tuple[float, float]
LOSS = "<br>J = %{customdata:.5g}"


def write(request: Request, progress: Progress) -> bytes:
    """``{"data": …, "layout": …}`` in the dialect of plotly.js 1.58.5."""
    described = playable(request).to_plotly_json()
    _trim_template(described)
    _replace_arrows(described)
    _forget_heights(described)
    text = json.dumps(plain(described), separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    progress(1, 1)
    return text.encode()


def _trim_template(described: dict[str, Any]) -> None:
    """Keep the defaults of the trace types drawn; 1.58.5 does not know all the others."""
    template = described["layout"]["template"]
    kinds = {trace["type"] for trace in described["data"]}
    template["data"] = {kind: look for kind, look in template["data"].items() if kind in kinds}


def _replace_arrows(described: dict[str, Any]) -> None:
    """Draw arrows as annotations, because 1.58.5 would draw such markers as dots."""
    for trace in described["data"]:
        if trace.get("marker", {}).get("symbol") == "arrow":
            trace.update(mode="lines")
            steps = list(zip(trace["x"], trace["y"], strict=True))[: MAX_ARROWS + 1]
            colour = trace.pop("marker")["color"]
            arrows = [_arrow(*ends, colour) for ends in pairwise(steps)]
            described["layout"].setdefault("annotations", []).extend(arrows)


def _forget_heights(described: dict[str, Any]) -> None:
    """Remove J from the hover labels where z is another height.

    J is then in a second table, which 1.58.5 does not look up.
    """
    for trace in described["data"]:
        if trace.pop("customdata", None) is not None:
            trace["hovertemplate"] = trace["hovertemplate"].replace(LOSS, "")


def _arrow(tail: Point, head: Point, colour: str) -> dict[str, Any]:
    return {
        "x": head[0],
        "y": head[1],
        "ax": tail[0],
        "ay": tail[1],
        "xref": "x",
        "yref": "y",
        "axref": "x",
        "ayref": "y",
        "text": "",
        "showarrow": True,
        "arrowhead": 2,
        "arrowcolor": colour,
        "arrowwidth": 1.5,
    }
