"""The lab in an iframe of a page on another origin."""

import time

import pytest

import losscore as ls
from tests.browser.lab_page import READY, LabPage
from tests.browser.static_host import serving

PATIENCE = 4.5  # seconds
# The frame is in the corner: the driver's pointer measures from there, whichever frame it is in.
NOTE = """<!doctype html><title>A note</title><link rel="icon" href="data:,">
<body style="margin: 0">
<iframe id="frame" src="{source}" width="640" height="460" title="surface"
 style="display: block; border: 0"></iframe>
<p>A note with a surface.</p>"""


@pytest.fixture
def note(duo, tmp_path):
    """The lab in the frame of a note on another host; the driver is inside the frame."""
    source = f"{duo.server_url}/embed?lesson=two-minima"
    (tmp_path / "index.html").write_text(NOTE.format(source=source))
    page = LabPage(duo)
    page.prefer(motion="reduce")
    page.driver.set_window_size(1000, 700)
    page.console()
    with serving(tmp_path) as (address, _):
        page.driver.get(f"{address}/index.html")
        page.driver.switch_to.frame("frame")
        page.wait(lambda: page.driver.execute_script(READY), 120)
        page.wait_for_end()
        yield page
        page.driver.switch_to.default_content()
        assert page.console() == []


def test_the_surface_is_alone_in_its_frame_and_alive(note):
    host, origin = note.driver.execute_script("return [document.referrer, location.origin]")
    assert not host.startswith(origin), "the note is on another origin"
    for part in ("header", "#rail", ".side", ".tables", "#lesson-box"):
        assert not note.duo.find_element(part).is_displayed(), part
    for part in ("#surface-graph", "#play-button", "#frame-slider", "#run-readout"):
        assert note.duo.find_element(part).is_displayed(), part
    sizes = note.driver.execute_script(
        "const { scrollWidth, scrollHeight } = document.documentElement;"
        "return [scrollWidth - innerWidth, scrollHeight - innerHeight]"
    )
    assert sizes == [0, 0]

    before = note.driver.execute_script("return history.length")
    note.click("first-button")
    assert note.steps == (0, 150)
    start = (0.9, 1.5)
    note.click_surface(*start, float(ls.problem("kmeans").loss(start)))
    note.wait(lambda: runs(note) == 3)
    assert note.driver.execute_script("return history.length") == before


def test_the_link_leads_to_the_lab_with_the_same_runs(note):
    link = note.duo.find_element("#open-link")
    note.driver.execute_script("arguments[0].focus()", link)
    assert link.get_property("href").startswith(f"{note.duo.server_url}/?lesson=two-minima&v=1")
    assert link.get_property("href").count("run=") == 2
    assert link.get_attribute("target") == "_blank"


def test_the_link_waits_for_a_pending_run(note, slow):
    before = note.driver.window_handles
    slow(0.7)
    start = (0.9, 1.5)
    note.click_surface(*start, float(ls.problem("kmeans").loss(start)))
    frame = note.driver.current_window_handle
    clicked = time.monotonic()
    note.click("open-link")
    note.wait(lambda: len(note.driver.window_handles) > len(before))
    waited = time.monotonic() - clicked
    (opened,) = set(note.driver.window_handles) - set(before)
    note.driver.switch_to.window(opened)
    try:
        # On a machine that is slower than its patience it goes without.
        assert note.wait(lambda: note.driver.current_url.count("run=")) == 3 or waited > PATIENCE
    finally:
        note.driver.close()
        note.driver.switch_to.window(frame)
        note.driver.switch_to.frame("frame")


def runs(page):
    """How many runs the address inside the frame tells of."""
    return page.driver.execute_script("return location.search.split('run=').length - 1")
