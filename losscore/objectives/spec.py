"""What the lab knows of a problem besides its mathematics: its names, options and formulas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from losscore.checks import FloatArray
from losscore.data.generators import REGISTRY as DATASETS
from losscore.objectives.base import AGGREGATIONS, Problem
from losscore.registry import Option, defaults
from losscore.theory import plain
from losscore.theory.rows import Row

if TYPE_CHECKING:
    from losscore.objectives.kmeans import LabelExchange


# The work of a gradient that hardly depends on the number of samples.
USUAL_COST = 10


def _usual_cost(_n_samples: int) -> int:
    return USUAL_COST


@dataclass(frozen=True, slots=True)
class ProblemSpec:
    """A registered problem.

    Attributes
    ----------
    data_kind : which datasets fit ("values", "labels", "targets"), or "" for none.
    start : the default start of a run, as fractions of the window.
    formula, symbols : J and its parameters as they are written on screen.
    parameters : options of its own; their defaults on a dataset are ``defaults(dataset)``.
    rival : name of the problem with the same model and options, and another loss; or "".
    worked : ``worked(problem, theta)`` are its formulas with the numbers at ``theta`` (2,); without
        them ``rows`` writes ``formula`` as text, and the values of J, ∇J and ∇²J.
    data_view : how the page shows its data, a name of ``components.figures.data``; "" for slices
        through the surface.
    is_symmetric : whether J stays the same when its parameters change places.
    exchange : ``exchange(problem, first, second)`` compares two minima of one group, which differ
        only in the names of clusters; None if there are no clusters.
    cost : ``cost(n)`` is the work of a gradient of n samples; one sample of a network costs 1.
    """

    name: str
    label: str
    formula: str
    symbols: tuple[str, str]
    description: str
    build: Callable[..., Problem]
    start: tuple[float, float]
    data_kind: str = ""
    default_dataset: str = ""
    default_aggregation: str = ""
    parameters: tuple[Option, ...] = ()
    rival: str = ""
    source: str = ""
    worked: Callable[[Any, FloatArray], list[Row]] | None = None
    data_view: str = ""
    is_symmetric: bool = False
    exchange: Callable[[Any, FloatArray, FloatArray], LabelExchange] | None = None
    cost: Callable[[int], int] = _usual_cost

    def rows(self, problem: Problem, theta: FloatArray) -> list[Row]:
        """The formulas of the problem, in letters and with the numbers at ``theta`` (2,)."""
        if self.worked is None:
            return plain.rows(self.written(problem.aggregation), problem, theta)
        return self.worked(problem, theta)

    def written(self, aggregation: str) -> str:
        """``formula``, which is noted for "sum", as it reads for ``aggregation``."""
        return self.formula.replace("Σᵢ", "(1/N) Σᵢ") if aggregation == "mean" else self.formula

    def defaults(self, dataset: str) -> dict[str, Any]:
        """The default options; a registered dataset may have its own."""
        known = DATASETS.get(dataset)
        general = defaults(self.parameters)
        return {name: getattr(known, name, value) for name, value in general.items()}

    @property
    def datasets(self) -> tuple[str, ...]:
        """Names of the registered datasets that fit, the default first."""
        fitting = [name for name, spec in DATASETS.items() if spec.kind == self.data_kind]
        return tuple(sorted(fitting, key=lambda name: name != self.default_dataset))

    @property
    def aggregations(self) -> tuple[str, ...]:
        """The choices for ``aggregation``; none without samples."""
        return AGGREGATIONS if self.data_kind else ()

    @property
    def duels(self) -> tuple[str, ...]:
        """What a second surface beside this one can differ in: "loss", "aggregation"."""
        return ("loss",) * bool(self.rival) + ("aggregation",) * bool(self.data_kind)
