"""Every registered problem: its value, derivatives, broadcasting, aggregation and refusals."""

import numpy as np
import pytest

import losscore as ls
from tests.losscore.cases import (
    FEATURES,
    OWN_WINDOW,
    TEXTBOOK,
    build,
    difference,
    every_default_problem,
    every_problem,
    on_data,
    smooth_points,
    textbook_loss,
)

WITH_DATA = [name for name, spec in ls.problems().items() if spec.data_kind]
WITHOUT_DATA = [name for name, spec in ls.problems().items() if not spec.data_kind]


def differences_step(problem):
    return 1e-5 * max(high - low for low, high in problem.window)


def test_every_problem_has_a_textbook_formula_to_compare_with():
    assert set(TEXTBOOK) == set(ls.problems())


@pytest.mark.parametrize(("name", "dataset", "aggregation"), every_problem())
def test_the_loss_is_the_textbook_formula(name, dataset, aggregation):
    p = build(name, dataset, aggregation)
    theta = smooth_points(p, seed=1)
    expected = [textbook_loss(p, point) for point in theta]
    assert p.loss(theta) == pytest.approx(np.array(expected), rel=1e-12)


@pytest.mark.parametrize(("name", "dataset", "aggregation"), every_problem())
def test_the_gradient_agrees_with_differences_of_the_loss(name, dataset, aggregation):
    p = build(name, dataset, aggregation)
    theta = smooth_points(p, seed=2)
    error = np.abs(p.grad(theta) - difference(p.loss, theta, differences_step(p)))
    assert error.max() < 1e-8 * p.gradient_scale


@pytest.mark.parametrize(("name", "dataset", "aggregation"), every_problem())
def test_the_hessian_agrees_with_differences_of_the_gradient(name, dataset, aggregation):
    p = build(name, dataset, aggregation)
    theta = smooth_points(p, seed=3)
    expected = difference(p.grad, theta, differences_step(p))
    scale = np.maximum(p.curvature_scale, np.abs(expected).max(axis=(1, 2)))
    error = np.abs(p.hessian(theta) - expected).max(axis=(1, 2))
    assert (error / scale).max() < 1e-8


@pytest.mark.parametrize(("name", "dataset", "aggregation"), every_problem())
def test_the_hessian_is_symmetric(name, dataset, aggregation):
    p = build(name, dataset, aggregation)
    hessian = p.hessian(smooth_points(p, seed=4))
    assert np.array_equal(hessian, np.swapaxes(hessian, -1, -2))


@pytest.mark.parametrize(("name", "aggregation"), every_default_problem())
def test_leading_axes_broadcast(name, aggregation):
    p = build(name, aggregation=aggregation)
    theta = smooth_points(p, seed=5, count=24).reshape(2, 3, 4, 2)
    results = [(p.loss(theta), ()), (p.grad(theta), (2,)), (p.hessian(theta), (2, 2))]
    functions = (p.loss, p.grad, p.hessian)
    for function, (table, tail) in zip(functions, results, strict=True):
        assert table.shape == (2, 3, 4, *tail)
        assert table.dtype == np.float64
        for index in np.ndindex(2, 3, 4):
            assert table[index] == pytest.approx(function(theta[index]), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", ls.problems())
def test_one_point_and_no_points_have_their_shapes(name):
    p = build(name)
    assert np.shape(p.loss((0.1, 0.2))) == ()
    assert p.grad((0.1, 0.2)).shape == (2,)
    assert p.hessian((0.1, 0.2)).shape == (2, 2)
    assert p.loss(np.empty((0, 2))).shape == (0,)
    assert p.grad(np.empty((0, 2))).shape == (0, 2)
    assert p.hessian(np.empty((0, 2))).shape == (0, 2, 2)


@pytest.mark.parametrize("name", WITH_DATA)
def test_the_sum_is_n_times_the_mean(name):
    total, mean = (build(name, aggregation=aggregation) for aggregation in ("sum", "mean"))
    n, theta = len(total.dataset), smooth_points(total, seed=6)
    assert total.loss(theta) == pytest.approx(n * mean.loss(theta), rel=1e-13)
    assert total.grad(theta) == pytest.approx(n * mean.grad(theta), rel=1e-12)
    assert total.hessian(theta) == pytest.approx(n * mean.hessian(theta), rel=1e-12)
    assert total.gradient_scale == pytest.approx(n * mean.gradient_scale, rel=1e-12)


@pytest.mark.parametrize("name", WITH_DATA)
def test_repeating_the_data_leaves_the_mean_alone_and_doubles_the_sum(name):
    data = build(name).dataset
    X, y = np.vstack((data.X, data.X)), None if data.y is None else np.tile(data.y, 2)
    twice = ls.Dataset(X, y, bias=data.bias, window=data.window)
    theta = smooth_points(build(name), seed=7)
    for aggregation, factor in (("sum", 2.0), ("mean", 1.0)):
        once = build(name, aggregation=aggregation)
        again = on_data(once, twice)
        assert again.loss(theta) == pytest.approx(factor * once.loss(theta), rel=1e-13)


@pytest.mark.parametrize("name", WITH_DATA)
def test_many_samples_are_all_counted(name):
    data = build(name).dataset
    copies = 20_001 // len(data)
    X, y = np.tile(data.X, (copies, 1)), None if data.y is None else np.tile(data.y, copies)
    once = build(name)
    many = on_data(once, ls.Dataset(X, y, bias=data.bias, window=data.window))
    factor = copies if many.aggregation == "sum" else 1
    theta = smooth_points(once, seed=8, count=30)
    assert many.loss(theta) == pytest.approx(factor * once.loss(theta), rel=1e-11)
    assert many.grad(theta) == pytest.approx(factor * once.grad(theta), rel=1e-9, abs=1e-9 * factor)
    assert many.hessian(theta) == pytest.approx(factor * once.hessian(theta), rel=1e-9)


@pytest.mark.parametrize("name", ls.problems())
def test_far_out_the_loss_may_be_infinite_but_raises_nothing(name):
    p = build(name)
    for theta in ((1e200, -1e200), (-1e308, -1e308), (np.inf, 0.0), (np.nan, 0.0)):
        assert np.shape(p.loss(theta)) == ()
        assert p.grad(theta).shape == (2,)
        assert p.hessian(theta).shape == (2, 2)


@pytest.mark.parametrize("name", ls.problems())
@pytest.mark.parametrize("theta", [1.0, [1.0], [1.0, 2.0, 3.0], [[1.0], [2.0]], np.zeros((2, 0))])
def test_a_theta_without_two_coordinates_is_refused(name, theta):
    p = build(name)
    for function in (p.loss, p.grad, p.hessian):
        with pytest.raises(ValueError, match=r"^theta must have shape \(\.\.\., 2\), got "):
            function(theta)


@pytest.mark.parametrize("theta", ["ab", [[1.0, 2.0], [3.0]], [{}, 1.0], [1 + 2j, 1.0], ["1", "2"]])
def test_a_theta_that_holds_no_numbers_is_refused_by_name(theta):
    with pytest.raises(ValueError, match="theta must"):
        build("valley").loss(theta)


@pytest.mark.parametrize("name", ls.problems())
def test_a_spec_describes_its_problem(name):
    spec, p = ls.problems()[name], build(name)
    assert p.name == name
    assert len(p.parameter_names) == len(spec.symbols) == 2
    assert spec.formula.split(" = ")[0] in ("J", f"J({', '.join(spec.symbols)})")
    assert spec.description.strip()
    assert all(0 <= share <= 1 for share in spec.start)
    assert all(low < high for low, high in p.window)


@pytest.mark.parametrize("name", WITH_DATA)
def test_defaults_are_what_the_spec_says(name):
    spec, p = ls.problems()[name], build(name)
    assert spec.datasets[0] == spec.default_dataset
    assert p.dataset.name == spec.default_dataset
    assert p.aggregation == spec.default_aggregation
    assert spec.aggregations == ("sum", "mean")


@pytest.mark.parametrize("name", WITHOUT_DATA)
def test_a_function_of_theta_alone_has_no_data(name):
    spec, p = ls.problems()[name], build(name)
    assert (spec.datasets, spec.aggregations, p.dataset, p.aggregation) == ((), (), None, "")
    with pytest.raises(
        ValueError, match=f"^{name} is a function of θ alone: it makes no predictions"
    ):
        p.predict((0.0, 0.0), [[1.0]])
    for option, value in (
        ("dataset", "line"),
        ("dataset_options", {"seed": 1}),
        ("aggregation", "sum"),
    ):
        with pytest.raises(ValueError, match=f"^{name} is a function .* takes no {option}, got "):
            ls.problem(name, **{option: value})


@pytest.mark.parametrize("name", WITH_DATA)
def test_the_default_window_of_own_data_is_a_window(name):
    data = build(name).dataset
    low_high = np.array(ls.problem(name, dataset=ls.Dataset(data.X, data.y)).window)
    assert np.isfinite(low_high).all()
    assert (low_high[:, 0] < low_high[:, 1]).all()


@pytest.mark.parametrize("name", WITH_DATA)
def test_a_window_of_the_dataset_is_the_problems_window_unless_the_problem_lays_its_own(name):
    data, window = build(name).dataset, ((-7.0, 1.0), (2.0, 3.0))
    own = ls.problem(name, dataset=ls.Dataset(data.X, data.y, window=window))
    assert own.window == (build(name).window if name in OWN_WINDOW else window)


@pytest.mark.parametrize("name", WITH_DATA)
def test_predict_has_one_answer_for_each_theta_and_sample(name):
    p = build(name)
    X = p.dataset.X[:5]
    theta = smooth_points(p, seed=9, count=6).reshape(2, 3, 2)
    table = p.predict(theta, X)
    assert table.shape == (2, 3, 5)
    for index in np.ndindex(2, 3):
        assert table[index] == pytest.approx(p.predict(theta[index], X), rel=1e-13)


@pytest.mark.parametrize("name", WITH_DATA)
def test_predict_refuses_samples_of_another_shape(name):
    p = build(name)
    width = FEATURES[ls.problems()[name].data_kind]
    message = rf"^X for {name} must have shape \(n, {width}\), got \(4, {width + 1}\)$"
    with pytest.raises(ValueError, match=message):
        p.predict((0.1, 0.2), np.zeros((4, width + 1)))
    with pytest.raises(ValueError, match=r"^X must have 1 or 2 axes"):
        p.predict((0.1, 0.2), np.zeros((4, 1, 1)))
    if width > 1:
        with pytest.raises(ValueError, match=rf"^X for {name} must have .* got \(4, 1\)$"):
            p.predict((0.1, 0.2), np.zeros(4))


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("k-means", {}, "problem must be one of kmeans, .*; got 'k-means'"),
        (None, {}, "problem must be one of kmeans, .*; got None"),
        (
            "kmeans",
            {"dataset": "line"},
            "dataset must be one of two-clumps, three-clumps, evenly-spaced; got 'line'",
        ),
        ("kmeans", {"dataset": 3}, "dataset must be one of two-clumps, .*, evenly-spaced; got 3"),
        ("kmeans", {"dataset": np.zeros((3, 1))}, "dataset must be"),
        ("kmeans", {"aggregation": "max"}, "aggregation must be one of sum, mean; got 'max'"),
        ("kmeans", {"bias": 1.0}, "problem kmeans: unknown option 'bias'; there are no options"),
        ("logistic", {"b": 1.0}, "problem logistic: unknown option 'b'; options are bias"),
        ("logistic", {"bias": "x"}, "bias must be a number, got 'x'"),
        ("logistic", {"bias": 1e4}, "bias must be ≤ 1000, got 10000"),
        ("kmeans", {"dataset_options": {"n": 1}}, "dataset two-clumps: unknown option 'n'"),
        ("kmeans", {"dataset_options": {"noise": -1}}, "noise must be ≥ 0, got -1"),
        ("kmeans", {"dataset_options": {"name": 1}}, "dataset two-clumps: unknown option 'name'"),
        ("kmeans", {"dataset_options": 5}, "dataset_options must"),
        ("kmeans", {"dataset_options": {1: 2}}, "dataset two-clumps: unknown option 1"),
        ("kmeans", {"aggregation": np.ones(2)}, "aggregation must be one of sum, mean; got array"),
        ("valley", {"dataset": np.ones(2)}, "valley is a function of θ alone and takes no dataset"),
        (
            "kmeans",
            {"dataset": ls.Dataset([[1.0]]), "dataset_options": {"seed": 1}},
            "dataset_options need a registered dataset",
        ),
    ],
)
def test_an_unfit_request_is_refused_with_the_choices(name, options, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        ls.problem(name, **options)


@pytest.mark.parametrize("dataset", ls.problems()["logistic"].datasets)
def test_controls_that_are_filled_with_the_defaults_change_nothing(dataset):
    spec = ls.problems()["logistic"]
    filled = ls.problem("logistic", dataset=dataset, **spec.defaults(dataset))
    assert filled.bias == build("logistic", dataset).bias == ls.datasets()[dataset].bias


def test_none_for_an_option_means_its_default():
    assert ls.problem("logistic", bias=None).bias == build("logistic").bias


def test_dataset_options_reach_the_dataset():
    p = ls.problem("kmeans", dataset_options={"n_samples": 30, "seed": 5})
    assert np.array_equal(p.dataset.X, ls.dataset("two-clumps", n_samples=30, seed=5).X)
