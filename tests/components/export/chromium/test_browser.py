"""Chromium for exports, in cases in which none is started."""

import pytest

import losscore as ls
from components.export import FORMATS, Request, export
from components.export.chromium.browser import BROWSER, ChromiumMissing, has_chromium
from components.export.formats.image import MAX_PIXELS

REQUEST = Request(ls.Scenario())


@pytest.fixture
def no_chromium(monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")


def test_without_chromium_a_sentence_says_what_to_install(no_chromium):
    assert not has_chromium()
    for name in ("png", "svg", "pdf"):
        with pytest.raises(ChromiumMissing, match=r"install it \(.*apt install chromium.*\)"):
            export(name, REQUEST)
    assert not BROWSER.is_running


def test_a_picture_has_a_bounded_number_of_pixels(no_chromium):
    request = Request(ls.Scenario(), width=4000, height=100, pixel_ratio=2.5)
    for name in ("png", "svg", "pdf"):
        with pytest.raises(ValueError, match=f"at most {MAX_PIXELS} pixels, got 4000 × 2.5"):
            export(name, request)


def test_formats_that_are_no_pure_vectors_say_so():
    assert {name for name, entry in FORMATS.items() if "image inside" in entry.note} == {
        "svg",
        "pdf",
    }
