"""Pyodide's files for tests, from whichever source this machine can reach.

Its own host comes first, then a folder that the environment names, then packages in registries that
contain the same files. The sha256 identifies each file.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from components.site import vendor
from components.site.vendor import FILES, NUMPY, VERSION, NoPyodide

# Names a folder that holds some of the files.
VARIABLE = "LOSSCORE_PYODIDE"
# Pyodide's npm package has all but numpy, which PyPI has inside of another package's wheel.
NPM_PACKAGE = f"pyodide@{VERSION}"
WHEEL_AROUND_NUMPY = "open-webui==0.12.4"
DOWNLOAD_TIMEOUT = 900  # seconds for a package of a registry


def pyodide_files() -> dict[str, bytes]:
    """All files by name; NoPyodide if they are not available."""
    try:
        return vendor.fetch()
    except NoPyodide as missing:
        found: dict[str, bytes] = {}
        for find in (_in_folders, _in_npm, _in_pypi):
            found |= vendor.checked(find(set(FILES) - set(found)))
        if set(FILES) - set(found):
            raise NoPyodide(f"{missing}, or for tests with {VARIABLE}") from None
        vendor.keep(found, vendor.cache_folder())
        return found


def _in_folders(wanted: set[str]) -> dict[str, bytes]:
    named = os.environ.get(VARIABLE)
    places = [vendor.cache_folder(), *([Path(named)] if named else [])]
    return {
        name: (place / name).read_bytes()
        for place in places
        for name in wanted
        if (place / name).is_file()
    }


def _in_npm(wanted: set[str]) -> dict[str, bytes]:
    if not wanted - {NUMPY} or not shutil.which("npm"):
        return {}
    with tempfile.TemporaryDirectory() as folder:
        if not _succeeds(["npm", "pack", NPM_PACKAGE, "--silent"], folder):
            return {}
        [package] = Path(folder).glob("*.tgz")
        with tarfile.open(fileobj=io.BytesIO(package.read_bytes())) as opened:
            members = {Path(one.name).name: one for one in opened.getmembers() if one.isfile()}
            files = {name: opened.extractfile(members[name]) for name in wanted & set(members)}
            return {name: file.read() for name, file in files.items() if file}


def _in_pypi(wanted: set[str]) -> dict[str, bytes]:
    if NUMPY not in wanted:
        return {}
    pip = [sys.executable, "-m", "pip"] if _has_pip() else ["python3", "-m", "pip"]
    download = ["download", "--quiet", "--no-deps", "--only-binary=:all:", WHEEL_AROUND_NUMPY]
    with tempfile.TemporaryDirectory() as folder:
        if not _succeeds([*pip, *download], folder):
            return {}
        [wheel] = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as opened:
            inside = [name for name in opened.namelist() if Path(name).name == NUMPY]
            return {NUMPY: opened.read(inside[0])} if inside else {}


def _has_pip() -> bool:
    command = [sys.executable, "-m", "pip", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _succeeds(command: list[str], folder: str) -> bool:
    """Whether a package could be fetched into ``folder``."""
    try:
        run = subprocess.run(
            command, cwd=folder, capture_output=True, check=False, timeout=DOWNLOAD_TIMEOUT
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0
