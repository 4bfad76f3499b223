"""JavaScript for pages that stand alone: plotly.js and modules of the lab, inside the page."""

from __future__ import annotations

import re
from pathlib import Path

import plotly

ASSETS = Path(__file__).parents[2] / "assets"
LAB = ASSETS / "lab"
IN_FRONT = ASSETS / "in_front.js"
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def plotly_js() -> str:
    """The plotly.js that the lab uses, with marks in front of surfaces."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (PLOTLY, IN_FRONT))


def bundle(*names: str) -> str:
    """Modules, and those that they import, as one without imports and exports."""
    texts: dict[str, str] = {}
    for name in names:
        _add(name, texts)
    return "\n".join(texts.values())


def _add(name: str, texts: dict[str, str]) -> None:
    """Put a module into ``texts`` behind those that it needs."""
    text = (LAB / f"{name}.mjs").read_text(encoding="utf-8")
    for needed in re.findall(r'^import .* from "\./(\w+)\.mjs";$', text, flags=re.M):
        if needed not in texts:
            _add(needed, texts)
    texts[name] = re.sub(r"^(import .*;\n|export )", "", text, flags=re.M)


def in_script(text: str) -> str:
    """JSON that may stand inside a script element: nothing in it ends the element."""
    return text.replace("<", "\\u003c")


def filled(template: str, parts: dict[str, str]) -> str:
    """``template`` with each ``{{name}}`` replaced, and nothing in what replaces it."""
    return re.sub(r"{{(\w+)}}", lambda match: parts[match[1]], template)
