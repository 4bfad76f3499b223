"""The registry of problems: names, labels, options, and how each is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from losscore import checks
from losscore.checks import InputError
from losscore.data.dataset import Dataset
from losscore.data.generators import REGISTRY as DATASETS
from losscore.data.generators import make_dataset
from losscore.objectives.analytic import (
    Analytic,
    himmelblau,
    peaks,
    rastrigin,
    rosenbrock,
    saddle,
    valley,
)
from losscore.objectives.base import AGGREGATIONS, Problem
from losscore.objectives.kmeans import KMeans
from losscore.objectives.linear import Linear
from losscore.objectives.logistic import Logistic, LogisticSquaredError
from losscore.objectives.mlp import MLP
from losscore.objectives.mlp import PARAMETERS as MLP_PARAMETERS
from losscore.registry import Option, Parameter, check, defaults, lookup

BIAS = Parameter("bias", "bias b", 0.0, -1e3, 1e3, help="fixed; by default the dataset's own")


@dataclass(frozen=True, slots=True)
class ProblemSpec:
    """A registered problem.

    Attributes
    ----------
    data_kind : which datasets fit ("values", "labels", "targets"), or "" for none.
    start : the default start of a run, as fractions of the window.
    formula, symbols : J and its parameters as shown on screen.
    parameters : its own options; ``defaults(dataset)`` has their defaults on a dataset.
    rival : name of the problem with the same model and options but another loss; or "".
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

    def written(self, aggregation: str) -> str:
        """``formula``, which is written for the sum, for the given aggregation."""
        return self.formula.replace("Σᵢ", "(1/N) Σᵢ") if aggregation == "mean" else self.formula

    def defaults(self, dataset: str) -> dict[str, Any]:
        """The default options; a registered dataset may bring its own."""
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
        """The choices for ``aggregation``; empty without samples."""
        return AGGREGATIONS if self.data_kind else ()

    @property
    def duels(self) -> tuple[str, ...]:
        """How a second surface can differ from this one: "loss", "aggregation"."""
        return ("loss",) * bool(self.rival) + ("aggregation",) * bool(self.data_kind)


_SPECS = (
    ProblemSpec(
        name="kmeans",
        label="K-means · WCSS",
        formula="J(c₁, c₂) = Σᵢ minₖ (xᵢ − cₖ)²",
        symbols=("c₁", "c₂"),
        description="Two centroids on a line; exchanging them mirrors the surface.",
        build=KMeans,
        start=(0.6, 0.95),
        data_kind="values",
        default_dataset="two-clumps",
        default_aggregation="sum",
        source="MacQueen 1967; Lloyd 1982.",
    ),
    ProblemSpec(
        name="logistic",
        label="Logistic · NLL",
        formula="J(w₁, w₂) = −Σᵢ [yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ)]",
        symbols=("w₁", "w₂"),
        description="p = σ(w₁x₁ + w₂x₂ + b), b fixed. Convex: one minimum, or none if separable.",
        build=Logistic,
        start=(0.1, 0.85),
        data_kind="labels",
        default_dataset="spirals-label-averaged",
        default_aggregation="mean",
        parameters=(BIAS,),
        rival="logistic-squared-error",
        source="Cox 1958.",
    ),
    ProblemSpec(
        name="logistic-squared-error",
        label="Logistic · squared error",
        formula="J(w₁, w₂) = Σᵢ (pᵢ − yᵢ)²",
        symbols=("w₁", "w₂"),
        description="The same model, but not convex: plateaus where the sigmoid saturates.",
        build=LogisticSquaredError,
        start=(0.25, 0.6),
        data_kind="labels",
        default_dataset="spirals-label-averaged",
        default_aggregation="mean",
        parameters=(BIAS,),
        rival="logistic",
    ),
    ProblemSpec(
        name="linear",
        label="Linear · squared error",
        formula="J(w, b) = Σᵢ (w xᵢ + b − yᵢ)²",
        symbols=("w", "b"),
        description="A line through points: a bowl with one minimum, in closed form.",
        build=Linear,
        start=(0.9, 0.85),
        data_kind="targets",
        default_dataset="line",
        default_aggregation="mean",
        source="Legendre 1805; Gauss 1809.",
    ),
    ProblemSpec(
        name="mlp",
        label="Neural network · NLL",
        formula="J(α, β) = −Σᵢ [yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ)]",
        symbols=("α", "β"),
        description="A slice through the weights of a network; the trained weights are at (0, 0).",
        build=MLP,
        start=(0.35, 0.2),
        data_kind="labels",
        default_dataset="blobs",
        default_aggregation="mean",
        parameters=MLP_PARAMETERS,
        source="Li et al. 2018, Visualizing the loss landscape of neural nets.",
    ),
    ProblemSpec(
        name="peaks",
        label="Peaks",
        formula="J = 3(1−x)²e^(−x²−(y+1)²) − 10(x/5−x³−y⁵)e^(−x²−y²) − ⅓e^(−(x+1)²−y²)",
        symbols=("x", "y"),
        description="Hills and hollows: the start decides which minimum is found.",
        build=partial(Analytic, "peaks", peaks, ((-3.0, 3.0), (-3.0, 3.0))),
        start=(0.455, 0.385),
        source="MATLAB peaks.",
    ),
    ProblemSpec(
        name="valley",
        label="Valley",
        formula="J(x, y) = x² + sin x + y⁴ + e^(−y)",
        symbols=("x", "y"),
        description="A smooth bowl, steep on one side: small and large learning rates compared.",
        build=partial(Analytic, "valley", valley, ((-2.0, 1.0), (-1.0, 1.0))),
        start=(2.5 / 3.0, 0.8),
        source="Published learning-rate comparison.",
    ),
    ProblemSpec(
        name="rosenbrock",
        label="Rosenbrock",
        formula="J(x, y) = (1 − x)² + 100 (y − x²)²",
        symbols=("x", "y"),
        description="A curved valley: soon reached, but then thousands of steps long.",
        build=partial(Analytic, "rosenbrock", rosenbrock, ((-2.0, 2.0), (-1.0, 3.0))),
        start=(0.2, 0.5),
        source="Rosenbrock 1960; minimum 0 at (1, 1).",
    ),
    ProblemSpec(
        name="himmelblau",
        label="Himmelblau",
        formula="J(x, y) = (x² + y − 11)² + (x + y² − 7)²",
        symbols=("x", "y"),
        description="Four equally low minima: the start decides which one is reached.",
        build=partial(Analytic, "himmelblau", himmelblau, ((-5.0, 5.0), (-5.0, 5.0))),
        start=(0.45, 0.4),
        source=(
            "Himmelblau 1972; minima 0 at (3, 2), (−2.805118, 3.131313), (−3.779310, −3.283186), "
            "(3.584428, −1.848127)."
        ),
    ),
    ProblemSpec(
        name="saddle",
        label="Saddle",
        formula="J(x, y) = x² − y²",
        symbols=("x", "y"),
        description="No minimum: descent approaches the saddle, slows down, then slides away.",
        build=partial(
            Analytic,
            "saddle",
            saddle,
            ((-2.0, 2.0), (-2.0, 2.0)),
            "There is no minimum: ∇J vanishes only at (0, 0), a saddle point with eigenvalues −2 "
            "and 2, and J falls for ever along y.",
        ),
        start=(0.95, 0.501),
        source="The hyperbolic paraboloid; saddle point 0 at (0, 0).",
    ),
    ProblemSpec(
        name="rastrigin",
        label="Rastrigin",
        formula="J(x, y) = 20 + x² − 10 cos 2πx + y² − 10 cos 2πy",
        symbols=("x", "y"),
        description="121 minima within ±5.12: descent ends in a near one, seldom in the lowest.",
        build=partial(Analytic, "rastrigin", rastrigin, ((-5.12, 5.12), (-5.12, 5.12))),
        start=(0.27, 0.66),
        source="Rastrigin 1974; Törn & Žilinskas 1989; lowest minimum 0 at (0, 0).",
    ),
)

REGISTRY = {spec.name: spec for spec in _SPECS}


def problems() -> dict[str, ProblemSpec]:
    """All registered problems, name → spec."""
    return dict(REGISTRY)


def problem(
    name: str,
    *,
    dataset: str | Dataset | None = None,
    dataset_options: Mapping[str, float] | None = None,
    aggregation: str | None = None,
    **options: Any,
) -> Problem:
    """The registered problem ``name`` on a dataset.

    Parameters
    ----------
    dataset : a registered name, your own ``Dataset``, or None for the problem's default.
    dataset_options : options of a registered dataset (``n_samples``, ``noise``, ``seed``).
    aggregation : "sum" or "mean" over samples; None for the problem's default.
    **options : the problem's own parameters, e.g. ``bias`` of ``logistic``; None for the default.

    Raises
    ------
    ValueError
        For unknown names and options, values out of range, and data that do not fit.
    """
    spec = lookup("problem", name, REGISTRY)
    checks.no_extra(f"problem {name}", options, defaults(spec.parameters))
    given = {option: value for option, value in options.items() if value is not None}
    checked = check(f"problem {name}", spec.parameters, given)
    if not spec.data_kind:
        _refuse_data(name, dataset, dataset_options, aggregation)
        return spec.build()
    chosen = spec.default_aggregation if aggregation is None else aggregation
    return spec.build(
        _data(spec, dataset, dataset_options),
        checks.choice("aggregation", chosen, AGGREGATIONS),
        **checked,
    )


def _data(
    spec: ProblemSpec, dataset: str | Dataset | None, options: Mapping[str, float] | None
) -> Dataset:
    given = checks.mapping("dataset_options", {} if options is None else options)
    if isinstance(dataset, Dataset):
        if given:
            raise InputError("dataset_options need a registered dataset, got arrays of your own")
        return dataset
    name = spec.default_dataset if dataset is None else dataset
    return make_dataset(checks.choice("dataset", name, spec.datasets), given)


def _refuse_data(name: str, dataset: object, dataset_options: object, aggregation: object) -> None:
    given = {"dataset": dataset, "dataset_options": dataset_options, "aggregation": aggregation}
    for option, value in given.items():
        if value is not None:
            raise InputError(
                f"{name} is a function of θ alone and takes no {option}, got {checks.shown(value)}"
            )


__all__ = ["Problem", "ProblemSpec", "problem", "problems"]
