"""A replayed step equals the original one."""

import numpy as np
import pytest

import losscore as ls

KMEANS = ls.problem("kmeans")


def run_of(optimizer, **more):
    rate = ls.suggest_learning_rate(KMEANS, ls.minima(KMEANS), optimizer)
    return ls.Run((1.2, 1.9), optimizer, rate, 12, **more)


@pytest.mark.parametrize("optimizer", ls.optimizers())
@pytest.mark.parametrize("batch_size", [None, 7])
def test_replayed_steps_are_those_of_the_run(optimizer, batch_size):
    run = run_of(optimizer, batch_size=batch_size, seed=3 if batch_size else 0)
    theta = run.descend(KMEANS).theta
    for index in range(len(theta) - 1):
        step = ls.replay(KMEANS, run, index)
        np.testing.assert_array_equal(step.at.theta, theta[index])
        np.testing.assert_array_equal(step.theta, theta[index + 1])


def test_the_states_are_those_before_and_after_the_step():
    run = run_of("momentum", hyper=(("momentum", 0.5),))
    first, second = (ls.replay(KMEANS, run, index) for index in (0, 1))
    assert not first.before.velocity.any()
    np.testing.assert_array_equal(first.after.velocity, second.before.velocity)
    np.testing.assert_allclose(
        second.after.velocity, 0.5 * second.before.velocity + second.at.grad, rtol=1e-15
    )


def test_a_minibatch_is_what_the_optimizer_saw():
    step = ls.replay(KMEANS, run_of("gd", batch_size=7, seed=3), 0)
    assert step.batch_size == 7
    assert len(step.at.problem.dataset) == 7
    np.testing.assert_array_equal(step.at.grad, step.at.problem.grad(step.at.theta))


def test_a_run_that_overflowed_can_be_inspected():
    step = ls.replay(ls.problem("rosenbrock"), ls.Run((-1.0, 2.0), "gd", 1.0, 20), 20)
    assert not np.isfinite(step.theta).all()


@pytest.mark.parametrize("index", [-1, 13, 0.5])
def test_an_index_outside_the_run_is_refused(index):
    with pytest.raises(ValueError, match="index must be"):
        ls.replay(KMEANS, run_of("gd"), index)


def test_an_optimizer_for_another_problem_is_refused():
    with pytest.raises(ValueError, match="problem must be kmeans"):
        ls.replay(ls.problem("valley"), ls.Run((0.0, 0.0), "lloyd"), 0)
