"""Makes smaller copies of pictures for the documentation: ``gallery.py FROM TO``."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

SHADES = 64  # per colour channel


def main(source: Path, target: Path) -> None:
    """Write every PNG of ``source`` into ``target``, with fewer shades, which halves its size."""
    target.mkdir(parents=True, exist_ok=True)
    shades = [round(round(value / 255 * (SHADES - 1)) * 255 / (SHADES - 1)) for value in range(256)]
    for path in sorted(source.glob("*.png")):
        with Image.open(path) as picture:
            small = picture.convert("RGB").point(shades * 3)
            small.save(target / path.name, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
