"""Output files: what to write, in which format, and where."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from components.export.option_values import Values, variants
from components.export.progress import Progress
from components.export.read_request import request_of
from components.export.registry import FORMATS, Format, export
from components.export.request import Request
from components.session.text import NoPlace, cannot_write
from losscore.checks import InputError

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Job:
    """One file to write. ``path`` is None for standard output."""

    format: str
    request: Request
    path: Path | None

    def __post_init__(self) -> None:
        if self.path is None and not FORMATS[self.format].is_text:
            texts = ", ".join(name for name, entry in FORMATS.items() if entry.is_text)
            raise InputError(f"{self.format} is not text: --to {STDOUT} takes {texts}")

    def check(self, *, force: bool) -> None:
        """Raise NoPlace before the work starts if the file cannot be written."""
        if self.path is None:
            return
        folder = self.path.parent
        if not folder.is_dir():
            raise NoPlace(f"there is no folder {folder}: create it first")
        if self.path.is_dir():
            raise NoPlace(f"{self.path} is a folder, not a file")
        if self.path.exists() and not force:
            raise NoPlace(f"{self.path} already exists: --force overwrites it")
        if not os.access(folder, os.W_OK) and not _is_device(self.path):
            raise NoPlace(f"{self.path} cannot be written: no write permission for {folder}")

    def do(self, progress: Progress, *, force: bool) -> int:
        """Write the file and return its size in bytes."""
        body = export(self.format, self.request, progress)
        try:
            if self.path is None:
                sys.stdout.buffer.write(body)
                sys.stdout.buffer.flush()
            else:
                self._write(self.path, body, force=force)
        except OSError as error:
            raise cannot_write(self.path or "standard output", error) from None
        return len(body)

    def _write(self, path: Path, body: bytes, *, force: bool) -> None:
        """Write a temporary file beside it first, so that the file is whole or does not exist."""
        if _is_device(path):
            path.write_bytes(body)
            return
        target = path.resolve()  # a symbolic link stays a link
        part = target.with_name(f".losscore-{os.getpid()}.part")
        try:
            part.write_bytes(body)
            if target.exists():
                self.check(force=force)  # another program may have written it in the meantime
                shutil.copymode(target, part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def _is_device(path: Path) -> bool:
    """Whether it is a pipe or a device, which must be written to and not replaced."""
    return path.exists() and not path.is_file()


def jobs_of(values: Values, formats: Iterable[str], place: Path | None) -> list[Job]:
    """One job for each format and each combination of repeated options.

    A file is named after ``place``, or after what it shows; the words that distinguish it from the
    others follow.
    """
    return [
        Job(name, request, _named(FORMATS[name], request, place, words))
        for name in formats
        for words, chosen in variants(values, FORMATS[name].options)
        for request in [request_of(chosen)]
    ]


def _named(entry: Format, request: Request, place: Path | None, words: list[str]) -> Path:
    if place is None:
        name = Path(entry.file_name(request))
        missing = [word for word in words if f"-{word}-" not in f"{name.stem}-"]
        return name.with_stem("-".join([name.stem, *missing]))
    parts = [place.name, *words, *[entry.tag] * bool(entry.tag)]
    return place.with_name(f"{'-'.join(parts)}.{entry.extension}")


def check_different(jobs: Iterable[Job]) -> None:
    """Raise InputError if one file would overwrite another."""
    seen: set[Path | None] = set()
    for job in jobs:
        if job.path in seen:
            raise InputError(f"two figures would be written to {job.path}: give them other names")
        seen.add(job.path)


def format_of(to: str | None) -> str:
    """The format that the extension of ``to`` selects."""
    if to is None or to == STDOUT:
        raise InputError(f"--format is missing: use one of {', '.join(FORMATS)}")
    extension = Path(to).suffix.removeprefix(".").lower()
    fitting = [known for known, entry in FORMATS.items() if entry.extension == extension]
    if not fitting:
        known = dict.fromkeys(f".{entry.extension}" for entry in FORMATS.values())
        raise InputError(f"{to} must end in one of {', '.join(known)}, or use --format")
    return extension if extension in fitting else fitting[0]
