"""Minima with the numbers that prove them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from losscore import checks
from losscore.checks import FloatArray, Window
from losscore.curvature import eigenvalues
from losscore.problems.base import Problem, Stationary

# ‖∇J‖ at a certified minimum, relative to the problem's gradient scale.
GRADIENT_TOLERANCE = 1e-9
# λmin of a certified minimum, relative to its λmax.
CURVATURE_TOLERANCE = 1e-12
# Two minima are equally low when J agrees to this, relative to |J| and to J's rounding.
EQUAL_LOSS = 1e-10

MINIMUM = "minimum"
VALLEY = "valley"


@dataclass(frozen=True, slots=True, eq=False)
class Minima:
    """k certified minima, the lowest first.

    Attributes
    ----------
    theta : (k, 2); loss : (k,) J; grad_norm : (k,) ‖∇J‖, at most 1e-9 of the problem's scale.
    eigenvalues : (k, 2) of ∇²J, ascending.
    kind : "minimum" (isolated: both eigenvalues positive) or "valley" (a whole line of equal
        minima, of which θ is one).
    is_global : (k,) no lower minimum is known; certain when ``complete``.
    group : (k,) equal numbers mark the same solution up to exchange of labels.
    complete : True when there are no other minima anywhere, False after a search of a window.
    message : how they were found, or why there is none.
    """

    theta: FloatArray
    loss: FloatArray
    grad_norm: FloatArray
    eigenvalues: FloatArray
    kind: tuple[str, ...]
    is_global: NDArray[np.bool_]
    group: NDArray[np.intp]
    complete: bool
    message: str

    def __len__(self) -> int:
        return len(self.loss)

    def nearest(self, theta: FloatArray) -> tuple[int, float]:
        """Index of the minimum nearest to ``theta`` (2,), and its distance."""
        distance = np.hypot(*(self.theta - theta).T)
        index = int(np.argmin(distance))
        return index, float(distance[index])


def minima(problem: Problem, window: Window | None = None) -> Minima:
    """The minima of J, each with its certificate.

    Without ``window``, problems with a complete answer (``linear``, ``logistic``, ``kmeans``)
    give all their minima wherever they lie; the others those in ``problem.window``. With a
    window, only minima inside it.

    A candidate whose gradient is not negligible or whose Hessian is not positive is dropped: what
    is returned is certified, and ``message`` says when nothing is.
    """
    area = problem.window if window is None else checks.window("window", window)
    found = problem.stationary(area)
    keep = np.ones(len(found.theta), dtype=bool)
    if window is not None:
        low, high = np.array(area).T
        keep = ((found.theta >= low) & (found.theta <= high)).all(axis=1)
    return _certify(problem, found, keep)


def _certify(problem: Problem, found: Stationary, keep: NDArray[np.bool_]) -> Minima:
    grad_norm = np.hypot(*problem.grad(found.theta).T)
    curvature = eigenvalues(problem, found.theta)
    isolated = curvature[:, 0] > CURVATURE_TOLERANCE * np.abs(curvature[:, 1])
    flat_bottom = np.full(len(isolated), problem.convex and not found.unique)
    certified = (grad_norm <= GRADIENT_TOLERANCE * problem.gradient_scale) & (
        isolated | flat_bottom
    )
    loss = problem.loss(found.theta)
    lowest = loss[certified].min(initial=np.inf)
    level = lowest + EQUAL_LOSS * max(abs(lowest), 1e-300) if np.isfinite(lowest) else lowest
    group = np.array(found.group, dtype=np.intp)
    chosen = np.flatnonzero(certified & keep)
    order = chosen[np.lexsort((found.theta[chosen, 0], group[chosen], loss[chosen]))]
    return Minima(
        theta=found.theta[order],
        loss=loss[order],
        grad_norm=grad_norm[order],
        eigenvalues=curvature[order],
        kind=tuple(MINIMUM if isolated[i] else VALLEY for i in order),
        is_global=loss[order] <= level,
        group=_renumber(group[order]),
        complete=found.complete,
        message=_message(found, certified, len(order)),
    )


def _renumber(
    group: NDArray[np.intp],
) -> NDArray[np.intp]:
    """0, 1, 2, … in the order of appearance."""
    names: dict[int, int] = {}
    return np.array([names.setdefault(int(g), len(names)) for g in group], dtype=np.intp)


def _message(found: Stationary, certified: NDArray[np.bool_], shown: int) -> str:
    if shown == 0 and (len(found.theta) or not found.complete):
        return "No minimum in this window. " + found.message
    if not certified.all():
        dropped = int((~certified).sum())
        return f"{found.message} {dropped} candidates on flat ground are left out: not certified."
    return found.message
