"""Whatever is given, the answer is a result or one sentence of ours."""

import datetime
import decimal
import warnings
from fractions import Fraction
from numbers import Real

import numpy as np
import pytest

import losscore as ls
from losscore import checks


class Raising:
    """Every way in which Python asks an object what it is raises."""

    def _refuse(self, *_arguments, **_options):
        raise RuntimeError("not for you")

    __repr__ = __str__ = __array__ = __float__ = __int__ = __len__ = _refuse
    __iter__ = __getitem__ = __bool__ = __eq__ = __index__ = _refuse
    __hash__ = None  # type: ignore[assignment]


class NoNumber:
    """Counts as a real number, and is none."""

    def __float__(self):
        raise RuntimeError("not for you")

    __int__ = __float__


Real.register(NoNumber)


class Unwritable(str):
    """Text without a repr."""

    __slots__ = ()

    def __repr__(self):
        raise RuntimeError("not for you")


class Unsized(float):
    """A number that does not become one."""

    def __float__(self):
        raise RuntimeError("not for you")


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


def _objects(*entries):
    array = np.empty(len(entries), dtype=object)
    for index, entry in enumerate(entries):
        array[index] = entry
    return array


HOSTILE = {
    "none": None,
    "raising": Raising(),
    "no number": NoNumber(),
    "unwritable": Unwritable("x"),
    "unsized": Unsized(1.0),
    "nested": nested(5_000),
    "no axes": np.array(3.0),
    "bytes": b"ab",
    "mapping": {"a": 1},
    "set": {1, 2},
    "generator": (i for i in range(3)),
    "text": "abc",
    "empty text": "",
    "half a character": "\ud800",
    "complex": 1j,
    "complex array": np.array([1j, 2.0]),
    "objects": _objects(None, Raising()),
    "no numbers": _objects(NoNumber(), NoNumber()),
    "nan": np.nan,
    "inf": np.inf,
    "huge": 10**5_000,
    "true": True,
    "empty": [],
    "one": [1],
    "two": [1, 2],
    "ragged": [[1], [2, 3]],
    "duration": np.timedelta64(5, "s"),
    "durations": np.array([1, 2], "m8[s]"),
    "date": np.datetime64("2020-01-01"),
    "python's duration": datetime.timedelta(1),
    "masked array": np.ma.masked_values([1.0, -999.0], -999.0),
    "masked": np.ma.masked,
    "masked in a list": [1.0, np.ma.masked],
    "fraction": Fraction(1, 3),
    "decimal": decimal.Decimal("1.5"),
    "type": int,
    "structure": np.zeros(2, dtype=[("a", float)]),
    "many axes": np.zeros((1,) * 32),
}


def _line():
    return ls.problem("linear", dataset=ls.Dataset([0.0, 1.0, 2.0], [1.0, 3.0, 4.0]))


LINE = _line()
LABELS = ls.problem("logistic", dataset=ls.Dataset([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 0]))
MINIMA = ls.minima(LINE)

CALLS = {
    "X": ls.Dataset,
    "y": lambda v: ls.Dataset([1.0, 2.0], v),
    "name": lambda v: ls.Dataset([1.0], name=v),
    "bias": lambda v: ls.Dataset([1.0], bias=v),
    "dataset window": lambda v: ls.Dataset([1.0], window=v),
    "dataset": ls.dataset,
    "dataset option": lambda v: ls.dataset("blobs", n_samples=v),
    "problem": ls.problem,
    "problem's dataset": lambda v: ls.problem("linear", dataset=v),
    "problem's data options": lambda v: ls.problem("linear", dataset_options=v),
    "aggregation": lambda v: ls.problem("linear", aggregation=v),
    "problem's bias": lambda v: ls.problem("logistic", bias=v),
    "function's dataset": lambda v: ls.problem("peaks", dataset=v),
    "loss": LINE.loss,
    "grad": LINE.grad,
    "hessian": LINE.hessian,
    "value and grad": LINE.value_and_grad,
    "predict's theta": lambda v: LINE.predict(v, [1.0]),
    "predict's X": lambda v: LINE.predict((0.0, 0.0), v),
    "logistic predict's X": lambda v: LABELS.predict((0.0, 0.0), v),
    "eigenvalues": lambda v: ls.eigenvalues(LINE, v),
    "eigenvalues' problem": lambda v: ls.eigenvalues(v, (0.0, 0.0)),
    "curvature": lambda v: ls.curvature(LINE, v),
    "curvature's problem": lambda v: ls.curvature(v, (0.0, 0.0)),
    "curvature's optimizer": lambda v: ls.curvature(LINE, (0.0, 0.0), v),
    "curvature's hyper": lambda v: ls.curvature(LINE, (0.0, 0.0), "momentum", v),
    "stable rate": lambda v: ls.stable_learning_rate(LINE, v),
    "stable rate's hyper": lambda v: ls.stable_learning_rate(LINE, (0.0, 0.0), "momentum", v),
    "suggestion's problem": lambda v: ls.suggest_learning_rate(v, MINIMA),
    "suggestion's minima": lambda v: ls.suggest_learning_rate(LINE, v),
    "suggestion's optimizer": lambda v: ls.suggest_learning_rate(LINE, MINIMA, v),
    "minima's window": lambda v: ls.minima(LINE, v),
    "nearest": MINIMA.nearest,
    "reached by": MINIMA.reached_by,
    "labels": MINIMA.labels,
    "minima's problem": ls.minima,
    "a run's problem": lambda v: ls.descend(v, (0.0, 0.0)),
    "basins' problem": lambda v: ls.basins(v, resolution=3, n_steps=3),
    "replay's problem": lambda v: ls.replay(v, ls.Run((0.0, 0.0)), 0),
    "replay's run": lambda v: ls.replay(LINE, v, 0),
    "exchanged problem": lambda v: ls.label_exchange(v, (0.0, 1.0), (1.0, 0.0)),
    "condition number's problem": lambda v: ls.condition_number(v, (0.0, 1.0)),
    "start": lambda v: ls.descend(LINE, v, n_steps=3),
    "learning rate": lambda v: ls.descend(LINE, (0.0, 0.0), learning_rate=v, n_steps=3),
    "optimizer": lambda v: ls.descend(LINE, (0.0, 0.0), v, n_steps=3),
    "hyper": lambda v: ls.descend(LINE, (0.0, 0.0), "momentum", n_steps=3, momentum=v),
    "batch size": lambda v: ls.descend(LINE, (0.0, 0.0), n_steps=3, batch_size=v, seed=0),
    "tol": lambda v: ls.descend(LINE, (0.0, 0.0), n_steps=3, tol=v),
    "surface": lambda v: ls.surface(v, None, 5),
    "surface's window": lambda v: ls.surface(LINE, v, 5),
    "resolution": lambda v: ls.surface(LINE, None, v),
    "surface's tol": lambda v: ls.surface(LINE, None, 5, tol=v),
    "exact": lambda v: ls.surface(LINE, None, 5, exact=v),
    "link": ls.nearest_scenario,
    "query": ls.Scenario.from_query,
    "description": ls.Scenario.from_dict,
    "scenario's problem": lambda v: ls.Scenario(problem=v),
    "scenario's window": lambda v: ls.Scenario(window=v),
    "scenario's runs": lambda v: ls.Scenario(runs=v),
    "run's start": lambda v: ls.Run(start=v),
    "run's optimizer": lambda v: ls.Run(start=(0.0, 0.0), optimizer=v),
    "run's rate": lambda v: ls.Run(start=(0.0, 0.0), learning_rate=v),
    "run's hyper": lambda v: ls.Run(start=(0.0, 0.0), hyper=v),
}


def sentence(call, value):
    """What is said about ``value`` where it is refused, or ""; nothing else may be raised."""
    try:
        call(value)
    except ls.InputError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_any_input_works_or_is_refused_in_a_sentence(call, value):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        told = sentence(call, value)
    assert len(told) < 400


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_anything_can_be_shown_in_a_message(value):
    assert 0 < len(checks.shown(value)) <= 60


def test_what_has_no_repr_is_shown_by_its_class():
    assert checks.shown(Raising()) == "a Raising"
    assert checks.shown(nested(5_000)) == "a list"


@pytest.mark.parametrize("value", [np.timedelta64(5, "s"), NoNumber(), Unsized(1.0), np.ma.masked])
def test_what_only_looks_like_a_number_is_refused(value):
    with pytest.raises(ls.InputError, match=r"^rate must be a number, got "):
        checks.number("rate", value)
    if not isinstance(value, float):
        with pytest.raises(ls.InputError, match=r"^steps must be a whole number, got "):
            checks.integer("steps", value)


@pytest.mark.parametrize("name", ["loss", "grad", "hessian", "value_and_grad"])
def test_masked_points_are_not_read_under_their_mask(name):
    masked = np.ma.masked_values([1.0, -999.0], -999.0)
    with pytest.raises(ls.InputError, match=r"^theta must have no masked entries, got 1$"):
        getattr(LINE, name)(masked)
