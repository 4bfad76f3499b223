"""Components in the form that Dash's front end reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Component:
    """A component: its library, its type and its properties."""

    def __init__(self, namespace: str, kind: str, props: dict[str, Any]) -> None:
        self.namespace, self.kind, self.props = namespace, kind, props

    def to_plotly_json(self) -> dict[str, Any]:
        return {"namespace": self.namespace, "type": self.kind, "props": self.props}


def library(namespace: str) -> Callable[[str], Callable[..., Component]]:
    """A ``__getattr__`` for a module in which every public name is a component."""

    def component(kind: str) -> Callable[..., Component]:
        if kind.startswith("_"):  # Python looks up names such as __path__
            raise AttributeError(kind)

        def make(children: Any = None, **props: Any) -> Component:
            return Component(namespace, kind, {"children": children, **props})

        return make

    return component
