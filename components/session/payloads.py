"""Check what a browser sends, which may come from the page or be forged, before it is used.

This module checks only names and types; the code that uses a value checks the value.
"""

from __future__ import annotations

import json
from typing import Any

import losscore as ls
from losscore import checks
from losscore.checks import InputError


def read_mapping(name: str, given: Any, *needed: str) -> dict[str, Any]:
    """``given``, which must be a mapping with at least the keys ``needed``."""
    if not isinstance(given, dict):
        raise InputError(f"{name} must be a mapping, got {checks.shown(given)}")
    for key in needed:
        if key not in given:
            raise InputError(f"{name} must have {key}, got {checks.shown(given)}")
    return given


def read_words(name: str, given: Any) -> list[str]:
    """``given``, a list of strings; None becomes an empty list."""
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
        raise InputError(f"{name} must be a list of names, got {checks.shown(given)}")
    return given


def read_scenario(described: Any, **changes: Any) -> ls.Scenario:
    """The scenario of a store, with ``changes``."""
    return ls.Scenario.from_dict(read_mapping("scenario", described) | changes)


def read_key(text: Any, **changes: Any) -> ls.Scenario:
    """The scenario that ``runs.scenario_key`` wrote, with ``changes``."""
    try:
        described = json.loads(checks.text("scenario", text))
    except (json.JSONDecodeError, RecursionError):
        raise InputError(f"scenario must be JSON, got {checks.shown(text)}") from None
    return read_scenario(described, **changes)


def read_shown(shown: Any) -> dict[str, Any] | None:
    """The scenario and the settings of the runs on the page; None before the first runs."""
    return read_mapping("runs", shown, "scenario", "runs") if shown else None
