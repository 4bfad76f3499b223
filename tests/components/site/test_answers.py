"""The callbacks give the same answers under the browser's stand-ins as under dash and plotly."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app import create_app
from components.site import sources
from components.site.dash_assets import Frontend
from components.site.record_session import record

HERE = Path(__file__).parent
# Every kind of data view, comparisons, basins, a missing minimum, and a run that diverges.
LESSONS = (
    "unique-minimum",
    "three-clumps",
    "sum-or-mean",
    "learning-rate",
    "nll-or-squared-error",
    "separable-data",
    "basins",
    "network-slice",
)


@pytest.fixture(scope="module")
def frontend():
    return Frontend(create_app().server.test_client())


@pytest.fixture(scope="module")
def answer_in_stand_ins(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    with zipfile.ZipFile(io.BytesIO(sources.build_lab())) as lab:
        lab.extractall(folder)
    shutil.copytree(sources.ROOT / "losscore", folder / "losscore")
    start = (
        f"import sys, runpy; sys.path[:0] = [{str(folder)!r}]; "
        f"runpy.run_path({str(HERE / 'replay_answers.py')!r})"
    )

    def answer(requests):
        command = [sys.executable, "-W", "error", "-c", start]
        run = subprocess.run(
            command,
            input=json.dumps(requests),
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
        )
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)

    return answer


def request_of(frontend, output, given, changed):
    """A request for the callback whose outputs contain ``output``, given {place: value}."""
    callback = next(one for one in frontend.callbacks if one["output"] == output)
    filled = {
        part: [
            {**one, "value": given.get(f"{one['id']}.{one['property']}")} for one in callback[part]
        ]
        for part in ("inputs", "state")
    }
    return {"output": output, **filled, "changedPropIds": changed}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_answer_of_a_session_is_the_same(frontend, answer_in_stand_ins, theme):
    exchanges = [
        exchange
        for slug in LESSONS
        for exchange in record(
            frontend.ask, frontend.layout, frontend.callbacks, f"?lesson={slug}", theme
        )
    ]
    requests = [request_of(frontend, one.output, one.given, one.changed) for one in exchanges]
    answers = answer_in_stand_ins(requests)
    assert len(answers) >= 3 * len(LESSONS)
    for exchange, answer in zip(exchanges, answers, strict=True):
        assert answer == exchange.answer, exchange.output


def test_the_answers_to_a_persons_actions_are_the_same(frontend, answer_in_stand_ins):
    session = record(
        frontend.ask, frontend.layout, frontend.callbacks, "?lesson=two-minima", "light"
    )
    known = {place: value for exchange in session for place, value in exchange.given.items()}
    delivered = next(
        one.answer["response"]["run-store"]["data"]["runs"]
        for one in session
        if "run-store" in (one.answer or {}).get("response", {})
    )
    run = delivered[0]
    moment = {"scenario": run["scenario"], "run": run["settings"], "step": 3, "theta": [0.4, 1.2]}

    def event(kind, **given):
        return request_for("run-store.data", {"event-store.data": {"type": kind, "n": 1} | given})

    def request_for(part, changes):
        output = next(one["output"] for one in frontend.callbacks if part in one["output"])
        return request_of(frontend, output, known | changes, list(changes))

    requests = [
        event("pick", x=0.3, y=1.7),
        event("choose", values={"learning_rate": "-3"}, runs=[]),
        event("repeat", mode="add", runs=[{}]),
        request_for("theory.children", {"theory-request.data": moment}),
        request_for("curvature-table.children", {"curvature-request.data": moment}),
        event("choose", values={"problem": "himmelblau"}, runs=[run["settings"]]),
        request_for(
            "basins-store.data", {"basins-request.data": {"isOn": True, "n": 1, "piece": 0}}
        ),
        request_for(
            "basins-store.data", {"basins-request.data": {"isOn": False, "n": 2, "piece": 0}}
        ),
        request_for(
            "basins-store.data", {"basins-request.data": {"isOn": True, "n": 3, "piece": 99}}
        ),
    ]
    answers = answer_in_stand_ins(requests)
    for request, answer in zip(requests, answers, strict=True):
        assert answer == frontend.ask(request), request["output"]
    assert answers[-1]["response"]["basins-store"]["data"] == {"failed": True}
    assert "must have a start" in answers[2]["sideUpdate"]["notice"]["children"]
