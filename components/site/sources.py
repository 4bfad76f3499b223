"""The Python code of a static site: the wheel of losscore, and the lab's own modules."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import plotly.io

from components.export.archive import archive

ROOT = Path(__file__).parents[2]
RUNTIME = Path(__file__).parent / "runtime"
# The folders that a page needs to get its answers; the others work only on a server.
FOLDERS = ("callbacks", "components/session", "components/figures", "components/page")
IDS = "components/ids.py"
# This suffix keeps modules in RUNTIME from being mistaken for the real ones.
STAND_IN = "_stand_in"


def build_wheel() -> tuple[str, bytes]:
    """Build losscore's wheel, as it is published; its name and content."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if run.returncode:
            last = (run.stderr.strip() or "no message").splitlines()[-1]
            raise OSError(f"the wheel of losscore could not be built: {last}")
        [wheel] = Path(folder).glob("*.whl")
        return wheel.name, wheel.read_bytes()


def build_lab() -> bytes:
    """The lab's modules with stand-ins for dash and plotly, as an archive for ``sys.path``."""
    paths = [ROOT / IDS, *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))]
    files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths}
    for path in RUNTIME.rglob("*.py"):
        name = path.relative_to(RUNTIME).as_posix()
        files[name.replace(STAND_IN, "")] = path.read_bytes()
    return archive(files | {"plotly/template.json": _template()})


def _template() -> bytes:
    """The template that plotly.py gives every figure."""
    return json.dumps(plotly.io.templates["plotly"].to_plotly_json()).encode()
