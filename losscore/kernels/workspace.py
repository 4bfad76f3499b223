"""Scratch arrays that kernels reuse.

A temporary of 100 kB or more is new memory from the system each time, and touching its pages for
the first time costs more than the arithmetic of a kernel: a factor of three on a surface of a
hundred samples. So kernels keep their temporaries, per thread and by name.
"""

from __future__ import annotations

import math
import threading

import numpy as np

from losscore.checks import FloatArray

# Larger arrays are not kept: the work on them outweighs their allocation.
MAX_ENTRIES = 1 << 20

_kept = threading.local()


def scratch(name: str, *shape: int) -> FloatArray:
    """An uninitialised array of ``shape``, in memory that this thread keeps for ``name``.

    It is valid until the same thread uses the same name again; never return it to a caller.
    """
    size = math.prod(shape)
    if size > MAX_ENTRIES:
        return np.empty(shape)
    buffer = getattr(_kept, name, None)
    if buffer is None or len(buffer) < size:
        buffer = np.empty(size)
        setattr(_kept, name, buffer)
    array: FloatArray = buffer[:size].reshape(shape)
    return array
