"""The export menu offers what is registered."""

import pytest

from components.export import FORMATS
from components.export.formats import GROUPS
from components.export_menu import build_export_menu


def parts(kind):
    return [part for part in build_export_menu()._traverse() if type(part).__name__ == kind]


def offers():
    return [button for button in parts("Button") if hasattr(button, "data-format")]


def test_every_format_is_offered_under_its_heading():
    names = [getattr(button, "data-format") for button in offers()]
    assert set(names) == set(FORMATS)
    assert [name for name in names if names.count(name) > 1] == ["png", "png"]
    headings = [heading.children for heading in parts("H2")]
    assert headings == ["View", *GROUPS]


def test_every_button_says_something_else():
    labels = [button.children for button in offers()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("path", ["/nowhere/chromium", "/bin/true"])
def test_without_chromium_the_menu_says_so(monkeypatch, path):
    monkeypatch.setenv("BROWSER_PATH", path)
    barred = {getattr(button, "data-format") for button in offers() if button.disabled}
    told = [note.children for note in parts("P") if "apt install" in str(note.children)]
    is_missing = path.startswith("/nowhere")
    assert barred == ({"pdf", "gif", "mp4", "webm"} if is_missing else set())
    assert len(told) == is_missing
