"""How a program leaves when it is told to: within seconds, with nothing of its own left behind."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# From the keyboard, from whoever manages processes, and from a terminal that closes.
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
# What says where temporary files go: to Python, to Chromium, to ffmpeg, on every system.
PLACES = ("TMPDIR", "TEMP", "TMP")
# Seconds in which processes that have been killed let go of their files.
TO_LET_GO = 3.0
# Chromium puts a socket into a folder of its own in there, and the path of a socket is short.
MOST = 107 - len("/.org.chromium.Chromium.XXXXXX/SingletonSocket")
SHORT = Path("/tmp")


def nothing() -> None:
    """There is nothing to be done first."""


@contextmanager
def interruptible(first: Callable[[], None] = nothing) -> Iterator[None]:
    """Every signal to end raises KeyboardInterrupt, after ``first``; others do not disturb it.

    Signals that are ignored already, as under ``nohup``, stay so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    before = {
        number: handler
        for number in numbers
        if (handler := signal.getsignal(number)) not in (signal.SIG_IGN, None)
    }

    def interrupt(*_: Any) -> None:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        first()
        raise KeyboardInterrupt

    for number in before:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder for all temporary files, those of other programs too, that goes at the end."""
    folder = _made()
    environment = {name: os.environ.get(name) for name in PLACES}
    place = tempfile.tempdir
    tempfile.tempdir = str(folder)
    os.environ |= dict.fromkeys(PLACES, str(folder))
    try:
        yield folder
    finally:
        tempfile.tempdir = place
        for name, value in environment.items():
            os.environ.pop(name)
            os.environ |= {} if value is None else {name: value}
        _remove(folder)


def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="losscore-"))
    if len(os.fsencode(folder)) > MOST and os.access(SHORT, os.W_OK):
        folder.rmdir()
        return Path(tempfile.mkdtemp(prefix="losscore-", dir=SHORT))
    return folder


def _remove(folder: Path) -> None:
    """Until it is gone: a process that dies may still write into it."""
    end = time.monotonic() + TO_LET_GO
    while folder.exists() and time.monotonic() < end:
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            time.sleep(0.05)
