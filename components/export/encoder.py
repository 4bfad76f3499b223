"""ffmpeg, which turns frames into animations and can be stopped while it works."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Sequence

import imageio_ffmpeg

from components.export.progress import Ended


class Encoder:
    """Runs ffmpeg; any number of threads may call, each with its own process."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._has_ended = False

    def run(self, arguments: Sequence[str], pictures: bytes) -> None:
        """Run ``ffmpeg`` with ``arguments`` and ``pictures`` on its standard input.

        Raises
        ------
        Ended : the program is ending.
        subprocess.CalledProcessError : ffmpeg failed.
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
        """Kill all processes and refuse new ones, because the program is ending."""
        with self._lock:
            self._has_ended = True
            for process in self._running:
                process.kill()

    def _started(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a process and register it under the lock, so that ``end`` cannot miss it."""
        with self._lock:
            if self._has_ended:
                raise Ended
            process = subprocess.Popen(command, stdin=subprocess.PIPE)
            self._running.add(process)
            return process


ENCODER = Encoder()
