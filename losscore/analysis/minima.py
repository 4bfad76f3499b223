"""Minima with the numbers that certify them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from losscore import arrival, checks
from losscore.arrival import NONE
from losscore.checks import FloatArray, InputError, Window
from losscore.data.dataset import ROUNDING
from losscore.objectives.base import Problem, Stationary, require_problem

# ‖∇J‖ at a certified minimum, relative to the problem's gradient scale.
GRADIENT_TOLERANCE = 1e-9
# Two minima are equally low if J agrees to this, relative to |J|, or to the rounding that J has
# where it is as large as in the window: where J = 0, rounding leaves about 1e-30.
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
    message : how they were found, or why there are none.
    reach : (k, 2, 2) B of each: ``theta`` belongs to minimum k where ‖B(θ − θₖ)‖ ≤ 1, that is,
        where J exceeds J(θₖ) by at most a small share of its rise within the window; see
        ``losscore.arrival``.
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
    reach: FloatArray

    def __len__(self) -> int:
        return len(self.loss)

    def reached_by(self, theta: ArrayLike) -> int | None:
        """Index of the minimum to which ``theta`` (2,) belongs, or None.

        This alone decides whether a point is at a minimum, for runs, basins and the page.
        """
        index = int(self.labels(checks.point("theta", theta)))
        return None if index == NONE else index

    def labels(self, theta: ArrayLike) -> NDArray[np.intp]:
        """``reached_by`` for theta (..., 2) -> (...): an index, or NONE = −1."""
        points, shape = checks.points("theta", theta)
        return arrival.labels(points, self.theta, self.reach).reshape(shape)

    def nearest(self, theta: ArrayLike) -> tuple[int, float]:
        """Index of the minimum nearest to ``theta`` (2,), and its distance."""
        if not len(self):
            raise InputError("nearest needs at least one minimum, got none")
        distance = np.hypot(*(self.theta - checks.point("theta", theta)).T)
        index = int(np.argmin(distance))
        return index, float(distance[index])


def minima(problem: Problem, window: Window | None = None) -> Minima:
    """The minima of J, each with its certificate.

    Without ``window``, problems with a complete answer (``linear``, ``logistic``, ``kmeans``)
    give all their minima, wherever they lie, and other problems those in ``problem.window``. With
    a window, the result has only minima inside it.

    Candidates whose gradient is not negligible or whose Hessian is not positive are dropped: every
    minimum returned is certified, and ``message`` says if there is none.
    """
    require_problem(problem)
    area = problem.window if window is None else checks.window("window", window)
    found = problem.stationary(area)
    inside = np.ones(len(found.theta), dtype=bool)
    if window is not None:
        low, high = np.array(area).T
        inside = ((found.theta >= low) & (found.theta <= high)).all(axis=1)
    return _certify(problem, found, inside)


def require_minima(value: object) -> None:
    """Raise InputError unless ``value`` is a ``Minima``."""
    if not isinstance(value, Minima):
        raise InputError(f"minima must come from ls.minima, got {checks.shown(value)}")


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
        reach=arrival.reach(problem, found.theta[order]),
    )


def _is_proven(
    problem: Problem, found: Stationary, grad: FloatArray, curvature: FloatArray
) -> NDArray[np.bool_]:
    """Whether each candidate is a minimum, (k,).

    Where J is convex, ``stationary`` has proven that there is a minimum, and where; ∇J must agree.
    Elsewhere the Hessian must be positive definite and the fall ahead by Newton's method
    negligible: on a plateau ∇J is arbitrarily small, but there is still a long way to go.
    """
    unit = problem.half_widths
    rounding = ROUNDING * np.hypot(*found.theta.T)
    vanishes = np.hypot(*(grad * unit).T) <= GRADIENT_TOLERANCE * problem.relief
    vanishes |= np.hypot(*grad.T) <= rounding * curvature[:, 1]
    if problem.convex:
        return np.asarray(vanishes)
    near = arrival.quadratic(problem, found.theta, grad)
    return np.asarray(vanishes & arrival.is_negligible(problem, found.theta, near))


def _renumber(group: NDArray[np.intp]) -> NDArray[np.intp]:
    """0, 1, 2, … in the order of appearance."""
    names: dict[int, int] = {}
    return np.array([names.setdefault(int(g), len(names)) for g in group], dtype=np.intp)


def _message(found: Stationary, certified: NDArray[np.bool_], inside: NDArray[np.bool_]) -> str:
    """What was found, how much of it is outside the window, and what could not be certified."""
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
        sentence += f" {left_out} left out as not certified."
    return f"{sentence} {found.doubt}".rstrip()


def _tally(shown: int, outside: int) -> str:
    if not shown:
        return f"No minimum in this window. {_minima(outside)} outside it."
    return f"{_minima(shown)} in this window, {outside} outside it."


def _minima(count: int) -> str:
    return "1 minimum lies" if count == 1 else f"{count} minima lie"
