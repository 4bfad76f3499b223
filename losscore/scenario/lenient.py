"""Recover as much of a scenario as possible from a query string, whatever the text is."""

from __future__ import annotations

from typing import Any

from losscore import checks
from losscore.checks import InputError
from losscore.scenario import query
from losscore.scenario.query import Item
from losscore.scenario.scenario import Scenario

# More than a scenario with everything set has; further parts are ignored.
MAX_ITEMS = 64
# Parts on which others depend come first: the data cannot be checked without the problem.
_ORDER = ("v", "problem", "data", "aggregation")


def nearest_scenario(text: Any) -> tuple[Scenario, str]:
    """The scenario in ``text``, and ""; or as much of it as can be recovered, and what was wrong.

    It never raises. Parts that are unknown, repeated, out of bounds, or in conflict with earlier
    parts are dropped; a run is dropped as a whole. Anything but text gives the default scenario.
    """
    if not isinstance(text, str):
        return Scenario(), f"A link must be text, got {checks.shown(text)}."
    try:
        return Scenario.from_query(text), ""
    except InputError:
        return _salvage(text)


def _salvage(text: str) -> tuple[Scenario, str]:
    """The scenario of all parts that fit together, tried one by one, and a sentence on the rest."""
    pairs, refused = _parts(text)
    scenario, kept = Scenario(), list[Item]()
    for pair in pairs:
        try:
            scenario = Scenario.from_dict(query.describe([*kept, pair]))
            kept.append(pair)
        except InputError as error:
            refused.append(f"{error}")
    return scenario, _sentence(refused)


def _parts(text: str) -> tuple[list[Item], list[str]]:
    """The parts to try, in order of dependence, and the reasons if that is not all of them."""
    pairs = query.items(text[: query.MAX_LENGTH])
    refused = []
    if len(text) > query.MAX_LENGTH:
        del pairs[-1:]  # cut in two
        refused.append(f"query must have at most {query.MAX_LENGTH} characters, got {len(text)}")
    if len(pairs) > MAX_ITEMS:
        refused.append(f"query must have at most {MAX_ITEMS} parts, got {len(pairs)}")
    return sorted(pairs[:MAX_ITEMS], key=_rank), refused


def _rank(pair: Item) -> int:
    key = pair[0]
    return _ORDER.index(key) if key in _ORDER else len(_ORDER) + (key == "run")


def _sentence(refused: list[str]) -> str:
    more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
    return f"Not all of this link was understood: {refused[0]}{more}."
