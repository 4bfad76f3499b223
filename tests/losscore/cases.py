"""Cases for the registry-driven tests, textbook formulas to compare with, and differences."""

from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.optimize import rosen

import losscore as ls
from losscore.objectives.mlp import MLP


def every_problem():
    """(name, dataset, aggregation) of all registered combinations, as pytest parameters."""
    return [
        pytest.param(
            name, dataset, aggregation, id="-".join(filter(None, (name, dataset, aggregation)))
        )
        for name, spec in ls.problems().items()
        for dataset in spec.datasets or (None,)
        for aggregation in spec.aggregations or (None,)
    ]


def every_default_problem(besides=frozenset()):
    """(name, aggregation) of all problems on their default data, except ``besides``."""
    return [
        pytest.param(name, aggregation, id="-".join(filter(None, (name, aggregation))))
        for name, spec in ls.problems().items()
        if name not in besides
        for aggregation in spec.aggregations or (None,)
    ]


def optimizers_for(problem):
    """Names of all optimizers that suit the problem of that name."""
    return [name for name, spec in ls.optimizers().items() if spec.suits(problem)]


def with_every_optimizer(problems):
    """``problems`` as pytest parameters, each with every optimizer that suits it."""
    return [
        pytest.param(*problem.values, optimizer, id=f"{problem.id}-{optimizer}")
        for problem in problems
        for optimizer in optimizers_for(problem.values[0])
    ]


@cache
def build(name, dataset=None, aggregation=None):
    return ls.problem(name, dataset=dataset, aggregation=aggregation)


@cache
def suggested_rate(problem, optimizer="gd"):
    """The learning rate that suits a problem and an optimizer; the minima are found once."""
    return ls.suggest_learning_rate(problem, _minima(problem), optimizer)


@cache
def _minima(problem):
    return ls.minima(problem)


def default_start(problem):
    """The start of a run that the problem's spec proposes."""
    fractions = ls.problems()[problem.name].start
    return np.array(
        [
            low + share * (high - low)
            for share, (low, high) in zip(fractions, problem.window, strict=True)
        ]
    )


def on_data(problem, dataset):
    """The same model on other data; a network keeps its slice and is not retrained."""
    if isinstance(problem, MLP):
        return problem.with_data(dataset)
    return ls.problem(problem.name, dataset=dataset, aggregation=problem.aggregation)


def values_problem(values, **options):
    """K-means on a plain list of numbers."""
    return ls.problem("kmeans", dataset=ls.Dataset(np.asarray(values, float)[:, None]), **options)


def labelled_problem(X, y, **options):
    """Logistic regression on own arrays."""
    return ls.problem(options.pop("name", "logistic"), dataset=ls.Dataset(X, y), **options)


def line_problem(x, y, **options):
    """Linear regression on own arrays."""
    return ls.problem("linear", dataset=ls.Dataset(np.asarray(x, float)[:, None], y), **options)


def circle_problem():
    """J = w² + b²: the mean squared error of the points (±1, 0)."""
    return line_problem([1.0, -1.0], [0.0, 0.0])


def bowl_for(optimizer):
    """A problem that ``optimizer`` suits, and a minimum of it."""
    if ls.optimizers()[optimizer].suits("linear"):
        return circle_problem(), np.zeros(2)
    return values_problem([-1.0, 3.0]), np.array([-1.0, 3.0])


def _points_in_window(problem, rng, count):
    low, high = np.array(problem.window).T
    return rng.uniform(low, high, (count, 2))


def _clear_of_seams(problem, theta):
    """K-means: no value near the midpoint of the centroids, and the centroids apart."""
    (low, high), _ = problem.window
    values = problem.dataset.X[:, 0]
    gap = np.abs(theta.mean(axis=1)[:, None] - values).min(axis=1)
    apart = np.abs(theta[:, 0] - theta[:, 1])
    return (gap > 1e-4 * (high - low)) & (apart > 1e-3 * (high - low))


# How many features the problems of a kind have.
FEATURES = {"values": 1, "targets": 1, "labels": 2}
# Problems whose axes are not the ones that the window of a dataset is for.
OWN_WINDOW = {"mlp"}
# Problems without any minimum on their default data.
WITHOUT_MINIMUM = {"saddle"}
# Where 200 steps of gradient descent cannot arrive: no minimum, or a valley too long.
FAR = {"saddle", "rosenbrock"}

# Problems whose J has kinks: which points keep clear of them.
KINKS = {"kmeans": _clear_of_seams}


def smooth_points(problem, seed=0, count=40):
    """Random θ (m, 2) in the window around which J is smooth."""
    theta = _points_in_window(problem, np.random.default_rng(seed), 4 * count)
    clear = KINKS.get(problem.name, lambda problem, theta: np.ones(len(theta), bool))
    chosen = theta[clear(problem, theta)][:count]
    assert len(chosen) == count
    return chosen


def difference(function, theta, step):
    """∂function/∂θ at theta (m, 2) by the five-point rule, the new axis last; error O(step⁴)."""
    columns = []
    for axis in np.eye(2):
        near = function(theta + step * axis) - function(theta - step * axis)
        far = function(theta + 2 * step * axis) - function(theta - 2 * step * axis)
        columns.append((8 * near - far) / (12 * step))
    return np.stack(columns, axis=-1)


def _squared_error_terms(problem, theta):
    x, y = problem.dataset.X[:, 0], problem.dataset.y
    return (theta[0] * x + theta[1] - y) ** 2


def _logit(problem, theta):
    return problem.dataset.X @ theta + problem.dataset.bias


def _nll_terms(problem, theta):
    return np.logaddexp(0.0, np.where(problem.dataset.y == 1, -1, 1) * _logit(problem, theta))


def _logistic_squared_error_terms(problem, theta):
    odds = np.exp(np.where(problem.dataset.y == 1, 1, -1) * _logit(problem, theta))
    return 1.0 / (1.0 + odds) ** 2


def _wcss_terms(problem, theta):
    return ((problem.dataset.X - theta) ** 2).min(axis=1)


def _peaks(problem, theta):
    x, y = theta
    return (
        3 * (1 - x) ** 2 * np.exp(-(x**2) - (y + 1) ** 2)
        - 10 * (x / 5 - x**3 - y**5) * np.exp(-(x**2) - y**2)
        - 1 / 3 * np.exp(-((x + 1) ** 2) - y**2)
    )


def _valley(problem, theta):
    return theta[0] ** 2 + np.sin(theta[0]) + theta[1] ** 4 + np.exp(-theta[1])


def _rosenbrock(problem, theta):
    return rosen(theta)


def _himmelblau(problem, theta):
    x, y = theta
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def _saddle(problem, theta):
    return theta[0] ** 2 - theta[1] ** 2


def _rastrigin(problem, theta):
    return 20 + np.sum(theta**2 - 10 * np.cos(2 * np.pi * theta))


def _mlp_terms(problem, theta):
    phi = problem.plane.centre + theta @ problem.plane.directions
    activation = {
        "tanh": np.tanh,
        "sigmoid": lambda s: 1 / (1 + np.exp(-s)),
        "relu": lambda s: s * (s > 0),
    }[problem.activation]
    x1, x2 = problem.dataset.X.T
    z = phi[-1] + sum(
        v * activation(w1 * x1 + w2 * x2 + b) for w1, w2, b, v in phi[:-1].reshape(-1, 4)
    )
    return np.logaddexp(0.0, np.where(problem.dataset.y == 1, -1, 1) * z)


# J of every problem for one θ, as a textbook writes it: terms (n,), or the value itself.
TEXTBOOK = {
    "linear": _squared_error_terms,
    "logistic": _nll_terms,
    "logistic-squared-error": _logistic_squared_error_terms,
    "kmeans": _wcss_terms,
    "peaks": _peaks,
    "valley": _valley,
    "rosenbrock": _rosenbrock,
    "himmelblau": _himmelblau,
    "saddle": _saddle,
    "rastrigin": _rastrigin,
    "mlp": _mlp_terms,
}


def textbook_loss(problem, theta):
    """J(θ) by a sum over samples, one θ (2,)."""
    terms = TEXTBOOK[problem.name](problem, theta)
    return np.mean(terms) if problem.aggregation == "mean" else np.sum(terms)


class _Precise:
    """A problem whose data are long doubles, for the textbook formulas."""

    def __init__(self, problem):
        self.problem, data = problem, problem.dataset
        if data is not None:
            X, y = (None if a is None else a.astype(np.longdouble) for a in (data.X, data.y))
            self.dataset = SimpleNamespace(X=X, y=y, bias=data.bias)

    def __getattr__(self, name):
        return getattr(self.problem, name)


def precise_loss(problem, theta):
    """J(θ) for theta (m, 2) by the textbook, summed in long doubles of 64 bits or more."""
    precise = _Precise(problem)
    # Huge odds become infinite, and their inverse 0.
    with np.errstate(over="ignore"):
        return np.array([textbook_loss(precise, point) for point in theta.astype(np.longdouble)])
