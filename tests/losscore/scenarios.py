"""Scenarios to test with: one with everything set for each problem, and random ones."""

from hypothesis import strategies as st

import losscore as ls
from losscore.scenario.options import MAX_COORDINATE, MAX_RUNS, MAX_SEED

PROBLEMS = list(ls.problems())

coordinates = st.floats(-MAX_COORDINATE, MAX_COORDINATE)


def other_value(option):
    """A value that `option` allows and that is not its default."""
    if isinstance(option, ls.Choice):
        return next(choice for choice in option.choices if choice != option.default)
    return option.low if option.low != option.default else option.low + 1


def full_scenario(name):
    """A scenario with every option of `name` set to a value other than its default."""
    spec = ls.problems()[name]
    dataset = spec.datasets[-1] if spec.datasets else ""
    parameters = ls.datasets()[dataset].parameters if dataset else ()
    return ls.Scenario(
        problem=name,
        dataset=dataset,
        dataset_options={p.name: p.high if not p.integer else p.low for p in parameters},
        aggregation=spec.aggregations[-1] if spec.aggregations else "",
        options={p.name: other_value(p) for p in spec.parameters},
        window=((-1.5, 2.25), (0.1, 1 / 3)),
        resolution=33,
        runs=tuple(
            ls.Run(
                (0.1, 1 / 3),
                optimizer,
                0.07,
                17,
                {p.name: p.high for p in o.parameters},
                batch_size=1 if dataset else None,
                seed=5 if dataset else 0,
            )
            for optimizer, o in ls.optimizers().items()
            if o.suits(name)
        ),
        basins=True,
        curvature=True,
        theory=True,
        duel=spec.duels[-1] if spec.duels else "",
        display={option.name: other_value(option) for option in ls.DISPLAY},
    )


def values(option):
    """All values of an option."""
    if isinstance(option, ls.Choice):
        return st.sampled_from(option.choices)
    if option.integer:
        return st.integers(int(option.low), int(option.high))
    return st.floats(option.low, option.high)


def some_options(options):
    """Some of `options`, each with any of its values."""
    return st.fixed_dictionaries({}, optional={one.name: values(one) for one in options})


@st.composite
def runs(draw, name, n_samples):
    """Any run on the problem `name`; with batches where it has samples."""
    suiting = [spec for spec in ls.optimizers().values() if spec.suits(name)]
    optimizer = draw(st.sampled_from(suiting))
    batch = st.none() | st.integers(1, n_samples) if n_samples else st.none()
    return ls.Run(
        draw(st.tuples(coordinates, coordinates)),
        optimizer.name,
        draw(st.floats(1e-9, 1e6)),
        draw(st.integers(1, 2000)),
        draw(some_options(optimizer.parameters)),
        draw(batch),
        draw(st.integers(0, MAX_SEED)),
    )


@st.composite
def windows(draw):
    """Any window."""
    two = st.lists(coordinates, min_size=2, max_size=2, unique=True)
    return tuple(tuple(sorted(draw(two))) for _ in "xy")


@st.composite
def scenarios(draw):
    """Any scenario."""
    spec = ls.problems()[draw(st.sampled_from(PROBLEMS))]
    dataset = draw(st.sampled_from(spec.datasets)) if spec.datasets else ""
    given = draw(some_options(ls.datasets()[dataset].parameters)) if dataset else {}
    n_samples = len(ls.dataset(dataset, **given)) if dataset else 0
    return ls.Scenario(
        spec.name,
        dataset,
        given,
        draw(st.sampled_from(("", *spec.aggregations))),
        draw(some_options(spec.parameters)),
        draw(st.none() | windows()),
        draw(st.integers(11, 401)),
        tuple(draw(st.lists(runs(spec.name, n_samples), max_size=MAX_RUNS))),
        draw(st.booleans()),
        draw(st.sampled_from(("", *spec.duels))),
        draw(some_options(ls.DISPLAY)),
        draw(st.booleans()),
        draw(st.booleans()),
    )
