"""Files that list figures: TOML, JSON or YAML.

A list ``figures``, each with a ``name``, its ``formats`` and any option of the command line; what
``defaults`` says holds for all. Options are read by the parser of the command line itself.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import yaml

from components.export.command.arguments import add_figure_arguments, joined, request_of
from components.export.command.jobs import Job
from components.export.command.scenarios import scenario_of
from components.export.formats import FORMATS
from losscore import checks
from losscore.checks import InputError

MAX_FIGURES = 500
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_READERS: dict[str, Callable[[str], Any]] = {
    ".toml": tomllib.loads,
    ".json": json.loads,
    ".yaml": yaml.safe_load,
    ".yml": yaml.safe_load,
}


def read_batch(path: Path, folder: Path) -> list[Job]:
    """The files to be written into ``folder``; ValueError says which figure is wrong, and why."""
    described = _read(path)
    if isinstance(described, list):
        described = {"figures": described}
    if not isinstance(described, dict) or not isinstance(described.get("figures"), list):
        raise InputError(f"{path} must hold a list of figures")
    checks.no_extra(str(path), described, ("defaults", "figures"))
    figures, general = described["figures"], described.get("defaults", {})
    if len(figures) > MAX_FIGURES:
        raise InputError(f"{path} must have at most {MAX_FIGURES} figures, got {len(figures)}")
    jobs = [
        job
        for number, figure in enumerate(figures, start=1)
        for job in _jobs(general, figure, f"{path}, figure {number}", folder)
    ]
    _check_different(jobs)
    return jobs


def _read(path: Path) -> Any:
    reader = _READERS.get(path.suffix)
    if reader is None:
        raise InputError(f"{path} must end in one of {', '.join(_READERS)}")
    try:
        return reader(path.read_text(encoding="utf-8"))
    except (ValueError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise InputError(f"{path} is not valid {path.suffix[1:]}: {reason}") from None


def _jobs(general: Any, figure: Any, place: str, folder: Path) -> Iterator[Job]:
    """One job for each format of a figure."""
    if not isinstance(figure, dict) or not isinstance(general, dict):
        raise InputError(f"{place} must be a mapping, got {checks.shown(figure)}")
    options = general | figure
    name, formats = options.pop("name", None), options.pop("formats", None)
    try:
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise InputError(f"name must be letters, digits, - and _; got {checks.shown(name)}")
        parsed = _Parser().parse_args(joined(_arguments(options)))
        request = request_of(parsed, scenario_of(parsed))
        for chosen in _formats(formats):
            words = [name, FORMATS[chosen].tag] if FORMATS[chosen].tag else [name]
            yield Job(chosen, request, folder / f"{'-'.join(words)}.{FORMATS[chosen].extension}")
    except ValueError as error:
        raise InputError(f"{place}: {error}") from None


def _formats(given: Any) -> list[str]:
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list) or not names:
        raise InputError(
            f"formats must be a list of {', '.join(FORMATS)}; got {checks.shown(given)}"
        )
    return [checks.choice("format", name, FORMATS) for name in names]


def _arguments(options: dict[str, Any]) -> Iterator[str]:
    """Options as they are typed; a list repeats its option, true is the option alone."""
    for name, given in options.items():
        flag = f"--{str(name).replace('_', '-')}" if "." not in str(name) else f"--{name}"
        for value in given if isinstance(given, list) else [given]:
            if value is True:
                yield flag
            elif value is not False:
                yield f"{flag}={value}"


class _Parser(argparse.ArgumentParser):
    """The command line's options of a figure, without a command line."""

    def __init__(self) -> None:
        super().__init__(add_help=False, allow_abbrev=False)
        add_figure_arguments(self)

    def error(self, message: str) -> NoReturn:
        """Tell the caller, who knows which figure it is."""
        raise InputError(message)


def _check_different(jobs: list[Job]) -> None:
    seen: set[Path | None] = set()
    for job in jobs:
        if job.path in seen:
            raise InputError(f"two figures would both be written to {job.path}: name them apart")
        seen.add(job.path)
