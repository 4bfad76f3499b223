"""Modules of the page that need no browser, tested by node."""

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="needs node")
@pytest.mark.parametrize(
    "file", sorted(Path(__file__).parent.glob("*.test.mjs")), ids=lambda p: p.stem
)
def test_module(file):
    assert NODE
    run = subprocess.run(
        [NODE, "--test", str(file)], capture_output=True, text=True, check=False, timeout=120
    )
    assert run.returncode == 0, run.stdout
