"""The page's style sheet contains exactly the icons that the page uses."""

import re
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from app import create_app
from components.page import fields, icons
from components.page.layout import build_layout

MODULES = Path(__file__).parents[3] / "assets" / "lab"
RULE = re.compile(r'\.bi-([a-z0-9-]+) \{ --shape: url\("data:image/svg\+xml,([^"]+)"\); \}')


def in_the_layout():
    classes = (
        getattr(part, "className", None) or ""
        for part in build_layout(has_chromium=True)._traverse()
    )
    return {name for shown in classes for name in re.findall(r"bi-([a-z0-9-]+)", shown)}


def in_the_modules():
    """Names in ``"bi-NAME"`` and in ``icon(… "NAME" …)``."""
    text = "\n".join(path.read_text() for path in MODULES.rglob("*.mjs"))
    called = " ".join(re.findall(r"\bicon\(([^)]*)\)", text))
    return {*re.findall(r'"bi-([a-z0-9-]+)"', text), *re.findall(r'"([a-z0-9-]+)"', called)}


def test_the_list_holds_what_is_used_and_nothing_else():
    assert {"box", "repeat", "flag"} <= in_the_layout()
    assert {"play-fill", "pause-fill", "eye", "eye-slash", "x-lg"} <= in_the_modules()
    assert set(icons.NAMES) == in_the_layout() | in_the_modules()
    assert len(set(icons.NAMES)) == len(icons.NAMES)


def test_every_icon_is_a_drawing():
    shapes = dict(RULE.findall(icons.stylesheet()))
    assert tuple(shapes) == icons.NAMES
    for shape in shapes.values():
        drawing = ElementTree.fromstring(unquote(shape))
        assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
        assert any(element.get("d") for element in drawing.iter())


def test_the_page_links_the_icons_it_serves():
    client = create_app().server.test_client()
    assert 'href="/icons.css"' in client.get("/").text
    answer = client.get("/icons.css")
    assert (answer.mimetype, answer.text) == ("text/css", icons.stylesheet())


def test_an_icon_that_is_not_listed_is_refused():
    with pytest.raises(ValueError, match=r"components/page/icons\.py, got 'alarm'"):
        fields.icon("alarm")
