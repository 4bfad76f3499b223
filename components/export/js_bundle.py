"""JavaScript for standalone pages: plotly.js and modules of the lab, embedded in the page."""

from __future__ import annotations

import re
from pathlib import Path

import plotly

ASSETS = Path(__file__).parents[2] / "assets"
LAB = ASSETS / "lab"
IN_FRONT = ASSETS / "in_front.js"
# Plain names only: `as` would rename things, and the bundle has one scope.
_IMPORT = re.compile(r'^import {[\w, \n]*} from "([./\w]+)";\n', flags=re.M)
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def plotly_js() -> str:
    """The lab's plotly.js, with the addition that draws marks in front of surfaces."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (PLOTLY, IN_FRONT))


def bundle(*names: str) -> str:
    """Modules of ``assets/lab`` and all their imports, joined into one module."""
    texts: dict[Path, str] = {}
    for name in names:
        _add((LAB / f"{name}.mjs").resolve(), texts)
    return "\n".join(texts.values())


def _add(path: Path, texts: dict[Path, str]) -> None:
    """Put a module into ``texts``, after the modules that it imports."""
    text = path.read_text(encoding="utf-8")
    for needed in _IMPORT.findall(text):
        module = (path.parent / needed).resolve()
        if module not in texts:
            _add(module, texts)
    texts[path] = re.sub(r"^export ", "", _IMPORT.sub("", text), flags=re.M)
    if re.search(r"^(import|export)\b", texts[path], flags=re.M):
        raise ValueError(f"{path} must import and export by plain names only")


def in_script(text: str) -> str:
    """JSON escaped for a script element, so that nothing in it can end the element."""
    return text.replace("<", "\\u003c")


def filled(template: str, parts: dict[str, str]) -> str:
    """``template`` with each ``{{name}}`` replaced; replacements are not searched for names."""
    return re.sub(r"{{(\w+)}}", lambda match: parts[match[1]], template)
