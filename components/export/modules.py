"""JavaScript for pages that stand alone: plotly.js and modules of the lab, inside the page."""

from __future__ import annotations

import re
from pathlib import Path

import plotly

LAB = Path(__file__).parents[2] / "assets" / "lab"
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def plotly_js() -> str:
    """The plotly.js that the lab uses."""
    return PLOTLY.read_text(encoding="utf-8")


def bundle(*names: str) -> str:
    """Modules as one, without their imports and exports; each comes after those it needs."""
    texts = [(LAB / f"{name}.mjs").read_text(encoding="utf-8") for name in names]
    return "\n".join(re.sub(r"^(import .*;\n|export )", "", text, flags=re.M) for text in texts)


def in_script(text: str) -> str:
    """JSON that may stand inside a script element: nothing in it ends the element."""
    return text.replace("<", "\\u003c")


def filled(template: str, parts: dict[str, str]) -> str:
    """``template`` with each ``{{name}}`` replaced, and nothing in what replaces it."""
    return re.sub(r"{{(\w+)}}", lambda match: parts[match[1]], template)
