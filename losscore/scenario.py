"""One description of a view: everything that a picture depends on, and its bounds.

The page, its callbacks and every exporter speak ``Scenario``; nothing else parses parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from losscore import checks
from losscore.checks import Window
from losscore.datasets import REGISTRY as DATASETS
from losscore.descent import Trajectory, descend
from losscore.optimizers import optimizer_spec
from losscore.problems import REGISTRY as PROBLEMS
from losscore.problems import Problem, problem
from losscore.registry import lookup, resolve
from losscore.surfaces import Surface, surface

MAX_RUNS = 12
MAX_STEPS = 2_000
MAX_COORDINATE = 1e6
MIN_LEARNING_RATE, MAX_LEARNING_RATE = 1e-9, 1e6
MIN_RESOLUTION, DEFAULT_RESOLUTION, MAX_RESOLUTION = 11, 161, 401

Options = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One descent: where from, by what, how far. Raises ValueError for values out of bounds."""

    start: tuple[float, float]
    optimizer: str = "gd"
    learning_rate: float = 0.1
    n_steps: int = 200
    hyper: Options = ()

    def __post_init__(self) -> None:
        first, second = checks.point("start", self.start)
        for value in (first, second):
            checks.number("start", float(value), low=-MAX_COORDINATE, high=MAX_COORDINATE)
        spec = optimizer_spec(self.optimizer)
        rate = checks.number(
            "learning_rate", self.learning_rate, low=MIN_LEARNING_RATE, high=MAX_LEARNING_RATE
        )
        steps = checks.integer("n_steps", self.n_steps, low=1, high=MAX_STEPS)
        spec.hyper(_mapping("hyper", self.hyper))
        _set(self, start=(float(first), float(second)), learning_rate=rate, n_steps=steps)
        _set(self, hyper=_pairs(self.hyper))

    def descend(self, target: Problem) -> Trajectory:
        """This run on ``target``."""
        return descend(
            target,
            self.start,
            self.optimizer,
            self.learning_rate,
            self.n_steps,
            **dict(self.hyper),
        )


@dataclass(frozen=True, slots=True)
class Scenario:
    """Problem, data, view and runs. Raises ValueError for anything unknown or out of bounds.

    Empty ``dataset`` and ``aggregation`` become the problem's defaults, so that two scenarios
    that show the same are equal.
    """

    problem: str = "kmeans"
    dataset: str = ""
    dataset_options: Options = ()
    aggregation: str = ""
    options: Options = ()
    window: Window | None = None
    resolution: int = DEFAULT_RESOLUTION
    runs: tuple[Run, ...] = ()

    def __post_init__(self) -> None:
        spec = lookup("problem", self.problem, PROBLEMS)
        if not spec.data_kind and (self.dataset or self.aggregation or self.dataset_options):
            raise ValueError(f"{spec.name} takes no dataset and no aggregation")
        if spec.data_kind:
            dataset = self.dataset or spec.default_dataset
            checks.choice("dataset", dataset, spec.datasets)
            aggregation = self.aggregation or spec.default_aggregation
            checks.choice("aggregation", aggregation, spec.aggregations)
            _set(self, dataset=dataset, aggregation=aggregation)
            given = _mapping("dataset_options", self.dataset_options)
            resolve(f"dataset {dataset}", DATASETS[dataset].parameters, given)
        resolve(f"problem {spec.name}", spec.parameters, _mapping("options", self.options))
        if self.window is not None:
            bounds = checks.window("window", self.window)
            for bound in (*bounds[0], *bounds[1]):
                checks.number("window", bound, low=-MAX_COORDINATE, high=MAX_COORDINATE)
            _set(self, window=bounds)
        checks.integer("resolution", self.resolution, low=MIN_RESOLUTION, high=MAX_RESOLUTION)
        if len(self.runs) > MAX_RUNS:
            raise ValueError(f"runs must be at most {MAX_RUNS}, got {len(self.runs)}")
        _set(
            self,
            dataset_options=_pairs(self.dataset_options),
            options=_pairs(self.options),
            runs=tuple(self.runs),
        )

    def build(self) -> Problem:
        """The problem itself, with its data."""
        if not self.dataset:
            return problem(self.problem)
        return problem(
            self.problem,
            dataset=self.dataset,
            dataset_options=dict(self.dataset_options),
            aggregation=self.aggregation,
            **dict(self.options),
        )

    def surface(self, target: Problem) -> Surface:
        """The surface of ``target`` over this view."""
        return surface(target, self.window, self.resolution)

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready description; ``from_dict`` reads it back."""
        described = asdict(self)
        for run in described["runs"]:
            run["hyper"] = dict(run["hyper"])
        return described | {
            "dataset_options": dict(self.dataset_options),
            "options": dict(self.options),
        }

    @classmethod
    def from_dict(cls, described: Mapping[str, Any]) -> Scenario:
        """The scenario that ``to_dict`` described; ValueError for unknown or bad entries."""
        known = _known(cls, "scenario", described)
        runs = known.pop("runs", ())
        if not isinstance(runs, list | tuple) or not all(isinstance(run, Mapping) for run in runs):
            raise ValueError(f"runs must be a list of runs, got {checks.shown(runs)}")
        return cls(**known, runs=tuple(Run(**_known(Run, "run", run)) for run in runs))


def _known(cls: type, owner: str, described: Any) -> dict[str, Any]:
    if not isinstance(described, Mapping):
        raise ValueError(f"{owner} must be a mapping, got {checks.shown(described)}")
    checks.no_extra(owner, described, (field.name for field in fields(cls)))
    return dict(described)


def _mapping(name: str, value: Any) -> dict[str, Any]:
    try:
        return dict(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must map names to numbers, got {checks.shown(value)}") from error


def _pairs(value: Any) -> Options:
    return tuple(sorted((str(key), item) for key, item in dict(value).items()))


def _set(instance: object, **values: Any) -> None:
    """Normalise a field of a frozen instance while it is being made."""
    for name, value in values.items():
        object.__setattr__(instance, name, value)
