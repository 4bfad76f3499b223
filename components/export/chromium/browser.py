"""One Chromium for all pictures and animations.

It starts with the first picture, does one piece of work at a time, and closes after a while without
any. Kaleido, which drives it, is asynchronous and therefore runs in a thread of its own.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import signal
import subprocess
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError, Future, wait
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from choreographer.browsers.chromium import Chromium
from choreographer.errors import (
    BrowserClosedError,
    BrowserFailedError,
    ChannelClosedError,
    DevtoolsProtocolError,
)
from kaleido import Kaleido, PageGenerator
from kaleido.errors import JavascriptError, KaleidoError

from components.export.js_bundle import IN_FRONT
from components.export.progress import Ended
from components.export.registry import INSTALL
from components.session.text import Refusal

# Seconds that one piece of work may take, and that the browser stays open without any.
TIMEOUT = 120.0
IDLE = 60.0
# Seconds after which the thread itself is abandoned: while it starts the browser, and when it does
# not answer a ping.
START_TIMEOUT, PING_TIMEOUT = 60.0, 10.0
# Seconds between two checks on a process that is starting or ending.
POLL_INTERVAL = 0.01
# Seconds that cancelled work has to clean up; more while a browser process is starting, because it
# cannot be killed before it exists. OPENING is the name of the task that starts it.
CLEANUP_TIMEOUT, OPENING_CLEANUP_TIMEOUT = 1.0, 6.0
OPENING = "opening"

_BROKEN = (BrowserClosedError, BrowserFailedError, ChannelClosedError, OSError, RuntimeError)
_REFUSED = (DevtoolsProtocolError, JavascriptError, KaleidoError)

Result = TypeVar("Result")
Work = Callable[[Kaleido], Awaitable[Result]]


class ChromiumMissing(Refusal):
    """There is no Chromium. The message tells what to install."""

    def __init__(self) -> None:
        super().__init__(INSTALL)


class ChromiumFailed(Refusal):
    """Chromium failed, or took too long."""


def has_chromium() -> bool:
    """Whether there is a Chromium to start."""
    path = Chromium.find_browser(skip_local=False)
    return bool(path) and Path(str(path)).is_file()


class Browser:
    """A Chromium that starts when it is needed. Any thread may call; calls wait for each other."""

    def __init__(self, idle: float = IDLE) -> None:
        self.idle = idle
        self._turn = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._kaleido: Kaleido | None = None
        self._future: Future[Any] | None = None
        self._has_ended = False
        self._idle_timer: asyncio.TimerHandle | None = None

    @property
    def is_running(self) -> bool:
        """Whether the browser process is alive."""
        process = _process(self._kaleido)
        return process is not None and process.poll() is None

    def run(self, work: Work[Result], timeout: float = TIMEOUT) -> Result:
        """Run ``work`` on the browser and return its result.

        Raises
        ------
        ChromiumMissing : there is no Chromium.
        ChromiumFailed : it failed, or took longer than ``timeout`` seconds.
        Ended : the browser was killed, or the program is ending.
        """
        if not has_chromium():
            raise ChromiumMissing
        with self._turn:
            if self._has_ended:
                raise Ended
            if not self._is_responsive():
                self._abandon()
            future = asyncio.run_coroutine_threadsafe(
                self._work(work, timeout), self._started_loop()
            )
            self._future = future
            return self._result_of(future, timeout)

    def close(self) -> None:
        """Close the browser and its thread; the next work starts them again."""
        atexit.unregister(self.close)
        with self._turn:
            if self._loop and self._is_responsive():
                closing = asyncio.run_coroutine_threadsafe(self._close_browser(), self._loop)
                wait([closing], PING_TIMEOUT)
            self._abandon()

    def kill(self) -> None:
        """Kill the browser and cancel its current work at once, without waiting for the lock."""
        thread = self._thread
        if self._future:
            self._future.cancel()
        self._abandon()
        if thread:
            thread.join(PING_TIMEOUT)

    def end(self) -> None:
        """Kill the browser and refuse all further work, because the program is ending."""
        self._has_ended = True
        self.kill()

    def _is_responsive(self) -> bool:
        """Whether the thread answers: it may hang on a pipe, or its loop may be closed."""
        if self._loop is None:
            return True
        answered = threading.Event()
        with suppress(RuntimeError):  # the loop may be closed
            self._loop.call_soon_threadsafe(answered.set)
            return answered.wait(PING_TIMEOUT)
        return False

    def _abandon(self) -> None:
        """Kill the browser and abandon its thread."""
        loop, self._loop = self._loop, None
        kaleido, self._kaleido = self._kaleido, None
        self._idle_timer = None
        _kill(_process(kaleido))
        if loop:
            with suppress(RuntimeError):  # the loop may be closed already
                loop.call_soon_threadsafe(loop.stop)

    def _result_of(self, future: Future[Result], timeout: float) -> Result:
        try:
            # ``wait`` would notice a cancelled future only when its work is over.
            return future.result(timeout + START_TIMEOUT)
        except CancelledError:
            raise Ended from None
        except TimeoutError:
            if not future.done():
                self._abandon()
                raise ChromiumFailed("Chromium does not respond; try again.") from None
            raise ChromiumFailed(f"Chromium did not finish within {timeout:g} s.") from None
        except ChromiumFailed:
            raise
        except _REFUSED as error:
            raise ChromiumFailed(f"Chromium could not draw this: {error}") from error
        except _BROKEN as error:
            raise ChromiumFailed("Chromium crashed; try again.") from error

    def _started_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = loop = asyncio.new_event_loop()
            self._thread = threading.Thread(
                target=_serve, args=(loop,), name="chromium", daemon=True
            )
            self._thread.start()
        return self._loop

    async def _work(self, work: Work[Result], timeout: float) -> Result:
        self._cancel_idle_timer()
        try:
            kaleido = await self._opened()
            async with asyncio.timeout(timeout):
                return await work(kaleido)
        except (*_BROKEN, TimeoutError):
            await self._close_browser()  # what it is busy with is unknown
            raise
        finally:
            loop = asyncio.get_running_loop()
            self._idle_timer = loop.call_later(
                self.idle, lambda: loop.create_task(self._close_browser())
            )

    async def _opened(self) -> Kaleido:
        if not self.is_running:
            await self._close_browser()
            # Stored before it is open, because ``kill`` may come while it opens.
            page = PageGenerator(mathjax=False, others=[(IN_FRONT.as_uri(), "utf-8")])
            self._kaleido = Kaleido(n=1, timeout=None, page_generator=page)
            await _open(self._kaleido)
            # Registered after Kaleido's own handlers, so that the browser is closed before its
            # temporary folders are removed.
            atexit.register(self.close)
        assert self._kaleido
        return self._kaleido

    def _cancel_idle_timer(self) -> None:
        if self._idle_timer:
            self._idle_timer.cancel()

    async def _close_browser(self) -> None:
        self._cancel_idle_timer()
        kaleido, self._kaleido = self._kaleido, None
        if kaleido:
            await kaleido.close()


async def _open(kaleido: Kaleido) -> None:
    """Open the browser; if this is cancelled, wait for its process and kill it."""
    opening = asyncio.create_task(kaleido.open(), name=OPENING)
    try:
        await asyncio.shield(opening)
    except BaseException:
        while not (_process(kaleido) or opening.done()):
            await asyncio.sleep(POLL_INTERVAL)
        await _kill_and_wait(_process(kaleido))
        opening.cancel()
        await asyncio.wait([opening])
        await kaleido.close()
        raise


def _process(kaleido: Kaleido | None) -> subprocess.Popen | None:
    """The browser's process, if it has been started."""
    return getattr(kaleido, "subprocess", None)


def _kill(process: subprocess.Popen | None) -> None:
    """Kill the process and its children, which would survive it."""
    if process is None:
        return
    with suppress(OSError):  # the process may be gone already
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)  # it leads its own group
        else:
            process.kill()


async def _kill_and_wait(process: subprocess.Popen | None) -> None:
    """Kill the process and wait for its end; otherwise Kaleido would ask it to close itself."""
    _kill(process)
    while process and process.poll() is None:
        await asyncio.sleep(POLL_INTERVAL)


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
        _clean_up(loop)
    finally:
        loop.close()


def _clean_up(loop: asyncio.AbstractEventLoop) -> None:
    """Cancel the remaining tasks and give them time to clean up."""
    opening = {task for task in asyncio.all_tasks(loop) if task.get_name() == OPENING}
    tasks = asyncio.all_tasks(loop) - opening
    for task in tasks:
        if not task.cancelling():  # otherwise it is already cleaning up
            task.cancel()
    if tasks:
        timeout = OPENING_CLEANUP_TIMEOUT if opening else CLEANUP_TIMEOUT
        loop.run_until_complete(asyncio.wait(tasks, timeout=timeout))


BROWSER = Browser()
