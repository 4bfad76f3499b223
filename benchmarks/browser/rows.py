"""The rows: what is measured, and its gate."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from statistics import median
from typing import Any

import losscore as ls
from benchmarks.browser.readings import AtMost, Reading, Row, own_time, percentile
from benchmarks.browser.session import Session
from benchmarks.browser.wire import exchanged
from components import ids
from tests.browser.lab_page import LabPage

STEPS = 200
SLOW_RATE = "0.0001"  # so small that no run converges before its last step
MOST_RUNS = 12
STARTS = ((0.3, 1.2), (1.7, 0.9), (0.8, 1.8), (1.2, 0.4), (0.4, 0.7))
DATASETS = ("three-clumps", "two-clumps")


def first_load(session: Session, _rounds: int) -> Reading:
    """Bytes until the default run has ended, in a browser with an empty cache."""
    session.network_log()
    session.open()
    sizes = exchanged(session.network_log(), session.origin)
    largest = max(sizes, key=lambda url: sizes[url])
    name = largest.rpartition("/")[2]
    note = f"{len(sizes)} files, the largest {name}: {sizes[largest] / 1e6:.3g} MB"
    return Reading(sum(sizes.values()), note)


def click_bytes(session: Session, rounds: int) -> Reading:
    """Bytes for one more run, both sent and received."""
    page = _slow(session)
    sizes = []
    for number in range(rounds):
        session.network_log()
        _click(session, page, number)
        page.wait_for_end()
        assert page.steps == (STEPS, STEPS), f"the run must have {STEPS} steps, got {page.steps}"
        sizes.append(sum(exchanged(session.network_log(), session.origin).values()))
    return Reading(median(sizes), f"at most {max(sizes) / 1e3:.3g} kB; {rounds} rounds")


def click_time(session: Session, rounds: int) -> Reading:
    """The page's own time from a click on the surface to the first moved frame."""
    page = _slow(session)
    drawn = [own_time(click) for click in _clicks(session, page, rounds)]
    session.ask("draw", False)
    clicks = _clicks(session, page, rounds)
    server = median(click["answered"] - click["asked"] for click in clicks)
    note = f"{median(drawn):.0f} ms when WebGL draws; server and network: {server:.0f} ms more"
    return Reading(median(map(own_time, clicks)), f"{note}; {rounds} rounds")


def frame_time(problem: str, session: Session, rounds: int) -> Reading:
    """Script time of each frame that moves while ``MOST_RUNS`` runs play."""
    page = session.open()
    spec = ls.problems()[problem]
    page.choose(ids.PROBLEM, problem)
    formula = spec.written(spec.default_aggregation)
    page.wait(lambda: page.text(ids.CAPTION).startswith(formula))
    page.wait_for_end()
    page.type(ids.LEARNING_RATE, SLOW_RATE)
    page.wait(lambda: page.steps == (STEPS, STEPS))
    page.choose(ids.RING_SIZE, str(MOST_RUNS))
    page.click(ids.RING)
    page.wait(lambda: len(page.duo.find_elements("#runs-table tbody tr")) == MOST_RUNS)
    page.wait_for_end()
    drawn = _script_times(session, page, rounds)
    session.ask("draw", False)
    times = _script_times(session, page, rounds)
    late = percentile(times, 0.95)
    note = f"95 % within {late:.3g} ms; {median(drawn):.3g} ms when WebGL draws"
    return Reading(median(times), f"{note}; {len(times)} frames")


def repaint(session: Session, rounds: int) -> Reading:
    """How far a turned camera moves when another dataset is chosen."""
    page = session.open()
    x, y = page.pixel(1.0, 1.0, _loss((1.0, 1.0)))
    page.drag(x, y, 80, 0)
    page.pointer(("pause", 1.0))
    camera, moved, times = page.camera(), [], []
    for number in range(rounds):
        dataset = DATASETS[number % len(DATASETS)]
        times.append(session.wait_for("choose", ids.DATASET, dataset))
        page.wait_for_end()
        moved.append(math.dist(page.camera(), camera))
    note = f"new surface after {median(times):.0f} ms, the server's time included"
    return Reading(max(moved), f"{note}; {rounds} rounds")


def _slow(session: Session) -> LabPage:
    page = session.open()
    page.type(ids.LEARNING_RATE, SLOW_RATE)
    page.wait(lambda: page.steps == (STEPS, STEPS))
    return page


def _click(session: Session, page: LabPage, number: int) -> Mapping[str, Any]:
    """Click the surface and wait until the new run moves; the times of what happened."""
    theta = STARTS[number % len(STARTS)]
    page.click_surface(*theta, _loss(theta))
    click: Mapping[str, Any] = page.wait(lambda: session.ask("click"))
    return click


def _clicks(session: Session, page: LabPage, rounds: int) -> list[Mapping[str, Any]]:
    clicks = []
    for number in range(rounds):
        clicks.append(_click(session, page, number))
        page.wait_for_end()
    return clicks


def _script_times(session: Session, page: LabPage, rounds: int) -> list[float]:
    """Script times of every moving frame, over ``rounds`` plays."""
    session.ask("scriptTimes")
    for _ in range(rounds):
        page.seconds_to_play()
    times: list[float] = session.ask("scriptTimes")
    return times


def _loss(theta: tuple[float, float]) -> float:
    return float(ls.problem("kmeans").loss(theta))


ROWS = (
    Row("first-load", "first load, bytes", AtMost(2.1e6, "MB", 1e6), first_load),
    Row("click-bytes", "one more run, bytes", AtMost(30e3, "kB", 1e3), click_bytes),
    Row("click-time", "click to first moved frame", AtMost(150.0, "ms"), click_time),
    Row(
        "frames-kmeans",
        "script per frame, 12 runs of K-means",
        AtMost(8.0, "ms"),
        partial(frame_time, "kmeans"),
    ),
    Row(
        "frames-mlp",
        "script per frame, 12 runs of a network",
        AtMost(8.0, "ms"),
        partial(frame_time, "mlp"),
    ),
    Row("camera", "camera's move when the surface changes", AtMost(1e-6, ""), repaint),
)
