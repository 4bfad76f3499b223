"""Batch files, which list figures in TOML, JSON or YAML.

``figures`` is a list; each figure has a ``name`` and any options of the command line. The options
in ``defaults`` apply to all figures. Values are read as on the command line, and may also be lists,
tables and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from components.export.command.output_file import Job, jobs_of
from components.export.command.structured_file import read_described
from components.export.option_values import Values, gather, present_name
from components.export.options import LISTS, OLD_IN_BATCHES, OPTIONS
from components.export.registry import FORMATS
from losscore import checks
from losscore.checks import InputError
from losscore.registry import Switch, Vector
from losscore.scenario.options import OWNERS
from losscore.scenario.query import NO_RUNS

MAX_FIGURES = 500
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


def read_batch(path: Path, folder: Path) -> list[Job]:
    """The files to write into ``folder``; an InputError tells which figure is wrong, and why."""
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
    return [
        job
        for number, figure in enumerate(figures, start=1)
        for job in _jobs(general, figure, f"{path}, figure {number}", folder)
    ]


def _jobs(general: Any, figure: Any, place: str, folder: Path) -> list[Job]:
    """The files of a figure."""
    if not isinstance(figure, dict) or not isinstance(general, dict):
        raise InputError(f"{place} must be a mapping, got {checks.shown(figure)}")
    try:
        name, values = figure.get("name"), _values(general) | _values(figure)
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise InputError(
                "name must be letters, digits, _, . and -, and not begin with . or -; "
                f"got {checks.shown(name)}"
            )
        formats = values.pop("format", [])
        if not formats:
            raise InputError(f"format must be one or more of {', '.join(FORMATS)}; got none")
        return jobs_of(values, formats, folder / name)
    except InputError as error:
        raise InputError(f"{place}: {error}") from None


def _values(described: dict[str, Any]) -> Values:
    """The values of each option, by its present name; an empty list for null.

    With present names, a figure replaces a default even if the two use different spellings.
    """
    values: Values = {}
    for spelling, given in _parts(described):
        name = present_name(spelling, OLD_IN_BATCHES)
        if name not in OPTIONS:
            raise InputError(f"unknown key {spelling}")
        if name in values:
            raise InputError(f"{spelling} must be given once, got another: {checks.shown(given)}")
        pairs = [(spelling, one) for one in _listed(spelling, name, given)]
        values |= gather(pairs, OLD_IN_BATCHES) or {name: []}
    return values


def _parts(described: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Options as the command line spells them; a table becomes one option per entry."""
    for key, given in described.items():
        spelling = str(key) if "." in str(key) else str(key).replace("_", "-")
        if isinstance(given, dict) and spelling in OWNERS:
            yield from ((f"{spelling}.{inner}", value) for inner, value in given.items())
        elif spelling != "name":
            yield spelling, given


def _listed(spelling: str, name: str, given: Any) -> list[Any]:
    """The values in ``given``: several for a list, unless the list is a single place or run."""
    alias = OLD_IN_BATCHES.get(spelling)
    is_switch = isinstance(OPTIONS[name], Switch) or (alias is not None and alias.word)
    if given is None or (given is False and not is_switch):
        return []
    if isinstance(given, dict) and name != "hyper":
        raise InputError(f"{spelling} must not be a table, got {checks.shown(given)}")
    if not isinstance(given, list):
        return [given]
    if not given:
        raise InputError(f"{spelling} must not be an empty list; null omits the option")
    is_place = name == "run" or isinstance(OPTIONS[name], Vector)
    return [given] if is_place and (name not in LISTS or _is_one(given)) else given


def _is_one(given: list[Any]) -> bool:
    """Whether a list holds the parts of one place or run.

    A text that is a whole place or run has commas, or is the word for no runs.
    """
    first = given[0]
    if isinstance(first, str):
        return "," not in first and first != NO_RUNS
    return isinstance(first, int | float)
