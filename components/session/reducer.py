"""Events in, states out: the next state of the lab, and the runs to compute.

    reduce(state, event) -> Reduction

``reduce`` is pure and knows nothing of the page: the same state and event always give the same
result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

import losscore as ls
from components.session import form, starts
from components.session.address import read_address
from components.session.display import DEFAULT
from components.session.events import (
    Choose,
    CloseLesson,
    Event,
    Open,
    Pick,
    Race,
    Repeat,
    ResetDisplay,
    Ring,
    Start,
)
from components.session.lab_state import LabState, run_controls
from components.session.payloads import read_scenario
from components.session.solved import (
    DEFAULT_OPTIMIZER,
    default_rate,
    default_start,
    round_start,
    solve,
)
from components.session.text import field_text
from losscore import checks
from losscore.checks import InputError


@dataclass(frozen=True, slots=True)
class Descents:
    """Runs to compute, and how they change the runs on the page.

    ``mode`` is "add" to the runs on the page, "update" the newest of them, "replace" them all, or
    "refresh" them: the same runs, drawn on another picture.
    """

    mode: str
    runs: tuple[ls.Run, ...]


@dataclass(frozen=True, slots=True)
class Reduction:
    """The next state; ``descents`` is None when no run has to be computed.

    ``sentence`` says which part of an opened address was not understood; otherwise it is "".
    """

    state: LabState
    descents: Descents | None = None
    sentence: str = ""


def reduce(state: LabState, event: Event) -> Reduction:
    """The result of ``event`` in ``state``. Raises InputError for an impossible event."""
    return REDUCERS[type(event)](state, event)


# ------------------------------------------------------------------------------- links and lessons


def _open(state: LabState, event: Open) -> Reduction:
    opened = read_address(event.search)
    scenario, runs = replace(opened.scenario, runs=()), opened.scenario.runs
    fields = run_controls(runs[-1]) if runs else _default_fields(scenario, DEFAULT_OPTIMIZER)
    state = replace(state, scenario=scenario, lesson=opened.lesson, **fields)
    return Reduction(state, Descents("replace", runs), opened.sentence)


def _close_lesson(state: LabState, _event: CloseLesson) -> Reduction:
    return Reduction(replace(state, lesson=""))


# ---------------------------------------------------------------------------------------- controls


def _choose(state: LabState, event: Choose) -> Reduction:
    """Set the controls in turn, then let the runs follow from what has changed."""
    checks.no_extra("controls", event.values, SETTERS)
    after = state
    for name, set_control in SETTERS.items():
        if name in event.values:
            after = set_control(after, event.values[name])
    return Reduction(after, _updated_runs(state, after, event.runs))


def _reset_display(state: LabState, event: ResetDisplay) -> Reduction:
    after = replace(state, scenario=replace(state.scenario, display=()))
    return Reduction(after, _updated_runs(state, after, event.runs))


def _updated_runs(before: LabState, after: LabState, shown: Any) -> Descents | None:
    """How the runs on the page follow a change of the controls.

    A new problem or dataset replaces them with one new run. Another J on the same data restarts
    them. Another picture of the same J keeps them as they are. The settings of a run affect only
    the newest one.
    """
    one, other = before.scenario, after.scenario
    if (one.problem, one.dataset) != (other.problem, other.dataset):
        return Descents("replace", _run_of_fields(after))
    if one != other:
        runs = read_scenario(other.to_dict(), runs=shown).runs
        if is_same_loss(one, other):
            return Descents("refresh", runs)
        return Descents("replace", runs or _run_of_fields(after))
    run = _run_of_fields(after)
    return Descents("update", run) if before != after and run else None


def is_same_loss(one: ls.Scenario, other: ls.Scenario) -> bool:
    """Whether both scenarios show the same J, perhaps in different pictures."""
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("problem", "dataset", "dataset_options", "aggregation", "options")
    )


def _set_problem(state: LabState, problem: Any) -> LabState:
    shown = state.scenario
    scenario = fitting_scenario(problem, shown.dataset, "", shown.duel)
    return _on_other_data(state, scenario)


def _set_dataset(state: LabState, dataset: Any) -> LabState:
    shown = state.scenario
    scenario = fitting_scenario(shown.problem, dataset, shown.aggregation, shown.duel)
    return _on_other_data(state, scenario)


def _on_other_data(state: LabState, scenario: ls.Scenario) -> LabState:
    """A new problem or dataset brings its own start and rate, and closes the lesson."""
    shown = state.scenario
    scenario = replace(
        scenario,
        basins=shown.basins,
        curvature=shown.curvature,
        theory=shown.theory,
        display=shown.display,
    )
    optimizer = fitting_optimizer(scenario.problem, state.optimizer)
    fields = _default_fields(scenario, optimizer)
    return replace(state, scenario=scenario, lesson="", **fields)


def _set_aggregation(state: LabState, aggregation: Any) -> LabState:
    """Only the aggregation changes, so that one sees what the same rate does now."""
    spec = ls.problems()[state.scenario.problem]
    chosen = aggregation if aggregation in spec.aggregations else ""
    return replace(state, scenario=replace(state.scenario, aggregation=chosen))


def _set_duel(state: LabState, duel: Any) -> LabState:
    spec = ls.problems()[state.scenario.problem]
    chosen = duel if duel in spec.duels else ""
    return replace(state, scenario=replace(state.scenario, duel=chosen))


def _set_optimizer(state: LabState, optimizer: Any) -> LabState:
    """A new optimizer brings its own learning rate."""
    problem = state.scenario.problem
    chosen = checks.choice("optimizer", optimizer, suiting_optimizers(problem))
    rate = field_text(default_rate(solve(state.scenario), chosen))
    return replace(state, optimizer=chosen, learning_rate=rate)


def _setter(name: str) -> Callable[[LabState, Any], LabState]:
    """A setter that stores what was typed into the field ``name``."""
    return lambda state, typed: replace(state, **{name: typed})


def _display_setter(name: str) -> Callable[[LabState, Any], LabState]:
    """A setter of the display option ``name``."""

    def set_option(state: LabState, value: Any) -> LabState:
        described = state.scenario.to_dict()
        chosen = described | {"display": described["display"] | {name: value}}
        return replace(state, scenario=read_scenario(chosen))

    return set_option


# When an event sets several controls, they are set in this order.
SETTERS: dict[str, Callable[[LabState, Any], LabState]] = {
    "problem": _set_problem,
    "dataset": _set_dataset,
    "aggregation": _set_aggregation,
    "duel": _set_duel,
    "optimizer": _set_optimizer,
    "learning_rate": _setter("learning_rate"),
    "n_steps": _setter("n_steps"),
    **{name: _display_setter(name) for name in asdict(DEFAULT)},
}


def fitting_scenario(problem: Any, dataset: Any, aggregation: Any, duel: Any = "") -> ls.Scenario:
    """A scenario of ``problem`` that keeps dataset, aggregation and duel if they fit it."""
    default = ls.Scenario(problem=problem)  # refuses an unknown name
    spec = ls.problems()[default.problem]
    return ls.Scenario(
        problem=problem,
        dataset=dataset if dataset in spec.datasets else "",
        aggregation=aggregation if aggregation in spec.aggregations else "",
        duel=duel if duel in spec.duels else "",
    )


def suiting_optimizers(problem: str) -> list[str]:
    """The optimizers that suit ``problem``, by name."""
    return [name for name, spec in ls.optimizers().items() if spec.suits(problem)]


def fitting_optimizer(problem: str, optimizer: str) -> str:
    """``optimizer`` if it suits ``problem``; otherwise the default, which suits every problem."""
    return optimizer if optimizer in suiting_optimizers(problem) else DEFAULT_OPTIMIZER


def _default_fields(scenario: ls.Scenario, optimizer: str) -> dict[str, Any]:
    """``optimizer``, with a start and a rate that suit ``scenario``."""
    solved = solve(scenario)
    start_x, start_y = (field_text(value) for value in default_start(solved))
    return {
        "optimizer": optimizer,
        "learning_rate": field_text(default_rate(solved, optimizer)),
        "start_x": start_x,
        "start_y": start_y,
    }


# -------------------------------------------------------------------------------------------- runs


def _pick(state: LabState, event: Pick) -> Reduction:
    start_x, start_y = round_start(solve(state.scenario), (event.x, event.y))
    picked = replace(state, start_x=field_text(start_x), start_y=field_text(start_y))
    run = _run_of_fields(picked)
    return Reduction(picked, Descents("add", run)) if run else Reduction(state)


def _start(state: LabState, _event: Start) -> Reduction:
    run = _run_of_fields(state)
    return Reduction(state, Descents("add", run) if run else None)


def _repeat(state: LabState, event: Repeat) -> Reduction:
    runs = read_scenario(state.scenario.to_dict(), runs=event.runs).runs
    return Reduction(state, Descents(event.mode, runs))


def _ring(state: LabState, event: Ring) -> Reduction:
    return _many(state, lambda run: starts.ring(solve(state.scenario), run, event.size))


def _race(state: LabState, event: Race) -> Reduction:
    if not event.optimizers:
        raise InputError("Choose at least one optimizer for the race")
    suiting = suiting_optimizers(state.scenario.problem)
    names = [checks.choice("racers", name, suiting) for name in event.optimizers]
    return _many(state, lambda run: starts.race(solve(state.scenario), run, names))


def _many(state: LabState, made_of: Callable[[ls.Run], list[ls.Run]]) -> Reduction:
    """Replace all runs by those made of the one that the controls describe."""
    runs = tuple(one for run in _run_of_fields(state) for one in made_of(run))
    return Reduction(state, Descents("replace", runs) if runs else None)


def _run_of_fields(state: LabState) -> tuple[ls.Run, ...]:
    """The run that the controls describe, as a tuple; empty if a field is invalid."""
    entries = state.entries()
    return () if entries.errors else (form.to_run(state.optimizer, entries.values),)


REDUCERS: dict[type, Callable[[LabState, Any], Reduction]] = {
    Open: _open,
    CloseLesson: _close_lesson,
    Choose: _choose,
    ResetDisplay: _reset_display,
    Pick: _pick,
    Start: _start,
    Repeat: _repeat,
    Ring: _ring,
    Race: _race,
}
