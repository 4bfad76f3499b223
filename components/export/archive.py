"""Reproducible zip archives, and losscore packed as a wheel."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import losscore as ls

# The earliest date that a zip file can hold; a fixed date makes archives reproducible.
EPOCH = (1980, 1, 1, 0, 0, 0)
_METADATA = """\
Metadata-Version: 2.1
Name: losscore
Version: {version}
Requires-Python: >=3.11
Requires-Dist: numpy>=2.0
"""
_WHEEL = """\
Wheel-Version: 1.0
Generator: losscore
Root-Is-Purelib: true
Tag: py3-none-any
"""


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip file of ``files``; equal files give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name in sorted(files):
            made.writestr(zipfile.ZipInfo(name, EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@cache
def losscore_wheel() -> tuple[str, bytes]:
    """Name and content of a wheel of the running losscore, made without a build tool.

    Python can import from it directly, and pip can install it.
    """
    folder = Path(ls.__file__).parent
    name = f"losscore-{ls.__version__}"
    files = {
        path.relative_to(folder.parent).as_posix(): path.read_bytes()
        for path in folder.rglob("*.py")
    }
    files[f"{name}.dist-info/METADATA"] = _METADATA.format(version=ls.__version__).encode()
    files[f"{name}.dist-info/WHEEL"] = _WHEEL.encode()
    record = f"{name}.dist-info/RECORD"
    lines = [f"{file},{_digest(files[file])},{len(files[file])}" for file in sorted(files)]
    files[record] = "\n".join((*lines, f"{record},,\n")).encode()
    return f"{name}-py3-none-any.whl", archive(files)


def _digest(content: bytes) -> str:
    code = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
    return f"sha256={code.decode().rstrip('=')}"
