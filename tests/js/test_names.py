"""Names and constants that Python and the page's JavaScript share."""

import re
from pathlib import Path

import pytest

import losscore as ls
from app import create_app
from callbacks.events import CONTROLS
from components import ids
from tools import motion_module
from tools.ids_module import MODULE, ids_module

ROOT = Path(__file__).parents[2]
LAB = ROOT / "assets" / "lab"
SCRIPTS = [*ROOT.glob("assets/**/*.*js"), *ROOT.glob("components/**/*.mjs")]
KNOWN = {value for name, value in vars(ids).items() if name.isupper()}
COMMENT = r"//[^\n]*|/\*.*?\*/"
STRING = r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"""
TOKEN = re.compile(f"{COMMENT}|({STRING})", re.DOTALL)
IMPORT = re.compile(r'^import\s[^;"]*?from "([^"]+)";|\bimport\("([^"]+)"\)', re.MULTILINE)


def strings(text):
    return [match[1][1:-1] for match in TOKEN.finditer(text) if match[1]]


def names_an_id(string):
    """Whether ``string`` is an id, starts as ``id.property`` does, or selects ``#id``."""
    parts = [string, string.split(".")[0], *re.findall(r"#([\w-]+)", string)]
    return not KNOWN.isdisjoint(parts)


def test_the_module_of_ids_is_that_of_components_ids():
    assert MODULE.read_text() == ids_module(), "run `make ids`"


def test_the_module_of_constants_is_that_of_the_session():
    assert motion_module.MODULE.read_text() == motion_module.motion_module(), "run `make motion`"


@pytest.mark.parametrize(
    "line",
    ['x("run-button")', "x('run-button')", "`#${y} #run-button b`", '"run-button.n_clicks"'],
)
def test_an_id_is_found_however_it_is_written(line):
    assert any(names_an_id(string) for string in strings(line))


def test_what_only_looks_like_an_id_is_not_one():
    text = '"run-buttons" "my run-button" ".run-button" /* "run-button" */ // "run-button"'
    assert not any(names_an_id(string) for string in strings(text))


def test_no_id_is_written_anywhere_else():
    assert len(SCRIPTS) > 40
    written = [
        (path.relative_to(ROOT).as_posix(), string)
        for path in SCRIPTS
        if path != MODULE
        for string in strings(path.read_text())
        if names_an_id(string)
    ]
    assert written == []


def test_every_id_that_a_script_uses_is_one_of_python():
    for path in SCRIPTS:
        used = set(re.findall(r"\bids\.([A-Z_]+)\b", path.read_text()))
        assert used <= vars(ids).keys(), path


def test_modules_import_each_other_by_one_address():
    """Relative, without a query, and as the file is called: else the browser loads one twice."""
    for path in LAB.rglob("*.mjs"):
        for static, dynamic in IMPORT.findall(path.read_text()):
            address = static or dynamic
            target = (path.parent / address).resolve()
            assert address.startswith(("./", "../")), (path, address)
            assert target in set(target.parent.glob("*.mjs")), (path, address)
            assert target.is_relative_to(LAB), (path, address)


def test_dash_calls_only_what_is_exported():
    text = (LAB / "page" / "dash.mjs").read_text()
    exported = set(re.findall(r"^export (?:async )?(?:function|const) (\w+)", text, re.MULTILINE))
    app = create_app()
    app._setup_server()
    called = {
        function["function_name"]
        for callback in app._callback_list
        if (function := callback["clientside_function"])
    }
    assert len(called) > 10
    assert called <= exported


def test_events_name_the_controls_as_the_server_does():
    text = (LAB / "page" / "dash.mjs").read_text()
    named = {
        getattr(ids, name): event for name, event in re.findall(r"\[ids\.(\w+)\]: \"(\w+)\"", text)
    }
    options = {ids.display_control(option.name): option.name for option in ls.DISPLAY}
    assert len(named) == 7
    assert {control: name for name, control in CONTROLS.items()} == named | options
