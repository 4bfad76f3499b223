"""Every option of a scenario and of its runs, once: names, bounds, and what they mean.

Links, exports, the page's fields and ``Scenario`` itself are built from these. What a problem, its
data and its optimizer offer besides is in their registries, and ``DISPLAY`` in a module of its own.
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
    help="points of the surface along an axis",
)
BASINS = Switch(
    "basins", "Basins", help="colours the surface by the minimum that each start reaches"
)
CURVATURE = Switch("curvature", "Curvature", help="shows gradient and curvature at a step")
THEORY = Switch("theory", "Theory", help="shows the formulas of a step")
# In the order in which a link has them. What fits a problem, ``Scenario`` knows.
SCENARIO: tuple[AnyOption, ...] = (
    Choice("problem", "Problem", "kmeans", PROBLEMS, help="whose loss J is shown"),
    Choice("data", "Data", "", DATASETS, help="the samples, by default the problem's own"),
    Choice(
        "aggregation",
        "Aggregation",
        "",
        AGGREGATIONS,
        help="over samples, by default the problem's own",
    ),
    Vector(
        "window",
        "Window",
        "x_lo,x_hi,y_lo,y_hi",
        -MAX_COORDINATE,
        MAX_COORDINATE,
        help="the part of the parameter plane that is shown",
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
        help="a second surface beside the first, which differs in this",
    ),
)
# Names in links → fields of a scenario where they are called otherwise; prefixes → fields that
# hold options.
_FIELDS = {"data": "dataset"}
OWNERS = {"problem": "options", "data": "dataset_options", "display": "display"}


def field_of(name: str) -> str:
    """The field of a scenario that option ``name`` sets."""
    return _FIELDS.get(name, name)


def describe(values: Mapping[str, Any]) -> dict[str, Any]:
    """The description that ``Scenario.from_dict`` checks, of values by the names of options."""
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
N_STEPS = Parameter("n_steps", "Steps", 200, 1, 2_000, integer=True, help="most steps of a run")
BATCH_SIZE = Parameter(
    "batch_size",
    "Batch",
    MAX_SAMPLES,
    1,
    MAX_SAMPLES,
    integer=True,
    help="samples at each step, by default all",
)
SEED = Parameter("seed", "Seed", 0, 0, MAX_SEED, integer=True, help="which samples each step sees")
START = Vector("start", "Start", "X,Y", -MAX_COORDINATE, MAX_COORDINATE, help="where a run starts")
