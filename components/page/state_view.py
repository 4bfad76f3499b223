"""What the page shows of a state besides its figures: options, sentences, and the lesson."""

from __future__ import annotations

from typing import Any

import losscore as ls
from components.page import controls
from components.page.lesson_views import NO_LESSON, build_lesson_text
from components.page.sentences import rendered
from components.session import form
from components.session.advice import aggregation_note, rate_hint
from components.session.lab_state import FIELDS, LabState
from components.session.solved import solve


def options_for(problem: str) -> dict[str, Any]:
    """The choices that the controls offer for ``problem``."""
    spec = ls.problems()[problem]
    return {
        "optimizers": controls.optimizer_options(problem),
        "datasets": controls.dataset_options(problem),
        "no_dataset": not spec.datasets,
        "aggregations": controls.aggregation_options(bool(spec.aggregations)),
        "duels": controls.duel_options(problem),
        "label_x": spec.symbols[0],
        "label_y": spec.symbols[1],
        "racer_options": controls.racer_options(problem),
        "racers": controls.default_racers(problem),
    }


def lesson_shown(slug: str) -> dict[str, Any]:
    """The text of the lesson ``slug``; hidden if there is no such lesson."""
    text = build_lesson_text(slug)
    return {"text": text, "hidden": not text, "name": slug if text else NO_LESSON}


def field_errors(state: LabState) -> dict[str, dict[str, Any]]:
    """A sentence for each invalid field."""
    errors = state.entries().errors
    return {
        "errors": {name: errors.get(name, "") for name in FIELDS},
        "invalid": {name: name in errors for name in FIELDS},
    }


def rate_advice(state: LabState) -> dict[str, Any]:
    """The optimizer's rule, and a hint on the rate, unless ``field_errors`` rejects that rate."""
    rule = {"rule": ls.optimizers()[state.optimizer].formula}
    run = _run_at_rate(state)
    return rule | {"hint": rendered(rate_hint(solve(state.scenario), run))} if run else rule


def aggregation_advice(before: LabState, after: LabState) -> list[Any]:
    """What a change between sum and mean means for the rate; empty after any other change."""
    one, other = before.scenario.subject(), after.scenario.subject()
    described = one.to_dict() | {"aggregation": other.aggregation}
    is_only_aggregation = one != other and described == other.to_dict()
    run = _run_at_rate(after)
    if not is_only_aggregation or run is None:
        return []
    return rendered(aggregation_note(solve(one), solve(other), run))


def _run_at_rate(state: LabState) -> ls.Run | None:
    rate = form.read_rate(state.learning_rate)
    return None if rate is None else ls.Run((0.0, 0.0), state.optimizer, rate)
