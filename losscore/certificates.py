"""Minima with the numbers that prove them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from losscore import checks
from losscore.checks import FloatArray, InputError, Window
from losscore.dataset import ROUNDING
from losscore.problems.base import Problem, Stationary

# ‖∇J‖ at a certified minimum, relative to the problem's gradient scale.
GRADIENT_TOLERANCE = 1e-9
# How far from a certified minimum ∇J may vanish, relative to the size of the window.
REACH = 1e-6
# det ∇²J of an isolated minimum, relative to the product of the diagonal: no unit matters.
DEFINITE = 1e-12
# Two minima are equally low when J agrees to this, relative to |J|, or to the rounding of J where
# it is as large as in the window: where J = 0 rounding leaves something like 1e-30 of it.
EQUAL_LOSS = 1e-10

MINIMUM = "minimum"
VALLEY = "valley"


@dataclass(frozen=True, slots=True, eq=False)
class Minima:
    """k certified minima, the lowest first.

    Attributes
    ----------
    theta : (k, 2); loss : (k,) J; grad_norm : (k,) ‖∇J‖, at most 1e-9 of the problem's scale and
        what the rounding of θ itself makes of ∇J: 16 eps ‖θ‖ λmax.
    eigenvalues : (k, 2) of ∇²J, ascending.
    kind : "minimum" (isolated) or "valley" (a whole line of equal minima, of which θ is one).
    is_global : (k,) no lower minimum is known; certain when ``complete``.
    group : (k,) equal numbers mark the same solution up to exchange of labels.
    complete : True when there are no other minima anywhere; False after a search of a window, or
        when rounding hides whether, or where, there are more.
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

    def nearest(self, theta: ArrayLike) -> tuple[int, float]:
        """Index of the minimum nearest to ``theta`` (2,), and its distance."""
        if not len(self):
            raise InputError("nearest needs at least one minimum, and there is none")
        distance = np.hypot(*(self.theta - checks.point("theta", theta)).T)
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
    inside = np.ones(len(found.theta), dtype=bool)
    if window is not None:
        low, high = np.array(area).T
        inside = ((found.theta >= low) & (found.theta <= high)).all(axis=1)
    return _certify(problem, found, inside)


def _certify(problem: Problem, found: Stationary, inside: NDArray[np.bool_]) -> Minima:
    grad, curvature = problem.grad(found.theta), problem.eigenvalues(found.theta)
    certified = _is_proven(problem, found, grad, curvature)
    loss = problem.loss(found.theta)
    lowest = loss[certified].min(initial=np.inf)
    width = float(np.ptp(problem.window, axis=1).max())
    rounding = ROUNDING * problem.gradient_scale * width
    group = np.array(found.group, dtype=np.intp)
    chosen = np.flatnonzero(certified & inside)
    order = chosen[np.lexsort((found.theta[chosen, 0], group[chosen], loss[chosen]))]
    return Minima(
        theta=found.theta[order],
        loss=loss[order],
        grad_norm=np.hypot(*grad[order].T),
        eigenvalues=curvature[order],
        kind=(MINIMUM if found.unique else VALLEY,) * len(order),
        is_global=loss[order] <= lowest + EQUAL_LOSS * abs(lowest) + rounding,
        group=_renumber(group[order]),
        complete=found.complete and not found.doubt,
        message=_message(found, certified, inside),
    )


def _is_proven(
    problem: Problem, found: Stationary, grad: FloatArray, curvature: FloatArray
) -> NDArray[np.bool_]:
    """Whether each candidate is a minimum, (k,).

    Where J is convex, ``stationary`` has proven that there is a minimum, and where; ∇J must bear it
    out. Elsewhere the Hessian must be positive, and Newton's step as good as 0: on a plateau ∇J is
    as small as anybody likes, but that step long.
    """
    grad_norm = np.hypot(*grad.T)
    rounding = ROUNDING * np.hypot(*found.theta.T)
    vanishes = grad_norm <= GRADIENT_TOLERANCE * problem.gradient_scale + rounding * curvature[:, 1]
    if problem.convex:
        return np.asarray(vanishes)
    reach = REACH * np.ptp(problem.window) + rounding
    if found.unique:
        step = _newton_step_length(problem.hessian(found.theta), grad)
    else:
        step = np.where(curvature[:, 1] > 0, grad_norm / curvature[:, 1], np.inf)
    return np.asarray(vanishes & (step <= reach))


def _newton_step_length(hessian: FloatArray, grad: FloatArray) -> FloatArray:
    """‖H⁻¹ g‖ for (k, 2, 2) and (k, 2) -> (k,); inf where H is not positive definite."""
    a, b, d = hessian[:, 0, 0], hessian[:, 0, 1], hessian[:, 1, 1]
    determinant = a * d - b**2
    definite = (a > 0) & (d > 0) & (determinant > DEFINITE * a * d)
    step = np.hypot(d * grad[:, 0] - b * grad[:, 1], a * grad[:, 1] - b * grad[:, 0])
    return np.where(definite, step / np.where(definite, determinant, 1.0), np.inf)


def _renumber(group: NDArray[np.intp]) -> NDArray[np.intp]:
    """0, 1, 2, … in the order of appearance."""
    names: dict[int, int] = {}
    return np.array([names.setdefault(int(g), len(names)) for g in group], dtype=np.intp)


def _message(found: Stationary, certified: NDArray[np.bool_], inside: NDArray[np.bool_]) -> str:
    """What was found, what of it lies outside the window, and what could not be certified."""
    shown, outside = int((certified & inside).sum()), int((certified & ~inside).sum())
    dropped = int((~certified).sum())
    sentence = found.message
    if outside and found.unique:
        sentence = _tally(shown, outside)
    elif outside and not shown:
        sentence = f"{found.message} It lies outside this window."
    elif not shown and dropped:
        sentence = "No certified minimum." + ("" if found.complete else f" {sentence}")
    elif not shown and not found.complete:
        sentence = f"No minimum was found in this window. {sentence}"
    if dropped:
        left_out = "1 candidate is" if dropped == 1 else f"{dropped} candidates are"
        sentence += f" {left_out} left out: not certified."
    return f"{sentence} {found.doubt}".rstrip()


def _tally(shown: int, outside: int) -> str:
    if not shown:
        return f"No minimum in this window. {_minima(outside)} outside it."
    return f"{_minima(shown)} in this window, {outside} outside it."


def _minima(count: int) -> str:
    return "1 minimum lies" if count == 1 else f"{count} minima lie"
