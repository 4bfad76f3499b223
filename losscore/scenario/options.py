"""All options of a scenario and its runs in one table, with names, bounds and meanings.

Links, exports, the page's fields and ``Scenario`` itself are built from these. The options of
problems, datasets and optimizers are in their registries, and ``DISPLAY`` has its own module.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from losscore.data.generators import MAX_SAMPLES
from losscore.data.generators import REGISTRY as DATASETS
from losscore.objectives import REGISTRY as PROBLEMS
from losscore.objectives.base import AGGREGATIONS
from losscore.registry import AnyOption, Choice, Parameter, Switch, Vector

MAX_RUNS = 12
MAX_COORDINATE = 1e6
MAX_SEED = 2**31 - 1

# ---------------------------------------------------------------------------------------- scenario

RESOLUTION = Parameter(
    "resolution",
    "Resolution",
    161,
    11,
    401,
    integer=True,
    help="nodes of the surface along each axis",
)
BASINS = Switch(
    "basins", "Basins", help="colour the surface by the minimum that each start reaches"
)
CURVATURE = Switch("curvature", "Curvature", help="show gradient and curvature at a step")
THEORY = Switch("theory", "Theory", help="show the formulas of a step")
# In the order of a link. ``Scenario`` checks which values suit a problem.
SCENARIO: tuple[AnyOption, ...] = (
    Choice("problem", "Problem", "kmeans", PROBLEMS, help="the problem, which has a loss J"),
    Choice("data", "Data", "", DATASETS, help="the dataset, by default the problem's own"),
    Choice(
        "aggregation",
        "Aggregation",
        "",
        AGGREGATIONS,
        help="sum or mean over the samples, by default the problem's own",
    ),
    Vector(
        "window",
        "Window",
        "x_lo,x_hi,y_lo,y_hi",
        -MAX_COORDINATE,
        MAX_COORDINATE,
        help="the part of the parameter plane to show",
    ),
    RESOLUTION,
    BASINS,
    CURVATURE,
    THEORY,
    Choice(
        "duel",
        "Duel",
        "",
        ("loss", "aggregation"),
        help="show a second surface that differs in this",
    ),
)
# Maps names in links to fields of a scenario with other names, and prefixes to the fields that hold
# options.
_FIELDS = {"data": "dataset"}
OWNERS = {"problem": "options", "data": "dataset_options", "display": "display"}


def field_of(name: str) -> str:
    """The field of a scenario for the option ``name``."""
    return _FIELDS.get(name, name)


def describe(values: Mapping[str, Any]) -> dict[str, Any]:
    """The dictionary for ``Scenario.from_dict``, from values by the names of options."""
    described: dict[str, Any] = {}
    for name, value in values.items():
        owner, dot, own = name.partition(".")
        if dot:
            described.setdefault(OWNERS[owner], {})[own] = value
        else:
            described[field_of(name)] = value
    if "window" in described:  # a pair for each axis
        described["window"] = (described["window"][:2], described["window"][2:])
    return described


# -------------------------------------------------------------------------------------------- runs

LEARNING_RATE = Parameter("learning_rate", "Learning rate", 0.1, 1e-9, 1e6, help="η")
N_STEPS = Parameter(
    "n_steps", "Steps", 200, 1, 2_000, integer=True, help="the maximum number of steps"
)
BATCH_SIZE = Parameter(
    "batch_size",
    "Batch",
    MAX_SAMPLES,
    1,
    MAX_SAMPLES,
    integer=True,
    help="samples per step, by default all",
)
SEED = Parameter(
    "seed", "Seed", 0, 0, MAX_SEED, integer=True, help="selects the samples of each step"
)
START = Vector("start", "Start", "X,Y", -MAX_COORDINATE, MAX_COORDINATE, help="the start of a run")
