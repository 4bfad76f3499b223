"""The command line with Chromium: a batch of pictures and an animation, by one browser."""

import json

import pytest
from PIL import Image

from app import main
from components.export import browser

FIGURES = {
    "defaults": {"problem": "valley", "resolution": 41, "width": 320, "height": 240},
    "figures": [
        {"name": "still", "formats": ["png"], "scale": 2},
        {"name": "map", "formats": ["png", "svg"], "view": "contour", "theme": "dark"},
        {"name": "film", "formats": ["gif"], "view": "contour", "run": "0.5,0.6,gd,0.1,4"},
    ],
}


@pytest.fixture
def started(monkeypatch):
    """How many browsers have been started."""
    count = []
    opened = browser._open

    async def counted(kaleido):
        count.append(1)
        await opened(kaleido)

    monkeypatch.setattr(browser, "_open", counted)
    browser.BROWSER.close()
    yield count
    browser.BROWSER.close()


def test_a_batch_is_drawn_by_one_browser(tmp_path, started, capfd):
    (tmp_path / "f.json").write_text(json.dumps(FIGURES))
    main(["export", "--batch", str(tmp_path / "f.json"), "--out-dir", str(tmp_path / "out")])
    assert len(started) == 1
    with Image.open(tmp_path / "out" / "still.png") as still:
        assert still.size == (640, 480)
        assert still.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
    with Image.open(tmp_path / "out" / "map.png") as drawn:
        assert drawn.size == (320, 240)
        assert drawn.convert("RGB").getpixel((2, 2)) == (0x16, 0x1D, 0x25)
    assert (tmp_path / "out" / "map.svg").read_text().startswith("<svg")
    with Image.open(tmp_path / "out" / "film.gif") as film:
        assert film.n_frames >= 5
        assert film.size == (320, 240)
    assert capfd.readouterr().err.count(" kB\n") == 4
