"""One file to be written: what, in which format, and where."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from components.export.formats import FORMATS, export
from components.export.progress import Progress
from components.export.request import Request
from losscore.checks import InputError

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Job:
    """``path`` is None for the standard output."""

    format: str
    request: Request
    path: Path | None

    def __post_init__(self) -> None:
        if self.path is None and not FORMATS[self.format].is_text:
            texts = ", ".join(name for name, entry in FORMATS.items() if entry.is_text)
            raise InputError(f"{self.format} is no text: --to {STDOUT} is for {texts}")

    def check(self, *, force: bool) -> None:
        """ValueError where the file may not be written: better now than after the work."""
        if self.path is None:
            return
        if not self.path.parent.is_dir():
            raise InputError(f"{self.path.parent} is no folder: make it first")
        if self.path.exists() and not force:
            raise InputError(f"{self.path} exists: --force overwrites it")

    def do(self, progress: Progress, *, force: bool) -> int:
        """Write the file; its size in bytes."""
        body = export(self.format, self.request, progress)
        if self.path is None:
            sys.stdout.buffer.write(body)
            sys.stdout.buffer.flush()
        else:
            # Another program may have written it meanwhile.
            with self.path.open("wb" if force else "xb") as file:
                file.write(body)
        return len(body)


def format_of(name: str | None, to: str | None) -> str:
    """The format called ``name``, or that of the extension of ``to``."""
    if name is not None:
        return name
    if to is None or to == STDOUT:
        raise InputError(f"--format says what to write: one of {', '.join(FORMATS)}")
    extension = Path(to).suffix.removeprefix(".").lower()
    fitting = [known for known, entry in FORMATS.items() if entry.extension == extension]
    if not fitting:
        known = dict.fromkeys(f".{entry.extension}" for entry in FORMATS.values())
        raise InputError(f"{to} must end in one of {', '.join(known)}, or --format must say it")
    return extension if extension in fitting else fitting[0]
