"""The command line with Chromium: a batch of pictures and an animation, by one browser."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest
from PIL import Image

from app import main
from components.export.chromium import browser
from components.export.progress import Ended

APP = Path(__file__).parents[2] / "app.py"
SECONDS = 15.0  # in which a program that is told to end has ended, on a busy machine too

FIGURES = {
    "defaults": {"problem": "valley", "resolution": 41, "width": 320, "height": 240},
    "figures": [
        {"name": "still", "formats": ["png"], "pixel-ratio": 2},
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


STOPS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


class Program:
    """``python app.py`` in folders of its own, for its files and for its temporary ones."""

    def __init__(self, folder, *arguments, **environment):
        self.here = folder
        # Short, as people's are: Chromium keeps a socket there.
        self.temporary = Path(tempfile.mkdtemp(prefix="ls-"))
        self.process = subprocess.Popen(
            [sys.executable, str(APP), *arguments],
            cwd=self.here,
            env=os.environ | {"TMPDIR": str(self.temporary)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_for_chromium(self):
        """Until it draws: pages have been opened."""
        end = time.monotonic() + 60
        while not any("--type=renderer" in " ".join(command) for command in self.commands()):
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < end
            time.sleep(0.05)
        self.others = psutil.Process(self.process.pid).children(recursive=True)

    def commands(self):
        for child in psutil.Process(self.process.pid).children(recursive=True):
            try:
                yield child.cmdline()
            except psutil.Error:
                continue

    def end(self, number):
        """What it says when it is told to end, in time."""
        self.process.send_signal(number)
        try:
            return self.process.communicate(timeout=SECONDS)
        finally:
            self.process.kill()

    def assert_nothing_is_left(self):
        _, alive = psutil.wait_procs(self.others, timeout=5)
        assert [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []
        assert list(self.here.iterdir()) == []
        self.temporary.rmdir()  # which it is only when it is empty


@pytest.fixture(autouse=True)
def in_the_foreground():
    """What a process in the background ignores, the ones that it starts would ignore, too."""
    before = {number: signal.signal(number, signal.default_int_handler) for number in STOPS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


FILM = ("--problem", "peaks", "--run", "0.5,0.5,gd,0.01,200", "--width", "900", "--height", "700")


@pytest.mark.parametrize("number", STOPS, ids=lambda number: number.name)
@pytest.mark.parametrize("pause", [0.0, 2.0], ids=["opening", "drawing"])
def test_an_interrupted_export_leaves_nothing(tmp_path, number, pause):
    program = Program(tmp_path, "export", *FILM, "--to", "film.gif")
    program.wait_for_chromium()
    time.sleep(pause)
    told = program.end(number)
    assert told == ("", "python app.py export: cancelled\n")
    assert program.process.returncode == 1
    program.assert_nothing_is_left()


def test_an_interrupted_site_leaves_nothing(tmp_path):
    program = Program(tmp_path, "site", "public")
    program.others = []
    assert program.process.stdout.readline().startswith("unique-minimum: ")
    _, told = program.end(signal.SIGTERM)
    assert told == "python app.py site: cancelled\n"
    program.assert_nothing_is_left()


def test_an_export_says_one_line_and_leaves_its_file(tmp_path):
    program = Program(tmp_path, "export", "--problem", "peaks", "--to", "x.svg")
    out, told = program.process.communicate(timeout=120)
    assert (program.process.returncode, out) == (0, "")
    assert told.startswith("x.svg: ")
    assert told.count("\n") == 1
    assert [path.name for path in program.here.iterdir()] == ["x.svg"]
    program.temporary.rmdir()  # which it is only when it is empty


@pytest.mark.parametrize("number", STOPS[:2], ids=lambda number: number.name)
def test_a_server_stops_on_a_signal_even_during_an_export(tmp_path, number):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Program(tmp_path, PORT=str(port))
    assert "ready" in program.process.stdout.readline()
    query = "problem=peaks&run=0.5,0.5,gd,0.01,200&width=900&height=700"
    asking = [
        threading.Thread(target=ask, args=(f"http://127.0.0.1:{port}/export?format=gif&{query}",))
        for _ in range(2)  # one is made, and one waits
    ]
    for thread in asking:
        thread.start()
    program.wait_for_chromium()
    time.sleep(1.0)
    _, told = program.end(number)
    assert "Traceback" not in told
    assert program.process.returncode == 0
    program.assert_nothing_is_left()
    for thread in asking:
        thread.join(SECONDS)


def ask(address):
    """Whatever comes: a server that ends answers nobody."""
    try:
        urlopen(address, timeout=60).read()
    except (OSError, URLError):
        return


def test_a_chromium_that_is_killed_while_it_starts_does_not_live_on(tmp_path, monkeypatch):
    """Not even its launcher knows its process then."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    begins, made = threading.Event(), []
    popen = subprocess.Popen

    def slow(*arguments, **options):
        begins.set()
        time.sleep(1.0)
        made.append(popen(*arguments, **options))
        return made[0]

    monkeypatch.setattr(subprocess, "Popen", slow)
    one = browser.Browser()
    refused = []
    asking = threading.Thread(target=lambda: refused.append(ask_for_nothing(one)))
    asking.start()
    assert begins.wait(30)
    one.kill()
    asking.join(30)
    assert refused == ["The export was ended."]
    assert made[0].wait(5) == -signal.SIGKILL


def ask_for_nothing(one):
    async def work(_):
        return "done"

    try:
        return one.run(work)
    except Ended as error:
        return str(error)
