"""Optimizers: two steps by hand each, scalar reference runs, and what their specs say."""

import math
from typing import Any

import numpy as np
import pytest

import losscore as ls
from losscore.optimizers import optimizer_spec
from tests.losscore.cases import build, circle_problem

# J = w² + b² from (1, 2), ∇J = 2θ. Worked out by hand in 40-digit arithmetic:
# optimizer -> [(learning rate, hyper, θ after one step, θ after two)].
TWO_STEPS: dict[str, list[Any]] = {
    "gd": [(0.1, {}, (0.8, 1.6), (0.64, 1.28))],
    "momentum": [
        # v = (2, 4), then 0.9·v + (1.6, 3.2) = (3.4, 6.8)
        (0.1, {}, (0.8, 1.6), (0.46, 0.92)),
        # v = (2, 4), then 0.5·v + (1.6, 3.2) = (2.6, 5.2)
        (0.1, {"momentum": 0.5}, (0.8, 1.6), (0.54, 1.08)),
        (0.1, {"momentum": 0.0}, (0.8, 1.6), (0.64, 1.28)),
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
HAND_RUNS = [
    pytest.param(name, *case, id=f"{name}-{index}")
    for name, cases in TWO_STEPS.items()
    for index, case in enumerate(cases)
]


def gd_reference(grad, theta, rate, steps):
    path = [theta]
    for _ in range(steps):
        g = grad(theta)
        theta = tuple(t - rate * d for t, d in zip(theta, g, strict=True))
        path.append(theta)
    return path


def momentum_reference(grad, theta, rate, steps, mu=0.9):
    path, v = [theta], [0.0, 0.0]
    for _ in range(steps):
        g = grad(theta)
        v = [mu * old + d for old, d in zip(v, g, strict=True)]
        theta = tuple(t - rate * d for t, d in zip(theta, v, strict=True))
        path.append(theta)
    return path


def adam_reference(grad, theta, rate, steps, b1=0.9, b2=0.999, eps=1e-8):
    path, m, v = [theta], [0.0, 0.0], [0.0, 0.0]
    for k in range(1, steps + 1):
        g = grad(theta)
        m = [b1 * old + (1 - b1) * d for old, d in zip(m, g, strict=True)]
        v = [b2 * old + (1 - b2) * d * d for old, d in zip(v, g, strict=True)]
        # Kingma & Ba, end of section 2: the two corrections gathered in the step size.
        size = rate * math.sqrt(1 - b2**k) / (1 - b1**k)
        hat = eps * math.sqrt(1 - b2**k)
        theta = tuple(
            t - size * a / (math.sqrt(b) + hat) for t, a, b in zip(theta, m, v, strict=True)
        )
        path.append(theta)
    return path


REFERENCES = {"gd": gd_reference, "momentum": momentum_reference, "adam": adam_reference}


def valley_gradient(theta):
    x, y = theta
    return 2 * x + math.cos(x), 4 * y**3 - math.exp(-y)


def test_every_optimizer_has_hand_computed_steps_and_a_reference():
    assert set(TWO_STEPS) == set(REFERENCES) == set(ls.optimizers())


@pytest.mark.parametrize(("name", "rate", "hyper", "first", "second"), HAND_RUNS)
def test_two_steps_by_hand(name, rate, hyper, first, second):
    t = ls.descend(
        circle_problem(), (1.0, 2.0), name, learning_rate=rate, n_steps=2, tol=0, **hyper
    )
    assert t.theta[0].tolist() == [1.0, 2.0]
    assert t.theta[1] == pytest.approx(first, rel=1e-15)
    assert t.theta[2] == pytest.approx(second, rel=1e-14)


@pytest.mark.parametrize("name", ls.optimizers())
def test_fifty_steps_agree_with_a_scalar_reference(name):
    t = ls.descend(build("valley"), (0.5, 0.6), name, learning_rate=0.03, n_steps=50, tol=0)
    expected = REFERENCES[name](valley_gradient, (0.5, 0.6), 0.03, 50)
    assert t.theta == pytest.approx(np.array(expected), rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("name", ls.optimizers())
def test_update_is_pure_and_moves_many_starts_at_once(name):
    spec = optimizer_spec(name)
    hyper = spec.hyper({})
    theta, grad = np.arange(12.0).reshape(2, 3, 2), np.ones((2, 3, 2))
    state = spec.init(theta)
    before = [np.array(part) for part in state]
    step, following = spec.update(grad, state, 0.1, **hyper)
    again, _ = spec.update(grad, state, 0.1, **hyper)
    assert step.shape == theta.shape
    assert np.array_equal(step, again)
    assert type(following) is type(state)
    assert all(np.array_equal(old, part) for old, part in zip(before, state, strict=True))
    assert (step < 0).all()


@pytest.mark.parametrize("name", ls.optimizers())
def test_without_a_gradient_nothing_moves(name):
    spec = optimizer_spec(name)
    step, _ = spec.update(np.zeros(2), spec.init(np.zeros(2)), 0.1, **spec.hyper({}))
    assert np.abs(step).max() == 0.0


@pytest.mark.parametrize("name", ls.optimizers())
def test_hyper_parameters_are_checked_and_completed(name):
    spec = ls.optimizers()[name]
    assert spec.hyper({}) == {p.name: p.default for p in spec.parameters}
    with pytest.raises(ValueError, match=rf"^optimizer {name}: unknown option 'beta'"):
        spec.hyper({"beta": 0.5})


def test_an_unknown_optimizer_is_refused_with_the_names_there_are():
    with pytest.raises(
        ValueError, match=r"^optimizer must be one of gd, momentum, adam; got 'sgd'$"
    ):
        optimizer_spec("sgd")


# λ = 1 in both directions: θ ← shrinks below the bound and grows above it.
@pytest.mark.parametrize("name", [n for n, spec in ls.optimizers().items() if spec.stability])
def test_the_stability_factor_is_where_steps_on_a_quadratic_stop_shrinking(name):
    spec = ls.optimizers()[name]
    for given in [{}, *({p.name: share} for p in spec.parameters for share in (0.0, 0.5))]:
        hyper = spec.hyper(given)
        for factor, grows in ((0.98, False), (1.02, True)):
            theta, state = np.array([1.0, -1.0]), spec.init(np.zeros(2))
            for _ in range(2000):
                step, state = spec.update(theta, state, factor * spec.stability(hyper), **hyper)
                theta = theta + step
            assert (np.abs(theta).max() > 1.0) == grows
