"""GET /export, without a browser."""

import json
import threading

import pytest

import losscore as ls
from app import create_app
from components.export import FORMATS, Request, export, jobs
from components.export.jobs import PLACES, stream_progress
from components.export.progress import Cancelled

SCENARIO = ls.Scenario("peaks", resolution=41, runs=(ls.Run((0.5, 0.5), "gd", 0.01, 30),))
QUERY = SCENARIO.to_query()
BASE = "http://localhost/"


@pytest.fixture(scope="module")
def client():
    return create_app().server.test_client()


@pytest.mark.parametrize(
    "name", [name for name, entry in FORMATS.items() if not entry.needs_chromium]
)
def test_every_format_is_served_as_a_file_with_its_name(client, name):
    answer = client.get(f"/export?format={name}&view=contour&theme=dark&{QUERY}")
    request = Request(SCENARIO, "contour", "dark", base_url=BASE)
    assert answer.status_code == 200
    assert answer.mimetype == FORMATS[name].media_type
    assert f"filename={FORMATS[name].file_name(request)}" in answer.headers["Content-Disposition"]
    if name != "npz":  # a zip archive records when it was made
        assert answer.data == export(name, request)


def test_every_option_of_a_figure_is_applied(client):
    options = "title=A%20%3Cb%3E&width=500&height=400&pixel-ratio=2&camera=1,-2,0.5&theme=dark"
    answer = client.get(f"/export/figure?format=png&{options}&{QUERY}").json
    assert answer["name"] == "losscore-peaks-surface-2x.png"
    assert (answer["width"], answer["height"], answer["pixel-ratio"]) == (500, 400, 2)
    layout = answer["figure"]["layout"]
    assert layout["title"]["text"] == "A &lt;b&gt;"
    assert layout["scene"]["camera"]["eye"] == {"x": 1, "y": -2, "z": 0.5}
    log = client.get(f"/export/figure?format=png&view=loss&loss-axis=log&{QUERY}").json
    assert log["figure"]["layout"]["yaxis"]["type"] == "log"


def test_vectors_are_drawn_from_contours(client):
    def colouring(name):
        figure = client.get(f"/export/figure?format={name}&view=contour&{QUERY}").json["figure"]
        return figure["data"][0]["contours"]["coloring"]

    assert (colouring("png"), colouring("svg")) == ("heatmap", "fill")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("format=bmp", "Format must be one of"),
        ("", "Format must be one of"),
        ("format=csv&format=csv", "Format must be given once"),
        ("format=csv&problem=spirals", "Problem must be one of"),
        ("format=csv&view=side", "View must be one of"),
        ("format=png&width=wide", "Width must be a whole number, got 'wide'."),
        ("format=png&width=nan", "Width must be a whole number"),
        ("format=png&height=99999", "Height must be ≤ 4000"),
        ("format=png&camera=1,2", "Camera must be X,Y,Z; got '1,2'."),
        ("format=csv&path=/etc/passwd", "Query: unknown option 'path'"),
        ("format=csv&" + "x" * 7000, "Query must have at most"),
    ],
)
def test_a_bad_query_is_answered_with_a_sentence(client, query, sentence):
    for path in ("/export", "/export/figure", "/export/told"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert answer.mimetype == "text/plain"
        assert answer.text.startswith(sentence)
        assert answer.text.endswith(".")


def test_a_format_that_is_no_picture_cannot_be_drawn(client):
    answer = client.get("/export/figure?format=csv")
    assert (answer.status_code, answer.text[:20]) == (400, "Picture must be one ")


def streamed(client, name, n_lines):
    """The first lines of an export's stream, without heartbeats (empty lines), and the rest."""
    lines, rest = [], client.get(f"/export/told?format={name}&{QUERY}").data
    while len(lines) < n_lines:
        line, rest = rest.split(b"\n", 1)
        lines += [line] if line else []
    return [*lines, rest]


def test_without_chromium_the_error_says_what_to_install(client, monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    answer = client.get(f"/export?format=pdf&{QUERY}")
    assert (answer.status_code, "apt install chromium" in answer.text) == (501, True)
    line, rest = streamed(client, "gif", 1)
    assert "apt install chromium" in json.loads(line)["error"]
    assert rest == b""


def test_a_stream_ends_with_the_file_after_its_progress(client):
    lines = streamed(client, "csv", 2)
    assert json.loads(lines[0]) == {"done": 1, "total": 1}
    expected = export("csv", Request(SCENARIO))
    head = json.loads(lines[1])
    assert head == {"name": "losscore-peaks-runs.csv", "size": len(expected)}
    assert lines[2] == expected


@pytest.fixture
def slow(monkeypatch):
    """A slow export, which waits for ``go_on`` and notes how it ended."""

    class Slow:
        go_on, began = threading.Event(), threading.Event()
        ended = threading.Event()
        was_cancelled = False

    def export_slowly(name, request, progress):
        try:
            progress(1, 2)
            Slow.began.set()
            assert Slow.go_on.wait(30)
            progress(2, 2)
            return b"film"
        except Cancelled:
            Slow.was_cancelled = True
            raise
        finally:
            Slow.ended.set()

    monkeypatch.setattr(jobs, "export", export_slowly)
    yield Slow
    Slow.go_on.set()


def test_concurrent_exports_are_limited_and_the_page_stays_responsive(client, slow):
    running = [stream_progress("gif", Request(SCENARIO)) for _ in range(PLACES)]
    assert [json.loads(next(lines)) for lines in running] == [{"done": 1, "total": 2}] * PLACES
    (refused, _) = stream_progress("gif", Request(SCENARIO))
    assert json.loads(refused)["error"].startswith("The server is busy with other exports")
    assert client.get(f"/export?format=gif&{QUERY}").status_code == 503
    assert client.get("/healthz").status_code == 200
    slow.go_on.set()
    for lines in running:
        news = [line for line in lines if line != b"\n"]
        assert json.loads(news[-2]) == {"name": "losscore-peaks-surface.gif", "size": 4}
        assert news[-1] == b"film"
    assert client.get(f"/export?format=gif&{QUERY}").data == b"film"


def test_leaving_cancels_the_export(slow):
    lines = stream_progress("gif", Request(SCENARIO))
    next(lines)
    assert slow.began.wait(30)
    lines.close()  # what the server does when the connection is lost
    slow.go_on.set()
    assert slow.ended.wait(30)
    assert slow.was_cancelled


def test_a_stream_without_progress_sends_heartbeats(slow, monkeypatch):
    monkeypatch.setattr(jobs, "HEARTBEAT", 0.01)
    lines = stream_progress("gif", Request(SCENARIO))
    next(lines)
    assert [next(lines) for _ in range(3)] == [b"\n"] * 3
    lines.close()


def test_an_unexpected_failure_is_reported_too(monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "export", fail)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    (line, _) = stream_progress("csv", Request(SCENARIO))
    assert json.loads(line) == {"error": "Export failed. Please try again."}


def test_links_with_tracking_keys_and_escapes_give_the_same_file(client):
    plain = client.get(f"/export?format=csv&{QUERY}").data
    escaped = QUERY.replace("&", "&amp;")
    for text in (f"{QUERY}&utm_source=mail&_=1", f"{escaped}).", QUERY.replace(",", ",%20")):
        answer = client.get(f"/export?format=csv&{text}")
        assert (answer.status_code, answer.data) == (200, plain)
    assert client.get(f"/embed?{QUERY}&utm_source=mail").status_code == 200


@pytest.mark.parametrize("path", ["/export", "/export/figure", "/export/told"])
def test_pages_on_other_hosts_may_read_exports_and_errors(client, path):
    for answer in (
        client.options(path),
        client.get(f"{path}?format=csv&{QUERY}"),
        client.get(f"{path}?format=nothing"),
        client.post(path),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in client.options(path).headers["Access-Control-Allow-Methods"]


def test_an_internal_error_is_logged_and_not_shown(client, monkeypatch, caplog):
    def fail(*_):
        raise ValueError("operands could not be broadcast together")

    monkeypatch.setattr(jobs, "export", fail)
    answer = client.get(f"/export?format=csv&{QUERY}")
    assert (answer.status_code, answer.text) == (500, "Export failed. Please try again.")
    assert "broadcast" in caplog.text


@pytest.mark.parametrize("path", ["/export?format=csv&x=", "/figure.json?x="])
def test_a_query_that_is_not_utf_8_is_refused(client, path):
    answer = client.open(path, environ_overrides={"QUERY_STRING": "x=\xff"})
    assert answer.status_code == 400
    assert "UTF-8" in answer.get_data(as_text=True)
