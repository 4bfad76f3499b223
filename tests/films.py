"""Decodes videos with ffmpeg, and measures how much of a run their frames show."""

import re
import subprocess

import imageio_ffmpeg
import numpy as np


def decoded(path):
    """A video's (codec, width, height, fps), as ffmpeg reports, and its frames (n, h, w, 3)."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-i", str(path), "-f", "rawvideo"]
    ran = subprocess.run(
        [*command, "-pix_fmt", "rgb24", "-fps_mode", "passthrough", "-"],
        capture_output=True,
        check=True,
    )
    told = re.search(r"Video: (\w+).*?, (\d+)x(\d+).*?, ([\d.]+) fps", ran.stderr.decode())
    width, height = int(told[2]), int(told[3])
    frames = np.frombuffer(ran.stdout, np.uint8).reshape(-1, height, width, 3)
    return (told[1], width, height, float(told[4])), frames.astype(int)


def extent(frame):
    """The diagonal of the box around all pixels in the run's colour, in pixels.

    The hue identifies them, because the brightness and width of thin lines depend on the machine.
    The faint rest of a loss curve is less than half as strong.
    """
    red, green, blue = np.moveaxis(frame, 2, 0)
    rows, columns = np.nonzero((red - green > 50) & (red - blue > 110))
    assert rows.size, "nothing of the run is seen"
    return float(np.hypot(np.ptp(rows), np.ptp(columns)))
