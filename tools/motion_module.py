"""Write assets/lab/run/constants.mjs: components/session/motion.py for the page's JavaScript."""

import json
from pathlib import Path
from typing import Any

from components.session import motion

MODULE = Path(__file__).parents[1] / "assets" / "lab" / "run" / "constants.mjs"
HEAD = (
    "/** How runs move and look. Written by `make motion` from components/session/motion.py,\n"
    " * which explains them. */\n\n"
)


def motion_module() -> str:
    """The text of the module: each constant of ``components.session.motion``."""
    constants = {name: value for name, value in vars(motion).items() if name.isupper()}
    return HEAD + "".join(
        f"export const {name} = {_literal(value)};\n" for name, value in constants.items()
    )


def _literal(value: Any) -> str:
    """``value`` as JavaScript; a mapping on lines of its own."""
    if not isinstance(value, dict):
        return json.dumps(value)
    lines = (f"  {name}: {json.dumps(part)},\n" for name, part in value.items())
    return "{\n" + "".join(lines) + "}"


if __name__ == "__main__":
    MODULE.write_text(motion_module(), encoding="utf-8")
