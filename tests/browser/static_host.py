"""A file server for static sites, which can withhold Python."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class _Handler(SimpleHTTPRequestHandler):
    """Serves files; Python's only while its gate is open."""

    gate: threading.Event

    def do_GET(self) -> None:
        if self.path.endswith(".wasm"):
            self.gate.wait(120)
        super().do_GET()

    def log_message(self, *_arguments: Any) -> None:
        """Log nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, threading.Event]]:
    """The address of ``folder`` on a host of its own, and the gate that holds Python back."""
    gate = threading.Event()
    gate.set()
    handler = type("Handler", (_Handler,), {"gate": gate})
    # In daemon threads, because a browser keeps its connections open.
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=folder))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", gate
    finally:
        gate.set()
        server.shutdown()
        server.server_close()
        thread.join()
