"""Finds, checks and caches Pyodide and numpy, for a site that needs no other host.

They come from Pyodide's own host, or from a folder that the user names. Every file must match its
sha256; one that does not is never used.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from components.session.text import Refusal

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
SECONDS = 60


class NoPyodide(Refusal):
    """Files that a site needs are not available."""


def from_folder(folder: Path) -> dict[str, bytes]:
    """All ``FILES`` by name, from ``folder`` alone. Raises NoPyodide, which names the bad files."""
    found = _in_folder(folder, FILES)
    wrong = sorted(set(FILES) - set(checked(found)))
    if wrong:
        raise NoPyodide(
            f"{folder} must hold the files of Pyodide {VERSION}; missing or different: "
            f"{', '.join(wrong)}"
        )
    return found


def fetch(cache: Path | None = None) -> dict[str, bytes]:
    """All ``FILES`` by name, from the cache or else from Pyodide's own host.

    Raises NoPyodide, which names the files that neither has.
    """
    kept = cache or cache_folder()
    found = checked(_in_folder(kept, FILES))
    found |= checked(_on_cdn(set(FILES) - set(found)))
    missing = sorted(set(FILES) - set(found))
    if missing:
        raise NoPyodide(
            f"{CDN} did not deliver {', '.join(missing)}; name a folder that holds Pyodide's files "
            "with --pyodide"
        )
    keep(found, kept)
    return found


def checked(files: dict[str, bytes]) -> dict[str, bytes]:
    """Those of ``files`` whose sha256 matches FILES."""
    return {
        name: content
        for name, content in files.items()
        if hashlib.sha256(content).hexdigest() == FILES[name]
    }


def cache_folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "losscore" / f"pyodide-{VERSION}"


def keep(files: dict[str, bytes], folder: Path) -> None:
    """Cache ``files`` in ``folder``. Ignore a cache that cannot be written; it only saves time."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            if not (folder / name).exists():
                (folder / name).write_bytes(content)
    except OSError:
        return


def _in_folder(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}


def _on_cdn(wanted: set[str]) -> dict[str, bytes]:
    found = {}
    for name in sorted(wanted):
        try:
            with urlopen(CDN + name, timeout=SECONDS) as answer:
                found[name] = answer.read()
        except (URLError, OSError):
            return found
    return found
