"""The memory that a surface needs beyond its data, measured in a separate process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import losscore as ls
from benchmarks import data
from benchmarks.contest import FailedError, Measurement, Row
from benchmarks.gates import GIGABYTE, Memory
from benchmarks.timing import Effort

N_SAMPLES = 10**7
NODES = 200
DATA: dict[str, Callable[[int], ls.Dataset]] = {"logistic": data.classes, "kmeans": data.mixture}
SHOWN = {"logistic": "NLL", "kmeans": "WCSS"}

PROCESS = Path("/proc/self")


def growth(name: str, n_samples: int) -> int:
    """Peak bytes while a problem and its surface are computed, less the memory in use before."""
    samples = DATA[name](n_samples)
    # Reset the peak, which creating the data may have raised.
    (PROCESS / "clear_refs").write_text("5")
    before = _status("VmRSS")
    ls.surface(ls.problem(name, dataset=samples), resolution=NODES)
    return _status("VmHWM") - before


def _status(field: str) -> int:
    """A field of /proc/self/status, in bytes."""
    lines = (PROCESS / "status").read_text().splitlines()
    found = dict(line.split(":", 1) for line in lines if ":" in line)[field]
    return int(found.split()[0]) * 1024


def measured(name: str, n_samples: int, effort: Effort) -> Measurement:  # noqa: ARG001 - one measurement is enough
    """``growth`` in a fresh process."""
    program = f"from {__name__} import growth; print(growth({name!r}, {n_samples}))"
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise FailedError((run.stderr.strip().splitlines() or ["no output"])[-1])
    return Measurement(float(run.stdout), float("nan"), "problem and surface, in a fresh process")


def rows() -> list[Row]:
    """One row each for NLL and WCSS."""
    return [
        Row(
            f"memory-{shown.lower()}",
            f"memory of a {shown} surface beyond the data, N=1e7",
            "–",
            Memory(GIGABYTE),
            partial(measured, name, N_SAMPLES),
        )
        for name, shown in SHOWN.items()
    ]
