"""The lab's server in the browser: it answers what the page asks, by the lab's own callbacks.

Runs beside losscore, the lab's ``callbacks`` and ``components``, and stand-ins for dash and plotly.
"""

from __future__ import annotations

import json
from typing import Any

from dash import Dash, Output, ctx, no_update

from callbacks import register, report_error

Key = tuple[str, ...]
context: Any = ctx  # the stand-in's, which can be told what the next callback is called by


class LabServer:
    """Callbacks by what they answer for and what they are called by."""

    def __init__(self) -> None:
        app = Dash()
        register(app)
        self._known = {_key(_flat(one.outputs), _flat(one.inputs)): one for one in app.callbacks}

    def answer(self, body: str) -> str:
        """The answer to a request of Dash's front end, as JSON; "" where there is none."""
        asked = json.loads(body)
        outputs = asked["output"].strip(".").split("...")
        given = [*asked["inputs"], *asked.get("state", ())]
        values = {f"{one['id']}.{one['property']}": one.get("value") for one in given}
        callback = self._known.get((*(name.split("@")[0] for name in outputs), "", *sorted(values)))
        if callback is None:
            return ""
        context.begin(asked.get("changedPropIds") or [])
        response = _response(_call(callback, values), callback.outputs)
        said = {"sideUpdate": context.said} if context.said else {}
        return _json({"multi": True, "response": response, **said})


def _call(callback: Any, values: dict[str, Any]) -> Any:
    """What the callback returns; when it refuses, the page is told why and nothing changes."""
    arguments = _filled(callback.inputs, values)
    try:
        if isinstance(arguments, dict):
            return callback.function(**arguments)
        return callback.function(*arguments if isinstance(arguments, list | tuple) else [arguments])
    except Exception as error:  # noqa: BLE001 - as on the server: the page must go on
        returned = (callback.on_error or report_error)(error)
        return no_update if returned is None else returned


def _response(returned: Any, outputs: Any) -> dict[str, dict[str, Any]]:
    """Properties by component, without those that stay."""
    response: dict[str, dict[str, Any]] = {}
    if returned is no_update:
        return response
    for output, value in _pairs(outputs, returned):
        if value is not no_update:
            response.setdefault(output.component_id, {})[output.component_property] = value
    return response


def _pairs(group: Any, values: Any) -> list[tuple[Any, Any]]:
    """Each output of a group with its value."""
    if isinstance(group, Output):
        return [(group, values)]
    if isinstance(group, dict):
        return [pair for name, part in group.items() for pair in _pairs(part, values[name])]
    return [pair for part, value in zip(group, values, strict=True) for pair in _pairs(part, value)]


def _filled(group: Any, values: dict[str, Any]) -> Any:
    """The group with values in place of dependencies."""
    if isinstance(group, dict):
        return {name: _filled(part, values) for name, part in group.items()}
    if isinstance(group, list | tuple):
        return [_filled(part, values) for part in group]
    return values[group.place]


def _flat(group: Any) -> list[Any]:
    """The dependencies of a group, in Dash's order."""
    if isinstance(group, dict):
        return [one for part in group.values() for one in _flat(part)]
    if isinstance(group, list | tuple):
        return [one for part in group for one in _flat(part)]
    return [group]


def _key(outputs: list[Any], inputs: list[Any]) -> Key:
    return (*(one.place for one in outputs), "", *sorted(one.place for one in inputs))


def _json(value: Any) -> str:
    """Strict JSON: what is not a number is null, as Dash writes it."""
    try:
        return json.dumps(value, default=_plain, allow_nan=False)
    except ValueError:
        loose = json.dumps(value, default=_plain)
        return json.dumps(json.loads(loose, parse_constant=lambda _: None))


def _plain(value: Any) -> Any:
    """What JSON does not know: components, figures; arrays and numpy's numbers."""
    return value.to_plotly_json() if hasattr(value, "to_plotly_json") else value.tolist()
