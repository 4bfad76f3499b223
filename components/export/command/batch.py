"""Files that list figures: TOML, JSON or YAML.

A list ``figures``, each with a ``name``, its ``formats`` and any option of the command line; what
``defaults`` says holds for all. Options are read by the parser of the command line itself.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from components.export.command.arguments import DOTTED, add_figure_arguments, joined, request_of
from components.export.command.output_file import Job
from components.export.command.parser import Parser
from components.export.command.scenario_options import scenario_of
from components.export.command.structured_file import read_described
from components.export.registry import FORMATS
from losscore import checks
from losscore.checks import InputError
from losscore.scenario.query import NO_RUNS

MAX_FIGURES = 500
# Options of which a list is one value, and those of which a list that starts with a number is.
WHOLES, PLACES = ("window", "camera"), ("start", "run")
ALIASES = {"dataset": "data", "format": "formats"}
# How the parser begins a sentence about an option.
_OPTION = re.compile(r"^argument --([^:/]+)[^:]*:")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


def read_batch(path: Path, folder: Path) -> list[Job]:
    """The files to be written into ``folder``; ValueError says which figure is wrong, and why."""
    described = read_described(path)
    if isinstance(described, list):
        described = {"figures": described}
    if not isinstance(described, dict) or not isinstance(described.get("figures"), list):
        raise InputError(f"{path} must hold a list of figures")
    checks.no_extra(str(path), described, ("defaults", "figures"))
    figures, general = described["figures"], described.get("defaults", {})
    if not figures:
        raise InputError(f"{path} must hold at least one figure")
    if len(figures) > MAX_FIGURES:
        raise InputError(f"{path} must have at most {MAX_FIGURES} figures, got {len(figures)}")
    jobs = [
        job
        for number, figure in enumerate(figures, start=1)
        for job in _jobs(general, figure, f"{path}, figure {number}", folder)
    ]
    _check_different(jobs)
    return jobs


def check_alone(options: argparse.Namespace) -> None:
    """InputError where the command line says something of figures that a file describes."""
    for name, default in vars(_Parser().parse_args([])).items():
        if name in getattr(options, "given_once", ()) or getattr(options, name) != default:
            flag = name.replace("_", "-")
            raise InputError(f"--batch says all of its figures: --{flag} goes into its defaults")


def _jobs(general: Any, figure: Any, place: str, folder: Path) -> Iterator[Job]:
    """One job for each format of a figure."""
    if not isinstance(figure, dict) or not isinstance(general, dict):
        raise InputError(f"{place} must be a mapping, got {checks.shown(figure)}")
    try:
        options = _named(general) | _named(figure)
        name, formats = options.pop("name", None), options.pop("formats", None)
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise InputError(f"name must be letters, digits, - and _; got {checks.shown(name)}")
        parsed = _Parser().parse_args(joined(_arguments(options)))
        request = request_of(parsed, scenario_of(parsed))
        for chosen in _formats(formats):
            words = [name, FORMATS[chosen].tag] if FORMATS[chosen].tag else [name]
            yield Job(chosen, request, folder / f"{'-'.join(words)}.{FORMATS[chosen].extension}")
    except InputError as error:
        raise InputError(f"{place}: {error}") from None


def _formats(given: Any) -> list[str]:
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list) or not names:
        raise InputError(
            f"formats must be a list of {', '.join(FORMATS)}; got {checks.shown(given)}"
        )
    return [checks.choice("format", name, FORMATS) for name in names]


def _named(options: dict[str, Any]) -> dict[str, Any]:
    """Options by the names that they have on the command line, so that a figure's replaces one
    of the defaults however it is written. A table of options is as many options.
    """
    named: dict[str, Any] = {}
    for key, value in options.items():
        name = str(key) if "." in str(key) else str(key).replace("_", "-")
        table = isinstance(value, dict) and name in DOTTED
        parts = {f"{name}.{inner}": given for inner, given in value.items()} if table else {}
        for full, given in (parts or {ALIASES.get(name, name): value}).items():
            if full in named:
                raise InputError(f"{full} must be given once, got it again: {checks.shown(given)}")
            named[full] = given
    return named


def _arguments(options: dict[str, Any]) -> Iterator[str]:
    """Options as they are typed: true is the option alone, null is none."""
    switches = _switches()
    for name, given in options.items():
        if name not in switches:
            raise InputError(f"unknown key {name}")
        if switches[name] and not isinstance(given, bool | None):
            raise InputError(f"{name} must be true or false, got {checks.shown(given)}")
        for value in _values(name, given):
            if value is True and switches[name]:
                yield f"--{name}"
            elif value is not False and value is not None:
                yield f"--{name}={_typed(name, value)}"


@cache
def _switches() -> dict[str, bool]:
    """Every key of a figure, and whether it takes no value."""
    return {
        flag.removeprefix("--"): action.nargs == 0
        for action in _Parser()._actions
        for flag in action.option_strings
    }


def _values(name: str, given: Any) -> list[Any]:
    """The values of an option: a list repeats it, unless it is one place written as a list."""
    if name == "hyper" and isinstance(given, dict):
        return [f"{key}={value}" for key, value in given.items()]
    if not isinstance(given, list):
        return [given]
    if not given:
        raise InputError(f"{name} must not be an empty list; null is for what is not given")
    return [given] if name in WHOLES or (name in PLACES and _is_one(given)) else given


def _is_one(given: list[Any]) -> bool:
    """Whether a list holds the parts of one place or run: a whole one has commas, or is none."""
    first = given[0]
    if isinstance(first, str):
        return "," not in first and first != NO_RUNS
    return isinstance(first, int | float)


def _typed(name: str, value: Any) -> str:
    """A value as it is typed; lists have commas between their numbers."""
    if isinstance(value, bool):
        raise InputError(f"{name} must be a value, got {str(value).lower()}")
    if isinstance(value, dict):
        raise InputError(f"{name} must not be a table, got {checks.shown(value)}")
    if not isinstance(value, list):
        return str(value)
    return ",".join(_typed(name, part) for part in value)


class _Parser(Parser):
    """The command line's options of a figure, without a command line."""

    def __init__(self) -> None:
        super().__init__(add_help=False)
        add_figure_arguments(self)

    def error(self, message: str) -> NoReturn:
        """Tell the caller, who knows which figure it is, of a key where options are meant."""
        raise InputError(_OPTION.sub(r"\1:", message))


def _check_different(jobs: list[Job]) -> None:
    seen: set[Path | None] = set()
    for job in jobs:
        if job.path in seen:
            raise InputError(f"two figures would both be written to {job.path}: name them apart")
        seen.add(job.path)
