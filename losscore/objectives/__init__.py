"""The registry of problems, which collects the specs of all modules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from losscore import checks
from losscore.checks import InputError
from losscore.data.dataset import Dataset
from losscore.data.generators import make_dataset
from losscore.objectives import functions, kmeans, linear, logistic, mlp
from losscore.objectives.base import AGGREGATIONS, Problem
from losscore.objectives.spec import ProblemSpec
from losscore.registry import check, defaults, lookup

# In the order of the page's menu.
_SPECS = (*kmeans.SPECS, *logistic.SPECS, *linear.SPECS, *mlp.SPECS, *functions.SPECS)
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
