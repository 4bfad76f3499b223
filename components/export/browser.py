"""One Chromium for all pictures and animations.

It starts with the first picture, does one thing at a time, and leaves when nothing has been asked
of it for a while. Kaleido, which drives it, is asynchronous: it lives in a thread of its own.
"""

from __future__ import annotations

import asyncio
import atexit
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, wait
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from choreographer.browsers.chromium import Chromium
from choreographer.errors import (
    BrowserClosedError,
    BrowserFailedError,
    ChannelClosedError,
    DevtoolsProtocolError,
)
from kaleido import Kaleido
from kaleido.errors import JavascriptError, KaleidoError

from components.wording import Told

# Seconds: for one piece of work, and without any before the browser is closed.
TIMEOUT = 120.0
IDLE = 60.0
# Seconds after which the thread itself is given up: to start the browser, and to do the least.
TO_START, TO_STIR = 60.0, 10.0

INSTALL = (
    "This needs Chromium, and none was found: install it (Debian, Ubuntu: apt install chromium; "
    "macOS: brew install --cask chromium; or Google Chrome), or set BROWSER_PATH to its program."
)
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
        self._kaleido: Kaleido | None = None
        self._leaving: asyncio.TimerHandle | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a process now."""
        return self._kaleido is not None and self._kaleido.subprocess.poll() is None

    def run(self, work: Work[Result], timeout: float = TIMEOUT) -> Result:
        """What ``work`` makes of the browser.

        Raises
        ------
        ChromiumMissing : there is none.
        ChromiumFailed : it took longer than ``timeout`` seconds, or broke down.
        """
        if not has_chromium():
            raise ChromiumMissing
        with self._turn:
            if not self._stirs():
                self._abandon()
            future = asyncio.run_coroutine_threadsafe(self._work(work, timeout), self._started())
            return self._awaited(future, timeout)

    def close(self) -> None:
        """End the browser and its thread; the next work starts them again."""
        atexit.unregister(self.close)
        with self._turn:
            if self._loop and self._stirs():
                leaving = asyncio.run_coroutine_threadsafe(self._leave(), self._loop)
                wait([leaving], TO_STIR)
            self._abandon()

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
        if kaleido and hasattr(kaleido, "subprocess"):
            kaleido.subprocess.kill()
        if loop:
            with suppress(RuntimeError):  # it may be closed already
                loop.call_soon_threadsafe(loop.stop)

    def _awaited(self, future: Future[Result], timeout: float) -> Result:
        wait([future], timeout + TO_START)
        if not future.done():
            self._abandon()
            raise ChromiumFailed("Chromium does not answer; try again.")
        try:
            return future.result()
        except TimeoutError:
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
            threading.Thread(target=_serve, args=(loop,), name="chromium", daemon=True).start()
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
            self._kaleido = await _opened()
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


async def _opened() -> Kaleido:
    kaleido = Kaleido(n=1, timeout=None, mathjax=False)
    try:
        await kaleido.open()
    except BaseException:
        await kaleido.close()
        raise
    return kaleido


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.close()


BROWSER = Browser()
