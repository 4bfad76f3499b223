"""npm packages that tests need: fetched once, checked, and kept in pytest's cache."""

import base64
import hashlib
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

# Name and version → sha512 of the archive, as the registry writes it.
PACKAGES = {
    "plotly.js-dist-min@1.58.5": (
        "GeH6TQ9icfZTzgeQm80YiENHZ5JtXO27FBgG58ejVBe9XLkOdPElHoFv8VLfv6DncPan0wRxtRA2GFrVk/begg=="
    ),
}
SECONDS = 120


def package(config: pytest.Config, name: str) -> Path:
    """The folder of the unpacked package; skips the test if it is not available."""
    assert config.cache is not None
    folder = config.cache.mkdir("npm")
    archive = folder / (name.replace("@", "-") + ".tgz")
    if not archive.exists():
        _fetch(name, folder)
    digest = hashlib.sha512(archive.read_bytes()).digest()
    assert base64.b64encode(digest).decode() == PACKAGES[name], f"{archive} is not {name}"
    unpacked = folder / archive.stem
    with tarfile.open(archive) as tar:
        tar.extractall(unpacked, filter="data")
    return unpacked / "package"


def _fetch(name: str, folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip(f"npm is needed to fetch {name}")
    try:
        subprocess.run(
            [npm, "pack", name, "--silent"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
            timeout=SECONDS,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"{name} could not be fetched from the npm registry: {error}")
