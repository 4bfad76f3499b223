"""Exports for visitors: at most PLACES at once, with progress, cancelled when the visitor leaves.

An export lives only as long as its HTTP request. It runs in a thread of its own, while the
request's thread sends lines of JSON about its progress. When such a line cannot be sent, the
visitor has left.
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
from components.session.text import BusyError, Refusal, sentence_of
from losscore.checks import InputError

# One export that Chromium works on and one that waits, so that threads remain to serve the page.
PLACES = 2
BROKEN = "Export failed. Please try again."
HEARTBEAT = 1.0  # seconds between lines while nothing happens
_places = threading.Semaphore(PLACES)


def end_exports() -> None:
    """Stop all exports and refuse new ones, because the program is ending."""
    ENCODER.end()
    BROWSER.end()


def run_job(name: str, request: Request, progress: Progress = ignore_progress) -> bytes:
    """``request`` in format ``name``; BusyError if it needs Chromium and no place is free."""
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
    """Export ``request``: yields lines of JSON about the progress, and then the file's bytes.

    A line is ``{"done": 3, "total": 76}`` at each progress, and empty after HEARTBEAT seconds
    without any. The last line is either ``{"error": "…"}``, or ``{"name": "….gif", "size": 91011}``
    with the file after it.
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
    """Run the export and put its result into ``news``, be it a file or an error."""
    end: dict[str, Any] = {"error": BROKEN}
    made = b""
    try:
        made = run_job(name, request, progress)
        end = {"name": FORMATS[name].file_name(request), "size": len(made)}
    except Cancelled:
        end = {"error": "Cancelled."}
    except (InputError, Refusal) as error:
        end = {"error": sentence_of(error)}
    finally:
        news.put((end, made))


def _lines(news: Queue[tuple[dict[str, Any], bytes]]) -> Iterator[bytes]:
    while True:
        try:
            line, made = news.get(timeout=HEARTBEAT)
        except Empty:
            yield b"\n"
            continue
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"
        if "done" not in line:
            yield made
            return
