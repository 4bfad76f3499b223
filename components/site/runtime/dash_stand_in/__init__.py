"""The parts of Dash that the lab's callbacks use, for the browser, where Dash itself cannot run.

Callbacks are registered on ``Dash`` as usual, and ``lab_server`` calls them as Dash's server would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import dcc, html

__all__ = [
    "ClientsideFunction",
    "Dash",
    "Input",
    "Output",
    "State",
    "ctx",
    "dcc",
    "html",
    "no_update",
    "set_props",
]


class _NoUpdate:
    """A callback returns it for an output that stays as it is."""


no_update = _NoUpdate()


@dataclass(frozen=True)
class Dependency:
    """A property of one of the page's components."""

    component_id: str
    component_property: str
    allow_duplicate: bool = False

    @property
    def place(self) -> str:
        return f"{self.component_id}.{self.component_property}"


class Input(Dependency):
    """A property whose changes trigger the callback."""


class State(Dependency):
    """A property that the callback only reads."""


class Output(Dependency):
    """A property that the callback writes."""


@dataclass(frozen=True)
class ClientsideFunction:
    """A JavaScript function, which the page calls itself."""

    namespace: str
    function_name: str


@dataclass(frozen=True)
class Callback:
    """A function with its inputs and outputs, each a group of dependencies."""

    function: Callable[..., Any]
    outputs: Any
    inputs: Any
    on_error: Callable[[Exception], Any] | None = None


class Dash:
    """A registry of callbacks."""

    def __init__(self) -> None:
        self.callbacks: list[Callback] = []

    def callback(
        self,
        *dependencies: Any,
        output: Any = None,
        inputs: Any = None,
        on_error: Callable[[Exception], Any] | None = None,
        **_options: Any,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register a function; the page decides when to call it."""
        outputs = [one for one in dependencies if isinstance(one, Output)]
        given = [one for one in dependencies if not isinstance(one, Output)]
        group = output if output is not None else outputs[0] if len(outputs) == 1 else outputs

        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            called_by = inputs if inputs is not None else given
            self.callbacks.append(Callback(function, group, called_by, on_error))
            return function

        return register

    def clientside_callback(self, *_arguments: Any, **_options: Any) -> None:
        """Do nothing: the page runs these callbacks."""


class _Context:
    """What triggered the running callback, and the properties that it sets besides its outputs."""

    def __init__(self) -> None:
        self.begin([])

    def begin(self, changed: list[str]) -> None:
        """Start the next callback, which the ``changed`` properties trigger."""
        self.triggered_prop_ids = {place: place.rsplit(".", 1)[0] for place in changed}
        self.side_updates: dict[str, dict[str, Any]] = {}

    @property
    def triggered_id(self) -> str | None:
        return next(iter(self.triggered_prop_ids.values()), None)


ctx = _Context()


def set_props(component_id: str, props: dict[str, Any]) -> None:
    """Set properties that are not among the outputs of the running callback."""
    ctx.side_updates.setdefault(component_id, {}).update(props)
