"""Files to be written: what, in which format, and where."""

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
    """``path`` is None for the standard output."""

    format: str
    request: Request
    path: Path | None

    def __post_init__(self) -> None:
        if self.path is None and not FORMATS[self.format].is_text:
            texts = ", ".join(name for name, entry in FORMATS.items() if entry.is_text)
            raise InputError(f"{self.format} is no text: --to {STDOUT} is for {texts}")

    def check(self, *, force: bool) -> None:
        """NoPlace where the file may not be written: better now than after the work."""
        if self.path is None:
            return
        folder = self.path.parent
        if not folder.is_dir():
            raise NoPlace(f"{folder} is no folder: make it first")
        if self.path.is_dir():
            raise NoPlace(f"{self.path} is a folder: name a file in it")
        if self.path.exists() and not force:
            raise NoPlace(f"{self.path} exists: --force overwrites it")
        if not os.access(folder, os.W_OK) and not _is_device(self.path):
            raise NoPlace(f"{self.path} cannot be written: nobody may write into {folder}")

    def do(self, progress: Progress, *, force: bool) -> int:
        """Write the file; its size in bytes."""
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
        """Beside its place first, so that there is the whole file or none."""
        if _is_device(path):
            path.write_bytes(body)
            return
        target = path.resolve()  # a link stays one
        part = target.with_name(f".losscore-{os.getpid()}.part")
        try:
            part.write_bytes(body)
            if target.exists():
                self.check(force=force)  # another program may have written it meanwhile
                shutil.copymode(target, part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def _is_device(path: Path) -> bool:
    """Whether it is there and no file: a pipe or a device, which is written to and stays."""
    return path.exists() and not path.is_file()


def jobs_of(values: Values, formats: Iterable[str], place: Path | None) -> list[Job]:
    """A file for each format and for each word of the options of which several are given.

    It is called like ``place``, or what it shows; then come the words that tell it from others.
    """
    return [
        Job(name, request, _named(FORMATS[name], request, place, words))
        for name in formats
        for words, said in variants(values, FORMATS[name].options)
        for request in [request_of(said)]
    ]


def _named(entry: Format, request: Request, place: Path | None, words: list[str]) -> Path:
    if place is None:
        name = Path(entry.file_name(request))
        missing = [word for word in words if f"-{word}-" not in f"{name.stem}-"]
        return name.with_stem("-".join([name.stem, *missing]))
    parts = [place.name, *words, *[entry.tag] * bool(entry.tag)]
    return place.with_name(f"{'-'.join(parts)}.{entry.extension}")


def check_different(jobs: Iterable[Job]) -> None:
    """InputError where one file would be written over another."""
    seen: set[Path | None] = set()
    for job in jobs:
        if job.path in seen:
            raise InputError(f"two figures would both be written to {job.path}: name them apart")
        seen.add(job.path)


def format_of(to: str | None) -> str:
    """The format that the extension of ``to`` says."""
    if to is None or to == STDOUT:
        raise InputError(f"--format says what to write: one of {', '.join(FORMATS)}")
    extension = Path(to).suffix.removeprefix(".").lower()
    fitting = [known for known, entry in FORMATS.items() if entry.extension == extension]
    if not fitting:
        known = dict.fromkeys(f".{entry.extension}" for entry in FORMATS.values())
        raise InputError(f"{to} must end in one of {', '.join(known)}, or --format must say it")
    return extension if extension in fitting else fitting[0]
