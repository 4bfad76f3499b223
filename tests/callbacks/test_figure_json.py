"""GET /figure.json, without a browser."""

import json

import pytest

import losscore as ls
from app import create_app
from components.export import Request, export
from components.export.views import basins as painting
from components.session import basins
from components.session.lessons import BY_SLUG


@pytest.fixture(scope="module")
def client():
    return create_app().server.test_client()


def get(client, text, **headers):
    return client.get(f"/figure.json?{text}", headers=headers)


def test_a_query_gives_the_figure_of_its_scenario(client):
    scenario = ls.Scenario("peaks", runs=(ls.Run((0.5, 0.5), learning_rate=0.01, n_steps=30),))
    answer = get(client, f"{scenario.to_query()}&dialect=plotly1&view=contour&theme=dark")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert answer.data == export("json-plotly1", Request(scenario, view="contour", theme="dark"))


def test_the_current_dialect_is_the_default(client):
    assert b"bdata" in get(client, "problem=kmeans").data
    assert b"bdata" not in get(client, "problem=kmeans&dialect=plotly1").data


def test_there_is_a_default_run_as_on_the_page_unless_run_is_none(client):
    def roles(text):
        return [trace["meta"]["role"] for trace in get(client, text).json["data"]]

    assert "path" in roles("problem=kmeans")
    assert "path" not in roles("problem=kmeans&run=none")


def test_a_lessons_link_gives_its_figure(client):
    expected = export("json", Request(BY_SLUG["two-minima"].scenario, view="loss", loss_axis="log"))
    assert get(client, "lesson=two-minima&view=loss&loss-axis=log").data == expected


def test_arrows_are_drawn_on_the_map(client):
    text = "problem=valley&view=contour&dialect=plotly1&arrows="
    assert "annotations" in get(client, f"{text}on").json["layout"]
    assert "annotations" not in get(client, f"{text}off").json["layout"]
    assert get(client, f"{text}yes").status_code == 400


def test_titles_are_decoded_and_escaped(client):
    layout = get(client, "problem=peaks&title=J%20%3Cb%3E").json["layout"]
    assert layout["title"]["text"] == "J &lt;b&gt;"


def test_every_origin_may_read_and_cache_it(client):
    answer = get(client, "problem=peaks")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "public" in answer.headers["Cache-Control"]
    again = get(client, "problem=peaks", **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = get(client, "problem=valley", **{"If-None-Match": answer.headers["ETag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("problem=nothing", "problem must be one of kmeans"),
        ("view=front", "view must be one of surface"),
        ("theme=blue", "theme must be one of"),
        ("view=loss&view=data", "view must be given once"),
        ("dialect=../../etc/passwd", "dialect must be one of plotly, plotly1"),
        ("scale=cubic", "scale must be one of linear, log"),
        ("file=/etc/passwd", "unknown option 'file'"),
        ("width=10", "width must be ≥ 100"),
        ("pixel-ratio=2", "unknown option 'pixel-ratio'"),
        ("base-url=https://x.example/", "unknown option 'base-url'"),
        ("loss-axis=cubic", "loss-axis must be one of linear, log"),
        ("resolution=4000", "resolution must be ≤ 401"),
        ("run=1,2,gd,0.1,999999", "n_steps must be ≤ 2000"),
        ("run=nan,2", "start must be"),
        ("&".join(["run=1,2"] * 13), "runs must be at most 12"),
        ("lesson=nothing", "lesson must be one of"),
        ("title=%0A", "title must be one line"),
        ("title=" + "x" * 201, "title must have at most 200"),
        ("%ff%fe=1", "unknown option"),
        ("x" * 9000, "query must have at most"),
        ("problem=kmeans&display.colours=pink", "colours must be one of"),
    ],
)
def test_bad_queries_are_refused_in_one_sentence(client, text, reason):
    answer = get(client, text)
    assert answer.status_code == 400
    body = json.loads(answer.data)
    assert list(body) == ["error"]
    assert reason.lower() in body["error"].lower()
    assert body["error"].endswith(".")
    assert "\n" not in body["error"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cache-Control" not in answer.headers or "public" not in answer.headers["Cache-Control"]


def test_basins_answer_busy_while_all_slots_are_taken(client, monkeypatch):
    monkeypatch.setattr(painting, "MAX_ATTEMPTS", 1)
    with basins.SLOTS:
        answer = get(client, "problem=himmelblau&basins=on&resolution=23")
    assert answer.status_code == 503
    assert "try again" in answer.json["error"]
    assert "public" not in answer.headers.get("Cache-Control", "")
    assert get(client, "problem=himmelblau&basins=on&resolution=23").status_code == 200


def test_links_with_tracking_keys_and_escapes_give_the_same_figure(client):
    plain = get(client, "v=1&problem=valley&run=0.5,0.6,gd,0.05,40").data
    for text in (
        "v=1&problem=valley&run=0.5,0.6,gd,0.05,40&utm_source=mail&fbclid=Iw&gclid=1&_=17",
        "v=1&amp;problem=valley&amp;run=0.5,0.6,gd,0.05,40",
        "v=1&problem=valley&run=0.5,%200.6,%20gd,%200.05,%2040",
        "v=1&problem=valley&run=0.5,0.6,gd,0.05,40).",
        "v=1&problem=valley&run=0.5,0.6,gd,0.05,40%29.",
    ):
        answer = get(client, text)
        assert answer.status_code == 200, answer.text
        assert answer.data == plain


def test_a_lessons_link_may_have_tracking_keys_too(client):
    expected = get(client, "lesson=two-minima").data
    assert get(client, "lesson=two-minima&utm_medium=social&mc_cid=7").data == expected
    assert get(client, "utm_medium=social&lesson=two-minima).").data == expected


def test_a_title_may_end_with_any_character(client):
    layout = get(client, "problem=peaks&title=Why%20(not)%3F").json["layout"]
    assert layout["title"]["text"] == "Why (not)?"


def test_pages_on_other_hosts_may_send_a_preflight_and_read_errors(client):
    preflight = client.options("/figure.json", headers={"Origin": "https://example.org"})
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in preflight.headers["Access-Control-Allow-Methods"]
    assert preflight.headers["Access-Control-Allow-Headers"] == "*"
    wrong = client.post("/figure.json?problem=peaks")
    assert (wrong.status_code, wrong.headers["Access-Control-Allow-Origin"]) == (405, "*")
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


@pytest.mark.parametrize("path", ["/figure.json?", "/export?format=csv&"])
def test_bytes_that_are_not_utf_8_are_refused(client, path):
    where, _, query = path.partition("?")
    answer = client.open(where, environ_overrides={"QUERY_STRING": f"{query}title=\xff\xfe"})
    assert answer.status_code == 400
    assert "UTF-8" in answer.text


def test_an_internal_error_is_logged_and_not_shown(client, monkeypatch, caplog):
    def fail(*_):
        raise ValueError("operands could not be broadcast together")

    monkeypatch.setattr("callbacks.figure_route.export", fail)
    answer = get(client, "problem=peaks&title=broken")
    assert (answer.status_code, answer.json) == (500, {"error": "The figure could not be made."})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "broadcast" in caplog.text
