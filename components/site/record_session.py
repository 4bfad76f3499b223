"""Records a session without a browser: the page's requests when it opens, and their answers.

A static page comes with these answers, so that it shows and plays something at once. Callbacks run
in the order of Dash's front end: each waits for those whose outputs it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from components import ids

Place = str  # "id.property"
# body of a request -> answer; None when nothing changes.
Ask = Callable[[Mapping[str, Any]], dict[str, Any] | None]
MOST_ANSWERS = 200


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, which ``output`` and ``given`` (place → value) identify, and its answer."""

    output: str
    given: dict[Place, Any]
    changed: list[Place]
    answer: dict[str, Any] | None


def record(
    ask: Ask, layout: Any, callbacks: Iterable[Mapping[str, Any]], search: str, theme: str
) -> list[Exchange]:
    """The exchanges of a page that opens with the query ``search`` in ``theme``."""
    session = _Session(ask, layout, [one for one in callbacks if not one["clientside_function"]])
    opened = {"type": "open", "search": search, "n": 0}
    session.change({f"{ids.THEME}.data": theme, f"{ids.EVENT}.data": opened})
    return list(session.exchanges())


class _Session:
    """The properties of the page, and the callbacks that are due."""

    def __init__(self, ask: Ask, layout: Any, callbacks: list[Mapping[str, Any]]) -> None:
        self._ask, self._callbacks = ask, callbacks
        self._values: dict[Place, Any] = dict(_properties(layout))
        initial = [one for one in callbacks if not one["prevent_initial_call"]]
        self._due: dict[str, set[Place]] = {one["output"]: set() for one in initial}

    def change(self, values: Mapping[Place, Any]) -> None:
        """Set properties; the callbacks that read them become due."""
        self._values.update(values)
        for callback in self._callbacks:
            changed = set(_places(callback["inputs"])) & set(values)
            if changed:
                self._due.setdefault(callback["output"], set()).update(changed)

    def exchanges(self) -> Iterator[Exchange]:
        """Run callbacks until none is due."""
        for _ in range(MOST_ANSWERS):
            callback = self._next()
            if callback is None:
                return
            yield self._exchange(callback)
        raise RuntimeError("the callbacks of the page call each other without end")

    def _next(self) -> Mapping[str, Any] | None:
        """The next due callback: if possible, one whose inputs no other due callback writes."""
        due = [one for one in self._callbacks if one["output"] in self._due]
        for callback in due:
            read = set(_places(callback["inputs"]))
            others = (one for one in due if one is not callback)
            if not any(read & set(_output_places(other["output"])) for other in others):
                return callback
        return due[0] if due else None

    def _exchange(self, callback: Mapping[str, Any]) -> Exchange:
        changed = sorted(self._due.pop(callback["output"]))
        inputs, state = (self._with_values(callback[part]) for part in ("inputs", "state"))
        request = {"output": callback["output"], "inputs": inputs, "state": state}
        answer = self._ask(request | {"changedPropIds": changed})
        self.change(
            {
                f"{component}.{name}": value
                for component, props in (answer or {}).get("response", {}).items()
                for name, value in props.items()
            }
        )
        given = {f"{one['id']}.{one['property']}": one["value"] for one in inputs + state}
        return Exchange(callback["output"], given, changed, answer)

    def _with_values(self, places: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [
            {**place, "value": self._values.get(f"{place['id']}.{place['property']}")}
            for place in places
        ]


def _properties(component: Any) -> Iterator[tuple[Place, Any]]:
    """All properties of the components of a layout that have an id."""
    if isinstance(component, list):
        for child in component:
            yield from _properties(child)
    elif isinstance(component, dict) and "props" in component:
        props = component["props"]
        for name, value in props.items() if "id" in props else ():
            yield f"{props['id']}.{name}", value
        yield from _properties(props.get("children"))


def _places(dependencies: Iterable[Mapping[str, Any]]) -> list[Place]:
    return [f"{one['id']}.{one['property']}" for one in dependencies]


def _output_places(output: str) -> list[Place]:
    """The places that a callback writes; Dash adds a hash to outputs with several writers."""
    return [name.split("@")[0] for name in output.strip(".").split("...")]
