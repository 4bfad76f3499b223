"""How a program leaves when it is told to: within seconds, with nothing of its own left behind.

Python's own handlers of signals are not enough. Libraries swallow the KeyboardInterrupt that one
raises, by a bare ``except`` or in a callback; one that comes just before the main thread begins to
wait is noticed when that wait is over; and a thread of a library may wait for ever. So a thread
hears of every signal as it comes, interrupts the main thread until that has left its work, and ends
the process itself where that takes too long, or where somebody says it twice.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from _thread import interrupt_main
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

# From the keyboard, from whoever manages processes, and from a terminal that closes.
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
# By this the main thread is interrupted; nobody sends it from outside.
KNOCK: Any = getattr(signal, "SIGALRM", None) or getattr(signal, "SIGBREAK", None)
# What says where temporary files go: to Python, to Chromium, to ffmpeg, on every system.
PLACES = ("TMPDIR", "TEMP", "TMP")
# Seconds after which an interruption that was lost comes again, and in which all must be over.
AGAIN, TO_END = 1.0, 10.0
# Seconds in which processes that have been killed let go of their files.
TO_LET_GO = 3.0
# Chromium puts a socket into a folder of its own in there, and the path of a socket is short.
MOST = 107 - len("/.org.chromium.Chromium.XXXXXX/SingletonSocket")
SHORT = Path("/tmp")

FAILED = 1


def nothing() -> None:
    """There is nothing to be ended."""


@contextmanager
def tidy(stop: Callable[[], None] = nothing) -> Iterator[Path]:
    """A block with a folder for all temporary files, those of other programs too.

    The first signal to end calls ``stop``, in another thread, and then raises KeyboardInterrupt in
    the block, whatever is under way there. A second one, or TO_END seconds, end the process.
    Signals that are ignored already, as under ``nohup``, stay so.
    """
    if threading.current_thread() is not threading.main_thread():
        with own_folder() as folder:
            yield folder
        return
    with _Watch(stop).listening() as watch, own_folder() as folder:
        watch.folder = folder
        with watch.block():
            yield folder


def leave(status: str | int | None) -> NoReturn:
    """``sys.exit``, which would wait for threads: that which reads what Chromium logs may never
    come to an end.
    """
    if isinstance(status, str):
        sys.stderr.write(f"{status}\n")
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # closed, or nobody reads it
            stream.flush()
    os._exit(FAILED if isinstance(status, str) else status or 0)


class _Watch:
    """A thread that hears of signals while a block runs."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self.folder: Path | None = None
        self._stop = stop
        self._is_inside = False
        self._is_over = threading.Event()
        self._is_told = False
        self._hear, self._tell = socket.socketpair()
        self._tell.setblocking(False)

    @contextmanager
    def listening(self) -> Iterator[_Watch]:
        """Signals to end reach this thread alone."""
        numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
        handlers = {number: signal.getsignal(number) for number in numbers}
        heard = [number for number in numbers if handlers[number] not in (signal.SIG_IGN, None)]
        threading.Thread(target=self._watch, args=(heard,), name="signals", daemon=True).start()
        before = signal.set_wakeup_fd(self._tell.fileno(), warn_on_full_buffer=False)
        for number in heard:
            signal.signal(number, lambda *_: None)
        signal.signal(KNOCK, self._interrupt)
        try:
            yield self
        finally:
            # That of KNOCK stays, which may be on its way still.
            for number in heard:
                signal.signal(number, handlers[number])
            signal.set_wakeup_fd(before)
            self._tell.close()

    @contextmanager
    def block(self) -> Iterator[None]:
        """What may be interrupted; what fails because it was stopped has been interrupted, too."""
        self._is_inside = True
        try:
            yield
        except Exception:
            if self._is_told:
                raise KeyboardInterrupt from None
            raise
        finally:
            self._is_inside = False
            self._is_over.set()

    def _interrupt(self, *_: Any) -> None:
        if self._is_inside:
            raise KeyboardInterrupt

    def _watch(self, numbers: list[int]) -> None:
        with self._hear:
            if self._hears(numbers, None):
                self._is_told = True
                threading.Thread(target=self._end, daemon=True).start()
                if self._hears(numbers, time.monotonic() + TO_END):
                    self._give_up()

    def _hears(self, numbers: list[int], end: float | None) -> bool:
        """Whether one of the signals comes, or none until ``end``; False when all is over."""
        while end is None or time.monotonic() < end:
            self._hear.settimeout(None if end is None else max(end - time.monotonic(), 0.01))
            try:
                told = self._hear.recv(1)
            except TimeoutError:
                break
            if not told or told[0] in numbers:
                return bool(told)
        return True

    def _end(self) -> None:
        self._stop()
        while not self._is_over.is_set():
            _knock()
            self._is_over.wait(AGAIN)

    def _give_up(self) -> NoReturn:
        """At once: nobody is waited for."""
        threading.Thread(target=self._stop, daemon=True).start()
        if self.folder:
            _remove(self.folder)
        os._exit(FAILED)


def _knock() -> None:
    """Raise KNOCK in the main thread, and wake it where that can be done."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, KNOCK)
    else:
        interrupt_main(KNOCK)


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
