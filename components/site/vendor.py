"""Pyodide and numpy for a site that shall need no other host: found, checked, kept.

Each file is known by its sha256 and may come from anywhere; what does not match is not used.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

VERSION = "314.0.4"
CDN = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
NUMPY = "numpy-2.4.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
FILES = {
    "pyodide.mjs": "c75dd73bb0c70674135f9f4ab746c9b5316e9fe027cafacb2be445e658f04c92",
    "pyodide.asm.mjs": "fd7a3cefa122ff6463dcf2997961eb341250e4cc4ed60281448390f0a767cca2",
    "pyodide.asm.wasm": "6c8986a8ee583401069aa403e76ee79d4633a1478ab11cea76030bc299aded9f",
    "python_stdlib.zip": "b5ca2308e9fa72eda319889a1ddf086389e9f1234ced279cc71267fe9ba56e54",
    "pyodide-lock.json": "c963d22858f6bcb8f41586a2142f03905ab370c88ea22a86a2736e95fac2a8f3",
    NUMPY: "0cad9c1b91f0082e4f959bc0e0bf5835a2efbba6ab3b1e9d1fe6e7e564cca98e",
}
# Pyodide's npm package has all but numpy, which PyPI has inside of another package's wheel.
NPM_PACKAGE = f"pyodide@{VERSION}"
WHEEL_AROUND_NUMPY = "open-webui==0.12.4"
SECONDS = 60
PATIENCE = 900  # seconds for a package of a registry

# What a source has of the files that are wanted.
Find = Callable[[set[str]], dict[str, bytes]]


def collect(folders: Iterable[Path] = (), cache: Path | None = None) -> dict[str, bytes]:
    """All ``FILES`` by name: from ``folders``, the cache, Pyodide's own host, or registries.

    Raises OSError that says what is missing when no source has it.
    """
    kept = cache or _cache()
    found: dict[str, bytes] = {}
    finders: list[Find] = [_in_folder(folder) for folder in (*folders, kept)]
    for find in (*finders, _on_cdn, _in_npm, _in_pypi):
        wanted = set(FILES) - set(found)
        if wanted:
            found |= _checked(find(wanted))
    missing = sorted(set(FILES) - set(found))
    if missing:
        raise OSError(f"could not get {', '.join(missing)}: neither {CDN} nor npm and PyPI answer")
    _keep(found, kept)
    return found


def _checked(files: dict[str, bytes]) -> dict[str, bytes]:
    """Those that are what they shall be."""
    return {
        name: content
        for name, content in files.items()
        if hashlib.sha256(content).hexdigest() == FILES[name]
    }


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "losscore" / f"pyodide-{VERSION}"


def _keep(files: dict[str, bytes], folder: Path) -> None:
    """For the next time. A cache that cannot be written is no reason to fail."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            if not (folder / name).exists():
                (folder / name).write_bytes(content)
    except OSError:
        return


def _in_folder(folder: Path) -> Find:
    return lambda wanted: {
        name: (folder / name).read_bytes() for name in wanted if (folder / name).is_file()
    }


def _on_cdn(wanted: set[str]) -> dict[str, bytes]:
    found = {}
    for name in sorted(wanted):
        try:
            with urlopen(CDN + name, timeout=SECONDS) as answer:
                found[name] = answer.read()
        except (URLError, OSError):
            return found
    return found


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
            command, cwd=folder, capture_output=True, check=False, timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0
