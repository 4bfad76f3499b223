"""Write docs/options.md, the page of all options, from components/export/options.py."""

from collections.abc import Iterable
from pathlib import Path

from components.export.options import (
    DIALECT,
    GROUPS,
    OLD_IN_ADDRESSES,
    OLD_IN_BATCHES,
    Alias,
    default_of,
)
from components.export.picture_options import PICTURE
from components.export.registry import FORMATS
from losscore.registry import AnyOption, Parameter, Text, Vector

PAGE = Path(__file__).parents[1] / "docs" / "options.md"
HEAD = """\
# Options

<!-- Written by `make options` from components/export/options.py. -->

An option has one name everywhere: `--view loss` on the command line, `view = "loss"` in a batch
file, `view=loss` in an address. Addresses take the options of a scenario and of a picture, and
write runs as in links. On the command line, a switch needs no value: `--arrows`.
[exporting.md](exporting.md) explains how options combine, and [links.md](links.md) how links are
read.
"""
TITLES = {
    "scenario": "Scenario",
    "options of problem, data and display": "Options of problem, data and display",
    "runs": "Runs",
    "look": "Picture",
    "format": "Format",
}
OLD = """\
## Older spellings

These still work and mean the same:

"""


def options_page() -> str:
    """The text of the page."""
    sections = [f"## {TITLES[name]}\n\n{_table(group)}" for name, group in GROUPS.items()]
    dialect = f"`/figure.json` takes `{DIALECT.name}` instead: {_words(DIALECT)}.\n"
    return "\n".join([HEAD, *sections, dialect, OLD + _old()])


def _table(options: Iterable[AnyOption]) -> str:
    known = tuple(options)
    is_picture = known == PICTURE
    rows = [
        [f"`{option.name}`", option.help or option.label, _words(option), _code(default_of(option))]
        + [_formats(option.name)] * is_picture
        for option in known
    ]
    heads = ["option", "meaning", "values", "default"] + ["affects"] * is_picture
    return _rows(heads, rows)


def _words(option: AnyOption) -> str:
    """What an option may be; numbers in full."""
    if isinstance(option, Parameter):
        return f"{option.write(option.low)} to {option.write(option.high)}"
    if isinstance(option, Text):
        return option.allowed
    words = [option.allowed] if isinstance(option, Vector) else option.allowed.split(", ")
    return ", ".join(map(_code, words))


def _formats(name: str) -> str:
    return ", ".join(f"`{entry.name}`" for entry in FORMATS.values() if name in entry.options)


def _old() -> str:
    """Where each spelling works, and what it is called now."""
    places = {"commands, batch files": OLD_IN_BATCHES, "addresses": OLD_IN_ADDRESSES}
    rows = [
        [f"`{spelling}`", place, _now(alias)]
        for place, aliases in places.items()
        for spelling, alias in aliases.items()
    ]
    return _rows(["older", "in", "now"], rows)


def _now(alias: Alias) -> str:
    return f"`{alias.option}`" + (f", `{alias.word}`" if alias.word else "")


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _rows(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(options_page(), encoding="utf-8")
