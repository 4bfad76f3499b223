"""The options of a figure, built from the registries, for the command line and for batch files."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from functools import partial
from typing import Any

import losscore as ls
from components.export.command.numbers import (
    read_number,
    read_tuple,
    read_whole,
    refuse_decimal_comma,
)
from components.export.command.parser import typed
from components.export.registry import FORMATS, Format
from components.export.request import BASE_URL, VIEWS, Request
from components.figures import THEMES
from losscore.registry import Choice, Option, Parameter

# Dotted options: prefix → what they belong to.
DOTTED: dict[str, Iterable[Option]] = {
    "problem": [option for spec in ls.problems().values() for option in spec.parameters],
    "data": [option for spec in ls.datasets().values() for option in spec.parameters],
    "display": ls.DISPLAY,
}
SWITCH = "on"
_number, _whole = typed(read_number), typed(read_whole)
_eye = typed(partial(read_tuple, places="X,Y,Z"))
PLAIN = ("problem", "data", "aggregation", "window", "resolution", "basins", "duel")


def add_figure_arguments(parser: argparse.ArgumentParser) -> None:
    """What is shown, how it is drawn, and where it goes."""
    _add_scenario(parser.add_argument_group("scenario"))
    _add_dotted(parser.add_argument_group("options of problem, data and display"))
    _add_runs(parser.add_argument_group("runs (none of these: the scenario's, or a default run)"))
    _add_look(parser.add_argument_group("look"))
    _add_format(parser)


def joined(arguments: Iterable[str]) -> list[str]:
    """``--start -1,2`` as ``--start=-1,2``: argparse would take the value for an option."""
    result: list[str] = []
    for argument in arguments:
        is_value = re.match(r"-\.?\d", argument)
        if is_value and result and re.fullmatch(r"--[a-z.-]+", result[-1]):
            result[-1] += f"={argument}"
        else:
            result.append(argument)
    return result


def scenario_items(options: argparse.Namespace) -> list[tuple[str, str]]:
    """The parts of a query that the options say."""
    dotted = [f"{prefix}.{name}" for prefix, kin in DOTTED.items() for name in _names(kin)]
    given = vars(options)
    for key in dotted:
        refuse_decimal_comma(key, given[key] or "")
    if given["resolution"] is not None:
        read_whole("resolution", given["resolution"])
    if given["window"] is not None:
        read_tuple("window", given["window"], "x_lo,x_hi,y_lo,y_hi")
    return [(key, given[key]) for key in (*PLAIN, *dotted) if given[key] is not None]


def request_of(options: argparse.Namespace, scenario: ls.Scenario) -> Request:
    """``scenario`` as the options want it drawn."""
    names = ("view", "theme", "width", "height", "scale", "title", "log", "arrows", "base_url")
    given = {name: getattr(options, name) for name in names}
    return Request(scenario, eye=options.camera, **given)


def _add_scenario(group: Any) -> None:
    group.add_argument(
        "--scenario",
        metavar="QUERY",
        help="a whole scenario as in the lab's address (docs/links.md), or a lesson: lesson=SLUG; "
        "other options change it",
    )
    problems, datasets = ", ".join(ls.problems()), ", ".join(ls.datasets())
    group.add_argument("--problem", metavar="NAME", help=f"{problems} (default: kmeans)")
    group.add_argument(
        "--data", "--dataset", metavar="NAME", help=f"{datasets} (default: the problem's own)"
    )
    group.add_argument("--aggregation", metavar="NAME", help="sum or mean over samples")
    group.add_argument(
        "--window", metavar="X_LO,X_HI,Y_LO,Y_HI", help="the part of the parameter plane"
    )
    group.add_argument("--resolution", metavar="N", help="nodes along both axes (default: 161)")
    group.add_argument(
        "--basins",
        action="store_const",
        const=SWITCH,
        help="colour the surface by the minimum that each start reaches",
    )
    group.add_argument(
        "--duel",
        metavar="NAME",
        help="a second surface: loss (of another loss) or aggregation (the other one)",
    )


def _add_dotted(group: Any) -> None:
    for prefix, options in DOTTED.items():
        for name in _names(options):
            kin = [option for option in options if option.name == name]
            group.add_argument(f"--{prefix}.{name}", metavar="VALUE", help=_help(kin))


def _names(options: Iterable[Option]) -> list[str]:
    return list(dict.fromkeys(option.name for option in options))


def _help(kin: list[Option]) -> str:
    """What a registry says of an option; several entries may have one of that name."""
    first = kin[0]
    text = first.help or first.label
    if isinstance(first, Choice):
        choices = dict.fromkeys(
            c for option in kin if isinstance(option, Choice) for c in option.choices
        )
        return f"{text}: {', '.join(choices)}".replace("%", "%%")
    ranges = [option for option in kin if isinstance(option, Parameter)]
    low, high = min(option.low for option in ranges), max(option.high for option in ranges)
    return f"{text}, {low:g} to {high:g}".replace("%", "%%")


def _add_runs(group: Any) -> None:
    group.add_argument(
        "--run",
        metavar="RUN",
        action="append",
        help="a run as in a link: X,Y,optimizer,learning rate,steps,name=value,…; may be repeated; "
        '"none" for no run',
    )
    group.add_argument(
        "--start", metavar="X,Y", action="append", help="start of a run; may be repeated"
    )
    names = ", ".join(ls.optimizers())
    group.add_argument(
        "--optimizer",
        metavar="NAMES",
        action="append",
        help=f"one or more of {names}: gd,adam; may be repeated",
    )
    group.add_argument(
        "--learning-rate",
        metavar="NUMBERS",
        action="append",
        help="one or more: 0.1,0.01; may be repeated (default: one that suits problem and "
        "optimizer)",
    )
    group.add_argument("--steps", metavar="N", help="most steps of a run (default: 200)")
    group.add_argument("--batch-size", metavar="N", help="samples at each step (default: all)")
    group.add_argument("--seed", metavar="N", help="which samples each step sees")
    group.add_argument(
        "--hyper",
        metavar="NAME=VALUE",
        action="append",
        help="an option of the optimizer; may be repeated for others",
    )


def _add_look(group: Any) -> None:
    group.add_argument("--view", choices=VIEWS, default="surface", help="default: surface")
    group.add_argument("--theme", choices=tuple(THEMES), default="light", help="default: light")
    group.add_argument("--width", type=_whole, default=1000, help="CSS pixels (default: 1000)")
    group.add_argument("--height", type=_whole, default=750, help="CSS pixels (default: 750)")
    group.add_argument(
        "--scale",
        type=_number,
        default=1.0,
        help="pixels of an image for each of these (default: 1)",
    )
    group.add_argument("--title", default="", help="one line above the picture")
    group.add_argument("--log", action="store_true", help="loss view: J − J* on a logarithmic axis")
    group.add_argument("--arrows", action="store_true", help="contour view: an arrow for each step")
    group.add_argument(
        "--camera", metavar="X,Y,Z", type=_eye, help="surface view: where the camera stands"
    )
    group.add_argument(
        "--base-url",
        metavar="URL",
        default=BASE_URL,
        help=f"where the lab is served, for links and embed code (default: {BASE_URL})",
    )


def _add_format(parser: Any) -> None:
    parser.add_argument(
        "--format",
        metavar="NAME",
        choices=tuple(FORMATS),
        help="the format, where the file's extension does not say it (see below)",
    )


def described_formats() -> str:
    """A table of the registry."""
    return "\n".join(
        f"  {entry.name:13} .{entry.extension:6} {_about(entry)}" for entry in FORMATS.values()
    )


def _about(entry: Format) -> str:
    marks = ["needs Chromium"] * entry.needs_chromium + [entry.note] * bool(entry.note)
    return entry.label + (f" ({'; '.join(marks)})" if marks else "")
