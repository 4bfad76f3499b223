"""Settings for all tests: the shared Chromium of the browser tests, and hypothesis."""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest
from selenium.webdriver import ChromeOptions

# Dash asks another host for its newest version unless told not to.
os.environ["DASH_DISABLE_VERSION_CHECK"] = "true"

# The time that one example takes on a shared machine tells nothing about the code, so there is no
# deadline. And the same code must have the same result in every run.
hypothesis.settings.register_profile("losscore", deadline=None, derandomize=True)
hypothesis.settings.load_profile("losscore")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_TESTS = Path(__file__).parent / "browser"
CHROMIUM_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",  # root may not start it otherwise
    "--use-angle=swiftshader",  # WebGL without a graphics card
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1440,900",
)
# Without a graphics card, smooth edges and layers take half of the time for a page.
PLAIN_DRAWING = ("--webgl-antialiasing-mode=none", "--disable-gpu-compositing")

_profiles = ExitStack()


def pytest_addoption(parser):
    """``--keep-page``: browser tests put the page back to its default instead of loading it."""
    parser.addoption("--keep-page", action="store_true", help="reset the page between tests")


@pytest.hookimpl(optionalhook=True)
def pytest_setup_options() -> ChromeOptions:
    """Options for every browser that Dash's plugin starts."""
    profile = _profiles.enter_context(
        tempfile.TemporaryDirectory(prefix="losscore-chromium-", ignore_cleanup_errors=True)
    )
    options = ChromeOptions()
    options.binary_location = next(filter(None, map(shutil.which, BROWSERS)))
    for argument in (*CHROMIUM_ARGUMENTS, *PLAIN_DRAWING, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    return options


def pytest_unconfigure() -> None:
    """Remove the browsers' profiles."""
    _profiles.close()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests and put them last, so that fast failures come first."""
    for item in items:
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
