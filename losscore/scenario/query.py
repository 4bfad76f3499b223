"""A scenario as the query string of an address: short, readable and versioned.

    v=1&problem=logistic&problem.bias=-0.1&data=spirals&data.noise=0.3&window=-5,5,-5,5
    &run=0.2,1.8,gd,0.05,200&run=0.2,1.8,momentum,0.05,200,momentum=0.8,batch=10,seed=3

Anything at its default is omitted, except the problem. Options have a prefix for their owner, so
that those of a problem, its data and the display cannot clash. A run is its start, optimizer,
learning rate and number of steps, followed by named settings; ``run=none`` means no runs.

This module knows only the notation: it turns text into the description that ``Scenario.from_dict``
checks, and back. Nothing that it writes needs percent-encoding. Anything that a link picks up on
its way through mail, chats and tracking is ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from losscore import checks
from losscore.checks import InputError

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

_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_SWITCH = {"on": True, "off": False}
# The parts of a run, first by position, then by name. Only the start is required.
_AS_READ = "X,Y,optimizer,learning rate,steps,name=value,…"
_PLACES = ("optimizer", "learning_rate", "n_steps")
_DRAW = {"batch": "batch_size", "seed": "seed"}


def write(described: Mapping[str, Any]) -> str:
    """The query string of a description without defaults."""
    written = [("v", VERSION)]
    for key, (field, _, to_text) in _FIELDS.items():
        if field in described:
            written.append((key, to_text(described[field])))
    for owner, field in _OPTIONS.items():
        options = described.get(field, {})
        written += [(f"{owner}.{name}", _text(value)) for name, value in options.items()]
    runs = [write_run(run) for run in described.get("runs", ())] or [f"run={NO_RUNS}"]
    return "&".join((*(f"{key}={value}" for key, value in written), *runs))


def write_run(run: Mapping[str, Any]) -> str:
    """The part of a query that describes ``run``."""
    return f"run={_run_text(run)}"


def read(text: str) -> dict[str, Any]:
    """The description in the query ``text``; ValueError if it is not a valid query."""
    if not isinstance(text, str):
        raise InputError(f"query must be text, got {checks.shown(text)}")
    if len(text) > MAX_LENGTH:
        raise InputError(f"query must have at most {MAX_LENGTH} characters, got {len(text)}")
    return describe(items(text))


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
    return ascii_minus(_SPACES.sub("", text))


def ascii_minus(text: str) -> str:
    """``text`` with plain minus signs instead of typographic ones, which our pages show."""
    return text.replace("−", "-")


def describe(pairs: Iterable[Item]) -> dict[str, Any]:
    """The description in ``pairs``; ValueError for unknown, repeated or malformed ones."""
    described: dict[str, Any] = {}
    runs: list[dict[str, Any] | None] = []
    seen: set[str] = set()
    for key, text in pairs:
        if key == "run":
            runs.append(_run(text))
        elif key in seen:
            raise InputError(f"{key} must be given once, got it again: {checks.shown(text)}")
        else:
            seen.add(key)
            _add(described, key, text)
    if None in runs and len(runs) > 1:
        raise InputError(f"run={NO_RUNS} must stand alone, got {len(runs) - 1} more")
    return described | {"runs": [run for run in runs if run is not None]}


def _add(described: dict[str, Any], key: str, text: str) -> None:
    """Put ``key=text`` into ``described``."""
    owner, dot, name = key.partition(".")
    if dot and owner in _OPTIONS:
        described.setdefault(_OPTIONS[owner], {})[name] = _value(text)
    elif key in _FIELDS:
        field, from_text, _ = _FIELDS[key]
        described[field] = from_text(text)
    elif key == "v":
        _check_version(text)
    else:
        options = (f"{owner}.…" for owner in _OPTIONS)
        checks.no_extra("query", (key,), ("v", *_FIELDS, *options, "run"))


def _check_version(text: str) -> None:
    if text != VERSION:
        raise InputError(f"v must be {VERSION}, got {checks.shown(text)}")


def _run(text: str) -> dict[str, Any] | None:
    """The description of a run, or None for ``run=none``."""
    if text == NO_RUNS:
        return None
    parts = text.split(",")
    named = [part for part in parts if "=" in part]
    placed = parts[: len(parts) - len(named)]
    if not 2 <= len(placed) <= 2 + len(_PLACES) or parts[len(placed) :] != named:
        raise InputError(f"run must read {_AS_READ}; got {checks.shown(text)}")
    run: dict[str, Any] = {"start": [_number("start", part) for part in placed[:2]]}
    run |= {name: _value(part) for name, part in zip(_PLACES, placed[2:], strict=False)}
    return run | _named(named)


def _named(parts: Iterable[str]) -> dict[str, Any]:
    """The named parts of a run: hyperparameters, and which samples it uses."""
    hyper: dict[str, float | str] = {}
    for part in parts:
        name, _, text = part.partition("=")
        if name in hyper:
            raise InputError(f"{name} must be given once in a run, got {checks.shown(part)}")
        hyper[name] = _value(text)
    draw = {field: hyper.pop(name) for name, field in _DRAW.items() if name in hyper}
    return draw | {"hyper": hyper}


def _run_text(run: Mapping[str, Any]) -> str:
    placed = [*run["start"], *(run[name] for name in _PLACES)]
    named = run["hyper"] | {name: run[field] for name, field in _DRAW.items() if run[field]}
    texts = (f"{name}={_text(value)}" for name, value in named.items())
    return ",".join((*map(_text, placed), *texts))


def _window(text: str) -> list[list[float]]:
    bounds = [_number("window", part) for part in text.split(",")]
    if len(bounds) != 4:
        raise InputError(f"window must be x_lo,x_hi,y_lo,y_hi; got {checks.shown(text)}")
    return [bounds[:2], bounds[2:]]


def _window_text(window: Iterable[Iterable[float]]) -> str:
    return ",".join(_text(bound) for side in window for bound in side)


def _switch(name: str) -> Callable[[str], bool]:
    return lambda text: _SWITCH[checks.choice(name, text, _SWITCH)]


def _switch_text(value: bool) -> str:
    return "on" if value else "off"


def _value(text: str) -> float | str:
    """A number if ``text`` looks like one, else a word."""
    return float(text) if _NUMBER.fullmatch(text) else text


def _number(name: str, text: str) -> float:
    return checks.number(name, _value(text))


def _text(value: float | str) -> str:
    """``value`` in as few characters as reproduce it: 1, -0.1, 1e16."""
    if isinstance(value, str):
        return value
    return repr(value).removesuffix(".0").replace("e+", "e")


# Key → field of the description, and the way from text and back.
_FIELDS: dict[str, tuple[str, Callable[[str], Any], Callable[[Any], str]]] = {
    "problem": ("problem", str, str),
    "data": ("dataset", str, str),
    "aggregation": ("aggregation", str, str),
    "window": ("window", _window, _window_text),
    "resolution": ("resolution", _value, _text),
    **{name: (name, _switch(name), _switch_text) for name in ("basins", "curvature", "theory")},
    "duel": ("duel", str, str),
}
# Prefix of options → where they stand in the description.
_OPTIONS = {"problem": "options", "data": "dataset_options", "display": "display"}
