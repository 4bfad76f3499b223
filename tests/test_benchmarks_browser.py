"""The benchmarks of the page: bytes of a network log, times of a click, tables, command line."""

import json
from contextlib import nullcontext

import pytest
from selenium.common.exceptions import TimeoutException

from benchmarks import report
from benchmarks.browser import readings, rows, session
from benchmarks.browser.__main__ import main
from benchmarks.browser.readings import AtMost, Outcome, Reading, Row
from benchmarks.browser.wire import exchanged
from benchmarks.contest import Result

HERE = "http://127.0.0.1:8050"
GATES = {
    "first-load": "≤ 2.1 MB",
    "click-bytes": "≤ 30 kB",
    "click-time": "≤ 150 ms",
    "frames-kmeans": "≤ 8 ms",
    "frames-mlp": "≤ 8 ms",
    "camera": "≤ 1e-06",
}


def entry(method, **params):
    message = {"method": f"Network.{method}", "params": {"requestId": "1", **params}}
    return {"message": json.dumps({"message": message})}


def asked(request, url, **more):
    return entry("requestWillBeSent", requestId=request, request={"url": url, **more})


def test_bytes_go_both_ways_and_belong_to_an_address():
    log = [
        asked("1", f"{HERE}/page"),
        asked("2", f"{HERE}/run", postData="12345"),
        asked("3", "chrome://newtab/tile.js"),
        entry("dataReceived", requestId="1", encodedDataLength=7),
        entry("loadingFinished", requestId="2", encodedDataLength=20),
        entry("loadingFinished", requestId="1", encodedDataLength=100),
        entry("loadingFinished", requestId="3", encodedDataLength=1000),
        asked("4", f"{HERE}/run", postData="1"),
        entry("loadingFinished", requestId="4", encodedDataLength=30),
    ]
    assert exchanged(log, HERE) == {f"{HERE}/page": 100, f"{HERE}/run": 56}


def test_requests_from_before_the_log_are_ignored():
    assert exchanged([entry("loadingFinished", encodedDataLength=20)], HERE) == {}


def test_waiting_for_the_run_is_not_the_pages_own_time():
    click = {"up": 1000.0, "asked": 1010.0, "answered": 1310.0, "moved": 1350.0}
    assert readings.own_time(click) == 50.0


@pytest.mark.parametrize(("share", "value"), [(0.0, 1), (0.5, 10), (0.95, 19), (1.0, 20)])
def test_percentiles_are_values_that_were_measured(share, value):
    assert readings.percentile(list(range(20, 0, -1)), share) == value


def test_the_gates_are_those_that_were_promised():
    assert {row.name: str(row.gate) for row in rows.ROWS} == GATES


def row(measure, name="some"):
    return Row(name, "some work", AtMost(8.0, "ms"), measure)


def read(value):
    return lambda session, rounds: Reading(value, f"{rounds} rounds")


@pytest.mark.parametrize(
    ("value", "result"), [(8.0, Result.PASS), (8.1, Result.FAIL), (float("nan"), Result.FAIL)]
)
def test_a_gate_holds_up_to_its_limit(value, result):
    outcome = readings.judge(row(read(value)), None, 3)
    assert outcome.result is result
    assert outcome.cells == (result, "some work", f"{value:.3g} ms", "≤ 8 ms", "3 rounds")


@pytest.mark.parametrize("error", [AssertionError("waited 30 s in vain"), TimeoutException("slow")])
def test_a_page_that_does_not_answer_fails_with_the_reason(error):
    def measure(session, rounds):
        raise error

    outcome = readings.judge(row(measure), None, 3)
    assert outcome.result is Result.FAIL
    assert outcome.cells[2] == "–"
    assert outcome.note in str(error).replace("\n", " ")
    assert outcome.note


def test_the_columns_are_aligned():
    shown = [row(read(1.0))]
    head = readings.text_line(readings.HEADINGS, shown)
    line = readings.text_line(Outcome(shown[0], Reading(1.0, "a remark")).cells, shown)
    for heading, text in (("what", "some work"), ("gate", "≤ 8 ms"), ("remarks", "a remark")):
        assert head.index(heading) == line.index(text)


@pytest.fixture
def two_rows(monkeypatch):
    """A row that passes and one that fails, with no browser."""
    monkeypatch.setattr(rows, "ROWS", (row(read(1.0), "good"), row(read(9.0), "bad")))
    monkeypatch.setattr(session, "opened", nullcontext)


@pytest.mark.usefixtures("two_rows")
@pytest.mark.parametrize(
    ("arguments", "status"), [([], 1), (["--only", "good"], 0), (["--only", "b*d"], 1)]
)
def test_the_status_is_1_when_a_gate_fails(arguments, status):
    assert main(arguments) == status


@pytest.mark.usefixtures("two_rows")
def test_the_whole_run_may_be_written(monkeypatch, tmp_path):
    page = tmp_path / "performance.md"
    page.write_text("\n".join(report.markers(report.BROWSER)))
    monkeypatch.setattr(report, "PAGE", page)
    assert main(["--write", "--rounds", "2"]) == 1
    assert "| FAIL | some work | 9 ms | ≤ 8 ms | 2 rounds |" in page.read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--only", "nothing"], "--only must match a row, got nothing"),
        (["--write", "--only", "camera"], "--write needs all rows"),
        (["--rounds", "0"], "--rounds must be at least 1, got 0"),
    ],
)
def test_what_cannot_be_done_is_refused(arguments, message, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert message in capsys.readouterr().err


def test_the_list_names_every_row_and_opens_no_browser(capsys):
    assert main(["--list"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert names == [row.name for row in rows.ROWS]
