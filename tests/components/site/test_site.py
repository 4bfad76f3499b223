"""The contents of a static site; writing one destroys no files."""

import base64
import gzip
import hashlib
import json
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from app import create_app, main
from components.session.lessons import LESSONS
from components.session.text import NoPlace
from components.site import vendor
from components.site.options import Site, SitePage, lesson_pages, scenario_pages
from components.site.packing import Arrays, pack_exchanges
from components.site.pages import index_html
from components.site.record_session import Exchange, record
from components.site.writer import write_site

HIMMELBLAU = "problem=himmelblau&run=-0.5,-1,momentum,0.001,200"


@pytest.fixture(scope="module")
def client():
    return create_app().server.test_client()


@pytest.fixture(scope="module")
def folder(client, tmp_path_factory) -> Path:
    """A site of one lesson and one scenario."""
    folder = tmp_path_factory.mktemp("host") / "deep" / "site"
    pages = (*lesson_pages("two-minima"), *scenario_pages([f"?{HIMMELBLAU}"]))
    lines: list[str] = []
    write_site(Site(folder, pages, base_url="https://example.org/notes/"), client, lines.append)
    assert [line.split(":")[0] for line in lines] == ["two-minima", "himmelblau-momentum"]
    return folder


def unpacked(path):
    return json.loads(gzip.decompress(path.read_bytes()))


# ---------------------------------------------------------------------------------------- options


def test_lessons_by_name():
    assert [page.slug for page in lesson_pages("all")] == [lesson.slug for lesson in LESSONS]
    assert [page.slug for page in lesson_pages("race, momentum")] == ["race", "momentum"]
    assert lesson_pages("none") == []
    with pytest.raises(ValueError, match="lesson must be one of"):
        lesson_pages("no-such-lesson")


def test_pages_of_scenarios_have_unique_names():
    pages = scenario_pages([HIMMELBLAU, f"?{HIMMELBLAU}", "problem=peaks"])
    slugs = [page.slug for page in pages]
    assert slugs == ["himmelblau-momentum", "himmelblau-momentum-2", "peaks-gd"]
    assert pages[0].scenario.runs[0].optimizer == "momentum"
    with pytest.raises(ValueError, match="problem"):
        scenario_pages(["problem=nothing"])


def test_bad_sites_are_refused(tmp_path):
    with pytest.raises(ValueError, match="must have at least one page"):
        Site(tmp_path, ())
    pages = tuple(lesson_pages("race"))
    with pytest.raises(ValueError, match="base-url must begin with"):
        Site(tmp_path, pages, base_url="javascript:alert(1)")
    with pytest.raises(ValueError, match="at most 100 pages"):
        Site(tmp_path, pages * 101)


# --------------------------------------------------------------------------------------- sessions


def callback(output, inputs, *, prevent=True):
    listed = [dict(zip(("id", "property"), place.split("."), strict=True)) for place in inputs]
    return {
        "output": output,
        "inputs": listed,
        "state": [],
        "prevent_initial_call": prevent,
        "clientside_function": None,
    }


def test_a_session_runs_a_callback_after_its_inputs():
    callbacks = [
        callback("sum.children", ["left.value", "right.value"], prevent=False),
        callback("..left.value...right.value..", ["event-store.data"]),
        callback("sum.children@again", ["right.value"]),
    ]

    def ask(request):
        values = [one["value"] for one in request["inputs"]]
        if request["output"].startswith(".."):
            return {"response": {"left": {"value": 2}, "right": {"value": 3}}}
        if request["output"] == "end.a":
            return None
        return {"response": {"sum": {"children": sum(values)}}}

    layout = {"props": {"children": [{"props": {"id": "left", "value": 1}}]}}
    session = record(ask, layout, [*callbacks, callback("end.a", ["sum.children"])], "?x", "dark")
    assert [one.output for one in session] == [
        "..left.value...right.value..",
        "sum.children",
        "sum.children@again",
        "end.a",
    ]
    assert session[1].given == {"left.value": 2, "right.value": 3}
    assert session[-1].given == {"sum.children": 3}


def test_an_endless_loop_of_callbacks_is_an_error():
    callbacks = [callback("a.value", ["event-store.data", "a.value"])]
    with pytest.raises(RuntimeError, match="without end"):
        record(lambda _: {"response": {"a": {"value": 1}}}, {}, callbacks, "", "light")


# ---------------------------------------------------------------------------------------- packing


@pytest.mark.parametrize("dtype", ["<f4", "<f8", "|u1", "<i2"])
def test_arrays_are_stored_once_and_restored(dtype):
    numbers = np.linspace(-100, 100, 5000).astype(dtype)
    spec = {"dtype": np.dtype(dtype).str[1:], "bdata": base64.b64encode(numbers.tobytes()).decode()}
    answer = {"response": {"graph": {"figure": {"data": [{"z": spec | {"shape": "50, 100"}}]}}}}
    arrays = Arrays()
    exchanges = [Exchange("a.b", {"t": theme}, [], answer) for theme in ("light", "dark", "dark")]
    packed = json.loads(gzip.decompress(pack_exchanges(exchanges, arrays)))
    assert [one["given"]["t"] for one in packed["exchanges"]] == ["light", "dark"]
    [file] = packed["arrays"]
    z = packed["exchanges"][1]["answer"]["response"]["graph"]["figure"]["data"][0]["z"]
    assert z == {"dtype": spec["dtype"], "shape": "50, 100", "bdata": 0}
    planes = np.frombuffer(gzip.decompress(arrays.files[file["file"]]), "u1")
    size = numbers.itemsize
    assert file["size"] == size
    assert planes.reshape(size, -1).T.tobytes() == numbers.tobytes()


# ---------------------------------------------------------------------------------------- folders


def test_a_site_holds_every_file_that_its_pages_link_to(folder):
    for page in (folder / "index.html", *folder.glob("*/index.html")):
        html = page.read_text()
        links = re.findall(r'(?:src|href)="([^"#]+)"', html)
        local = [link for link in links if not link.startswith("https://example.org/notes/")]
        assert not [link for link in local if link.startswith(("/", "http", "?"))], "not relative"
        for link in local:
            target = page.parent / link
            assert (target / "index.html" if link.endswith("/") else target).is_file(), link
    for page in ("two-minima", "himmelblau-momentum"):
        for array in unpacked(folder / page / "page.json.gz")["arrays"]:
            assert (folder / "lab" / array["file"]).is_file()
    assert (folder / ".nojekyll").is_file()


def test_a_site_holds_every_script_that_its_pages_run(folder):
    html = (folder / "two-minima" / "index.html").read_text()
    config = json.loads(re.search(r'id="page"[^>]*>(.*?)</script>', html)[1])
    for name in (*config["scripts"], config["wheel"], "lab.zip", "lab.json.gz"):
        assert (folder / "lab" / name).is_file()
    assert config["pyodide"].startswith("https://")
    assert config["search"] == "?lesson=two-minima"
    assert config["pages"] == ["two-minima", "himmelblau-momentum"]
    imported = [
        (path, name)
        for path in (folder / "lab").rglob("*.mjs")
        for name in re.findall(r'^import .* from "([^"]+)";', path.read_text(), re.MULTILINE)
    ]
    assert len(imported) > 30
    assert [name for path, name in imported if not (path.parent / name).is_file()] == []


def test_the_wheel_is_losscore_unmodified(folder):
    [wheel] = (folder / "lab").glob("losscore-*.whl")
    root = Path(__file__).parents[3] / "losscore"
    with zipfile.ZipFile(wheel) as opened:
        packed = {name for name in opened.namelist() if name.endswith(".py")}
        assert packed == {path.relative_to(root.parent).as_posix() for path in root.rglob("*.py")}
        for name in packed:
            assert opened.read(name) == (root.parent / name).read_bytes()


def test_lessons_with_a_page_are_links_to_it(folder):
    layout = json.dumps(unpacked(folder / "lab" / "lab.json.gz")["layout"])
    assert '"href": "../two-minima/"' in layout
    assert '"href": "?lesson=momentum"' in layout


def test_a_page_has_its_figures_in_both_themes_and_its_runs(folder):
    exchanges = unpacked(folder / "two-minima" / "page.json.gz")["exchanges"]
    drawn = [
        one for one in exchanges if "contour-graph" in (one["answer"] or {}).get("response", {})
    ]
    assert {one["given"]["theme-store.data"] for one in drawn} == {"light", "dark"}
    runs = [
        one["answer"]["response"]["run-store"]["data"]["runs"]
        for one in exchanges
        if "run-store" in (one["answer"] or {}).get("response", {})
    ]
    assert len(runs) == 1
    assert [run["reached"] for run in runs[0]] == [True, True]


def test_a_known_address_is_given_to_search_engines(folder):
    places = re.findall("<loc>(.*?)</loc>", (folder / "sitemap.xml").read_text())
    base = "https://example.org/notes/"
    assert places == [base, f"{base}two-minima/", f"{base}himmelblau-momentum/"]
    page = (folder / "two-minima" / "index.html").read_text()
    assert f'<link rel="canonical" href="{base}two-minima/">' in page


def test_titles_are_escaped(client, tmp_path):
    [page] = lesson_pages("race")
    evil = "</title></script><script>alert(1)</script>"
    spoilt = SitePage("race", evil, evil, evil, page.search, page.scenario)
    site = Site(tmp_path / "site", (spoilt,))
    write_site(site, client, lambda _: None)
    for name in ("index.html", "race/index.html"):
        html = (site.folder / name).read_text()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html
    assert "alert" in index_html(site, [])


def test_a_folder_with_other_files_is_left_alone(client, tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "thesis.tex").write_text("years of work")
    pages = tuple(lesson_pages("published-peaks"))
    with pytest.raises(NoPlace, match="is not empty"):
        write_site(Site(folder, pages), client, lambda _: None)
    assert [path.name for path in folder.iterdir()] == ["thesis.tex"]
    write_site(Site(folder, pages, is_forced=True), client, lambda _: None)
    assert (folder / "thesis.tex").read_text() == "years of work"
    assert (folder / "published-peaks" / "index.html").is_file()
    # Now the folder counts as our site, so a page that no longer exists is removed.
    (folder / "stale").mkdir()
    write_site(Site(folder, pages), client, lambda _: None)
    assert not (folder / "stale").exists()


def test_a_failure_keeps_the_old_site(client, folder, monkeypatch):
    before = sorted(folder.rglob("*"))
    monkeypatch.setattr("components.site.writer.build_lab", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_site(Site(folder, tuple(lesson_pages("race"))), client, lambda _: None)
    assert sorted(folder.rglob("*")) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


# ---------------------------------------------------------------------------------------- Pyodide


@pytest.fixture
def sums(monkeypatch):
    """Small files in place of Pyodide's, by name."""
    content = {name: name.encode() for name in vendor.FILES}
    known = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    monkeypatch.setattr(vendor, "FILES", known)
    return content


def test_a_file_with_a_wrong_checksum_is_never_used(tmp_path, monkeypatch):
    monkeypatch.setattr(vendor, "_on_cdn", lambda wanted: dict.fromkeys(wanted, b"wrong"))
    with pytest.raises(vendor.NoPyodide, match=r"jsdelivr.*numpy-.*, pyodide-lock.*--pyodide"):
        vendor.fetch(cache=tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_fetched_files_are_cached(tmp_path, monkeypatch, sums):
    fetched: list[set[str]] = []

    def on_cdn(wanted):
        fetched.append(wanted)
        return {name: sums[name] for name in wanted}

    monkeypatch.setattr(vendor, "_on_cdn", on_cdn)
    assert vendor.fetch(cache=tmp_path / "cache") == sums
    assert vendor.fetch(cache=tmp_path / "cache") == sums
    assert fetched == [set(sums), set()]


def test_a_folder_of_files_needs_no_host(client, tmp_path, monkeypatch, sums):
    monkeypatch.setattr(vendor, "_on_cdn", lambda _: pytest.fail("the CDN was asked"))
    files = tmp_path / "files"
    files.mkdir()
    for name, content in sums.items():
        (files / name).write_bytes(content)
    pages = tuple(lesson_pages("two-minima"))
    site = Site(tmp_path / "site", pages, is_vendored=True, pyodide=files)
    write_site(site, client, lambda _: None)
    written = {path.name: path.read_bytes() for path in tmp_path.glob("site/lab/pyodide/*")}
    assert written == sums
    (files / "pyodide.mjs").write_bytes(b"another version")
    with pytest.raises(vendor.NoPyodide, match=r"missing or different: pyodide\.mjs$"):
        vendor.from_folder(files)


# ---------------------------------------------------------------------------------------- command


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--lessons", "nothing"], "lesson must be one of"),
        (["--lessons", "none"], "a site must have at least one page, got none"),
        (["--scenario", "problem=nothing"], "problem must be one of"),
        (["--base-url", "ftp://example.org"], "base-url must begin with"),
        (["--pyodide", "x"], "--pyodide needs --vendor"),
    ],
)
def test_bad_options_are_refused_in_one_sentence(arguments, sentence, tmp_path, capsys):
    with pytest.raises(SystemExit) as refusal:
        main(["site", str(tmp_path / "site"), *arguments])
    assert refusal.value.code == 2
    printed = capsys.readouterr().err
    assert sentence in printed
    assert printed.count("\n") == 1
    assert not (tmp_path / "site").exists()


def test_help_names_every_option(capsys):
    with pytest.raises(SystemExit) as leaving:
        main(["site", "--help"])
    assert leaving.value.code == 0
    printed = capsys.readouterr().out
    for option in (
        "DIR",
        "--lessons",
        "--scenario",
        "--base-url",
        "--vendor",
        "--pyodide",
        "--force",
    ):
        assert option in printed
