"""What is said of an export, wherever it is said, as values of its options.

Said are pairs of an option's name, or an older spelling, and text or a plain value. An option that
is one of several words may be given several: there is a file for each.
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
# What these may be depends on the problem, or has a notation of its own: who uses them checks them.
_WORDS, _CHECKED_LATER = ("data", "aggregation", "duel"), ("scenario", "run", "hyper")
_KNOWN = OPTIONS | {DIALECT.name: DIALECT}
_PICTURE = {option.name for option in PICTURE}


def gather(said: Iterable[tuple[str, Any]], old: Aliases, *, several: bool = True) -> Values:
    """The values of each option; InputError for one that is wrong, or given again."""
    gathered: Values = {}
    for spelling, given in said:
        name = present_name(spelling, old)
        values = gathered.setdefault(name, [])
        if values and not (name in LISTS or (several and _makes_files(name))):
            raise InputError(f"{spelling} must be given once, got it again: {checks.shown(given)}")
        values += read(spelling, given, old)
    return gathered


def present_name(spelling: str, old: Aliases) -> str:
    """The option that ``spelling`` means."""
    return old[spelling].option if spelling in old else spelling


def read(spelling: str, given: Any, old: Aliases) -> list[Any]:
    """The values in ``given``, checked; complaints name the option as it was spelled."""
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
    """One value, or those in a text with commas between them."""
    if isinstance(given, str) and isinstance(option, Parameter):
        return list(notation.numbers(option.name, given))
    if isinstance(given, str) and isinstance(option, Choice):
        return [option.parse(word) for word in given.split(",")]
    return [option.parse(given)]


def _makes_files(name: str) -> bool:
    return isinstance(_KNOWN[name], Choice) and name not in LISTS


def variants(values: Values, used: Collection[str]) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """For each file its values, and the words that tell it from the others.

    ``used`` are the options of a picture that the format uses: others make no more files.
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
