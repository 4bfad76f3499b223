"""Videos, decoded by ffmpeg."""

import re
import subprocess

import imageio_ffmpeg
import numpy as np


def decoded(path):
    """What ffmpeg says of a video, (codec, width, height, fps), and its frames (n, h, w, 3)."""
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
