"""Still pictures, opened by other programs than the one that made them."""

import asyncio
import io
import threading
import time
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

import losscore as ls
from components.export import Request, export
from components.export.chromium import browser as browser_module
from components.export.chromium.browser import BROWSER, Browser, ChromiumFailed
from tests.films import extent

KMEANS = ls.Scenario.from_query("problem=kmeans&run=0.2,1.8,gd,0.0009,90")
DISPLAYED = ls.Scenario.from_query(
    "problem=kmeans&display.contours=none&display.height=log&display.colours=viridis"
    "&run=0.2,1.8,gd,0.0009,90"
)
LOGISTIC = ls.Scenario.from_query("problem=logistic&data=blobs&run=3,-3,gd,0.5,90")
SVG = "{http://www.w3.org/2000/svg}"


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


@pytest.mark.parametrize(("scale", "theme", "ground"), [(1, "light", 255), (2, "dark", 0x16)])
def test_a_png_has_the_size_asked_for_and_shows_the_run(scale, theme, ground):
    request = Request(KMEANS, width=600, height=400, pixel_ratio=scale, theme=theme)
    image = pixels(export("png", request))
    assert image.shape == (400 * scale, 600 * scale, 3)
    assert image[2, 2, 0] == ground
    # From the ring at the start to the ball in the valley.
    assert 30 * scale < extent(image) < 300 * scale


def test_progress_is_reported():
    told = []
    export("png", Request(KMEANS, "loss", width=200, height=200), lambda *part: told.append(part))
    assert told == [(0, 1), (1, 1)]


@pytest.mark.parametrize(
    ("scenario", "view"),
    [
        (KMEANS, "contour"),
        (DISPLAYED, "contour"),
        (KMEANS, "loss"),
        (KMEANS, "data"),
        (LOGISTIC, "data"),
    ],
)
def test_flat_views_are_true_vectors(scenario, view):
    request = Request(scenario, view, width=500, height=400, title="a <i>b</i> & c")
    root = ElementTree.fromstring(export("svg", request))
    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("height")) == ("500", "400")
    assert not root.findall(f".//{SVG}image")
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert "a <i>b</i> & c" in texts
    (page,) = PdfReader(io.BytesIO(export("pdf", request))).pages
    assert len(page.images) == 0
    assert "a <i>b</i> & c" in page.extract_text()
    assert float(page.mediabox.width) == pytest.approx(500 * 0.75, abs=2)
    assert float(page.mediabox.height) == pytest.approx(400 * 0.75, abs=2)


def test_a_surface_is_an_image_inside_the_vectors():
    request = Request(KMEANS, width=500, height=400)
    root = ElementTree.fromstring(export("svg", request))
    assert len(root.findall(f".//{SVG}image")) == 1
    (page,) = PdfReader(io.BytesIO(export("pdf", request))).pages
    assert len(page.images) == 1


def test_one_chromium_serves_requests_of_several_threads():
    request = Request(KMEANS, "loss", width=200, height=150)
    export("png", request)
    assert BROWSER.is_running
    process = BROWSER.run(process_of)
    sizes = []

    def draw():
        sizes.append(pixels(export("png", request)).shape)

    threads = [threading.Thread(target=draw) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sizes == [(150, 200, 3)] * 3
    assert BROWSER.run(process_of) == process


async def process_of(kaleido):
    return kaleido.subprocess.pid


def wait_until(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


async def dawdle(_kaleido):
    await asyncio.sleep(60)


async def kill(kaleido):
    kaleido.subprocess.kill()


async def hold_the_thread(_kaleido):
    time.sleep(4)


def test_a_thread_that_hangs_is_left_alone(monkeypatch):
    for name in ("START_TIMEOUT", "PING_TIMEOUT"):
        monkeypatch.setattr(browser_module, name, 0.5)
    browser = Browser()
    with pytest.raises(ChromiumFailed, match="does not respond"):
        browser.run(hold_the_thread, timeout=0.1)
    monkeypatch.undo()
    try:
        assert browser.run(process_of) > 0
    finally:
        browser.close()


def test_a_thread_that_was_ended_is_replaced():
    browser = Browser()
    first = browser.run(process_of)
    try:
        browser._loop.call_soon_threadsafe(browser._loop.stop)
        wait_until(browser._loop.is_closed)
        assert browser.run(process_of) != first
    finally:
        browser.close()


def test_a_chromium_that_hangs_dies_or_has_left_is_replaced():
    browser = Browser()
    try:
        first = browser.run(process_of)
        with pytest.raises(ChromiumFailed, match=r"did not finish within 0\.2 s"):
            browser.run(dawdle, timeout=0.2)
        second = browser.run(process_of)
        browser.run(kill)
        wait_until(lambda: not browser.is_running)
        browser.idle = 0.1
        third = browser.run(process_of)
        assert len({first, second, third}) == 3
        wait_until(lambda: not browser.is_running)
    finally:
        browser.close()
