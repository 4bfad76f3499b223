"""The page in Chromium: one browser, one server, and a fresh page for each test."""

import socket
import time
from collections.abc import Callable, Iterator

import pytest
from dash.testing.application_runners import ThreadedRunner
from dash.testing.composite import DashComposite
from flask import request

from app import create_app
from components import ids
from tests.browser.default_page import DefaultPage
from tests.browser.lab_page import LabPage

# Fixtures that show the page, each in a size of its own.
SCREENS = ("lab", "moving_lab", "phone")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group the tests by screen, because a page that changes its screen must be reloaded."""
    items.sort(key=lambda item: [name in getattr(item, "fixturenames", ()) for name in SCREENS])


@pytest.fixture(scope="session")
def duo(request, tmp_path_factory) -> Iterator[DashComposite]:
    """A running server and a browser."""
    settings = {
        "browser": "Chrome",
        "options": request.config.hook.pytest_setup_options(),
        "download_path": str(tmp_path_factory.mktemp("download")),
        "percy_run": False,
    }
    with ThreadedRunner() as server, DashComposite(server=server, **settings) as composite:
        # Dash would take the same port for each of several processes that run tests.
        composite.start_server(create_app(), port=free_port())
        yield composite


def free_port() -> int:
    """A free port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


DESKTOP = (1440, 900)
# WebGL is drawn in software: a small surface leaves time for more frames.
SMALL = (500, 900)
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
PHONE_SIZE = (900, 1000)  # of the window around it


@pytest.fixture(scope="session")
def default(request) -> DefaultPage:
    """How the page looks when it has just been opened."""
    return DefaultPage(keeps_page=request.config.getoption("--keep-page"))


def opened(duo: DashComposite, default: DefaultPage, size: tuple[int, int]) -> Iterator[LabPage]:
    """The page with its default run at its end; the test fails on any error in the browser."""
    page = LabPage(duo)
    page.driver.set_window_size(*size)
    page.prefer(motion="reduce")
    default.show(page, size)
    page.console()
    yield page
    errors = page.console()
    page.driver.execute_script("localStorage.clear()")
    assert errors == []


@pytest.fixture
def slow(duo) -> Iterator[Callable[[float], None]]:
    """``slow(seconds)`` makes the server delay its answers to events."""
    seconds = [0.0]

    def wait():
        if request.path == "/_dash-update-component" and seconds[0]:
            output = request.get_json()["output"]
            if f"{ids.RUN_STORE}." in output:
                time.sleep(seconds[0])

    before = duo.server._app.server.before_request_funcs.setdefault(None, [])
    before.append(wait)
    yield lambda wanted: seconds.__setitem__(0, wanted)
    before.remove(wait)


@pytest.fixture
def lab(duo, default) -> Iterator[LabPage]:
    """The lab with reduced motion: every run shows its end at once."""
    yield from opened(duo, default, DESKTOP)


@pytest.fixture
def moving_lab(duo, default) -> Iterator[LabPage]:
    """The lab with motion, on a small screen, its default run at its end."""
    for page in opened(duo, default, SMALL):
        page.prefer(motion="no-preference")
        yield page


@pytest.fixture
def phone(duo, default) -> Iterator[LabPage]:
    """The lab on a phone, with reduced motion."""
    command = duo.driver.execute_cdp_cmd
    command("Emulation.setDeviceMetricsOverride", PHONE)
    command("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    try:
        yield from opened(duo, default, PHONE_SIZE)
    finally:
        command("Emulation.setTouchEmulationEnabled", {"enabled": False})
        command("Emulation.clearDeviceMetricsOverride", {})
