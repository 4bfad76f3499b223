"""The specification of an optimizer, and what it can see of a problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from losscore import checks
from losscore.checks import FloatArray, InputError
from losscore.registry import Parameter, resolve
from losscore.theory import plain, tex

if TYPE_CHECKING:
    from losscore.descent.replay import Step
    from losscore.objectives.base import Problem

Hyper = Mapping[str, float]


# Not frozen: every step creates one, and a frozen one would take three times as long.
@dataclass(slots=True, eq=False)
class Evaluation:
    """What an optimizer sees at θ: ``theta`` (..., 2) and ``grad`` (..., 2), ∇J there.

    ``problem`` is the problem, or its minibatch; the gradient is that problem's.
    """

    problem: Problem
    theta: FloatArray
    grad: FloatArray

    def hessian(self) -> FloatArray:
        """∇²J(θ) (..., 2, 2), computed only on demand."""
        return self.problem.hessian(self.theta)


@dataclass(frozen=True, slots=True)
class SurfaceScales:
    """The scales of a surface, on which a default learning rate may depend.

    The curvatures of J at its minima, the typical ‖∇J‖ in the view, the width of the view and its
    shorter side, and ``even_width``, the part of the width for steps of equal length on both axes
    (less in a narrow bowl). ``roundness`` is the width of that bowl relative to its length.
    """

    curvature_min: float
    curvature_max: float
    steepness: float
    width: float
    short_side: float
    even_width: float
    roundness: float


@dataclass(frozen=True, slots=True)
class OptimizerSpec:
    """A registered optimizer; see the conventions of ``losscore.methods``.

    Attributes
    ----------
    stability : ``stability(hyper)`` is the factor s for which steps on a quadratic stay bounded
        while learning_rate < s/λmax; None where no such bound exists.
    overshoot : ``overshoot(hyper)`` is the factor below which they do not even pass the minimum.
    recurrence : ``recurrence(hyper, a)`` is (p, q) of the distance x to the minimum of a quadratic,
        along a direction with a = ηλ: xₖ₊₁ = p xₖ − q xₖ₋₁; None if there is no such rule.
    is_scaled : the steps are in units of 1/λ, so that both factors bound η itself.
    problems : names of the problems it applies to; empty for all.
    remark : ``remark(state, hyper, n_steps)`` is a sentence to show with a run of n steps, or "".
    tex : ``formula`` as lines of LaTeX, with k as the index of a step; () to write it as text.
    worked : ``worked(step)`` gives the lines of one step in numbers, from the gradient to the next
        θ.
    colour : a name of the page's palette, or "#rrggbb"; "" for the palette's next free colour.
    in_race : whether it takes part in a race by default.
    """

    name: str
    label: str
    formula: str
    init: Callable[[FloatArray], Any]
    update: Callable[..., tuple[FloatArray, Any]]
    rate: Callable[[SurfaceScales], float]
    parameters: tuple[Parameter, ...] = ()
    stability: Callable[[Hyper], float] | None = None
    overshoot: Callable[[Hyper], float] | None = None
    recurrence: Callable[[Hyper, float], tuple[float, float]] | None = None
    is_scaled: bool = False
    problems: tuple[str, ...] = ()
    remark: Callable[[Any, Hyper, int], str] | None = None
    source: str = ""
    tex: tuple[str, ...] = ()
    worked: Callable[[Step], list[str]] = plain.step
    colour: str = ""
    in_race: bool = False

    @property
    def rule(self) -> tuple[str, ...]:
        """``tex``, or else ``formula`` as text inside LaTeX."""
        return self.tex or (tex.text(self.formula),)

    def hyper(self, given: Mapping[str, Any]) -> dict[str, float | int]:
        """``given``, checked and completed with the defaults."""
        owner = f"optimizer {self.name}"
        return resolve(owner, self.parameters, checks.mapping(owner, given))

    def suits(self, problem: str) -> bool:
        """Whether the optimizer applies to the problem called ``problem``."""
        return not self.problems or problem in self.problems

    def require(self, problem: str) -> None:
        """Raise ValueError unless the optimizer applies to the problem called ``problem``."""
        if not self.suits(problem):
            names = " or ".join(self.problems)
            raise InputError(f"problem must be {names} for optimizer {self.name}, got {problem}")
