"""Ending the program on a signal: within seconds, leaving nothing of its own behind.

Python's own signal handlers are not enough. Libraries swallow the KeyboardInterrupt that a handler
raises, by a bare ``except`` or in a callback. A signal that arrives just before the main thread
begins to wait is noticed only when that wait is over. And a library's thread may wait for ever. So
a thread receives every signal as it comes and interrupts the main thread until that has left its
work. If this takes too long, or a second signal comes, it ends the process itself.
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

# Sent by the keyboard, by process managers, and by a terminal that closes.
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
# Interrupts the main thread. Other programs do not normally send it.
WAKE_SIGNAL: Any = getattr(signal, "SIGALRM", None) or getattr(signal, "SIGBREAK", None)
# Python, Chromium and ffmpeg read one of these, depending on the system.
TEMP_VARIABLES = ("TMPDIR", "TEMP", "TMP")
# Seconds between two attempts to interrupt the main thread, and until the process is ended.
RETRY_INTERVAL, DEADLINE = 1.0, 10.0
# Seconds that killed processes get to release their files.
REMOVE_TIMEOUT = 3.0
# Chromium puts a socket into a folder of its own in there, and sockets allow only short paths.
MAX_PATH = 107 - len("/.org.chromium.Chromium.XXXXXX/SingletonSocket")
SHORT_FOLDER = Path("/tmp")

FAILED = 1


def nothing() -> None:
    """Stop nothing."""


@contextmanager
def tidy(stop: Callable[[], None] = nothing) -> Iterator[Path]:
    """Run a block with its own folder for all temporary files, those of other programs included.

    The first signal calls ``stop`` in another thread, and then raises KeyboardInterrupt in the
    block, whatever it is doing. A second signal, or DEADLINE seconds, end the process. Signals
    that are already ignored, as under ``nohup``, stay ignored.
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
    """Exit without waiting for threads, as ``sys.exit`` would.

    The thread that reads Chromium's log may never end.
    """
    if isinstance(status, str):
        sys.stderr.write(f"{status}\n")
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # closed, or a pipe without a reader
            stream.flush()
    os._exit(FAILED if isinstance(status, str) else status or 0)


class _Watch:
    """A thread that receives signals while a block runs."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self.folder: Path | None = None
        self._stop = stop
        self._is_inside = False
        self._is_over = threading.Event()
        self._is_interrupted = False
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)

    @contextmanager
    def listening(self) -> Iterator[_Watch]:
        """Send the signals to this thread alone."""
        numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
        handlers = {number: signal.getsignal(number) for number in numbers}
        handled = [number for number in numbers if handlers[number] not in (signal.SIG_IGN, None)]
        threading.Thread(target=self._watch, args=(handled,), name="signals", daemon=True).start()
        before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for number in handled:
            signal.signal(number, lambda *_: None)
        signal.signal(WAKE_SIGNAL, self._interrupt)
        try:
            yield self
        finally:
            # The handler of WAKE_SIGNAL stays, because the signal may still arrive.
            for number in handled:
                signal.signal(number, handlers[number])
            signal.set_wakeup_fd(before)
            self._writer.close()

    @contextmanager
    def block(self) -> Iterator[None]:
        """Run what may be interrupted; an error after ``stop`` counts as an interruption too."""
        self._is_inside = True
        try:
            yield
        except Exception:
            if self._is_interrupted:
                raise KeyboardInterrupt from None
            raise
        finally:
            self._is_inside = False
            self._is_over.set()

    def _interrupt(self, *_: Any) -> None:
        if self._is_inside:
            raise KeyboardInterrupt

    def _watch(self, numbers: list[int]) -> None:
        with self._reader:
            if self._signalled(numbers, None):
                self._is_interrupted = True
                threading.Thread(target=self._end, daemon=True).start()
                if self._signalled(numbers, time.monotonic() + DEADLINE):
                    self._give_up()

    def _signalled(self, numbers: list[int], end: float | None) -> bool:
        """Wait for one of the signals or for ``end``; False if the block is over first."""
        while end is None or time.monotonic() < end:
            self._reader.settimeout(None if end is None else max(end - time.monotonic(), 0.01))
            try:
                received = self._reader.recv(1)
            except TimeoutError:
                break
            if not received or received[0] in numbers:
                return bool(received)
        return True

    def _end(self) -> None:
        self._stop()
        while not self._is_over.is_set():
            _interrupt_main_thread()
            self._is_over.wait(RETRY_INTERVAL)

    def _give_up(self) -> NoReturn:
        """End the process at once, without waiting for any thread."""
        threading.Thread(target=self._stop, daemon=True).start()
        if self.folder:
            _remove(self.folder)
        os._exit(FAILED)


def _interrupt_main_thread() -> None:
    """Raise WAKE_SIGNAL in the main thread, and wake it where the system can."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, WAKE_SIGNAL)
    else:
        interrupt_main(WAKE_SIGNAL)


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder for all temporary files, other programs' included; it is removed at the end."""
    folder = _new_folder()
    environment = {name: os.environ.get(name) for name in TEMP_VARIABLES}
    place = tempfile.tempdir
    tempfile.tempdir = str(folder)
    os.environ |= dict.fromkeys(TEMP_VARIABLES, str(folder))
    try:
        yield folder
    finally:
        tempfile.tempdir = place
        for name, value in environment.items():
            os.environ.pop(name)
            os.environ |= {} if value is None else {name: value}
        _remove(folder)


def _new_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="losscore-"))
    if len(os.fsencode(folder)) > MAX_PATH and os.access(SHORT_FOLDER, os.W_OK):
        folder.rmdir()
        return Path(tempfile.mkdtemp(prefix="losscore-", dir=SHORT_FOLDER))
    return folder


def _remove(folder: Path) -> None:
    """Remove the folder, several times if needed: a dying process may still write into it."""
    end = time.monotonic() + REMOVE_TIMEOUT
    while folder.exists() and time.monotonic() < end:
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            time.sleep(0.05)
