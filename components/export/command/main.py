"""The ``export`` command: its help, and what it does."""

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
from components.session.text import Refusal, reason_of
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

formats (the file's extension selects one, the first in this list if several share it):
"""
# Seconds between two reports of progress.
REPORT_INTERVAL = 0.2


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
        help='the file; "-" writes a text format to standard output (default: a descriptive '
        "name in the current folder)",
    )
    output.add_argument("--force", action="store_true", help="overwrite existing files")
    output.add_argument(
        "--batch",
        metavar="FILE",
        type=Path,
        help="write all figures listed in a TOML, JSON or YAML file (docs/exporting.md)",
    )
    output.add_argument(
        "--out-dir", metavar="DIR", type=Path, help="the folder for the files of --batch"
    )
    add_options(parser)


def run(options: argparse.Namespace) -> None:
    """Run the command; on an error, print one sentence and exit."""
    try:
        with tidy(end_exports):
            _run(options)
    except InputError as error:
        _end(str(error), MISUSED)
    except Refusal as error:
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
        BROWSER.close()  # before its temporary files are removed


def _end(sentence: str, status: int = FAILED) -> NoReturn:
    """Print the sentence on its own line and exit, without messages from Python itself."""
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
        raise InputError("--batch names its files itself: use --out-dir instead of --to")
    for name, _ in getattr(options, "given", ()):
        raise InputError(f"--{name} cannot be combined with --batch: put it into its defaults")
    folder = options.out_dir or Path()
    jobs = read_batch(options.batch, folder)
    folder.mkdir(parents=True, exist_ok=True)
    return jobs


def _files(options: argparse.Namespace) -> list[Job]:
    """The files that the options themselves describe."""
    if options.out_dir is not None:
        raise InputError("--out-dir goes with --batch; use --to to name a single file")
    values = gather(getattr(options, "given", ()), OLD_IN_COMMANDS)
    formats = values.pop("format", None) or [format_of(options.to)]
    jobs = jobs_of(values, formats, _place(options.to))
    if options.to is None or (len(jobs) > 1 and options.to != STDOUT):
        return jobs
    if len(jobs) > 1:
        raise InputError(f"--to {STDOUT} takes one file, got {len(jobs)}")
    return [replace(jobs[0], path=None if options.to == STDOUT else Path(options.to))]


def _place(to: str | None) -> Path | None:
    """The path that several files share, without a format's extension."""
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
    """Reports a job's progress to standard error: live on a terminal, otherwise at the end only."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._last = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Report that ``done`` of ``total`` parts are done."""
        now = time.monotonic()
        if sys.stderr.isatty() and now - self._last >= REPORT_INTERVAL:
            self._last = now
            self._say(f"\r{self.name}: {done}/{total}\x1b[K")

    def end(self, result: str) -> None:
        """Report the finished job."""
        start = "\r" if sys.stderr.isatty() else ""
        self._say(f"{start}{self.name}: {result}" + ("\x1b[K\n" if start else "\n"))

    def _say(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
