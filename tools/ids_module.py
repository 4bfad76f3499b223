"""Writes assets/lab/page/ids.mjs, which gives JavaScript the constants of components/ids.py."""

from pathlib import Path

from components import ids

MODULE = Path(__file__).parents[1] / "assets" / "lab" / "page" / "ids.mjs"
HEAD = "/** Component ids. Written by `make ids` from components/ids.py. */\n\n"


def ids_module() -> str:
    """The text of the module, with every constant of ``components.ids``."""
    names = {name: value for name, value in vars(ids).items() if name.isupper()}
    return HEAD + "".join(f'export const {name} = "{value}";\n' for name, value in names.items())


if __name__ == "__main__":
    MODULE.write_text(ids_module(), encoding="utf-8")
