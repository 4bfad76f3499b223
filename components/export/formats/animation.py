"""Animations as GIF, MP4 and WebM. One clock moves all runs, as on the page."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from components.export.chromium.frame_capture import shoot
from components.export.encoder import ENCODER
from components.export.figure_timeline import FigureTimeline
from components.export.progress import Progress
from components.export.request import Request
from components.session.motion import LONGEST, MS_PER_STEP, SHORTEST
from losscore.checks import InputError

MAX_FRAMES = 120
MAX_FPS = 25  # a GIF counts in hundredths of a second
MAX_AREA = 1920 * 1080
REST = 1.2  # seconds that the last frame is held
COLOURS, VIVID_COLOURS = 256, 80
NEAR = 8
VIVID = 70  # difference between the strongest and the weakest of red, green and blue

Pictures = list[bytes]  # PNG, because a hundred frames of raw pixels would fill the memory
Encode = Callable[[Pictures, "Clock"], bytes]


@dataclass(frozen=True, slots=True)
class Clock:
    """The steps to show, and how many of them per second."""

    steps: tuple[int, ...]
    fps: int

    @property
    def rest(self) -> int:
        """How often a video repeats its last frame."""
        return round(REST * self.fps)


def clock_of(last: int) -> Clock:
    """At most MAX_FRAMES evenly spaced steps from 0 to ``last``, in the time the page takes."""
    seconds = min(max(MS_PER_STEP * last, SHORTEST), LONGEST) / 1000
    count = min(last + 1, MAX_FRAMES, int(seconds * MAX_FPS) + 1)
    steps = np.unique(np.rint(np.linspace(0, last, count)).astype(int))
    return Clock(tuple(steps.tolist()), max(1, round((len(steps) - 1) / seconds)))


def write_gif(request: Request, progress: Progress) -> bytes:
    """A GIF that repeats for ever; all frames share one palette of 256 colours."""
    return _write(request, progress, _gif)


def write_mp4(request: Request, progress: Progress) -> bytes:
    """A video in H.264, which slides and all browsers play."""
    return _write(request, progress, _mp4)


def write_webm(request: Request, progress: Progress) -> bytes:
    """A video in VP9, which is royalty-free."""
    return _write(request, progress, _webm)


def _write(request: Request, progress: Progress, encode: Encode) -> bytes:
    _check(request)
    clock = clock_of(FigureTimeline(request).last)
    total = len(clock.steps) + 1
    pictures = shoot(request, list(clock.steps), lambda done, _: progress(done, total))
    film = encode(pictures, clock)
    progress(total, total)
    return film


def _check(request: Request) -> None:
    if not request.scenario.runs:
        raise InputError("an animation needs a run, and this scenario has none")
    width, height = (round(side * request.pixel_ratio) for side in (request.width, request.height))
    if width * height > MAX_AREA:
        raise InputError(
            f"an animation must have at most {MAX_AREA} pixels (1920 × 1080), "
            f"got {width} × {height}"
        )


def _gif(pictures: Pictures, clock: Clock) -> bytes:
    """A GIF with one palette, because colours would flicker with several.

    Pillow writes only what changes between frames.
    """
    palette = _palette(pictures)
    flat = [_opened(one).quantize(palette=palette, dither=Image.Dither.NONE) for one in pictures]
    # A GIF counts in hundredths of a second. Rounding each pause alone would change their sum.
    ends = [10 * round(100 * frame / clock.fps) for frame in range(len(flat) + 1)]
    delays = [later - earlier for earlier, later in pairwise(ends)]
    delays[-1] += round(1000 * REST)
    stream = io.BytesIO()
    flat[0].save(
        stream,
        "GIF",
        save_all=True,
        append_images=flat[1:],
        duration=delays,
        loop=0,
        optimize=False,
    )
    return stream.getvalue()


def _opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def _palette(pictures: Pictures) -> Image.Image:
    """A palette from the first, the middle and the last frame.

    The surface is large and greyish, and runs are thin and vivid. Each kind gets its own colours;
    otherwise a run would become grey. The background keeps its exact colour, and no other colour
    is near it, because Pillow looks for the nearest colour in steps of four.
    """
    picks = [_opened(pictures[index]) for index in (0, len(pictures) // 2, -1)]
    pixels = np.concatenate([np.asarray(pick).reshape(-1, 3) for pick in picks])
    ground = pixels[0].tolist()
    pixels = pixels[(np.abs(pixels.astype(int) - ground) > NEAR).any(axis=1)]
    is_vivid = np.ptp(pixels, axis=1) > VIVID
    colours = ground + _colours(pixels[~is_vivid], COLOURS - VIVID_COLOURS - 1)
    colours += _colours(pixels[is_vivid], VIVID_COLOURS)
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours)
    return palette


def _colours(pixels: NDArray[np.uint8], count: int) -> list[int]:
    """The red, green and blue values of at most ``count`` colours, in one list."""
    if not len(pixels):
        return []
    row = Image.fromarray(pixels[None])
    reduced = row.quantize(count, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return list(reduced.getpalette() or ())


def _mp4(pictures: Pictures, clock: Clock) -> bytes:
    return _encoded(pictures, clock, "mp4", "libx264 -crf 18 -movflags +faststart")


def _webm(pictures: Pictures, clock: Clock) -> bytes:
    return _encoded(pictures, clock, "webm", "libvpx-vp9 -crf 24 -b:v 0 -row-mt 1 -cpu-used 4")


def _encoded(pictures: Pictures, clock: Clock, extension: str, codec: str) -> bytes:
    """A video that ffmpeg writes to a file, not a pipe, because it returns to the start to write
    the index.

    Width and height are cropped to even numbers, which both codecs need. The last frame is
    repeated.
    """
    even = f"crop=trunc(iw/2)*2:trunc(ih/2)*2,tpad=stop_mode=clone:stop={clock.rest}"
    source = f"-f image2pipe -c:v png -framerate {clock.fps} -i -"
    how = f"{source} -vf {even} -pix_fmt yuv420p -c:v {codec}"
    with tempfile.TemporaryDirectory(prefix="losscore-film-") as folder:
        path = Path(folder) / f"film.{extension}"
        ENCODER.run(["-loglevel", "error", *how.split(), str(path)], b"".join(pictures))
        return path.read_bytes()
