"""The lab's server in the browser: it answers the page's requests with the lab's own callbacks.

It runs with losscore, the lab's ``callbacks`` and ``components``, and the stand-ins for dash and
plotly.
"""

from __future__ import annotations

import json
from typing import Any

from dash import Dash, Output, ctx, no_update

from callbacks import register, report_error

Key = tuple[str, ...]
context: Any = ctx  # the stand-in's context, which has ``begin``, unlike Dash's


class LabServer:
    """The callbacks, found by their outputs and inputs."""

    def __init__(self) -> None:
        app = Dash()
        register(app)
        self._known = {_key(_flat(one.outputs), _flat(one.inputs)): one for one in app.callbacks}

    def answer(self, body: str) -> str:
        """The answer to a request from Dash's front end, as JSON; "" if no callback matches."""
        request = json.loads(body)
        outputs = request["output"].strip(".").split("...")
        given = [*request["inputs"], *request.get("state", ())]
        values = {f"{one['id']}.{one['property']}": one.get("value") for one in given}
        callback = self._known.get((*(name.split("@")[0] for name in outputs), "", *sorted(values)))
        if callback is None:
            return ""
        context.begin(request.get("changedPropIds") or [])
        response = _response(_call(callback, values), callback.outputs)
        side = {"sideUpdate": context.side_updates} if context.side_updates else {}
        return _json({"multi": True, "response": response, **side})


def _call(callback: Any, values: dict[str, Any]) -> Any:
    """What the callback returns; if it raises, its error handler reports why."""
    arguments = _with_values(callback.inputs, values)
    try:
        if isinstance(arguments, dict):
            return callback.function(**arguments)
        return callback.function(*arguments if isinstance(arguments, list | tuple) else [arguments])
    except Exception as error:  # noqa: BLE001 - as on the server, the page must keep working
        returned = (callback.on_error or report_error)(error)
        return no_update if returned is None else returned


def _response(returned: Any, outputs: Any) -> dict[str, dict[str, Any]]:
    """Properties by component, without those that stay unchanged."""
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


def _with_values(group: Any, values: dict[str, Any]) -> Any:
    """The group with a value in place of each dependency."""
    if isinstance(group, dict):
        return {name: _with_values(part, values) for name, part in group.items()}
    if isinstance(group, list | tuple):
        return [_with_values(part, values) for part in group]
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
    """Strict JSON, in which NaN and infinities are null, as Dash writes them."""
    try:
        return json.dumps(value, default=_plain, allow_nan=False)
    except ValueError:
        loose = json.dumps(value, default=_plain)
        return json.dumps(json.loads(loose, parse_constant=lambda _: None))


def _plain(value: Any) -> Any:
    """A JSON-ready form of components, figures, arrays and numpy scalars."""
    return value.to_plotly_json() if hasattr(value, "to_plotly_json") else value.tolist()
