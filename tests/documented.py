"""Lists what the registries contain and the documentation does not name."""

import re
from pathlib import Path

import losscore as ls
from components.export import FORMATS

ROOT = Path(__file__).parent.parent
PAGES = {path.name: path.read_text() for path in (ROOT / "README.md", *ROOT.glob("docs/*.md"))}
# The pages that people write; docs/options.md is generated and names everything anyway.
WRITTEN = {name: text for name, text in PAGES.items() if name != "options.md"}


def unnamed_entries():
    """Problems, datasets and optimizers that no page names."""
    text = "\n".join(WRITTEN.values())
    return [
        name
        for name in (*ls.problems(), *ls.datasets(), *ls.optimizers())
        if f"`{name}`" not in text
    ]


def unnamed_options_of_problems():
    """Options of problems, and their choices, that no page names."""
    text = "\n".join(WRITTEN.values())
    return [
        (name, word)
        for name, spec in ls.problems().items()
        for option in spec.parameters
        for word in (option.name, *getattr(option, "choices", ()))
        if f"`{word}`" not in text
    ]


def unwritten_optimizers():
    """Optimizers that have no row in the table, with "", and the options that rows leave out."""
    rows = {name: _row(name) for name in ls.optimizers()}
    missing = [(name, "") for name, row in rows.items() if not row]
    for name, row in rows.items():
        # AdamW's row refers to Adam's for what they share.
        shared = {"b1", "b2", "eps"} if "as `adam`" in row else set()
        options = {option.name for option in ls.optimizers()[name].parameters} - shared
        missing += [(name, option) for option in options if row and f"`{option}`" not in row]
    return missing


def _row(name):
    row = re.search(rf"^\| `{name}` \| .*←.*", PAGES["mathematics.md"], re.MULTILINE)
    return row[0] if row else ""


def unnamed_formats():
    """Formats of exports that the page on exporting does not name with their extension."""
    page = PAGES["exporting.md"]
    return [
        name
        for name, entry in FORMATS.items()
        if f"`{name}`" not in page or f".{entry.extension}" not in page
    ]
