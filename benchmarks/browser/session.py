"""The app in its own process, and a Chromium that visits it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from benchmarks.contest import FailedError
from tests.browser.lab_page import LabPage
from tests.conftest import BROWSERS, CHROMIUM_ARGUMENTS

ROOT = Path(__file__).parents[2]
PROBE = Path(__file__).with_name("probe.js")
WIDTH, HEIGHT = 1440, 900
TIMEOUT = 60.0  # s


@dataclass(frozen=True, slots=True)
class Window:
    """The parts of a browser that ``LabPage`` needs."""

    driver: Any
    server_url: str

    def find_element(self, selector: str) -> Any:
        """The first element that matches ``selector``."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def find_elements(self, selector: str) -> list[Any]:
        """All elements that match ``selector``."""
        return list(self.driver.find_elements(By.CSS_SELECTOR, selector))


@dataclass(frozen=True, slots=True)
class Session:
    """A browser with the probe, and the address of the app."""

    driver: Any
    origin: str

    def open(self) -> LabPage:
        """The page with an empty cache, after its default run has ended."""
        self.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        page = LabPage(Window(self.driver, self.origin))
        page.open()
        page.wait_for_end()
        return page

    def network_log(self) -> list[Mapping[str, Any]]:
        """Chromium's log entries since the last call."""
        return list(self.driver.get_log("performance"))

    def ask(self, question: str, *arguments: Any) -> Any:
        """The return value of one of the probe's functions."""
        return self.driver.execute_script(
            f"return window.bench.{question}(...arguments)", *arguments
        )

    def wait_for(self, question: str, *arguments: Any) -> Any:
        """The value that one of the probe's functions passes to its callback."""
        return self.driver.execute_async_script(
            f"window.bench.{question}(...arguments)", *arguments
        )


@contextmanager
def opened() -> Iterator[Session]:
    """Start the app and the browser, and stop both at the end."""
    with _served() as origin, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        driver = _browser(profile)
        try:
            yield Session(driver, origin)
        finally:
            driver.quit()


@contextmanager
def _served() -> Iterator[str]:
    port = _free_port()
    command = [sys.executable, "app.py"]
    environment = os.environ | {"HOST": "127.0.0.1", "PORT": str(port)}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet) as app:
        try:
            origin = f"http://127.0.0.1:{port}"
            _wait_until_ready(f"{origin}/healthz")
            yield origin
        finally:
            app.terminate()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_ready(address: str) -> None:
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        try:
            urlopen(address).close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise FailedError(f"the app did not start within {TIMEOUT:.0f} s")


def _browser(profile: str) -> Any:
    options: Any = ChromeOptions()
    options.binary_location = next(filter(None, map(shutil.which, BROWSERS)))
    for argument in (*CHROMIUM_ARGUMENTS, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver") or ""))
    driver.set_script_timeout(TIMEOUT)
    metrics = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    source = {"source": PROBE.read_text()}
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", source)
    return driver
