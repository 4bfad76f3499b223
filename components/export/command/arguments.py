"""The command line's options of an export, built from the table of all options."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import Any

from components.export.options import GROUPS, LISTS, OLD_IN_COMMANDS, OPTIONS, default_of
from components.export.registry import FORMATS, Format
from losscore.registry import AnyOption, Choice, Switch, Text, Vector

ON = "on"
_NOTES = {"runs": "runs (default: the scenario's, or one run with the default settings)"}


class _Gather(argparse.Action):
    """Keeps the given options, in order, as pairs of an option's name and its text."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        name = (option_string or "").removeprefix("--")
        namespace.given = [*getattr(namespace, "given", ()), (name, values)]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options for what to show, how to draw it and the format; old spellings are hidden."""
    for name, options in GROUPS.items():
        group = parser.add_argument_group(_NOTES.get(name, name))
        for option in options:
            _add(group, option.name, option, _help(option))
    for spelling, alias in OLD_IN_COMMANDS.items():
        option = Switch(spelling, spelling) if alias.word else OPTIONS[alias.option]
        _add(parser, spelling, option, argparse.SUPPRESS)


def _add(group: Any, name: str, option: AnyOption, text: str) -> None:
    alone: dict[str, Any] = {"nargs": "?", "const": ON} if isinstance(option, Switch) else {}
    group.add_argument(
        f"--{name}",
        action=_Gather,
        dest="given",
        default=argparse.SUPPRESS,
        metavar=_metavar(option),
        help=text,
        **alone,
    )


def _metavar(option: AnyOption) -> str:
    if isinstance(option, Switch):
        return "on|off"
    if isinstance(option, Vector):
        return option.places.upper()
    return "TEXT" if isinstance(option, Text) else "NAME" if isinstance(option, Choice) else "N"


def _help(option: AnyOption) -> str:
    """What the option means, its allowed values and its default."""
    details = [] if isinstance(option, Switch | Vector) else [option.allowed]
    if default_of(option) and not isinstance(option, Switch):
        details.append(f"default: {default_of(option)}")
    if option.name in LISTS:
        details.append("may be repeated")
    text = option.help or option.label
    text += f" ({'; '.join(details)})" if details else ""
    return text.replace("%", "%%").replace("`", "")


def joined(arguments: Iterable[str]) -> list[str]:
    """``--start -1,2`` as ``--start=-1,2``, because argparse would take ``-1,2`` for an option."""
    result: list[str] = []
    for argument in arguments:
        is_value = re.match(r"-\.?\d", argument)
        if is_value and result and re.fullmatch(r"--[a-z._-]+", result[-1]):
            result[-1] += f"={argument}"
        else:
            result.append(argument)
    return result


def described_formats() -> str:
    """The list of all formats."""
    return "\n".join(
        f"  {entry.name:13} .{entry.extension:6} {_about(entry)}" for entry in FORMATS.values()
    )


def _about(entry: Format) -> str:
    marks = ["needs Chromium"] * entry.needs_chromium + [entry.note] * bool(entry.note)
    return entry.label + (f" ({'; '.join(marks)})" if marks else "")
