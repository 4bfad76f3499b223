"""The callbacks that follow a paused run, theory and curvature, called as plain functions."""

import json

import pytest
from dash import no_update

import losscore as ls
from callbacks.curvature import curve
from callbacks.theory import explain
from components.session.runs import run_settings, scenario_key
from components.session.solved import default_run, solve
from losscore.checks import InputError

DEFAULT = default_run(ls.Scenario())


def request_for(**changes):
    """A selected step as the browser sends it."""
    moment = {
        "scenario": scenario_key(DEFAULT.scenario),
        "run": run_settings(DEFAULT.run),
        "step": 4,
        "theta": [0.7, 1.4],
    }
    return json.loads(json.dumps(moment | changes))


def test_the_panel_shows_the_requested_step():
    theta = DEFAULT.run.descend(solve(DEFAULT.scenario).problem).theta
    panel = str(explain(request_for()))
    assert "Step 4 → 5" in panel
    assert f"{theta[5, 0]:.6g}" in panel


def test_the_curvature_is_that_of_the_requested_point():
    update = curve(request_for())
    assert update["numbers"]["theta"] == [0.7, 1.4]
    assert update["numbers"]["scenario"] == scenario_key(DEFAULT.scenario)
    assert "0.7, 1.4" in str(update["table"])


def test_without_a_request_nothing_is_computed():
    assert explain(None) is no_update
    assert curve(None) == {"numbers": None, "table": []}


@pytest.mark.parametrize(
    "changes",
    [
        {"step": -1},
        {"step": 2_001},
        {"step": "4"},
        {"theta": [0.1]},
        {"theta": [None, 1.0]},
        {"run": {"start": [0.1, 0.2], "optimizer": "sgd"}},
        {"scenario": "{}", "run": {"start": [0.1, 0.2], "n_steps": 10**9}},
        {"scenario": "no JSON"},
        {"scenario": "[]"},
        {"scenario": 7},
        {"run": None},
        {"run": []},
        {"theta": "ab"},
    ],
)
@pytest.mark.parametrize("callback", [explain, curve])
def test_an_invalid_step_is_refused(callback, changes):
    with pytest.raises(InputError, match="must"):
        callback(request_for(**changes))


@pytest.mark.parametrize("missing", ["scenario", "run", "step", "theta"])
@pytest.mark.parametrize("callback", [explain, curve])
def test_a_missing_field_is_named(callback, missing):
    moment = request_for()
    del moment[missing]
    with pytest.raises(InputError, match=f"moment must have {missing}, got"):
        callback(moment)
