"""Signals end the program, and temporary files are removed."""

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from pathlib import Path

import pytest

from components.export.command.interruption import MAX_PATH, own_folder, tidy

ROOT = Path(__file__).parents[4]


def test_all_temporary_files_are_in_one_folder_that_is_removed():
    before = os.environ.get("TMPDIR"), tempfile.gettempdir()
    with own_folder() as folder:
        assert os.environ["TMPDIR"] == tempfile.gettempdir() == str(folder)
        made = Path(tempfile.mkdtemp())
        (made / "x").write_text("x")
        assert made.parent == folder
    assert not folder.exists()
    assert (os.environ.get("TMPDIR"), tempfile.gettempdir()) == before


@pytest.mark.skipif(os.name != "posix", reason="sockets with paths are POSIX")
def test_the_folder_has_a_path_that_is_short_enough_for_a_socket(tmp_path, monkeypatch):
    long = tmp_path / ("n" * 90)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with own_folder() as folder:
        assert len(str(folder)) <= MAX_PATH
    assert list(long.iterdir()) == []


def interrupted(number, stop):
    with tidy(stop):
        os.kill(os.getpid(), number)
        time.sleep(10)  # nothing came


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_calls_stop_before_it_interrupts(name):
    number, done = getattr(signal, name), []
    # The tests themselves may run in the background, where some of them are ignored.
    before = signal.signal(number, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            interrupted(number, lambda: done.append(1))
        assert done == [1]
        assert signal.getsignal(number) == signal.default_int_handler
    finally:
        signal.signal(number, before)


def test_an_ignored_signal_stays_ignored():
    """As under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with tidy():
            os.kill(os.getpid(), signal.SIGHUP)
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def stopped(event):
    with tidy(event.set):
        os.kill(os.getpid(), signal.SIGTERM)
        event.wait(10)
        raise RuntimeError("the browser is gone")


def test_what_fails_because_it_was_stopped_was_interrupted():
    is_stopped = threading.Event()
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            stopped(is_stopped)
    finally:
        signal.signal(signal.SIGTERM, before)


# What a library may do to an interruption: swallow it once, swallow all, or keep a thread.
ONCE = """
try:
    wait()
except:
    pass
wait()
"""
ALWAYS = """
while True:
    try:
        wait()
    except:
        pass
"""
THREAD = """
threading.Thread(target=threading.Event().wait).start()
wait()
"""
PROGRAM = """
import signal, sys, threading, time
signal.signal(signal.SIGINT, signal.SIG_DFL)  # in the background it is ignored
from components.export.command import interruption
interruption.DEADLINE = {deadline}
def wait():
    print("waits", flush=True)
    time.sleep(60)
def work():
{work}
try:
    with interruption.tidy() as folder:
        (folder / "x").write_text("x")
        work()
except KeyboardInterrupt:
    interruption.leave("cancelled")
"""


def started(folder, work, deadline):
    code = PROGRAM.format(work=textwrap.indent(work, "    "), deadline=deadline)
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "waits\n"
    return process


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
@pytest.mark.parametrize(
    ("work", "deadline", "numbers", "told"),
    [
        pytest.param(ONCE, 50, ["SIGINT"], "cancelled\n", id="swallowed-once"),
        pytest.param(THREAD, 50, ["SIGTERM"], "cancelled\n", id="thread-that-stays"),
        pytest.param(ALWAYS, 1, ["SIGINT"], "", id="deadline"),
        pytest.param(ALWAYS, 50, ["SIGINT", "SIGINT"], "", id="twice"),
        pytest.param(ALWAYS, 50, ["SIGINT", "SIGTERM"], "", id="another"),
    ],
)
def test_a_program_ends_whatever_libraries_do_to_its_interruption(
    tmp_path, work, deadline, numbers, told
):
    process = started(tmp_path, work, deadline)
    try:
        for name in numbers:
            process.send_signal(getattr(signal, name))
            time.sleep(0.3)
        _, said = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, said) == (1, told)
    assert list(tmp_path.iterdir()) == []
