"""Write assets/lab/page/ids.mjs from components/ids.py: the page's JavaScript uses the same names."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULE = ROOT / "assets" / "lab" / "page" / "ids.mjs"
HEAD = "/** Component ids. Written by `make ids` from components/ids.py. */\n\n"


def ids_module() -> str:
    """The text of the module: a constant for each one of ``components.ids``."""
    from components import ids

    names = {name: value for name, value in vars(ids).items() if name.isupper()}
    return HEAD + "".join(f'export const {name} = "{value}";\n' for name, value in names.items())


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    MODULE.write_text(ids_module(), encoding="utf-8")
