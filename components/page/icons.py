"""The icons of the page, from Bootstrap Icons; its font with all 2078 icons takes 134 kB."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from urllib.parse import quote

NAMES = (
    "arrow-down-square",
    "box",
    "bullseye",
    "caret-left-fill",
    "caret-right-fill",
    "chevron-down",
    "circle-half",
    "dice-5",
    "download",
    "eye",
    "eye-slash",
    "flag",
    "link-45deg",
    "mortarboard",
    "palette",
    "pause-fill",
    "play-fill",
    "repeat",
    "skip-start-fill",
    "sliders",
    "x-lg",
)

# An icon has the shape, place and colour that a letter of the font would have. High-contrast
# systems replace background colours, except those given by the system's own names.
_RULES = """/* Bootstrap Icons, Copyright The Bootstrap Authors, MIT licence */
.bi::before {
  content: "";
  display: inline-block;
  width: 1em;
  height: 1em;
  vertical-align: -0.125em;
  background: currentColor;
  mask: var(--shape) center / contain no-repeat;
}
@media (forced-colors: active) { .bi::before { background: ButtonText; } }
"""


@cache
def stylesheet() -> str:
    """The rules by which ``<i class="bi bi-NAME">`` shows each icon in ``NAMES``."""
    sprite = files("flask_bootstrap") / "static/bootstrap5/icons/bootstrap-icons.svg"
    symbols = re.findall(r'<symbol [^>]*id="([^"]+)">(.*?)</symbol>', sprite.read_text())
    shapes = {name: shape for name, shape in symbols if name in NAMES}
    return _RULES + "\n".join(_rule(name, shapes[name]) for name in NAMES) + "\n"


def _rule(name: str, shape: str) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{shape}</svg>'
    data = quote(svg.replace('"', "'"), safe=" ='/:,")
    return f'.bi-{name} {{ --shape: url("data:image/svg+xml,{data}"); }}'
