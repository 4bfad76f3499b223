"""A request in the words of an address: a scenario's query, and options of how it is shown."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from components.export.request import Request
from components.session.address import read_exactly
from losscore import checks
from losscore.checks import InputError
from losscore.scenario import query

MAX_QUERY = query.MAX_LENGTH + 2_048
LOG = {"linear": False, "log": True}
SWITCH = {"on": True, "off": False}
# How a figure is shown; ``scale`` is that of the loss axis.
SHOWN = ("view", "theme", "title", "scale", "arrows")
# Besides: how large it is, how many pixels there are in each of its own, and where the eye is.
SIZED = (*SHOWN, "width", "height", "ratio", "eye")


def text_of(query_string: bytes) -> str:
    """The query of a request as text; InputError where it is none."""
    try:
        return query_string.decode()
    except UnicodeDecodeError:
        raise InputError("query must be text in UTF-8, got other bytes") from None


def split(text: str, names: Collection[str]) -> tuple[dict[str, str], str]:
    """The options ``names`` of a query, and the rest of it; InputError where one is repeated."""
    if len(text) > MAX_QUERY:
        raise InputError(f"query must have at most {MAX_QUERY} characters, got {len(text)}")
    options: dict[str, str] = {}
    rest = []
    for part in query.parts(text):
        key, value = query.decoded(part)
        if key not in names:
            rest.append(part)
        elif key in options:
            raise InputError(f"{key} must be given once, got it again: {checks.shown(value)}")
        else:
            options[key] = value if key == query.FREE else value.strip()
    return options, "&".join(rest)


def request_of(options: dict[str, str], rest: str, **more: Any) -> Request:
    """The request that ``options`` out of ``SIZED`` make of the scenario that ``rest`` says."""
    read: dict[str, Any] = dict(options)
    if "scale" in read:
        read["log"] = LOG[checks.choice("scale", read.pop("scale"), LOG)]
    if "arrows" in read:
        read["arrows"] = SWITCH[checks.choice("arrows", read["arrows"], SWITCH)]
    if "ratio" in read:
        read["scale"] = _number("ratio", read.pop("ratio"))
    for name in read.keys() & {"width", "height"}:
        read[name] = _number(name, read[name])
    if "eye" in read:
        read["eye"] = [_number("eye", part) for part in read["eye"].split(",")]
    return Request(read_exactly(rest), **read, **more)


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{name} must be a number, got {checks.shown(text)}") from None
