"""The values of an export's options, from the command line, a batch file or an address.

The input is pairs of an option's name, or an older spelling, and a text or plain value. An option
that takes one of several words may have several values; each makes a file.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from components.export.options import DIALECT, LISTS, OPTIONS, Alias
from components.export.picture_options import PICTURE
from losscore import checks, notation
from losscore.checks import InputError
from losscore.registry import AnyOption, Choice, Parameter, Switch

Values = dict[str, list[Any]]
Aliases = Mapping[str, Alias]
MAX_FILES = 500
# The allowed values of these depend on the problem, or have their own notation. They are checked
# where they are used.
_WORDS, _CHECKED_LATER = ("data", "aggregation", "duel"), ("scenario", "run", "hyper")
_KNOWN = OPTIONS | {DIALECT.name: DIALECT}
_PICTURE = {option.name for option in PICTURE}


def gather(pairs: Iterable[tuple[str, Any]], old: Aliases, *, several: bool = True) -> Values:
    """The values of each option; InputError if one is invalid or repeated."""
    gathered: Values = {}
    for spelling, given in pairs:
        name = present_name(spelling, old)
        values = gathered.setdefault(name, [])
        if values and not (name in LISTS or (several and _makes_files(name))):
            raise InputError(f"{spelling} must be given once, got another: {checks.shown(given)}")
        values += read(spelling, given, old)
    return gathered


def present_name(spelling: str, old: Aliases) -> str:
    """The present name of the option that ``spelling`` means."""
    return old[spelling].option if spelling in old else spelling


def read(spelling: str, given: Any, old: Aliases) -> list[Any]:
    """The checked values in ``given``; errors name the option as it was spelled."""
    name = present_name(spelling, old)
    option = replace(_KNOWN[name], name=spelling)
    if spelling in old and old[spelling].word:
        switch = Switch(spelling, option.label)
        return [old[spelling].word if switch.check(switch.parse(given)) else option.default]
    values = _each(option, given) if name in LISTS else [option.parse(given)]
    if name in _CHECKED_LATER:
        return values
    return [
        checks.text(spelling, value) if name in _WORDS else option.check(value) for value in values
    ]


def _each(option: AnyOption, given: Any) -> list[Any]:
    """One value, or the values of a text that commas separate."""
    if isinstance(given, str) and isinstance(option, Parameter):
        return list(notation.numbers(option.name, given))
    if isinstance(given, str) and isinstance(option, Choice):
        return [option.parse(word) for word in given.split(",")]
    return [option.parse(given)]


def _makes_files(name: str) -> bool:
    return isinstance(_KNOWN[name], Choice) and name not in LISTS


def variants(values: Values, used: Collection[str]) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """For each file its values, and the words that distinguish it from the others.

    ``used`` names the picture options that the format uses; others do not multiply the files.
    """
    single = {name: of if name in LISTS else of[0] for name, of in values.items() if of}
    several = {
        name: of
        for name, of in values.items()
        if len(of) > 1 and name not in LISTS and (name in used or name not in _PICTURE)
    }
    count = math.prod(map(len, several.values()))
    if count > MAX_FILES:
        raise InputError(f"{', '.join(several)} must make at most {MAX_FILES} files, got {count}")
    for words in product(*several.values()):
        yield list(words), single | dict(zip(several, words, strict=True))
