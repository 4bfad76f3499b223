"""Plotly JSON for plotly.js 1.58.5, which many pages load as "plotly-latest": it is frozen there.

``Plotly.newPlot(div, data, layout)`` renders it. Typed arrays would vanish there without a word,
and frames are not passed: hence plain lists, and a player inside the layout.
"""

from __future__ import annotations

import json
from typing import Any

from components.export.json_current import playable
from components.export.plain import plain
from components.export.progress import Progress
from components.export.request import Request


def write(request: Request, progress: Progress) -> bytes:
    """``{"data": …, "layout": …}`` in the dialect of plotly.js 1.58.5."""
    described = playable(request).to_plotly_json()
    _trim_template(described)
    text = json.dumps(plain(described), separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    progress(1, 1)
    return text.encode()


def _trim_template(described: dict[str, Any]) -> None:
    """Keep the defaults of what is drawn; 1.58.5 does not know all the others."""
    template = described["layout"]["template"]
    kinds = {trace["type"] for trace in described["data"]}
    template["data"] = {kind: look for kind, look in template["data"].items() if kind in kinds}
