"""Forged payloads: whatever a browser sends, the answer is a sentence, never a traceback."""

import itertools
import json
import logging
from typing import Any

import pytest

from app import create_app
from components.session.text import BROKEN
from components.site.dash_assets import Frontend
from components.site.record_session import record

HOSTILE: tuple[Any, ...] = (
    None,
    True,
    7,
    -1.5,
    float("1e308"),
    "",
    "x",
    "inf",
    "nan",
    "{}",
    "[]",
    "<script>alert(1)</script>",
    "x" * 5000,
    [],
    {},
    [[]],
    [None],
    ["x", 1, {}],
    {"a": 1},
    {"runs": []},
    {"scenario": [], "runs": []},
    {"scenario": "[" * 3000, "runs": [{}]},
    {"scenario": "{}", "runs": [{}]},
    {"scenario": "{}", "runs": {"start": [1, 2]}, "mode": "add"},
    {"mode": "add", "runs": [{"start": "ab"}], "n": 1},
    {"mode": ["add"], "runs": [], "n": 1},
    {"x": 1},
    {"x": None, "y": 2},
    {"x": 1e300, "y": "2", "n": 1},
    {"isOn": True},
    {"isOn": "yes", "n": [], "piece": "first"},
    {"type": "open", "search": 7, "n": 1},
    {"type": "open", "search": "?%ff&=&run=1", "n": {}},
    {"type": "choose", "values": {"problem": ["kmeans"]}, "runs": 1},
    {"type": "choose", "values": {"learning_rate": {}, "height": [1]}, "runs": []},
    {"type": "pick", "x": None, "y": 2},
    {"type": "repeat", "mode": ["add"], "runs": [], "n": 1},
    {"type": "repeat", "mode": "add", "runs": [{"start": "ab"}]},
    {"type": "ring", "size": []},
    {"type": "race", "racers": [[]]},
    {"state": {}},
    {"state": {"scenario": {}, "optimizer": [], "learning_rate": 1}},
    {"problem": "kmeans", "options": [1], "runs": 3},
    {"problem": ["kmeans"]},
    {"problem": "kmeans", "window": [[0, 1]], "display": 4},
    {"scenario": "{}", "run": {"start": [0.1, 0.2]}, "step": {}, "theta": "ab"},
    {"scenario": "x", "run": [], "step": 1, "theta": [1, 2]},
    {"scenario": "{}", "run": {"start": [1, 2]}, "step": 1, "theta": [1, 2], "rival": 3},
    {"scenario": "{}", "run": {"start": [1, 2]}, "step": 1, "theta": [1, 2], "rival": {"step": []}},
)


@pytest.fixture(scope="module")
def client():
    return create_app().server.test_client()


@pytest.fixture(scope="module")
def frontend(client):
    return Frontend(client)


@pytest.fixture(scope="module")
def known(frontend):
    """The values of the page's stores and controls during a session."""
    session = record(
        frontend.ask, frontend.layout, frontend.callbacks, "?lesson=two-minima", "light"
    )
    return {place: value for one in session for place, value in one.given.items()}


CALLBACKS = [
    one
    for one in Frontend(create_app().server.test_client()).callbacks
    if not one["clientside_function"]
]


def send(client, callback, given, changed):
    body = {
        part: [
            {**one, "value": given.get(f"{one['id']}.{one['property']}")} for one in callback[part]
        ]
        for part in ("inputs", "state")
    }
    names = callback["output"].strip(".").split("...")
    outputs = [dict(zip(("id", "property"), name.split(".", 1), strict=True)) for name in names]
    is_one = not callback["output"].startswith("..")
    body |= {"output": callback["output"], "outputs": outputs[0] if is_one else outputs}
    return client.post("/_dash-update-component", json=body | {"changedPropIds": [changed]})


def name_of(callback):
    return callback["output"].strip(".").split("...")[0]


@pytest.mark.parametrize("callback", CALLBACKS, ids=name_of)
def test_forged_payloads_get_a_sentence(client, known, caplog, callback):
    caplog.set_level(logging.ERROR)
    places = [f"{one['id']}.{one['property']}" for one in callback["inputs"] + callback["state"]]
    triggers = [f"{one['id']}.{one['property']}" for one in callback["inputs"]]
    for place, value in itertools.product(places, HOSTILE):
        trigger = place if place in triggers else triggers[0]
        answer = send(client, callback, known | {place: value}, trigger)
        context = f"{place} = {json.dumps(value)[:100]}: "
        assert answer.status_code in (200, 204), context + answer.text
        assert caplog.records == [], context + caplog.text
        if answer.status_code == 200:
            notice = answer.get_json().get("sideUpdate", {}).get("notice", {}).get("children", ".")
            assert notice.endswith("."), context + notice
            assert notice != BROKEN
            assert len(notice) < 600


def test_an_internal_error_is_logged(client, known, caplog, monkeypatch):
    def fail(*_):
        raise ValueError("operands could not be broadcast together")

    monkeypatch.setattr("callbacks.figures.build_minima", fail)
    callback = next(one for one in CALLBACKS if "minima-table" in one["output"])
    answer = send(client, callback, known, "scenario-store.data")
    assert answer.get_json()["sideUpdate"]["notice"]["children"] == BROKEN
    assert "broadcast" in caplog.text
