"""The state of a page: all that the server needs to know to answer an event.

The browser keeps it in one store and sends it with each event; ``components.session.reducer``
computes the next state.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import losscore as ls
from components.session import form
from components.session.address import address_parts
from components.session.display import Display
from components.session.lessons import BY_SLUG
from components.session.payloads import read_mapping, read_scenario
from components.session.solved import Defaults
from components.session.text import field_text
from losscore import checks
from losscore.registry import lookup

# The value of a drop-down in which nothing is chosen; it cannot show an empty value.
NONE = "none"
# The text fields of a run, named as the arguments of ``form.read``.
FIELDS = ("learning_rate", "n_steps", "start_x", "start_y")


@dataclass(frozen=True, slots=True)
class LabState:
    """The scenario on the page, without its runs, and the settings of the next run.

    The four text fields hold what was typed, valid or not. ``lesson`` is a slug, or "".
    """

    scenario: ls.Scenario
    optimizer: str
    learning_rate: Any
    n_steps: Any
    start_x: Any
    start_y: Any
    lesson: str = ""

    @classmethod
    def of(cls, defaults: Defaults, lesson: str = "") -> LabState:
        """A page that shows a scenario and its default run."""
        return cls(
            replace(defaults.scenario, runs=()),
            lesson=lesson,
            **run_controls(defaults.run),
        )

    def to_dict(self) -> dict[str, Any]:
        """The state as JSON-ready values."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return values | {"scenario": self.scenario.to_dict()}

    def entries(self) -> form.Entries:
        """The four text fields as numbers, with a sentence for each that is wrong."""
        return form.read(**{name: getattr(self, name) for name in FIELDS})


def read_state(given: Any) -> LabState:
    """The state that ``LabState.to_dict`` wrote. Raises InputError for anything else."""
    names = [one.name for one in fields(LabState)]
    read = read_mapping("state", given, *names)
    lookup("optimizer", read["optimizer"], ls.optimizers())
    checks.choice("lesson", read["lesson"], ("", *BY_SLUG))
    values = {name: read[name] for name in names}
    return LabState(**values | {"scenario": read_scenario(read["scenario"], runs=())})


def run_controls(run: ls.Run) -> dict[str, Any]:
    """The values of a run's controls for ``run``."""
    start_x, start_y = map(field_text, run.start)
    return {
        "optimizer": run.optimizer,
        "learning_rate": field_text(run.learning_rate),
        "n_steps": str(run.n_steps),
        "start_x": start_x,
        "start_y": start_y,
    }


def control_values(state: LabState) -> dict[str, Any]:
    """The value of each control, by name."""
    scenario = state.scenario
    return {
        "problem": scenario.problem,
        "dataset": scenario.dataset or NONE,
        "aggregation": scenario.aggregation,
        "duel": scenario.duel or NONE,
        "optimizer": state.optimizer,
        **{name: getattr(state, name) for name in FIELDS},
        **asdict(Display.of(scenario)),
    }


def stored_state(state: LabState, n: Any = None) -> dict[str, Any]:
    """What the browser keeps: the state, and the parts of it that JavaScript reads.

    ``n`` is the number of the event that led to this state.
    """
    return {
        "state": state.to_dict(),
        "controls": control_values(state),
        "address": address_parts(state.scenario) | {"lesson": state.lesson},
        "event": n,
    }
