"""What a program does with signals and with temporary files."""

import os
import signal
import tempfile
import time
from pathlib import Path

import pytest

from components.export.command.interruption import MOST, interruptible, own_folder


def test_all_temporary_files_are_in_one_folder_that_goes():
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
        assert len(str(folder)) <= MOST
    assert list(long.iterdir()) == []


def be_interrupted(number, first):
    with interruptible(first):
        try:
            os.kill(os.getpid(), number)
            time.sleep(10)  # nothing came
        finally:
            os.kill(os.getpid(), number)  # it is cleaning up already


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_interrupts_once_and_after_what_is_to_be_done_first(name):
    number, done = getattr(signal, name), []
    # The tests themselves may run in the background, where some of them are ignored.
    before = signal.signal(number, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            be_interrupted(number, lambda: done.append(1))
        assert done == [1]
        assert signal.getsignal(number) == signal.default_int_handler
    finally:
        signal.signal(number, before)


def test_a_signal_that_is_ignored_stays_so():
    """As under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interruptible():
            os.kill(os.getpid(), signal.SIGHUP)
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
