"""The lessons' claims are true."""

import math
from functools import cache

import numpy as np
import pytest

import losscore as ls
from components.session.lessons import BY_SLUG, LESSONS, number_of
from losscore import Status

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)


@cache
def taught(slug):
    """The minima of a lesson's problem, and its runs."""
    scenario = BY_SLUG[slug].scenario
    problem = scenario.build()
    return ls.minima(problem, scenario.window), [run.descend(problem) for run in scenario.runs]


def arrivals(slug):
    """Which minimum each run reaches; None where it reaches none."""
    minima, runs = taught(slug)
    return [minima.reached_by(run.theta[-1]) for run in runs]


def test_there_are_at_least_a_dozen_each_with_a_name_of_its_own():
    assert len(LESSONS) >= 12
    assert len(BY_SLUG) == len({lesson.title for lesson in LESSONS}) == len(LESSONS)
    assert [number_of(lesson) for lesson in LESSONS] == list(range(1, len(LESSONS) + 1))


@each_lesson
def test_a_lesson_has_two_sentences_and_a_question(lesson):
    assert lesson.text.endswith(".")
    assert lesson.text.count(". ") == 1
    assert lesson.question.endswith("?")
    assert lesson.scenario.runs
    assert lesson.slug.replace("-", "").isalpha()


@each_lesson
def test_every_start_is_in_the_window(lesson):
    low, high = np.array(lesson.scenario.window or lesson.scenario.build().window).T
    starts = np.array([run.start for run in lesson.scenario.runs])
    assert np.all((starts >= low) & (starts <= high))


def test_logistic_runs_from_all_corners_reach_one_minimum():
    minima, runs = taught("unique-minimum")
    assert len(minima) == 1
    assert arrivals("unique-minimum") == [0] * 4
    assert {run.status for run in runs} == {Status.CONVERGED}


def test_two_starts_reach_mirror_images():
    minima, _ = taught("two-minima")
    assert len(minima) == 2
    assert minima.group[0] == minima.group[1]
    assert minima.theta[0] == pytest.approx(minima.theta[1][::-1])
    assert sorted(arrivals("two-minima")) == [0, 1]


def test_three_clumps_have_four_minima_of_two_heights():
    minima, _ = taught("three-clumps")
    assert len(minima) == 4
    assert len(set(minima.group)) == 2
    assert minima.loss.max() > minima.loss.min() + 0.1
    assert sorted(arrivals("three-clumps")) == [0, 1, 2, 3]


def test_a_centroid_dies_and_another_does_not():
    _, (dead, alive) = taught("dead-centroid")
    problem = BY_SLUG["dead-centroid"].scenario.build()
    assert dead.status is Status.PLATEAU
    assert dead.theta[-1, 0] == dead.theta[0, 0]
    assert problem.cluster_sizes(dead.theta[-1]).tolist() == [0, 100]
    assert alive.status is Status.CONVERGED
    assert problem.cluster_sizes(alive.theta[0]).min() == 0  # it, too, starts without a point
    assert problem.cluster_sizes(alive.theta[-1]).tolist() == [50, 50]


def test_one_run_stops_at_a_kink_and_its_neighbour_at_a_minimum():
    minima, (stuck, free) = taught("kink")
    assert stuck.status is Status.PLATEAU
    assert "the value 5 lies exactly half-way" in stuck.message
    assert stuck.theta[-1] == pytest.approx([7.5, 2.5], abs=1e-6)
    assert free.status is Status.CONVERGED
    assert free.theta[-1] == pytest.approx([8.0, 3.0], abs=1e-5)
    assert arrivals("kink") == [None, minima.reached_by((8.0, 3.0))]
    assert (stuck.loss[-1], free.loss[-1]) == pytest.approx((22.5, 20.0))


def test_one_rate_for_mean_and_sum():
    scenario = BY_SLUG["sum-or-mean"].scenario
    assert (scenario.aggregation, scenario.rival().aggregation) == ("mean", "sum")
    mean, total = scenario.build(), scenario.rival().build()
    for run in scenario.runs:
        assert run.descend(mean).status is Status.CONVERGED
        assert run.descend(total).status is Status.DIVERGED


def test_divergence_zigzag_and_a_smooth_way():
    scenario = BY_SLUG["learning-rate"].scenario
    minima, runs = taught("learning-rate")
    bound = ls.stable_learning_rate(scenario.build(), minima.theta, ls.optimizers()["gd"], {})
    rates = [run.learning_rate for run in scenario.runs]
    assert rates[0] > bound > rates[1] > bound / 2 > rates[2]
    assert [run.status is Status.DIVERGED for run in runs] == [True, False, False]
    steepest = np.linalg.eigh(scenario.build().hessian(minima.theta[0]))[1][:, 1]
    for run, turns in zip(runs, (True, True, False), strict=True):
        along = (run.theta[:20] - minima.theta[0]) @ steepest
        assert np.all(np.sign(along[1:]) == (-1 if turns else 1) * np.sign(along[:-1]))


def test_far_out_only_the_log_likelihood_has_a_slope():
    scenario = BY_SLUG["nll-or-squared-error"].scenario
    squares = scenario.rival().build()
    assert arrivals("nll-or-squared-error") == [0, 0]
    for run in scenario.runs:
        moved = run.descend(squares).theta
        assert math.dist(moved[0], moved[-1]) < 1.0  # of 100, the width of the window


def test_separable_data_go_on_for_ever_in_smaller_steps():
    minima, (run,) = taught("separable-data")
    assert len(minima) == 0
    assert "separable" in minima.message
    distance = np.linalg.norm(run.theta[50:], axis=1)
    assert np.all(np.diff(distance) > 0)
    assert np.all(np.diff(run.loss[50:]) < 0)
    assert np.diff(distance)[-1] < 0.5 * np.diff(distance)[0]
    low, high = BY_SLUG["separable-data"].scenario.build().window[0]
    assert np.abs(run.theta).max() < max(-low, high)  # still to be seen


def test_momentum_gets_further_with_the_same_rate_and_steps():
    _, (plain, momentum) = taught("momentum")
    runs = BY_SLUG["momentum"].scenario.runs
    assert runs[0].learning_rate == runs[1].learning_rate
    assert momentum.loss[-1] < 0.01 * plain.loss[-1]


def test_all_racers_start_together_and_arrive_after_different_steps():
    scenario = BY_SLUG["race"].scenario
    _, runs = taught("race")
    assert len({run.start for run in scenario.runs}) == 1
    assert len({run.optimizer for run in scenario.runs}) == len(runs) == 6
    assert len(set(arrivals("race"))) == 1
    steps = {run.optimizer: len(t.loss) - 1 for run, t in zip(scenario.runs, runs, strict=True)}
    assert min(steps, key=steps.__getitem__) == "newton"


def test_each_hollow_of_peaks_has_its_own_starts():
    minima, runs = taught("where-you-start")
    assert len(minima) == 3
    assert arrivals("where-you-start") == [0, 0, 1, 1, None]
    outside = np.abs(runs[-1].theta[-1]).max()
    assert outside > 3.0


def test_neighbours_end_in_four_minima_and_borders_fray_at_a_larger_rate():
    scenario = BY_SLUG["basins"].scenario
    assert scenario.basins
    assert sorted(arrivals("basins")) == [0, 1, 2, 3]
    assert np.ptp([run.start for run in scenario.runs], axis=0).max() < 1.1
    assert border(0.014) > 1.4 * border(scenario.runs[0].learning_rate)


def border(rate):
    """How many neighbours on a grid end at different minima."""
    label = ls.basins(ls.problem("himmelblau"), learning_rate=rate, resolution=101).label
    return sum(np.count_nonzero(np.diff(label, axis=axis)) for axis in (0, 1))


def test_the_published_descent_has_not_arrived():
    minima, (run,) = taught("published-peaks")
    assert run.theta[-1] == pytest.approx((0.231, -1.617), abs=1e-3)
    assert run.status is Status.STEP_LIMIT
    assert minima.nearest(run.theta[-1])[1] > 1e-3


def test_averaged_labels_move_the_minimum_and_raise_it():
    averaged, _ = taught("broadcasting-trap")
    own = ls.minima(ls.problem("logistic", dataset="spirals"))
    assert np.abs(averaged.theta[0]).max() < 1e-3
    assert own.theta[0] == pytest.approx((0.092, 0.060), abs=1e-3)
    assert own.loss[0] < averaged.loss[0] - 0.05
    assert arrivals("broadcasting-trap") == [0, 0]


def test_two_hollows_in_the_slice_of_a_network():
    minima, _ = taught("network-slice")
    assert len(minima) == 2
    assert np.abs(minima.theta[0]).max() < 0.05
    assert sorted(arrivals("network-slice")) == [0, 1]


def test_a_minibatch_run_comes_near_and_does_not_stay():
    minima, (full, batches) = taught("minibatches")
    assert minima.nearest(full.theta[-1])[1] < 1e-3
    distance = np.linalg.norm(batches.theta - minima.theta[0], axis=1)
    assert distance[40:].max() < 0.25 * distance[0]
    assert 0.02 < distance[-50:].mean() < 0.5
