"""A scenario as the query string of an address: short, readable and versioned.

    v=1&problem=logistic&problem.bias=-0.1&data=spirals&data.noise=0.3&window=-5,5,-5,5
    &run=0.2,1.8,gd,0.05,200&run=0.2,1.8,momentum,0.05,200,momentum=0.8,batch=10,seed=3

Anything at its default is omitted, except the problem. Options have a prefix for their owner, so
that those of a problem, its data and the display cannot clash. A run is its start, optimizer,
learning rate and number of steps, followed by named settings; ``run=none`` means no runs.

This module handles only the notation: it turns text into values of the options in
``losscore.scenario.options``, and descriptions of scenarios back into text. Nothing that it writes
needs percent-encoding. It ignores what a link picks up on its way through mails, chats and
trackers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from losscore import checks, notation
from losscore.checks import InputError
from losscore.scenario import options
from losscore.scenario.options import OWNERS, SCENARIO, field_of

VERSION = "1"
# Enough for twelve runs with every setting.
MAX_LENGTH = 4096
NO_RUNS = "none"

Item = tuple[str, str]

# Tracking keys that others add to links; none of our own keys matches.
# JavaScript reads the same pattern (components/site/page/travelled.mjs).
STRANGERS = (
    "^(_.*|(utm|mtm|pk|piwik|matomo|hsa|gad|fb|mc|vero|oly|ref|at)_.*|.*cl(ic)?kid|.*clid|gclsrc"
    "|gbraid|wbraid|srsltid|igshid|igsh|yclid|mkt_tok|ref|referrer|trk|cmpid|s_cid|sc_cid|spm|si"
    "|sfnsn|li_fat_id|epik|wickedid|xtor|share_id|mibextid|hsctatracking)$"
)
_STRANGER = re.compile(STRANGERS, re.IGNORECASE)
# Punctuation that follows a link in a sentence; below, what HTML makes of "&".
_BEHIND = re.compile(
    r"""([\s)\]}>.,;:!?'"’”»*…`|]|%(0[ad]|2[01279ace]|3[abef]|5d|60|7[cd]|c2%(a0|bb)|e2%80%(9[9d]|a6)))+$""",
    re.IGNORECASE,
)
# Only this many last characters are searched for punctuation, because it is never longer.
_TAIL = 60
_AMPERSAND = re.compile("&((amp|#38|#x26)(;|%3b))+", re.IGNORECASE)
_SECOND = re.compile(r"\?|%3f", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
# The key for the title of an export: free text, which may end with any character.
FREE = "title"

_OPTIONS = {option.name: option for option in SCENARIO}
# The parts of a run: some by place, then others by name. Only the start is required.
_AS_READ = "X,Y,optimizer,learning rate,steps,name=value,…"
_PLACES = ("optimizer", "learning_rate", "n_steps")
_DRAW = {"batch": "batch_size", "seed": "seed"}


def write(described: Mapping[str, Any]) -> str:
    """The query string of a description without defaults."""
    written = [("v", VERSION)]
    for option in SCENARIO:
        field = field_of(option.name)
        if field in described:
            written.append((option.name, option.write(described[field])))
    for owner, field in OWNERS.items():
        given = described.get(field, {})
        written += [(f"{owner}.{name}", notation.write(value)) for name, value in given.items()]
    runs = [write_run(run) for run in described.get("runs", ())] or [f"run={NO_RUNS}"]
    return "&".join((*(f"{key}={value}" for key, value in written), *runs))


def write_run(run: Mapping[str, Any]) -> str:
    """The part of a query that describes ``run``."""
    return f"run={_run_text(run)}"


def read(text: str) -> dict[str, Any]:
    """The values of the options in ``text``, by name; InputError if it is not a valid query."""
    if not isinstance(text, str):
        raise InputError(f"query must be text, got {checks.shown(text)}")
    if len(text) > MAX_LENGTH:
        raise InputError(f"query must have at most {MAX_LENGTH} characters, got {len(text)}")
    return values(items(text))


def parts(text: str) -> list[str]:
    """The ``key=value`` of a query string, with or without its question mark, still encoded.

    Anything that a link picks up on its way is removed: tracking keys, an escaped ``&``, and the
    end of the surrounding sentence.
    """
    split = _split(_AMPERSAND.sub("&", text.strip().removeprefix("?")))
    kept = [part for part in split if part and not _STRANGER.match(decoded(part)[0].strip())]
    if kept and decoded(kept[-1])[0] != FREE:
        kept[-1] = kept[-1][:-_TAIL] + _BEHIND.sub("", kept[-1][-_TAIL:])
    return [part for part in kept if part]


def _split(text: str) -> list[str]:
    """Split at every ``&``, and at a second question mark, which trackers add."""
    split: list[str] = []
    for part in text.split("&"):
        split += [part] if decoded(part)[0] == FREE else _SECOND.split(part)
    return split


def decoded(part: str) -> Item:
    """The key and the value of a part."""
    key, _, value = part.partition("=")
    return unquote(key), unquote(value)


def items(text: str) -> list[Item]:
    """The (key, value) pairs of a query string, decoded.

    A plus stays a plus, because it occurs in numbers. Spaces are removed, because they never occur.
    A typographic minus becomes a plain one.
    """
    pairs = map(decoded, parts(text))
    return [(key, value) if key == FREE else (_tight(key), _tight(value)) for key, value in pairs]


def _tight(text: str) -> str:
    return notation.ascii_minus(_SPACES.sub("", text))


def values(pairs: Iterable[Item]) -> dict[str, Any]:
    """The value of each option in ``pairs``; InputError if one is unknown, repeated or unclear.

    The result has ``runs`` only if ``pairs`` has a ``run``.
    """
    read: dict[str, Any] = {}
    runs: list[str] = []
    for key, text in pairs:
        if key == "run":
            runs.append(text)
        elif key in read:
            raise InputError(f"{key} must be given once, got another: {checks.shown(text)}")
        else:
            read[key] = _value(key, text)
    read.pop("v", None)
    return read | ({"runs": read_runs(runs)} if runs else {})


def describe(pairs: Iterable[Item]) -> dict[str, Any]:
    """The description of the scenario in ``pairs``."""
    return options.describe(values(pairs))


def _value(key: str, text: str) -> Any:
    """The value in ``key=text``."""
    owner, dot, _ = key.partition(".")
    if dot and owner in OWNERS:
        return notation.value(key, text)
    if key in _OPTIONS:
        return _OPTIONS[key].parse(text)
    if key != "v":
        dotted = (f"{owner}.…" for owner in OWNERS)
        checks.no_extra("query", (key,), ("v", *_OPTIONS, *dotted, "run"))
    _check_version(text)
    return text


def _check_version(text: str) -> None:
    if text != VERSION:
        raise InputError(f"v must be {VERSION}, got {checks.shown(text)}")


def read_runs(given: Sequence[Any]) -> list[dict[str, Any]]:
    """The descriptions of runs, each given as in a link or as a list of its parts."""
    runs = [_run(one) for one in given]
    if None in runs and len(runs) > 1:
        raise InputError(f"run={NO_RUNS} must stand alone, got {len(runs) - 1} more")
    return [run for run in runs if run is not None]


def _run(given: Any) -> dict[str, Any] | None:
    """The description of a run, or None for ``none``."""
    text = _tight(given) if isinstance(given, str) else given
    if text == NO_RUNS:
        return None
    parts = text.split(",") if isinstance(text, str) else text
    if not isinstance(parts, list | tuple):
        raise InputError(f"run must be {_AS_READ}; got {checks.shown(given)}")
    named = [part for part in parts if isinstance(part, str) and "=" in part]
    placed = parts[: len(parts) - len(named)]
    if not 2 <= len(placed) <= 2 + len(_PLACES) or parts[len(placed) :] != named:
        raise InputError(f"run must be {_AS_READ}; got {checks.shown(given)}")
    run: dict[str, Any] = {"start": notation.vector("start", placed[:2], "X,Y")}
    return run | dict(zip(_PLACES, map(_part, placed[2:]), strict=False)) | _named(named)


def _part(given: Any) -> Any:
    return notation.value("run", given) if isinstance(given, str) else given


def _named(parts: Iterable[str]) -> dict[str, Any]:
    """The named parts of a run: hyperparameters, and which samples it uses."""
    hyper: dict[str, float | str] = {}
    for part in parts:
        name, _, text = part.partition("=")
        if name in hyper:
            raise InputError(f"{name} must be given once in a run, got {checks.shown(part)}")
        hyper[name] = notation.value(name, text)
    draw = {field: hyper.pop(name) for name, field in _DRAW.items() if name in hyper}
    return draw | {"hyper": hyper}


def _run_text(run: Mapping[str, Any]) -> str:
    placed = [*run["start"], *(run[name] for name in _PLACES)]
    named = run["hyper"] | {name: run[field] for name, field in _DRAW.items() if run[field]}
    texts = (f"{name}={notation.write(value)}" for name, value in named.items())
    return ",".join((*map(notation.write, placed), *texts))
