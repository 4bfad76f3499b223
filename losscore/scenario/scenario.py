"""``Scenario``, which describes everything that a picture depends on, within bounds.

The page, its callbacks and all exports use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, fields, replace
from typing import Any

from losscore import checks
from losscore.analysis.surface import Surface, surface
from losscore.checks import InputError, Window
from losscore.data.generators import REGISTRY as DATASETS
from losscore.data.generators import make_dataset
from losscore.descent.batches import check_batch_size
from losscore.descent.trajectory import Trajectory, descend
from losscore.methods import optimizer_spec
from losscore.objectives import REGISTRY as PROBLEMS
from losscore.objectives import Problem, ProblemSpec, problem
from losscore.registry import check, defaults, lookup
from losscore.scenario import query
from losscore.scenario.display import DISPLAY
from losscore.scenario.options import (
    BASINS,
    BATCH_SIZE,
    CURVATURE,
    LEARNING_RATE,
    MAX_COORDINATE,
    MAX_RUNS,
    N_STEPS,
    RESOLUTION,
    SEED,
    THEORY,
    describe,
)

# An error of this share of the height is invisible, in a picture and in a table of values.
SURFACE_TOLERANCE = 1e-9

Numbers = tuple[tuple[str, float], ...]
Options = tuple[tuple[str, float | str], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One descent: its start, optimizer and settings, number of steps, and batch size.

    Without a ``batch_size`` nothing is random, and ``seed`` is 0. Raises ValueError for values out
    of bounds.
    """

    start: tuple[float, float]
    optimizer: str = "gd"
    learning_rate: float = LEARNING_RATE.default
    n_steps: int = int(N_STEPS.default)
    hyper: Numbers = ()
    batch_size: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        spec = optimizer_spec(self.optimizer)
        hyper = spec.hyper(checks.mapping("hyper", self.hyper))
        _set(
            self,
            start=_coordinates("start", checks.point("start", self.start)),
            learning_rate=LEARNING_RATE.check(self.learning_rate),
            n_steps=N_STEPS.check(self.n_steps),
            hyper=_pairs(hyper, defaults(spec.parameters)),
            **_draw(self.batch_size, self.seed),
        )

    def descend(self, target: Problem) -> Trajectory:
        """This run on ``target``."""
        return descend(
            target,
            self.start,
            self.optimizer,
            self.learning_rate,
            self.n_steps,
            batch_size=self.batch_size,
            seed=self.seed,
            **dict(self.hyper),
        )


@dataclass(frozen=True, slots=True)
class Scenario:
    """Problem, data, view and runs. Raises ValueError for anything unknown or out of bounds.

    Empty ``dataset`` and ``aggregation`` become the problem's defaults, and options at their
    default are dropped, so that two scenarios with the same view are equal. Everything is stored as
    plain numbers, text and tuples.

    Attributes
    ----------
    basins : whether the surface is coloured by the minimum that each start reaches.
    duel : how a second surface differs from this one, "loss" or "aggregation"; "" for none.
    display : how the surface is shown; see ``losscore.scenario.display``.
    curvature, theory : whether the local quadratic, and the formulas, of a step are shown.
    """

    problem: str = "kmeans"
    dataset: str = ""
    dataset_options: Numbers = ()
    aggregation: str = ""
    options: Options = ()
    window: Window | None = None
    resolution: int = int(RESOLUTION.default)
    runs: tuple[Run, ...] = ()
    basins: bool = False
    duel: str = ""
    display: Options = ()
    curvature: bool = False
    theory: bool = False

    def __post_init__(self) -> None:
        spec = lookup("problem", self.problem, PROBLEMS)
        _set(self, **_data(spec, self))
        given = checks.mapping("options", self.options)
        options = check(f"problem {spec.name}", spec.parameters, given)
        _set(
            self,
            options=_pairs(options, spec.defaults(self.dataset)),
            window=None if self.window is None else _window(self.window),
            resolution=RESOLUTION.check(self.resolution),
            runs=_runs(self.runs),
            basins=BASINS.check(self.basins),
            curvature=CURVATURE.check(self.curvature),
            theory=THEORY.check(self.theory),
            duel=_duel(spec, self.duel),
            display=_display(self.display),
        )
        _check_runs(self)

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
        return surface(target, self.window, self.resolution, tol=SURFACE_TOLERANCE)

    def subject(self) -> Scenario:
        """The part on which J, its surface and its minima depend: without runs and display."""
        return replace(
            self, runs=(), basins=False, curvature=False, theory=False, duel="", display=()
        )

    def rival(self) -> Scenario:
        """The other side of the duel, which differs only in the loss or the aggregation.

        Raises ValueError without a duel.
        """
        spec = PROBLEMS[self.problem]
        if self.duel == "loss":
            return replace(self, problem=spec.rival, duel="")
        if self.duel == "aggregation":
            other = next(name for name in spec.aggregations if name != self.aggregation)
            return replace(self, aggregation=other, duel="")
        raise InputError("rival() needs a scenario with a duel, got one without")

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready description; ``from_dict`` reads it back."""
        described = asdict(self)
        for run in described["runs"]:
            run["hyper"] = dict(run["hyper"])
        return described | {
            "dataset_options": dict(self.dataset_options),
            "options": dict(self.options),
            "display": dict(self.display),
        }

    @classmethod
    def from_dict(cls, described: Mapping[str, Any]) -> Scenario:
        """The scenario that ``to_dict`` described; ValueError for unknown or bad entries."""
        known = _known(cls, "scenario", described)
        runs = known.pop("runs", ())
        if not isinstance(runs, list | tuple) or not all(isinstance(run, Mapping) for run in runs):
            raise InputError(f"runs must be a list of runs, got {checks.shown(runs)}")
        return cls(**known, runs=tuple(Run(**_known(Run, "run", run)) for run in runs))

    def to_query(self) -> str:
        """The query string of an address, in the notation of ``losscore.scenario.query``."""
        default = Scenario(self.problem).to_dict()
        described = self.to_dict().items()
        return query.write(
            {
                name: value
                for name, value in described
                if name == "problem" or value != default[name]
            }
        )

    @classmethod
    def from_query(cls, text: str) -> Scenario:
        """The scenario that ``to_query`` wrote; ValueError for what is unknown or out of bounds."""
        return cls.from_dict(describe(query.read(text)))


def _known(cls: type, owner: str, described: Any) -> dict[str, Any]:
    """``described`` as arguments of the dataclass ``cls``, with none unknown or missing."""
    if not isinstance(described, Mapping):
        raise InputError(f"{owner} must be a mapping, got {checks.shown(described)}")
    checks.no_extra(owner, described, (field.name for field in fields(cls)))
    for field in fields(cls):
        if field.default is MISSING and field.name not in described:
            raise InputError(f"{owner} must have a {field.name}, got {checks.shown(described)}")
    return dict(described)


def _data(spec: ProblemSpec, scenario: Scenario) -> dict[str, Any]:
    """The checked fields of ``scenario`` that describe samples."""
    given = checks.mapping("dataset_options", scenario.dataset_options)
    names = {"dataset": scenario.dataset, "aggregation": scenario.aggregation}
    chosen = {name: value for name, value in names.items() if not _is_blank(value)}
    if not spec.data_kind:
        if chosen or given:
            raise InputError(f"{spec.name} takes neither a dataset nor an aggregation")
        return {"dataset": "", "aggregation": "", "dataset_options": ()}
    dataset = checks.choice("dataset", chosen.get("dataset", spec.default_dataset), spec.datasets)
    aggregation = checks.choice(
        "aggregation", chosen.get("aggregation", spec.default_aggregation), spec.aggregations
    )
    parameters = DATASETS[dataset].parameters
    options = _pairs(check(f"dataset {dataset}", parameters, given), defaults(parameters))
    return {"dataset": dataset, "aggregation": aggregation, "dataset_options": options}


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value)


def _coordinates(name: str, values: Iterable[float]) -> tuple[float, ...]:
    low, high = -MAX_COORDINATE, MAX_COORDINATE
    return tuple(checks.number(name, float(value), low=low, high=high) for value in values)


def _window(value: Any) -> tuple[tuple[float, ...], ...]:
    return tuple(_coordinates("window", side) for side in checks.window("window", value))


def _runs(value: Any) -> tuple[Run, ...]:
    if not isinstance(value, tuple | list) or not all(isinstance(run, Run) for run in value):
        raise InputError(f"runs must be a tuple of Run, got {checks.shown(value)}")
    if len(value) > MAX_RUNS:
        raise InputError(f"runs must be at most {MAX_RUNS}, got {len(value)}")
    return tuple(value)


def _duel(spec: ProblemSpec, value: Any) -> str:
    if _is_blank(value):
        return ""
    if not spec.duels:
        raise InputError(f"{spec.name} has no duel, got {checks.shown(value)}")
    return checks.choice("duel", value, spec.duels)


def _display(value: Any) -> Options:
    options = check("display", DISPLAY, checks.mapping("display", value))
    return _pairs(options, defaults(DISPLAY))


def _draw(batch_size: Any, seed: Any) -> dict[str, Any]:
    """The checked fields of a run that say which samples its steps see."""
    number = SEED.check(seed)
    if batch_size is None:
        return {"batch_size": None, "seed": 0}
    return {"batch_size": BATCH_SIZE.check(batch_size), "seed": number}


def _check_runs(scenario: Scenario) -> None:
    """Check that every optimizer applies to this problem, and no batch is larger than its data."""
    for run in scenario.runs:
        optimizer_spec(run.optimizer).require(scenario.problem)
    sizes = [run.batch_size for run in scenario.runs if run.batch_size is not None]
    if sizes:
        dataset = scenario.dataset
        data = make_dataset(dataset, dict(scenario.dataset_options)) if dataset else None
        check_batch_size(scenario.problem, data, max(sizes))


def _pairs(options: Mapping[str, Any], defaults: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """The options that are not at their defaults, in alphabetical order."""
    return tuple(sorted(pair for pair in options.items() if pair[1] != defaults[pair[0]]))


def _set(instance: object, **values: Any) -> None:
    """Set fields of a frozen instance during its construction."""
    for name, value in values.items():
        object.__setattr__(instance, name, value)
