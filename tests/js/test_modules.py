"""Runs node's tests of the page's modules that need no browser."""

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")
HERE = Path(__file__).parent
FILES = sorted(path.relative_to(HERE).as_posix() for path in HERE.rglob("*.test.mjs"))


@pytest.mark.skipif(NODE is None, reason="needs node")
@pytest.mark.parametrize("file", FILES)
def test_module(file):
    assert NODE
    run = subprocess.run(
        [NODE, "--test", str(HERE / file)], capture_output=True, text=True, check=False, timeout=120
    )
    assert run.returncode == 0, run.stdout
