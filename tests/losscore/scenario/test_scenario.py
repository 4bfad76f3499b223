"""Scenario and Run: bounds of every size, and the way through JSON and back."""

import json

import numpy as np
import pytest

import losscore as ls
from tests.losscore.cases import build
from tests.losscore.scenarios import PROBLEMS, full_scenario


def through_json(scenario):
    return ls.Scenario.from_dict(json.loads(json.dumps(scenario.to_dict())))


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_full_scenario_goes_through_json_and_back(name):
    scenario = full_scenario(name)
    assert through_json(scenario) == scenario
    assert hash(through_json(scenario)) == hash(scenario)


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_smallest_scenario_goes_through_json_and_back(name):
    scenario = ls.Scenario(name)
    assert through_json(scenario) == scenario
    assert ls.Scenario.from_dict({"problem": name}) == scenario


def test_numbers_of_numpy_go_through_json_and_back():
    scenario = ls.Scenario(
        dataset_options={"n_samples": np.int64(50), "noise": np.float64(0.2)},
        resolution=np.int64(50),
        window=np.array([[0.0, 1.0], [0.0, 2.0]]),
        runs=(
            ls.Run(
                np.array([0.1, 0.2]), "adam", np.float64(0.1), np.int64(5), {"b1": np.float64(0.5)}
            ),
        ),
    )
    assert through_json(scenario) == scenario


def test_whole_numbers_written_as_floats_are_the_same_scenario():
    assert (
        through_json(ls.Scenario(resolution=50.0)).to_dict() == ls.Scenario(resolution=50).to_dict()
    )
    assert type(ls.Scenario(resolution=50.0).resolution) is int


def test_the_default_scenario_is_the_published_kmeans_figure():
    scenario = ls.Scenario()
    assert (scenario.problem, scenario.dataset, scenario.aggregation) == (
        "kmeans",
        "two-clumps",
        "sum",
    )
    assert ls.Scenario("kmeans", "two-clumps", aggregation="sum") == scenario


def test_defaults_that_are_written_out_are_the_same_scenario():
    assert ls.Scenario(dataset_options={"n_samples": 100, "noise": 0.1, "seed": 0}) == ls.Scenario()
    assert ls.Run((0, 0), "momentum", hyper={"momentum": 0.9}) == ls.Run((0, 0), "momentum")
    for dataset in ("spirals", "blobs"):
        bias = ls.datasets()[dataset].bias
        plain = ls.Scenario("logistic", dataset)
        assert ls.Scenario("logistic", dataset, options={"bias": bias}) == plain
    assert ls.Scenario("logistic", "spirals", options={"bias": 0.0}).build().bias == 0.0


def test_none_for_a_name_means_its_default():
    for name in ("kmeans", "valley"):
        blank = {"problem": name, "dataset": None, "aggregation": None}
        assert ls.Scenario.from_dict(blank) == ls.Scenario(name)


def test_options_in_any_order_are_the_same_scenario():
    first = ls.Scenario(dataset_options={"seed": 1, "noise": 0.2})
    second = ls.Scenario(dataset_options=(("noise", 0.2), ("seed", 1)))
    assert first == second


@pytest.mark.parametrize("name", PROBLEMS)
def test_build_makes_the_problem_described(name):
    scenario = full_scenario(name)
    p = scenario.build()
    assert p.name == name
    assert p.aggregation == scenario.aggregation
    if scenario.dataset:
        expected = ls.dataset(scenario.dataset, **dict(scenario.dataset_options))
        assert np.array_equal(p.dataset.X, expected.X)
    for option, value in scenario.options:
        assert getattr(p, option) == value


def test_the_surface_is_that_of_the_view():
    scenario = ls.Scenario("valley", window=((-1, 0), (0, 0.5)), resolution=15)
    s = scenario.surface(scenario.build())
    assert s.z.shape == (15, 15)
    assert (s.x[0], s.x[-1], s.y[0], s.y[-1]) == (-1.0, 0.0, 0.0, 0.5)


def test_a_run_descends_as_descend_does():
    p = build("valley")
    run = ls.Run((0.5, 0.6), "momentum", 0.02, 30, {"momentum": 0.5})
    expected = ls.descend(p, (0.5, 0.6), "momentum", 0.02, 30, momentum=0.5)
    assert np.array_equal(run.descend(p).theta, expected.theta)


def test_a_stochastic_run_descends_as_descend_does():
    p = build("kmeans")
    run = ls.Run((0.2, 0.8), learning_rate=0.001, n_steps=30, batch_size=10, seed=6)
    expected = ls.descend(p, (0.2, 0.8), "gd", 0.001, 30, batch_size=10, seed=6)
    assert np.array_equal(run.descend(p).theta, expected.theta)


def test_a_seed_without_a_draw_is_the_same_run():
    assert ls.Run((0, 0), seed=5) == ls.Run((0, 0))
    assert ls.Run((0, 0), batch_size=10, seed=5) != ls.Run((0, 0), batch_size=10)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"start": (1.0,)}, "start must hold 2 numbers, got 1"),
        ({"start": (np.nan, 0)}, "start must be finite, got nan"),
        ({"start": (1.1e6, 0)}, r"start must be ≤ 1e\+06, got 1.1e\+06"),
        ({"start": (0, -1.1e6)}, r"start must be ≥ -1e\+06, got -1.1e\+06"),
        ({"start": None}, "start must"),
        ({"start": ("1", "2")}, "start must be an array of numbers, got "),
        ({"start": (10**400, 0)}, "start must be"),
        ({"optimizer": "sgd"}, "optimizer must be one of gd, momentum, .*; got 'sgd'"),
        ({"learning_rate": 0}, "learning_rate must be ≥ 1e-09, got 0"),
        ({"learning_rate": -1.0}, "learning_rate must be ≥ 1e-09, got -1"),
        ({"learning_rate": 1.1e6}, r"learning_rate must be ≤ 1e\+06, got 1.1e\+06"),
        ({"learning_rate": "0.1"}, "learning_rate must be a number, got '0.1'"),
        ({"learning_rate": 10**400}, "learning_rate must be"),
        ({"n_steps": 0}, "n_steps must be ≥ 1, got 0"),
        ({"n_steps": 2001}, "n_steps must be ≤ 2000, got 2001"),
        ({"n_steps": 1.5}, "n_steps must be a whole number, got 1.5"),
        ({"batch_size": 0}, "batch_size must be ≥ 1, got 0"),
        ({"batch_size": 5001}, "batch_size must be ≤ 5000, got 5001"),
        ({"batch_size": "all"}, "batch_size must be a whole number, got 'all'"),
        ({"batch_size": 8, "seed": 2**31}, "seed must be ≤ 2147483647, got 2147483648"),
        ({"seed": -1}, "seed must be ≥ 0, got -1"),
        ({"hyper": {"momentum": 0.5}}, "optimizer gd: unknown option 'momentum'"),
        ({"hyper": 5}, "hyper must map names to numbers, got 5"),
        ({"hyper": "ab"}, "hyper must map names to numbers, got 'ab'"),
        ({"optimizer": "momentum", "hyper": {"momentum": 2}}, "momentum must be ≤ 0.999, got 2"),
    ],
)
def test_an_unfit_run_is_refused_with_what_arrived(given, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        ls.Run(**{"start": (0.0, 0.0)} | given)


def test_the_bounds_of_a_run_belong_to_it():
    for run in (
        ls.Run((-1e6, 1e6), learning_rate=1e-9, n_steps=1),
        ls.Run((1e6, -1e6), learning_rate=1e6, n_steps=2000),
    ):
        assert abs(run.start[0]) == 1e6


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"problem": "k-means"}, "problem must be one of kmeans, .*; got 'k-means'"),
        ({"problem": ["kmeans"]}, r"problem must be one of kmeans, .*; got \['kmeans'\]"),
        (
            {"dataset": "line"},
            "dataset must be one of two-clumps, three-clumps, evenly-spaced; got 'line'",
        ),
        ({"dataset": 3}, "dataset must be one of two-clumps, three-clumps, evenly-spaced; got 3"),
        ({"aggregation": "max"}, "aggregation must be one of sum, mean; got 'max'"),
        (
            {"dataset_options": {"size": 3}},
            "dataset two-clumps: unknown option 'size'; options are ",
        ),
        ({"dataset_options": {"n_samples": 5001}}, "n_samples must be ≤ 5000, got 5001"),
        ({"dataset_options": {"n_samples": 1}}, "n_samples must be ≥ 2, got 1"),
        ({"dataset_options": {"noise": "loud"}}, "noise must be a number, got 'loud'"),
        ({"dataset_options": {"seed": -1}}, "seed must be ≥ 0, got -1"),
        ({"dataset_options": {"seed": 2**31}}, "seed must be ≤ 2147483647, got 2147483648"),
        ({"dataset_options": [1, 2]}, r"dataset_options must map names to numbers, got \[1, 2\]"),
        ({"options": {"bias": 1}}, "problem kmeans: unknown option 'bias'; there are no options"),
        ({"problem": "logistic", "options": {"bias": 2000}}, "bias must be ≤ 1000, got 2000"),
        (
            {"problem": "valley", "dataset": "line"},
            "valley takes neither a dataset nor an aggregation",
        ),
        ({"problem": "valley", "aggregation": "sum"}, "valley takes neither a dataset"),
        ({"problem": "valley", "dataset_options": {"seed": 1}}, "valley takes neither a dataset"),
        ({"window": ((1, 0), (0, 1))}, "window must have lo < hi, got 1 and 0 on x"),
        ({"window": [0, 1]}, "window must have 2 axes"),
        ({"window": ((0, np.inf), (0, 1))}, "window must be finite, got inf"),
        ({"window": ((0, 10**400), (0, 1))}, "window must be"),
        ({"window": ((-1e308, 1e308), (0, 1))}, "window must be"),
        ({"resolution": 10}, "resolution must be ≥ 11, got 10"),
        ({"resolution": 402}, "resolution must be ≤ 401, got 402"),
        ({"resolution": 50.5}, "resolution must be a whole number, got 50.5"),
        ({"resolution": (50, 60)}, r"resolution must be a whole number, got \(50, 60\)"),
        ({"runs": (ls.Run((0, 0)),) * 13}, "runs must be at most 12, got 13"),
        (
            {"problem": "valley", "runs": (ls.Run((0, 0), "lloyd"),)},
            "problem must be kmeans for optimizer lloyd, got valley",
        ),
        (
            {"problem": "valley", "runs": (ls.Run((0, 0), batch_size=5),)},
            "batch_size must be None for valley, which has no samples, got 5",
        ),
        (
            {"dataset_options": {"n_samples": 30}, "runs": (ls.Run((0, 0), batch_size=31),)},
            "batch_size must be ≤ 30, got 31",
        ),
        (
            {"dataset": np.ones(2)},
            "dataset must be one of two-clumps, three-clumps, evenly-spaced; got array",
        ),
        ({"options": {1: 2, "b": 3}}, "problem kmeans: unknown option 1; there are no options"),
        ({"runs": 5}, "runs must be"),
        ({"runs": (1, 2)}, "runs must be"),
        ({"runs": ({"start": (0, 0)},)}, "runs must be"),
        ({"basins": 1}, "basins must be true or false, got 1"),
        ({"curvature": "on"}, "curvature must be true or false, got 'on'"),
        ({"theory": 0}, "theory must be true or false, got 0"),
        ({"basins": None}, "basins must be true or false, got None"),
        ({"duel": "loss"}, "duel must be aggregation, got 'loss'"),
        (
            {"problem": "logistic", "duel": "bias"},
            "duel must be one of loss, aggregation; got 'bias'",
        ),
        ({"problem": "valley", "duel": "loss"}, "valley has no duel, got 'loss'"),
        ({"display": {"colours": "jet"}}, "colours must be one of slate, .*; got 'jet'"),
        ({"display": {"zoom": 2}}, "display: unknown option 'zoom'; options are colours, "),
        ({"display": 3}, "display must map names to numbers, got 3"),
    ],
)
def test_an_unfit_scenario_is_refused_with_what_arrived(given, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        ls.Scenario(**given)


def test_the_bounds_of_a_scenario_belong_to_it():
    assert ls.Scenario(resolution=11).resolution == 11
    assert ls.Scenario(resolution=401, runs=(ls.Run((0, 0)),) * 12).resolution == 401


@pytest.mark.parametrize(
    ("described", "message"),
    [
        ([], r"scenario must be a mapping, got \[\]"),
        (None, "scenario must be a mapping, got None"),
        ({"zoom": 3}, "scenario: unknown option 'zoom'; options are problem, dataset, "),
        ({"runs": {}}, "runs must be a list of runs, got {}"),
        ({"runs": [3]}, r"runs must be a list of runs, got \[3\]"),
        (
            {"runs": [{"start": [0, 0], "speed": 3}]},
            "run: unknown option 'speed'; options are start, ",
        ),
        ({"runs": [{}]}, "run.*start"),
        ({"runs": [{"start": [0, 0], "n_steps": 10**9}]}, "n_steps must be ≤ 2000, got 1000000000"),
        ({"resolution": 1000}, "resolution must be ≤ 401, got 1000"),
    ],
)
def test_an_unfit_description_is_refused_with_what_arrived(described, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        ls.Scenario.from_dict(described)


def test_a_description_is_left_as_it_was():
    described = {"problem": "valley", "runs": [{"start": [0.5, 0.6]}]}
    copy = json.loads(json.dumps(described))
    ls.Scenario.from_dict(described)
    assert described == copy


def test_options_that_are_words_are_part_of_a_scenario():
    plain = ls.Scenario("mlp")
    assert ls.Scenario("mlp", options={"activation": "tanh", "hidden": 4}) == plain
    relu = ls.Scenario("mlp", options={"slice": "hessian", "activation": "relu", "seed": 1})
    assert relu.options == (("activation", "relu"), ("seed", 1), ("slice", "hessian"))
    assert through_json(relu) == relu != plain
    assert relu.build().activation == "relu"
    with pytest.raises(ValueError, match=r"^activation must be one of tanh, .*; got 'elu'$"):
        ls.Scenario("mlp", options={"activation": "elu"})


def test_display_that_is_written_out_although_it_is_the_default_is_left_out():
    written = {option.name: option.default for option in ls.DISPLAY}
    assert ls.Scenario(display=written) == ls.Scenario()
    assert ls.Scenario(display={"height": "log", "aspect": "cube"}).display == (("height", "log"),)


@pytest.mark.parametrize("name", PROBLEMS)
def test_runs_and_display_do_not_belong_to_the_subject(name):
    full = full_scenario(name)
    subject = full.subject()
    assert (subject.runs, subject.basins, subject.duel, subject.display) == ((), False, "", ())
    assert not subject.curvature
    assert not subject.theory
    kept = ("problem", "dataset", "dataset_options", "aggregation", "options", "window")
    assert all(getattr(subject, field) == getattr(full, field) for field in kept)
    assert subject.resolution == full.resolution


@pytest.mark.parametrize(("name", "other"), [(n, s.rival) for n, s in ls.problems().items()])
def test_rival_problems_name_each_other_and_share_data_and_options(name, other):
    if not other:
        assert "loss" not in ls.problems()[name].duels
        return
    here, there = ls.problems()[name], ls.problems()[other]
    assert there.rival == name
    assert (here.datasets, here.parameters) == (there.datasets, there.parameters)


def test_the_rival_has_the_other_loss_or_aggregation_and_all_else_the_same():
    options = {"options": {"bias": 0.3}, "runs": (ls.Run((1, 2)),), "window": ((0, 3), (0, 3))}
    nll = ls.Scenario("logistic", "blobs", duel="loss", **options)
    assert nll.rival() == ls.Scenario("logistic-squared-error", "blobs", **options)
    mean = ls.Scenario("logistic", "blobs", duel="aggregation", **options)
    assert mean.rival() == ls.Scenario("logistic", "blobs", aggregation="sum", **options)
    with pytest.raises(ValueError, match=r"^rival\(\) needs a scenario with a duel, got one wi"):
        ls.Scenario().rival()
