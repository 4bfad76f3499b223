"""Every optimizer: two steps by hand, an independent trajectory, and what its spec says."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import losscore as ls
from losscore.methods import Evaluation, optimizer_spec
from tests.losscore.cases import bowl_for, circle_problem, values_problem

GOLDEN = json.loads(
    (Path(__file__).parents[1] / "golden" / "torch_trajectories.json").read_text(encoding="utf-8")
)
# PyTorch has none of these; what they agree with instead.
OTHER_ORACLES = {
    "newton": "test_curved.py: numpy.linalg.solve on textbook derivatives",
    "lloyd": "test_curved.py: scikit-learn's KMeans, step by step",
}

# J = w² + b² from (1, 2), ∇J = 2θ. Worked out by hand in 40-digit arithmetic:
# optimizer -> [(learning rate, hyper, θ after one step, θ after two)]. That of lloyd: OTHER_BOWLS.
TWO_STEPS: dict[str, list[Any]] = {
    "gd": [(0.1, {}, (0.8, 1.6), (0.64, 1.28))],
    "momentum": [
        # v = (2, 4), then 0.9·v + (1.6, 3.2) = (3.4, 6.8)
        (0.1, {}, (0.8, 1.6), (0.46, 0.92)),
        # v = (2, 4), then 0.5·v + (1.6, 3.2) = (2.6, 5.2)
        (0.1, {"momentum": 0.5}, (0.8, 1.6), (0.54, 1.08)),
        (0.1, {"momentum": 0.0}, (0.8, 1.6), (0.64, 1.28)),
    ],
    "nesterov": [
        # v = (2, 4), step 0.1·(2 + 1.8, …); then v = 0.9·2 + 1.24 = 3.04, step 0.1·(1.24 + 2.736)
        (0.1, {}, (0.62, 1.24), (0.2224, 0.4448)),
        # v = (2, 4), step 0.1·(2 + 1, …); then v = 1 + 1.4 = 2.4, step 0.1·(1.4 + 1.2)
        (0.1, {"momentum": 0.5}, (0.7, 1.4), (0.44, 0.88)),
    ],
    "adagrad": [
        (
            0.1,
            {},
            (0.90000000000499999999975, 1.9000000000024999999999),
            (0.83310352684503588954, 1.83112505381223141590),
        ),
        # θ₁ = 1 − 0.5·2/(√(5 + 4) + 1) and 2 − 0.5·4/(√(5 + 16) + 1); then η = 0.25.
        (
            0.5,
            {"lr_decay": 1.0, "initial_accumulator_value": 5.0, "eps": 1.0},
            (0.75, 1.64174243050441599934),
            (0.66387431830793837031, 1.51807046384994216459),
        ),
    ],
    "rmsprop": [
        # √0.01 = 0.1: the first step is ten times η.
        (
            0.01,
            {},
            (0.900000004999999750, 1.9000000024999999375),
            (0.83291796797003308040, 1.83094332910986377517),
        ),
        # θ₁ = 1 − 0.1·2/(√(0.25·4) + 0.5) and 2 − 0.1·4/(√(0.25·16) + 0.5)
        (
            0.1,
            {"alpha": 0.75, "eps": 0.5, "momentum": 0.5},
            (0.86666666666666666667, 1.84),
            (0.69952846369921252188, 1.63842646081940027813),
        ),
    ],
    "adamw": [
        (
            0.1,
            {},
            (0.8990000004999999975, 1.89800000024999999937),
            (0.79851902716852091622, 1.79627258864479697639),
        ),
        # θ₁ = 0.9·1 − 0.5·2/2.1 and 0.9·2 − 0.5·4/4.1
        (
            0.5,
            {"b1": 0.5, "b2": 0.75, "eps": 0.1, "weight_decay": 0.2},
            (0.42380952380952380952, 1.31219512195121951219),
            (-0.0139496314166963480, 0.72562751422661764186),
        ),
    ],
    "newton": [
        (1.0, {}, (0.0, 0.0), (0.0, 0.0)),
        (0.5, {}, (0.5, 1.0), (0.25, 0.5)),
    ],
    "lloyd": [
        # The points 0 and 1 have the mean 0.5, and 5 is alone.
        (1.0, {}, (0.5, 5.0), (0.5, 5.0)),
        (0.5, {}, (0.75, 4.5), (0.625, 4.75)),
        # From 1 and 4 to 0.25 and 5.5; the second centroid comes back by 1.5 · 0.5.
        (1.5, {}, (0.25, 5.5), (0.625, 4.75)),
    ],
    "adam": [
        (
            0.1,
            {},
            (0.9000000004999999975, 1.900000000249999999375),
            (0.8004122286917921452, 1.8001664861157004332),
        ),
        # m̂ = g, √v̂ + ε = |g| + 0.1 at first: θ₁ = 1 − 0.5·2/2.1 and 2 − 0.5·4/4.1
        (
            0.5,
            {"b1": 0.5, "b2": 0.75, "eps": 0.1},
            (0.5238095238095238095, 1.5121951219512195122),
            (0.1051181615616693522, 1.0438776516065896486),
        ),
    ],
}
OTHER_BOWLS = {"lloyd": (values_problem([0.0, 1.0, 5.0]), (1.0, 4.0))}
HAND_RUNS = [
    pytest.param(name, *case, id=f"{name}-{index}")
    for name, cases in TWO_STEPS.items()
    for index, case in enumerate(cases)
]


def test_every_optimizer_has_hand_computed_steps_and_an_independent_oracle():
    recorded = {run["optimizer"] for run in GOLDEN["runs"]}
    assert set(TWO_STEPS) == recorded | set(OTHER_ORACLES) == set(ls.optimizers())
    assert not recorded & set(OTHER_ORACLES)


def test_every_option_of_every_optimizer_was_recorded_away_from_its_default():
    for name in {run["optimizer"] for run in GOLDEN["runs"]}:
        varied = {key for run in GOLDEN["runs"] if run["optimizer"] == name for key in run["hyper"]}
        assert varied >= {p.name for p in ls.optimizers()[name].parameters} - {"b1", "b2", "eps"}


@pytest.mark.parametrize(
    "run",
    [
        pytest.param(run, id="-".join((run["problem"]["name"], run["optimizer"], *run["hyper"])))
        for run in GOLDEN["runs"]
    ],
)
def test_a_hundred_steps_agree_with_pytorch(run):
    expected = np.array(run["theta"])
    assert GOLDEN["steps"][-1] == 100
    t = ls.descend(
        ls.problem(**run["problem"]),
        expected[0],
        run["optimizer"],
        learning_rate=run["learning_rate"],
        n_steps=100,
        tol=0,
        **run["hyper"],
    )
    np.testing.assert_allclose(t.theta[GOLDEN["steps"]], expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("name", "rate", "hyper", "first", "second"), HAND_RUNS)
def test_two_steps_by_hand(name, rate, hyper, first, second):
    problem, start = OTHER_BOWLS.get(name, (circle_problem(), (1.0, 2.0)))
    t = ls.descend(problem, start, name, learning_rate=rate, n_steps=2, tol=0, **hyper)
    assert t.theta[0].tolist() == list(start)
    assert t.theta[1] == pytest.approx(first, rel=1e-15)
    assert t.theta[2] == pytest.approx(second, rel=1e-14)


class Waves:
    """A Hessian that is definite here and indefinite there, element by element."""

    convex = False

    def hessian(self, theta):
        x, y = theta[..., 0], theta[..., 1]
        entries = (2.0 + 3.0 * x, x * y, x * y, 1.0 - y * y)
        return np.stack(entries, axis=-1).reshape(*theta.shape, 2)


def five_updates(spec, theta, grads):
    """θ after each of five updates, and the last state."""
    state, path = spec.init(theta), []
    for grad in grads:
        step, state = spec.update(Evaluation(Waves(), theta, grad), state, 0.1, **spec.hyper({}))
        theta = theta + step
        path.append(theta)
    return path, state


@pytest.mark.parametrize("name", ls.optimizers())
def test_many_starts_at_once_move_as_each_does_alone(name):
    spec = optimizer_spec(name)
    rng = np.random.default_rng(3)
    theta, grads = rng.normal(size=(37, 2)), rng.normal(size=(5, 37, 2))
    together, state = five_updates(spec, theta, grads)
    for row in range(37):
        alone, own = five_updates(spec, theta[row], grads[:, row])
        assert [path[row].tolist() for path in together] == [point.tolist() for point in alone]
        for entry, part in zip(state, own, strict=True):
            # An entry of a state belongs to its start, or is a plain number common to all.
            assert np.array_equal(entry[row] if isinstance(entry, np.ndarray) else entry, part)


@pytest.mark.parametrize("name", ls.optimizers())
def test_an_update_is_pure_and_takes_any_leading_axes(name):
    spec = optimizer_spec(name)
    hyper = spec.hyper({})
    at = Evaluation(Waves(), np.arange(12.0).reshape(2, 3, 2) / 7.0, np.ones((2, 3, 2)))
    state = spec.init(at.theta)
    before = [np.array(part) for part in state]
    step, following = spec.update(at, state, 0.1, **hyper)
    again, _ = spec.update(at, state, 0.1, **hyper)
    assert step.shape == at.theta.shape
    assert np.array_equal(step, again)
    assert type(following) is type(state)
    assert all(np.array_equal(old, part) for old, part in zip(before, state, strict=True))


@pytest.mark.parametrize("name", ls.optimizers())
def test_without_a_gradient_nothing_moves(name):
    spec = optimizer_spec(name)
    problem, _ = bowl_for(name)
    at = Evaluation(problem, np.zeros(2), np.zeros(2))
    step, _ = spec.update(at, spec.init(at.theta), 0.1, **spec.hyper({}))
    assert np.abs(step).max() == 0.0


@pytest.mark.parametrize("name", ls.optimizers())
def test_hyper_parameters_are_checked_and_completed(name):
    spec = ls.optimizers()[name]
    assert spec.hyper({}) == {p.name: p.default for p in spec.parameters}
    with pytest.raises(ValueError, match=rf"^optimizer {name}: unknown option 'beta'"):
        spec.hyper({"beta": 0.5})


def test_an_unknown_optimizer_is_refused_with_the_names_there_are():
    with pytest.raises(
        ValueError, match=r"^optimizer must be one of gd, momentum, .*, newton, lloyd; got 'sgd'$"
    ):
        optimizer_spec("sgd")


BOUNDED = [name for name, spec in ls.optimizers().items() if spec.stability]


def distances(name, factor, hyper, n_steps):
    """|θ − θ*| per coordinate along a run on a bowl at ``factor`` times 1/λmax, or times 1."""
    problem, minimum = bowl_for(name)
    spec = ls.optimizers()[name]
    rate = factor / (1.0 if spec.is_scaled else problem.hessian(minimum)[0, 0])
    t = ls.descend(problem, minimum + np.array([0.01, -0.01]), name, rate, n_steps, tol=0, **hyper)
    return t.theta - minimum


def every_hyper(name):
    """The defaults, and each option at the low end and half-way."""
    parameters = ls.optimizers()[name].parameters
    return [{}, *({p.name: share} for p in parameters for share in (0.0, 0.5))]


@pytest.mark.parametrize("name", BOUNDED)
def test_the_stability_factor_is_where_steps_on_a_quadratic_stop_shrinking(name):
    spec = ls.optimizers()[name]
    for given in every_hyper(name):
        bound = spec.stability(spec.hyper(given))
        assert np.abs(distances(name, 0.98 * bound, given, 1000)[-1]).max() < 0.001
        # On K-means a centroid that swings too far meets the other's points; early on it grows.
        beyond = np.abs(distances(name, 1.02 * bound, given, 200)).max(axis=1)
        assert beyond[-1] > 2.0 * beyond[0]


@pytest.mark.parametrize("name", BOUNDED)
def test_below_the_overshoot_factor_no_step_passes_the_minimum(name):
    spec = ls.optimizers()[name]
    for given in every_hyper(name):
        factor = spec.overshoot(spec.hyper(given))
        assert (distances(name, 0.98 * factor, given, 200)[:, 0] > -1e-12).all()
        assert (distances(name, 1.3 * factor, given, 200)[:, 0] < -1e-9).any()


def test_an_optimizer_for_one_problem_is_refused_elsewhere():
    message = r"^problem must be kmeans for optimizer lloyd, got linear$"
    with pytest.raises(ValueError, match=message):
        ls.descend(circle_problem(), (1.0, 2.0), "lloyd", learning_rate=1.0)
    assert ls.optimizers()["lloyd"].suits("kmeans")
    assert not ls.optimizers()["lloyd"].suits("valley")
    assert ls.optimizers()["gd"].suits("a problem of one's own")


def test_optimizers_for_some_problems_name_registered_ones():
    for spec in ls.optimizers().values():
        assert set(spec.problems) <= set(ls.problems())
