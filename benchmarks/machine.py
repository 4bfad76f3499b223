"""A line that describes the machine on which the benchmarks ran."""

from __future__ import annotations

import datetime
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

GIBIBYTE = 2**30


def description() -> str:
    """Processor, memory, system, Python, numpy with its BLAS, PyTorch if installed, the date."""
    torch = _torch()
    parts = [
        f"{_processor()}, {os.cpu_count()} cores, {_memory():.0f} GiB",
        _system(),
        f"Python {platform.python_version()}",
        f"numpy {np.__version__} with {_blas()}",
        *([f"PyTorch {torch}"] if torch else []),
        datetime.datetime.now(datetime.UTC).date().isoformat(),
    ]
    return "; ".join(parts)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIBIBYTE


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()


def _blas() -> str:
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return f"{blas['name']} {blas['version']}"


def _torch() -> str:
    try:
        return version("torch")
    except PackageNotFoundError:
        return ""
