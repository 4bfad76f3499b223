"""The command itself: its help, and doing what it says."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from components.export.chromium.browser import BROWSER
from components.export.command.arguments import add_options, described_formats
from components.export.command.batch import read_batch
from components.export.command.interruption import FAILED, tidy
from components.export.command.output_file import (
    STDOUT,
    Job,
    check_different,
    format_of,
    jobs_of,
)
from components.export.command.parser import MISUSED
from components.export.jobs import end_exports
from components.export.option_values import gather
from components.export.options import OLD_IN_COMMANDS
from components.export.registry import FORMATS
from components.session.text import Told, reason_of
from losscore.checks import InputError

EXAMPLES = """\
examples:
  python app.py export --problem kmeans --start 0.2,1.8 --to figure.png
  python app.py export --problem valley --start 0.5,0.6 --learning-rate 0.8,0.1,0.01 \\
      --view loss --loss-axis log --to rates.pdf
  python app.py export --scenario lesson=two-minima --theme dark --pixel-ratio 2 --to two-minima.png
  python app.py export --scenario "problem=peaks&run=-0.27,-0.69,gd,0.001,200" \\
      --format json-plotly1 --to - > peaks.json
  python app.py export --batch figures.toml --out-dir figures

formats (a file's extension says which, the first of several):
"""
# Between two words on how far it is.
SECONDS = 0.2


def add_command(commands: Any) -> None:
    """Add ``export`` to the commands of the command line."""
    parser = commands.add_parser(
        "export",
        help="write figures, animations, data or code of a scenario",
        usage="python app.py export [--to FILE] [options]\n"
        "       python app.py export --batch FILE [--out-dir DIR]",
        description="Write a scenario as a figure, an animation, data or code.",
        epilog=EXAMPLES + described_formats(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    output = parser.add_argument_group("output")
    output.add_argument(
        "--to",
        metavar="FILE",
        help='the file; "-" for the standard output, where it is text (default: a name that '
        "says what it is, in this folder)",
    )
    output.add_argument("--force", action="store_true", help="overwrite files that exist")
    output.add_argument(
        "--batch",
        metavar="FILE",
        type=Path,
        help="a list of figures in TOML, JSON or YAML (docs/exporting.md), instead of one",
    )
    output.add_argument(
        "--out-dir", metavar="DIR", type=Path, help="where --batch writes its files"
    )
    add_options(parser)


def run(options: argparse.Namespace) -> None:
    """Do what the options say; one clear sentence where that cannot be done or understood."""
    try:
        with tidy(end_exports):
            _run(options)
    except InputError as error:
        _end(str(error), MISUSED)
    except Told as error:
        _end(str(error))
    except OSError as error:
        _end(reason_of(error))
    except KeyboardInterrupt:
        _end("cancelled")


def _run(options: argparse.Namespace) -> None:
    try:
        jobs = _jobs(options)
        for job in jobs:
            job.check(force=options.force)
        _do_all(jobs, force=options.force)
    except BaseException:
        BROWSER.kill()
        raise
    else:
        BROWSER.close()  # before its files go


def _end(sentence: str, status: int = FAILED) -> NoReturn:
    """Say it on a line of its own; nothing is left to be printed by Python itself."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.stderr.write(f"python app.py export: {sentence}\n")
    sys.exit(status)


def _jobs(options: argparse.Namespace) -> list[Job]:
    jobs = _batch(options) if options.batch else _files(options)
    check_different(jobs)
    return jobs


def _batch(options: argparse.Namespace) -> list[Job]:
    """The files that a list describes."""
    if options.to is not None:
        raise InputError("--batch names its files itself: it goes with --out-dir, not with --to")
    for name, _ in getattr(options, "said", ()):
        raise InputError(f"--batch says all of its figures: --{name} goes into its defaults")
    folder = options.out_dir or Path()
    jobs = read_batch(options.batch, folder)
    folder.mkdir(parents=True, exist_ok=True)
    return jobs


def _files(options: argparse.Namespace) -> list[Job]:
    """The files that the options themselves describe."""
    if options.out_dir is not None:
        raise InputError("--out-dir goes with --batch; a single file is named with --to")
    values = gather(getattr(options, "said", ()), OLD_IN_COMMANDS)
    formats = values.pop("format", None) or [format_of(options.to)]
    jobs = jobs_of(values, formats, _place(options.to))
    if options.to is None or (len(jobs) > 1 and options.to != STDOUT):
        return jobs
    if len(jobs) > 1:
        raise InputError(f"--to {STDOUT} is for one file, got {len(jobs)}")
    return [replace(jobs[0], path=None if options.to == STDOUT else Path(options.to))]


def _place(to: str | None) -> Path | None:
    """What several files are called, without an extension that a format has."""
    extensions = {f".{entry.extension}" for entry in FORMATS.values()}
    path = None if to is None else Path(to)
    return path.with_suffix("") if path and path.suffix.lower() in extensions else path


def _do_all(jobs: Sequence[Job], *, force: bool) -> None:
    for number, job in enumerate(jobs, start=1):
        place = f"[{number}/{len(jobs)}] " if len(jobs) > 1 else ""
        reporter = Reporter(f"{place}{job.path or job.format}")
        size = job.do(reporter, force=force)
        if job.path is not None:
            reporter.end(f"{size / 1000:.0f} kB")


class Reporter:
    """Says on the standard error how far a job is: live on a terminal, else only at the end."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._last = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """``done`` of ``total`` parts are done."""
        now = time.monotonic()
        if sys.stderr.isatty() and now - self._last >= SECONDS:
            self._last = now
            self._say(f"\r{self.name}: {done}/{total}\x1b[K")

    def end(self, result: str) -> None:
        """It is done."""
        start = "\r" if sys.stderr.isatty() else ""
        self._say(f"{start}{self.name}: {result}" + ("\x1b[K\n" if start else "\n"))

    def _say(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
