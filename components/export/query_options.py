"""Reads the query of an export: the options of its picture, and a scenario's query."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from components.export.option_values import gather, present_name
from components.export.options import OLD_IN_ADDRESSES
from losscore.checks import InputError
from losscore.scenario import query

MAX_QUERY = query.MAX_LENGTH + 2_048


def text_of(query_string: bytes) -> str:
    """The query of a request as text; InputError if it is not UTF-8."""
    try:
        return query_string.decode()
    except UnicodeDecodeError:
        raise InputError("query must be text in UTF-8, got other bytes") from None


def read_options(text: str, names: Collection[str]) -> dict[str, Any]:
    """The values of the options ``names`` in a query; the remaining query is ``scenario``."""
    if len(text) > MAX_QUERY:
        raise InputError(f"query must have at most {MAX_QUERY} characters, got {len(text)}")
    pairs, rest = [], []
    for part in query.parts(text):
        key, value = query.decoded(part)
        if present_name(key, OLD_IN_ADDRESSES) in names:
            pairs.append((key, value))
        else:
            rest.append(part)
    values = gather(pairs, OLD_IN_ADDRESSES, several=False)
    return {name: value for name, [value] in values.items()} | {"scenario": "&".join(rest)}
