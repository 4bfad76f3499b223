"""Exports for visitors: at most PLACES at once, with progress, cancelled when the visitor leaves.

An export lives in the request that asked for it and in nothing else. It runs in a thread; the
request's own sends lines of JSON about it, and notices by them when nobody is there any more.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from typing import Any

from components.export.chromium.browser import BROWSER
from components.export.encoder import ENCODER
from components.export.progress import Cancelled, Progress, ignore_progress
from components.export.registry import FORMATS, export
from components.export.request import Request
from components.session.text import BusyError, Told, sentence_of
from losscore.checks import InputError

# One that Chromium works for and one that waits: the server has threads left for the page.
PLACES = 2
BROKEN = "Export failed. Please try again."
SILENCE = 1.0  # seconds between signs of life
_places = threading.Semaphore(PLACES)


def end_exports() -> None:
    """End what is being made, and nothing is made any more: the program ends."""
    ENCODER.end()
    BROWSER.end()


def run_job(name: str, request: Request, progress: Progress = ignore_progress) -> bytes:
    """``request`` as ``name``; BusyError where it needs Chromium and no place is free."""
    if not FORMATS[name].needs_chromium:
        return export(name, request, progress)
    with _place():
        return export(name, request, progress)


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise BusyError("exports")
    try:
        yield
    finally:
        _places.release()


def stream_progress(name: str, request: Request) -> Iterator[bytes]:
    """Lines of JSON while ``request`` is made, and then its bytes.

    ``{"done": 3, "total": 76}`` as often as it gets on, an empty line otherwise; at the end either
    ``{"error": "…"}``, or ``{"name": "….gif", "size": 91011}`` and after this line the file.
    """
    news: Queue[tuple[dict[str, Any], bytes]] = Queue()
    is_left = threading.Event()

    def progress(done: int, total: int) -> None:
        if is_left.is_set():
            raise Cancelled
        news.put(({"done": done, "total": total}, b""))

    threading.Thread(target=_work, args=(name, request, progress, news), daemon=True).start()
    try:
        yield from _lines(news)
    finally:
        is_left.set()


def _work(
    name: str, request: Request, progress: Progress, news: Queue[tuple[dict[str, Any], bytes]]
) -> None:
    """Make it, and put the end of it into ``news``, whatever that is."""
    end: dict[str, Any] = {"error": BROKEN}
    made = b""
    try:
        made = run_job(name, request, progress)
        end = {"name": FORMATS[name].file_name(request), "size": len(made)}
    except Cancelled:
        end = {"error": "Cancelled."}
    except (InputError, Told) as error:
        end = {"error": sentence_of(error)}
    finally:
        news.put((end, made))


def _lines(news: Queue[tuple[dict[str, Any], bytes]]) -> Iterator[bytes]:
    while True:
        try:
            line, made = news.get(timeout=SILENCE)
        except Empty:
            yield b"\n"
            continue
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"
        if "done" not in line:
            yield made
            return
