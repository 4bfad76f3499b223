"""All options of an export in one table: the scenario, its runs, the picture and the format.

The command line, batch files, addresses and the documentation are built from this table. A new
option is an entry in it, or in losscore's registries.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import losscore as ls
from components.export.picture_options import PICTURE
from components.export.registry import FORMATS
from losscore.methods import REGISTRY as OPTIMIZERS
from losscore.registry import AnyOption, Choice, Option, Parameter, Text
from losscore.scenario.options import BATCH_SIZE, LEARNING_RATE, N_STEPS, SCENARIO, SEED, START

QUERY = Text(
    "scenario",
    "Scenario",
    "the query of a link",
    help="a whole scenario, or a lesson: lesson=SLUG; other options modify it",
)
RUNS: tuple[AnyOption, ...] = (
    Text(
        "run",
        "Run",
        "X,Y,optimizer,learning rate,steps,name=value,…",
        help='a whole run as in a link; "none" for no run',
    ),
    START,
    Choice("optimizer", "Optimizer", "gd", OPTIMIZERS, help="the method of a run"),
    replace(
        LEARNING_RATE,
        name="learning-rate",
        help="the default depends on problem and optimizer",
    ),
    replace(N_STEPS, name="steps"),
    replace(BATCH_SIZE, name="batch-size"),
    SEED,
    Text("hyper", "Hyperparameter", "NAME=VALUE", help="an option of the optimizer"),
)
# Several values of these make several runs of one scenario.
LISTS = ("run", "start", "optimizer", "learning-rate", "hyper")
FORMAT = Choice("format", "Format", "", FORMATS, help="by default the file's extension selects it")
# The names that /figure.json has for its two formats.
DIALECTS = {"plotly": "json", "plotly1": "json-plotly1"}
DIALECT = Choice("dialect", "Dialect", "plotly", tuple(DIALECTS), help="`json` or `json-plotly1`")


def _of_owners() -> Iterator[AnyOption]:
    """The options of all problems, datasets and the display, with the prefixes that links use."""
    owners: dict[str, Iterable[Option]] = {
        "problem": [option for spec in ls.problems().values() for option in spec.parameters],
        "data": [option for spec in ls.datasets().values() for option in spec.parameters],
        "display": ls.DISPLAY,
    }
    for owner, options in owners.items():
        for name in dict.fromkeys(option.name for option in options):
            kin = [option for option in options if option.name == name]
            yield _merged(f"{owner}.{name}", kin)


def _merged(name: str, kin: list[Option]) -> AnyOption:
    """One option that allows all values that options of this name allow.

    The problem or dataset checks its own bounds later.
    """
    first = kin[0]
    text = first.help or first.label
    if len({one.help for one in kin}) > 1:
        text = f"{first.label}; its meaning depends on the {name.partition('.')[0]}"
    if isinstance(first, Choice):
        words = [word for one in kin if isinstance(one, Choice) for word in one.choices]
        return replace(first, name=name, choices=tuple(dict.fromkeys(words)), help=text)
    ranges = [one for one in kin if isinstance(one, Parameter)]
    low, high = min(one.low for one in ranges), max(one.high for one in ranges)
    default = first.default if len({one.default for one in ranges}) == 1 else math.nan
    return replace(first, name=name, default=default, low=low, high=high, help=text)


def default_of(option: AnyOption) -> str:
    """The default as text; "" if it is not fixed, or if ``help`` describes it."""
    is_fixed = option.default not in (None, "") and option.default == option.default
    return option.write(option.default) if is_fixed and "default" not in option.help else ""


OF_OWNERS = tuple(_of_owners())
GROUPS: dict[str, tuple[AnyOption, ...]] = {
    "scenario": (QUERY, *SCENARIO),
    "options of problem, data and display": OF_OWNERS,
    "runs": RUNS,
    "look": PICTURE,
    "format": (FORMAT,),
}
OPTIONS: dict[str, AnyOption] = {
    option.name: option for group in GROUPS.values() for option in group
}


@dataclass(frozen=True, slots=True)
class Alias:
    """An older spelling of ``option``; with a ``word``, a switch that stands for this value."""

    option: str
    word: str = ""


OLD_IN_ADDRESSES = {
    "scale": Alias("loss-axis"),
    "ratio": Alias("pixel-ratio"),
    "eye": Alias("camera"),
}
OLD_IN_COMMANDS = {
    "scale": Alias("pixel-ratio"),
    "log": Alias("loss-axis", "log"),
    "dataset": Alias("data"),
}
OLD_IN_BATCHES = OLD_IN_COMMANDS | {"formats": Alias("format")}
