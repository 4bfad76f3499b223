"""The Python that a static site takes along: the wheel of losscore, and the lab's own modules."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import plotly.io

from components.export.archive import archive

ROOT = Path(__file__).parents[3]
STAND_INS = Path(__file__).parent / "python"
PACKAGES = ("callbacks", "components")
# What only a server can do.
LEFT_OUT = ("components/export/",)


def build_wheel() -> tuple[str, bytes]:
    """Name and content of losscore's wheel, as it is published."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if run.returncode:
            last = (run.stderr.strip() or "no message").splitlines()[-1]
            raise OSError(f"the wheel of losscore could not be built: {last}")
        [wheel] = Path(folder).glob("*.whl")
        return wheel.name, wheel.read_bytes()


def build_lab() -> bytes:
    """The lab's modules with stand-ins for dash and plotly: an archive for Python's path."""
    files = {
        name: path.read_bytes()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if not (name := path.relative_to(ROOT).as_posix()).startswith(LEFT_OUT)
    }
    files |= {p.relative_to(STAND_INS).as_posix(): p.read_bytes() for p in STAND_INS.rglob("*.py")}
    return archive(files | {"plotly/template.json": _template()})


def _template() -> bytes:
    """The looks that plotly.py gives every figure."""
    return json.dumps(plotly.io.templates["plotly"].to_plotly_json()).encode()
