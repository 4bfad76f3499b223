"""The address bar as state: a scenario with its runs, and the lesson around it, if any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import losscore as ls
from components.session.lessons import BY_SLUG
from components.session.runs import scenario_key
from components.session.solved import default_run
from losscore import checks
from losscore.checks import InputError
from losscore.scenario import options, query

LESSON = "lesson"
SWITCHES = ("basins", "curvature", "theory")
# Keys that come before the switches in a query.
HEAD = ("v", "problem", "data", "aggregation", "window", "resolution")


@dataclass(frozen=True, slots=True)
class Opened:
    """What an address opens: a scenario with its runs, and the lesson around it, if any.

    ``lesson`` is the lesson's slug or "". ``sentence`` says what was not understood, or is "".
    """

    scenario: ls.Scenario
    lesson: str
    sentence: str


def read_address(search: str) -> Opened:
    """Open the query string of an address, whatever it contains.

    ``?lesson=slug`` alone opens the lesson's scenario; with other keys, their scenario opens under
    the lesson's text. A query without runs gets the default run, unless it asks for none.
    """
    slugs, rest = _parts(search)
    slug = slugs[0] if slugs and slugs[0] in BY_SLUG else ""
    if slug and not rest:
        return Opened(BY_SLUG[slug].scenario, slug, "")
    scenario, sentence = ls.nearest_scenario("&".join(rest))
    if slugs and not slug:
        sentence = f"There is no lesson {checks.shown(slugs[0])}. {sentence}".strip()
    has_none = ("run", query.NO_RUNS) in query.items("&".join(rest))
    if not scenario.runs and not has_none:
        scenario = _with_default_run(scenario)
    return Opened(scenario, slug, sentence)


def read_exactly(search: str) -> ls.Scenario:
    """The scenario that the page would open; for programs, an InputError instead of a guess."""
    return scenario_of(read_values(search))


def read_values(search: str) -> dict[str, Any]:
    """The values of a scenario's options in a query; a lesson alone gives its own values."""
    slugs, rest = _parts(search)
    if slugs:
        checks.choice("lesson", slugs[0], BY_SLUG)
    if len(slugs) > 1:
        raise InputError(f"lesson must be given once, got another: {checks.shown(slugs[1])}")
    if slugs and not rest:
        return query.read(BY_SLUG[slugs[0]].scenario.to_query())
    return query.read("&".join(rest))


def scenario_of(values: Mapping[str, Any]) -> ls.Scenario:
    """The scenario of the options' ``values``, with the default run if they have no ``runs``."""
    scenario = ls.Scenario.from_dict(options.describe(values))
    return scenario if "runs" in values else _with_default_run(scenario)


def _parts(search: str) -> tuple[list[str], list[str]]:
    """The lessons that a query names, and its other parts."""
    slugs, rest = [], []
    for part in query.parts(search):
        key, value = query.decoded(part)
        if key == LESSON:
            slugs.append(value.strip())
        else:
            rest.append(part)
    return slugs, rest


def _with_default_run(scenario: ls.Scenario) -> ls.Scenario:
    return replace(scenario, runs=(default_run(scenario).run,))


def address_parts(scenario: ls.Scenario) -> dict[str, Any]:
    """The parts of the address of ``scenario``; the browser adds lesson, switches and runs.

    ``head`` and ``tail`` come before and after the ``switches`` that are on; ``scenario`` is the
    key that runs on it carry; a change of ``place`` makes a new entry in the browser's history.
    """
    plain = replace(scenario, runs=(), basins=False, curvature=False, theory=False)
    *parts, _ = plain.to_query().split("&")
    head = [part for part in parts if part.partition("=")[0] in HEAD]
    return {
        "head": head,
        "switches": [f"{name}=on" for name in SWITCHES],
        "tail": parts[len(head) :],
        "scenario": scenario_key(scenario),
        "place": [scenario.problem, scenario.dataset, scenario.aggregation],
    }


def write_address(scenario: ls.Scenario, lesson: str) -> str:
    """The query string that opens ``scenario`` again, with the text of ``lesson`` if any."""
    prefix = f"{LESSON}={lesson}&" if lesson in BY_SLUG else ""
    return f"?{prefix}{scenario.to_query()}"
