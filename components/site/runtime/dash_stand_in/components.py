"""Components of the page as Dash's own front end reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Component:
    """A component of a library: its type and its properties."""

    def __init__(self, namespace: str, kind: str, props: dict[str, Any]) -> None:
        self.namespace, self.kind, self.props = namespace, kind, props

    def to_plotly_json(self) -> dict[str, Any]:
        return {"namespace": self.namespace, "type": self.kind, "props": self.props}


def library(namespace: str) -> Callable[[str], Callable[..., Component]]:
    """The ``__getattr__`` of a module in which every name is a component."""

    def component(kind: str) -> Callable[..., Component]:
        if kind.startswith("_"):  # Python asks modules for names of its own
            raise AttributeError(kind)

        def make(children: Any = None, **props: Any) -> Component:
            return Component(namespace, kind, {"children": children, **props})

        return make

    return component
