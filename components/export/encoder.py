"""ffmpeg, which turns pictures into films, and which can be ended while it does."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Sequence

import imageio_ffmpeg

from components.export.progress import Ended


class Encoder:
    """Any number of threads may ask; each has a process of its own."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._has_ended = False

    def run(self, arguments: Sequence[str], pictures: bytes) -> None:
        """``ffmpeg`` with ``arguments``, and ``pictures`` as its standard input.

        Raises
        ------
        Ended : the program ends.
        subprocess.CalledProcessError : it failed.
        """
        process = self._started([imageio_ffmpeg.get_ffmpeg_exe(), *arguments])
        with process:
            try:
                process.communicate(pictures)
            finally:
                process.kill()
                with self._lock:
                    self._running.discard(process)
        if self._has_ended:
            raise Ended
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, "ffmpeg")

    def end(self) -> None:
        """Kill all that is under way, and nothing is started any more: the program ends."""
        with self._lock:
            self._has_ended = True
            for process in self._running:
                process.kill()

    def _started(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Known from the beginning: no process slips through while all are killed."""
        with self._lock:
            if self._has_ended:
                raise Ended
            process = subprocess.Popen(command, stdin=subprocess.PIPE)
            self._running.add(process)
            return process


ENCODER = Encoder()
