"""Figures as plotly.py writes them, without its validation, which the server and tests apply."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

TEMPLATE = Path(__file__).parent / "template.json"
# Arrays of these types go to plotly.js as bytes, all others as lists.
SHORT = {"int8": "i1", "uint8": "u1", "int16": "i2", "uint16": "u2", "int32": "i4"}
SHORT |= {"uint32": "u4", "float32": "f4", "float64": "f8"}
# Lists that plotly.py leaves out when they are empty.
PARTS = ("annotations", "images", "shapes")
SMALL = {"int64": ("int8", "int16", "int32"), "uint64": ("uint8", "uint16", "uint32")}


class Attributes:
    """A bag of attributes; one that was never set is None."""

    def __init__(self, **entries: Any) -> None:
        self.__dict__.update(entries)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # Python's own protocols, such as copying
            raise AttributeError(name)
        return None


class Figure:
    """Traces and a layout."""

    def __init__(self, data: Any = (), layout: dict[str, Any] | None = None) -> None:
        self.data = list(data) if isinstance(data, list | tuple) else [data]
        self.layout = Attributes(template=_template())
        self.update_layout(**(layout or {}))

    def add_trace(self, trace: Attributes) -> Figure:
        self.data.append(trace)
        return self

    def add_traces(self, traces: list[Attributes]) -> Figure:
        self.data.extend(traces)
        return self

    def update_layout(self, **entries: Any) -> Figure:
        self.layout.__dict__.update(_merged(self.layout.__dict__, entries))
        return self

    def to_plotly_json(self) -> dict[str, Any]:
        return {
            "data": [_plain(vars(trace)) for trace in self.data],
            "layout": _plain(vars(self.layout)),
        }


def __getattr__(name: str) -> Callable[..., Attributes]:
    """Every kind of trace: ``Scatter3d(x=…)``."""
    if name.startswith("_"):
        raise AttributeError(name)
    return lambda **entries: Attributes(type=name.lower(), **entries)


@cache
def _template() -> Any:
    return json.loads(TEMPLATE.read_text())


def _merged(old: Any, new: Any) -> Any:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return {**old, **{name: _merged(old.get(name), value) for name, value in new.items()}}


def _plain(value: Any, name: str = "") -> Any:
    """JSON-ready values. As in plotly.py, arrays become bytes, except in ``range``."""
    if isinstance(value, dict):
        given = {key: entry for key, entry in value.items() if entry is not None}
        return {
            key: _plain(entry, key)
            for key, entry in given.items()
            if key not in PARTS or len(entry)
        }
    if isinstance(value, np.ndarray):
        return _packed(value) if name != "range" else value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value.item() if isinstance(value, np.generic) else value


def _packed(array: np.ndarray[Any, Any]) -> Any:
    array = _narrow(array)
    short = SHORT.get(str(array.dtype))
    if short is None or array.size == 0:
        return array.tolist()
    spec = {"dtype": short, "bdata": base64.b64encode(array.tobytes()).decode()}
    return spec | ({"shape": str(array.shape)[1:-1]} if array.ndim > 1 else {})


def _narrow(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Narrow 64-bit integers, which plotly.js lacks, to the smallest type that holds them."""
    for name in SMALL.get(str(array.dtype), ()) if array.size else ():
        limits = np.iinfo(name)
        if array.min() >= limits.min and array.max() <= limits.max:
            return array.astype(name)
    return array
