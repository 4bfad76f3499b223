"""Surfaces of 200 × 200 nodes, against other ways to compute them or one read of the data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

import losscore as ls
from benchmarks import data, peers
from benchmarks.contest import Contest, FailedError, NotMeasuredError, Row, measure
from benchmarks.gates import Faster, Gate, Within
from benchmarks.timing import Side

NODES = 200
TOL = 1e-6
# The rounding error that an exact surface may have, relative to its range.
ROUNDING = 1e-12
# If the peer is a lower bound, ours is compared with direct evaluation at this many nodes per axis.
CHECKED = 5

SurfacePeer = Callable[[ls.Dataset, NDArray[np.float64], NDArray[np.float64]], Any]


def fresh(name: str, dataset: ls.Dataset, *, exact: bool = False) -> Side:
    """The surface of a problem that is rebuilt for each round."""
    return Side(
        prepare=partial(ls.problem, name, dataset=dataset, aggregation="mean"),
        run=partial(ls.surface, resolution=NODES, exact=exact),
    )


def some_nodes(count: int) -> NDArray[np.intp]:
    """Indices of ``count`` evenly spaced nodes, the first and the last included."""
    return np.linspace(0, NODES - 1, count).round().astype(np.intp)


def against_peer(
    name: str,
    dataset: Callable[[], ls.Dataset],
    peer: SurfacePeer,
    *,
    per_axis: int = NODES,
    exact: bool = False,
) -> Contest:
    """Ours against ``peer``, which computes ``per_axis`` nodes per axis and is scaled up."""
    samples, some = dataset(), some_nodes(per_axis)
    x, y = _axes(samples, some)
    note = "" if per_axis == NODES else f"peer on {per_axis} × {per_axis} nodes, scaled"
    return Contest(
        ours=fresh(name, samples, exact=exact),
        peer=Side(lambda _: peer(samples, x, y)),
        error=lambda surface, z: _error(surface, z, some),
        tol=ROUNDING if exact else TOL,
        scale=(NODES / per_axis) ** 2,
        note=note,
    )


def against_reading(name: str, dataset: Callable[[], ls.Dataset], truth: SurfacePeer) -> Contest:
    """Ours against one read of the data; its error comes from ``truth`` at a few nodes."""
    samples, some = dataset(), some_nodes(CHECKED)
    x, y = _axes(samples, some)
    return Contest(
        ours=fresh(name, samples),
        peer=Side(lambda _: peers.read(samples)),
        error=lambda surface, _: _error(surface, truth(samples, x, y), some),
        tol=TOL,
    )


def torch_contest() -> Contest:
    """Ours against torch. Raises NotMeasuredError if torch is not installed."""
    if find_spec("torch") is None:
        raise NotMeasuredError("needs PyTorch (CPU)")
    return against_peer("logistic", partial(data.classes, 10**4), peers.torch_nll)


def mlp_contest(n_samples: int = 1000) -> Contest:
    """The slice of a small network, against its forward pass in plain numpy."""
    if "mlp" not in ls.problems():
        raise FailedError("the problem mlp is missing")
    samples = data.classes(n_samples)
    ours = fresh("mlp", samples)
    problem = ours.prepare()
    axes = [np.linspace(low, high, NODES) for low, high in problem.window]
    return Contest(
        ours=ours,
        peer=Side(lambda _: peers.direct_mlp(problem.plane.basis, samples, *axes)),
        error=lambda surface, z: _error(surface, z, some_nodes(NODES)),
        tol=TOL,
    )


def _axes(dataset: ls.Dataset, some: NDArray[np.intp]) -> list[NDArray[np.float64]]:
    assert dataset.window is not None
    return [np.linspace(low, high, NODES)[some] for low, high in dataset.window]


def _error(surface: ls.Surface, z: NDArray[np.float64], some: NDArray[np.intp]) -> float:
    """The largest difference at the nodes ``some``, relative to the range of the surface."""
    return float(np.abs(surface.z[np.ix_(some, some)] - z).max() / np.ptp(surface.z))


def _row(name: str, work: str, peer: str, gate: Gate, build: Callable[[], Contest]) -> Row:
    return Row(name, work, peer, gate, partial(measure, build))


def rows() -> list[Row]:
    """Rows for NLL, WCSS, linear regression, and a slice of a network."""
    return [
        _row(
            "nll-1e2",
            "NLL, N=100, to 1e-6",
            "broadcast numpy",
            Faster(70),
            lambda: against_peer("logistic", partial(data.classes, 100), peers.broadcast_nll),
        ),
        _row(
            "nll-1e4-exact",
            "NLL, N=1e4, exact",
            "in-cache chunked numpy",
            Faster(8),
            lambda: against_peer(
                "logistic", partial(data.classes, 10**4), peers.chunked_nll, exact=True
            ),
        ),
        _row("nll-1e4", "NLL, N=1e4, to 1e-6", "torch, same grid", Faster(50), torch_contest),
        _row(
            "nll-1e6",
            "NLL, N=1e6, to 1e-6",
            "in-cache chunked numpy",
            Faster(600),
            lambda: against_peer(
                "logistic", partial(data.classes, 10**6), peers.chunked_nll, per_axis=25
            ),
        ),
        _row(
            "nll-1e7",
            "NLL, N=1e7, to 1e-6",
            "one read of the data",
            Within(80),
            lambda: against_reading("logistic", partial(data.classes, 10**7), peers.chunked_nll),
        ),
        _row(
            "wcss-1e6",
            "WCSS, N=1e6",
            "in-cache chunked numpy",
            Faster(3000),
            lambda: against_peer(
                "kmeans", partial(data.mixture, 10**6), peers.chunked_wcss, per_axis=50
            ),
        ),
        _row(
            "wcss-1e7",
            "WCSS, N=1e7",
            "x.sum()",
            Within(30),
            lambda: against_reading("kmeans", partial(data.mixture, 10**7), peers.chunked_wcss),
        ),
        _row(
            "linear-1e7",
            "linear regression, N=1e7",
            "one read of the data",
            Within(5),
            lambda: against_reading("linear", partial(data.line, 10**7), peers.chunked_line),
        ),
        _row("mlp-1e3", "mlp slice, N=1000", "direct numpy", Faster(5), mlp_contest),
    ]
