"""The export menu offers every registered format."""

import subprocess
import sys

import pytest

from components.export import FORMATS
from components.export.registry import GROUPS
from components.page.export_menu import build_export_menu


def parts(kind, has_chromium=True):
    menu = build_export_menu(has_chromium=has_chromium)
    return [part for part in menu._traverse() if type(part).__name__ == kind]


def offers(has_chromium=True):
    buttons = parts("Button", has_chromium)
    return [button for button in buttons if hasattr(button, "data-format")]


def test_every_format_is_offered_under_its_heading():
    names = [getattr(button, "data-format") for button in offers()]
    assert set(names) == set(FORMATS)
    assert names.count("png") == 2
    assert {name: names.count(name) for name in names} == {
        name: 1 + len(entry.ratios) for name, entry in FORMATS.items()
    }
    headings = [heading.children for heading in parts("H2")]
    assert headings == ["View", *GROUPS]


def test_every_button_has_its_own_name():
    labels = [button.children for button in offers()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("is_there", [True, False])
def test_without_chromium_the_menu_says_so(is_there):
    barred = {getattr(button, "data-format") for button in offers(is_there) if button.disabled}
    notes = [str(note.children) for note in parts("P", is_there)]
    assert barred == (set() if is_there else {"pdf", "gif", "mp4", "webm"})
    assert any("apt install" in note for note in notes) != is_there


def test_the_menu_needs_no_writer_and_no_chromium():
    """It is drawn in a process that has neither."""
    code = (
        "import sys; from components.page.export_menu import build_export_menu as build; "
        "build(has_chromium=True); print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "components.export.registry" in loaded
    drawing = ("kaleido", "choreographer", "components.export.formats.image")
    assert not loaded & {*drawing, "components.export.chromium"}
