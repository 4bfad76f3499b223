"""Threads: order, independence of their number, numpy's settings, and the limit on BLAS."""

import builtins
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from threadpoolctl import threadpool_info

import losscore as ls
from losscore.kernels import parallel
from losscore.kernels.parallel import even_parts, map_chunks, single_threaded_blas


def blas_threads():
    return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]


@pytest.fixture(autouse=True)
def fresh_caches():
    """No test knows what another one made of the machine, nor a BLAS that came after."""
    cached = parallel.workers, parallel._controller
    for function in cached:
        function.cache_clear()
    yield
    for function in cached:
        function.cache_clear()


@pytest.mark.parametrize(
    ("work", "parts"),
    [(0, 1), (19, 1), (20, 2), (39, 2), (40, 4), (80, parallel.MOST_PARTS), (10**9, 8)],
)
def test_every_part_has_enough_work_for_a_thread(work, parts):
    assert even_parts(work, 10) == parts


@pytest.mark.parametrize("n_workers", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 95])
def test_chunks_come_in_order_and_cover_everything_once(monkeypatch, n_workers, count):
    monkeypatch.setattr(parallel, "workers", lambda: n_workers)
    chunks = list(map_chunks(lambda start, stop: (start, stop), count, 10))
    assert [i for chunk in chunks for i in range(*chunk)] == list(range(count))
    assert all(stop - start <= 10 for start, stop in chunks)


@pytest.mark.parametrize("name", ["kmeans", "linear", "logistic", "logistic-squared-error"])
def test_results_have_the_same_bits_on_any_number_of_cores(monkeypatch, name):
    rng = np.random.default_rng(0)
    features = 2 if name.startswith("logistic") else 1
    data = ls.Dataset(rng.normal(size=(300_000, features)), rng.integers(0, 2, 300_000))
    theta = rng.normal(size=(3, 2))

    def results(n_workers):
        monkeypatch.setattr(parallel, "workers", lambda: n_workers)
        p = ls.problem(name, dataset=data)
        return ls.surface(p, resolution=4).z, p.loss(theta), p.grad(theta), p.hessian(theta)

    alone = results(1)
    for n_workers in (2, 7):
        for one, other in zip(alone, results(n_workers), strict=True):
            assert np.array_equal(one, other)


def test_work_that_fails_in_a_thread_fails_in_its_caller(monkeypatch):
    monkeypatch.setattr(parallel, "workers", lambda: 2)
    before = blas_threads()

    def work(start, stop):
        raise KeyError(start)

    with pytest.raises(KeyError):
        list(map_chunks(work, 5, 1))
    assert blas_threads() == before


def test_threads_ignore_the_warnings_that_their_caller_ignores(monkeypatch):
    monkeypatch.setattr(parallel, "workers", lambda: 2)
    huge = np.array([1e308])
    with np.errstate(over="ignore"):
        assert np.isinf(list(map_chunks(lambda start, stop: huge * 10.0, 4, 1))).all()
    with pytest.raises(RuntimeWarning, match="overflow"):
        list(map_chunks(lambda start, stop: huge * 10.0, 4, 1))


def test_blas_has_one_thread_inside_and_what_it_had_outside():
    before = blas_threads()
    with single_threaded_blas():
        assert set(blas_threads()) == {1}
        with single_threaded_blas():
            assert set(blas_threads()) == {1}
        assert set(blas_threads()) == {1}
    assert blas_threads() == before


def test_the_limit_holds_until_the_last_of_several_visitors_leaves():
    before, inside, release = blas_threads(), threading.Barrier(2), threading.Event()

    def late_leaver():
        with single_threaded_blas():
            inside.wait(10)
            release.wait(10)
            return blas_threads()

    with ThreadPoolExecutor(1) as pool:
        with single_threaded_blas():
            leaving_last = pool.submit(late_leaver)
            inside.wait(10)
        # The first to enter has left.
        assert set(blas_threads()) == {1}
        release.set()
        assert set(leaving_last.result(10)) == {1}
        # And the last, another one, has lifted the limit, while it lives.
        assert blas_threads() == before


def test_many_visitors_at_once_leave_blas_as_it_was():
    before = blas_threads()

    def visit(_):
        with single_threaded_blas():
            return set(blas_threads())

    with ThreadPoolExecutor(8) as pool:
        assert all(threads == {1} for threads in pool.map(visit, range(100)))
    assert blas_threads() == before


def test_an_error_inside_lifts_the_limit():
    before = blas_threads()
    with pytest.raises(KeyError), single_threaded_blas():
        raise KeyError
    assert blas_threads() == before


def test_everything_works_without_threadpoolctl(monkeypatch):
    before, real_import = blas_threads(), builtins.__import__

    def without(name, *arguments, **options):
        if name == "threadpoolctl":
            raise ImportError(name)
        return real_import(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with single_threaded_blas():
        assert blas_threads() == before
    monkeypatch.setattr(parallel, "workers", lambda: 2)
    assert list(map_chunks(lambda start, stop: stop, 3, 1)) == [1, 2, 3]


def test_a_browser_has_one_worker(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert parallel.workers() == 1


def test_one_worker_starts_no_threads(monkeypatch):
    monkeypatch.setattr(parallel, "workers", lambda: 1)
    monkeypatch.setattr(parallel, "ThreadPoolExecutor", None)
    names = set(map_chunks(lambda start, stop: threading.current_thread().name, 30, 10))
    assert names == {threading.current_thread().name}
