"""Spread work over the cores. Plain threads are enough, because numpy's loops release the lock.

BLAS has its own threads. For the small matrices here they cost more than they gain, and together
with ours they would be too many, so a kernel that multiplies matrices in threads limits BLAS to
one. That needs threadpoolctl; without it everything still works, but more slowly.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import copy_context
from functools import cache
from typing import Any, TypeVar

Result = TypeVar("Result")

# With fewer samples than this, a thread costs more than it gains.
CHUNK = 1 << 17
MOST_PARTS = 8
# This many multiplications outweigh the cost of limiting the threads of BLAS.
WORTH_A_LIMIT = 1 << 24


@cache
def workers() -> int:
    """How many threads may run at once; one in a browser, where none can be started."""
    if sys.platform == "emscripten":
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_chunks(
    work: Callable[[int, int], Result], count: int, chunk: int = CHUNK
) -> Iterator[Result]:
    """``work(start, stop)`` for consecutive chunks of range(count), in order.

    The chunks do not depend on the number of cores, so neither do sums over the results.
    """
    starts = range(0, count, chunk)
    stops = [min(start + chunk, count) for start in starts]
    # A worker that waits for other workers could wait for ever.
    if len(starts) < 2 or workers() < 2 or getattr(_own, "is_worker", False):
        yield from map(work, starts, stops)
        return
    # A thread has numpy's default error settings unless it runs in its caller's context.
    contexts = [copy_context() for _ in starts]
    with single_threaded_blas():
        yield from _pool().map(lambda own, *ends: own.run(work, *ends), contexts, starts, stops)


def even_parts(work: int, worth: int) -> int:
    """How many parts of at least ``worth`` to cut ``work`` into: 1, 2, 4 … MOST_PARTS.

    With a power of 2, two or four threads finish at the same time. More parts than threads balance
    the load of other programs.
    """
    parts = 1
    while parts < MOST_PARTS and work >= 2 * parts * worth:
        parts *= 2
    return parts


_own = threading.local()


def _mark_as_worker() -> None:
    _own.is_worker = True


@cache
def _pool() -> ThreadPoolExecutor:
    """The threads, created when first needed and kept together with their scratch memory."""
    return ThreadPoolExecutor(workers(), "losscore", initializer=_mark_as_worker)


# A forked process has none of its parent's threads.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_pool.cache_clear)


_blas_lock = threading.Lock()
_blas_users = 0
_blas_limit: Any = None


_unlimited = nullcontext()


def single_threaded_blas(work: float = float("inf")) -> AbstractContextManager[None]:
    """BLAS on one thread while any thread of the process is inside.

    Small ``work`` (in multiplications) is not limited, because limiting costs as much as a small
    surface.
    """
    return _unlimited if work < WORTH_A_LIMIT else _limited_blas()


@contextmanager
def _limited_blas() -> Iterator[None]:
    """The limit itself.

    It applies to the whole process. The first thread to enter sets it and the last to leave lifts
    it; otherwise two concurrent threads could lift it too early or leave it in place for good.
    """
    global _blas_users, _blas_limit  # noqa: PLW0603 - it is the state of the process
    with _blas_lock:
        if _blas_users == 0 and (controller := _controller()) is not None:
            _blas_limit = _in_a_thread(lambda: controller.limit(limits=1, user_api="blas"))
        _blas_users += 1
    try:
        yield
    finally:
        with _blas_lock:
            _blas_users -= 1
            if _blas_users == 0 and _blas_limit is not None:
                _in_a_thread(_blas_limit.restore_original_limits)
                _blas_limit = None


def _in_a_thread(call: Callable[[], Result]) -> Result:
    """``call()``, made in a new thread.

    In threadpoolctl 3.8, only the thread that set the first limit can change OpenBLAS while that
    thread lives, so the last thread to leave could not lift the limit. A thread that has ended
    blocks no other.
    """
    results: list[Result] = []
    thread = threading.Thread(target=lambda: results.append(call()))
    thread.start()
    thread.join()
    return results[0]


@cache
def _controller() -> Any:
    """threadpoolctl's handle on the loaded BLAS; finding it takes milliseconds, so it is kept."""
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return None
    return ThreadpoolController()
