"""One Chromium for all pictures and animations.

It starts with the first picture, does one thing at a time, and leaves when nothing has been asked
of it for a while. Kaleido, which drives it, is asynchronous: it lives in a thread of its own.
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
from components.session.text import Told

# Seconds: for one piece of work, and without any before the browser is closed.
TIMEOUT = 120.0
IDLE = 60.0
# Seconds after which the thread itself is given up: to start the browser, and to do the least.
TO_START, TO_STIR = 60.0, 10.0
# Seconds between two looks for a process that is being started.
TO_LOOK = 0.01
# Seconds in which work that is given up may clean up; and where it is only just starting a process,
# which has to be waited for. The name of the task that does so.
TO_WIND_UP, TO_BE_STARTED = 1.0, 6.0
OPENING = "opening"

_BROKEN = (BrowserClosedError, BrowserFailedError, ChannelClosedError, OSError, RuntimeError)
_REFUSED = (DevtoolsProtocolError, JavascriptError, KaleidoError)

Result = TypeVar("Result")
Work = Callable[[Kaleido], Awaitable[Result]]


class ChromiumMissing(Told):
    """There is no Chromium; says what to install."""

    def __init__(self) -> None:
        super().__init__(INSTALL)


class ChromiumFailed(Told):
    """Chromium did not do what was asked."""


def has_chromium() -> bool:
    """Whether there is a Chromium to start."""
    path = Chromium.find_browser(skip_local=False)
    return bool(path) and Path(str(path)).is_file()


class Browser:
    """A Chromium that is started when it is needed. Any thread may ask; work is done in turn."""

    def __init__(self, idle: float = IDLE) -> None:
        self.idle = idle
        self._turn = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._kaleido: Kaleido | None = None
        self._future: Future[Any] | None = None
        self._has_ended = False
        self._leaving: asyncio.TimerHandle | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a process now."""
        process = _process(self._kaleido)
        return process is not None and process.poll() is None

    def run(self, work: Work[Result], timeout: float = TIMEOUT) -> Result:
        """What ``work`` makes of the browser.

        Raises
        ------
        ChromiumMissing : there is none.
        ChromiumFailed : it took longer than ``timeout`` seconds, or broke down.
        Ended : the browser was killed, or the program ends.
        """
        if not has_chromium():
            raise ChromiumMissing
        with self._turn:
            if self._has_ended:
                raise Ended
            if not self._stirs():
                self._abandon()
            future = asyncio.run_coroutine_threadsafe(self._work(work, timeout), self._started())
            self._future = future
            return self._awaited(future, timeout)

    def close(self) -> None:
        """End the browser and its thread; the next work starts them again."""
        atexit.unregister(self.close)
        with self._turn:
            if self._loop and self._stirs():
                leaving = asyncio.run_coroutine_threadsafe(self._leave(), self._loop)
                wait([leaving], TO_STIR)
            self._abandon()

    def kill(self) -> None:
        """End the browser at once, and what is being made; does not wait for its turn."""
        thread = self._thread
        if self._future:
            self._future.cancel()
        self._abandon()
        if thread:
            thread.join(TO_STIR)

    def end(self) -> None:
        """As ``kill``, and nothing is made any more: the program ends."""
        self._has_ended = True
        self.kill()

    def _stirs(self) -> bool:
        """Whether the thread listens: a pipe may hold it, and others may have ended it."""
        if self._loop is None:
            return True
        stirred = threading.Event()
        with suppress(RuntimeError):  # it may be closed
            self._loop.call_soon_threadsafe(stirred.set)
            return stirred.wait(TO_STIR)
        return False

    def _abandon(self) -> None:
        """Leave thread and browser to themselves, and the browser without life."""
        loop, self._loop = self._loop, None
        kaleido, self._kaleido = self._kaleido, None
        self._leaving = None
        _kill(_process(kaleido))
        if loop:
            with suppress(RuntimeError):  # it may be closed already
                loop.call_soon_threadsafe(loop.stop)

    def _awaited(self, future: Future[Result], timeout: float) -> Result:
        try:
            # Not by ``wait``, which notices a cancelled future only when its work is over.
            return future.result(timeout + TO_START)
        except CancelledError:
            raise Ended from None
        except TimeoutError:
            if not future.done():
                self._abandon()
                raise ChromiumFailed("Chromium does not answer; try again.") from None
            raise ChromiumFailed(f"Chromium did not finish within {timeout:g} s.") from None
        except ChromiumFailed:
            raise
        except _REFUSED as error:
            raise ChromiumFailed(f"Chromium could not draw this: {error}") from error
        except _BROKEN as error:
            raise ChromiumFailed("Chromium broke down; try again.") from error

    def _started(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = loop = asyncio.new_event_loop()
            self._thread = threading.Thread(
                target=_serve, args=(loop,), name="chromium", daemon=True
            )
            self._thread.start()
        return self._loop

    async def _work(self, work: Work[Result], timeout: float) -> Result:
        self._stay()
        try:
            kaleido = await self._opened()
            async with asyncio.timeout(timeout):
                return await work(kaleido)
        except (*_BROKEN, TimeoutError):
            await self._leave()  # what it is busy with is unknown
            raise
        finally:
            loop = asyncio.get_running_loop()
            self._leaving = loop.call_later(self.idle, lambda: loop.create_task(self._leave()))

    async def _opened(self) -> Kaleido:
        if not self.is_running:
            await self._leave()
            # Known before it is open: it may have to be killed on the way.
            page = PageGenerator(mathjax=False, others=[(IN_FRONT.as_uri(), "utf-8")])
            self._kaleido = Kaleido(n=1, timeout=None, page_generator=page)
            await _open(self._kaleido)
            # Only now, so that it is closed before its temporary folders are swept away.
            atexit.register(self.close)
        assert self._kaleido
        return self._kaleido

    def _stay(self) -> None:
        if self._leaving:
            self._leaving.cancel()

    async def _leave(self) -> None:
        self._stay()
        kaleido, self._kaleido = self._kaleido, None
        if kaleido:
            await kaleido.close()


async def _open(kaleido: Kaleido) -> None:
    """Also when it is cancelled, no process stays that nobody knows of: it is waited for."""
    opening = asyncio.create_task(kaleido.open(), name=OPENING)
    try:
        await asyncio.shield(opening)
    except BaseException:
        while not (_process(kaleido) or opening.done()):
            await asyncio.sleep(TO_LOOK)
        await _killed(_process(kaleido))
        opening.cancel()
        await asyncio.wait([opening])
        await kaleido.close()
        raise


def _process(kaleido: Kaleido | None) -> subprocess.Popen | None:
    """The process that has been started, if one has."""
    return getattr(kaleido, "subprocess", None)


def _kill(process: subprocess.Popen | None) -> None:
    """With all that it has started: its own end would leave them running."""
    if process is None:
        return
    with suppress(OSError):  # it may be gone already
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own
        else:
            process.kill()


async def _killed(process: subprocess.Popen | None) -> None:
    """Until it is no more: what is to be closed would be asked to close itself."""
    _kill(process)
    while process and process.poll() is None:
        await asyncio.sleep(TO_LOOK)


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
        _wind_up(loop)
    finally:
        loop.close()


def _wind_up(loop: asyncio.AbstractEventLoop) -> None:
    """Let what is under way clean up behind itself."""
    opening = {task for task in asyncio.all_tasks(loop) if task.get_name() == OPENING}
    tasks = asyncio.all_tasks(loop) - opening
    for task in tasks:
        if not task.cancelling():  # else it is cleaning up already
            task.cancel()
    if tasks:
        timeout = TO_BE_STARTED if opening else TO_WIND_UP
        loop.run_until_complete(asyncio.wait(tasks, timeout=timeout))


BROWSER = Browser()
