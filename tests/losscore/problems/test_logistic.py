"""Logistic regression: independent fits, data without a finite or unique minimum, saturation."""

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

import losscore as ls
from losscore.problems.logistic import MANY_SAMPLES
from tests.losscore.cases import build, labelled_problem


def random_labels(seed, n=60, bias=0.3):
    """Overlapping classes: labels drawn from a logistic model."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 2)) @ rng.normal(size=(2, 2)) + 0.3
    probability = 1 / (1 + np.exp(-(X @ (0.8, -0.5) + bias)))
    return X, (rng.random(n) < probability).astype(float)


def scipy_minimum(X, y, bias):
    """The minimum of the mean NLL by BFGS from scipy, on a formula of its own."""
    sign = np.where(y == 1, -1.0, 1.0)

    def loss(w):
        return np.logaddexp(0.0, sign * (X @ w + bias)).mean()

    def grad(w):
        return X.T @ (1 / (1 + np.exp(-(X @ w + bias))) - y) / len(y)

    return minimize(loss, np.zeros(2), jac=grad, method="BFGS", options={"gtol": 1e-10}).x


def test_hand_values():
    p = labelled_problem([[1.0, 2.0]], [1.0], bias=0.0)
    assert p.loss((0.0, 0.0)) == pytest.approx(np.log(2), rel=1e-15)
    assert p.grad((0.0, 0.0)).tolist() == [-0.5, -1.0]
    assert p.hessian((0.0, 0.0)).tolist() == [[0.25, 0.5], [0.5, 1.0]]
    assert p.predict((np.log(3.0), 0.0), [[1.0, 7.0]]) == pytest.approx([0.75], rel=1e-15)


def test_hand_values_of_the_squared_error():
    p = labelled_problem([[1.0, 2.0]], [1.0], bias=0.0, name="logistic-squared-error")
    assert p.loss((0.0, 0.0)) == 0.25
    # 2 (p − y) p (1 − p) x = −0.25 x
    assert p.grad((0.0, 0.0)).tolist() == [-0.25, -0.5]
    # 2 q² (1 − q)(2 − 3q) x xᵀ = 0.125 x xᵀ with q = ½
    assert p.hessian((0.0, 0.0)).tolist() == [[0.125, 0.25], [0.25, 0.5]]


@pytest.mark.parametrize("name", ["logistic", "logistic-squared-error"])
def test_the_bias_is_the_one_given_or_else_the_datasets(name):
    dataset = ls.Dataset([[1.0, 0.0]], [1.0], bias=-2.0)
    theta, X = (0.0, 0.0), [[1.0, 0.0]]
    sigmoid = 1 / (1 + np.exp(2.0))
    assert ls.problem(name, dataset=dataset).predict(theta, X) == pytest.approx([sigmoid])
    assert ls.problem(name, dataset=dataset, bias=0.0).predict(theta, X).tolist() == [0.5]


@pytest.mark.parametrize("aggregation", ["sum", "mean"])
@pytest.mark.parametrize("seed", range(4))
def test_the_minimum_is_scikit_learns(seed, aggregation):
    X, y = random_labels(seed)
    m = ls.minima(labelled_problem(X, y, bias=0.0, aggregation=aggregation))
    reference = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-12, max_iter=1000)
    assert m.theta[0] == pytest.approx(reference.fit(X, y).coef_[0], abs=1e-6)


@pytest.mark.parametrize("bias", [-1.5, 0.0, 2.0])
@pytest.mark.parametrize("seed", range(4))
def test_the_minimum_at_any_bias_is_scipys(seed, bias):
    X, y = random_labels(seed)
    p = labelled_problem(X, y, bias=bias)
    m = ls.minima(p)
    assert m.theta[0] == pytest.approx(scipy_minimum(X, y, bias), abs=1e-7)
    assert (len(m), m.kind, m.complete) == (1, ("minimum",), True)
    assert m.grad_norm[0] <= 1e-9 * p.gradient_scale
    assert (m.eigenvalues > 0).all()
    assert "only minimum" in m.message


@pytest.mark.parametrize(
    ("scale", "offset"),
    [((1.0, 1e6), 0.0), ((1e-6, 1.0), 0.0), ((1e6, 1e6), 0.0), ((1.0, 1.0), 1e6)],
    ids=["one-feature-in-millionths", "the-other-feature", "both", "far-from-zero"],
)
def test_features_in_any_unit_or_far_from_zero_still_have_their_minimum(scale, offset):
    X, y = random_labels(7)
    m = ls.minima(labelled_problem(X * scale + offset, y, bias=0.0))
    assert len(m) == 1, m.message
    # A change of unit changes w inversely; predictions are what can be compared after a shift.
    design = X * scale + offset
    p = 1 / (1 + np.exp(-(design @ m.theta[0])))
    normalised = (design.T @ (p - y)) / np.linalg.norm(design, axis=0) / np.sqrt(len(y))
    assert np.abs(normalised).max() < 1e-8
    if offset == 0.0:
        expected = scipy_minimum(X, y, 0.0) / scale
        assert m.theta[0] == pytest.approx(expected, rel=1e-6)
    assert (m.eigenvalues > 0).all()


@pytest.mark.parametrize("bias", [-3.0, 0.0, 3.0])
@pytest.mark.parametrize(
    ("X", "y"),
    [
        ([[1.0, 0.0], [2.0, 1.0], [-1.0, 0.5], [-2.0, -1.0]], [1, 1, 0, 0]),
        ([[1.0, 2.0]], [0]),
        ([[1.0, 2.0], [3.0, 1.0], [2.0, 2.0]], [1, 1, 1]),
        ([[0.0, 1.0], [1.0, 0.0], [-1.0, 0.0]], [1, 1, 1]),
        ([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]], [0, 1, 1]),
    ],
    ids=["separable", "one-sample", "one-class", "quasi-separable", "quasi-with-contradiction"],
)
def test_separable_data_have_no_finite_minimum_and_the_message_names_a_direction(X, y, bias):
    p = labelled_problem(X, y, bias=bias)
    m = ls.minima(p)
    assert len(m) == 0
    assert m.complete
    assert m.message.startswith("No finite minimum: the data are separable")
    direction = np.array(eval_pair(m.message.split("w ≈ t·")[1]))
    along = p.loss(np.array([1.0, 3.0, 10.0])[:, None] * direction)
    assert along[0] > along[1] > along[2]


def eval_pair(text):
    """The two numbers of "(0.7, 0.7) no sample's …"."""
    first, second = text[1 : text.index(")")].split(", ")
    return float(first), float(second)


def test_contradicting_labels_make_separable_features_inseparable():
    X, y = [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]], [0, 1, 0, 1]
    m = ls.minima(labelled_problem(X, y, bias=0.0))
    assert m.theta[0] == pytest.approx((0.0, 0.0), abs=1e-9)


def test_features_on_one_line_have_a_valley_of_minima_and_the_message_says_so():
    X, y = [[1.0, 2.0], [2.0, 4.0], [-1.0, -2.0], [3.0, 6.0]], [1, 0, 1, 1]
    p = labelled_problem(X, y, bias=0.2)
    m = ls.minima(p)
    assert m.kind == ("valley",)
    assert "No unique minimum" in m.message
    assert "rank 1" in m.message
    assert m.theta[0] @ (2.0, -1.0) == pytest.approx(0.0, abs=1e-9)
    for step in (-2.0, 1.0, 5.0):
        moved = m.theta[0] + step * np.array([2.0, -1.0])
        assert p.loss(moved) == pytest.approx(m.loss[0], rel=1e-13)


def test_all_zero_features_have_no_unique_minimum_and_the_message_says_why():
    m = ls.minima(labelled_problem(np.zeros((3, 2)), [0, 1, 1], bias=0.5))
    assert len(m) == 0
    assert m.message == "No unique minimum: all features are 0, so J is constant."


def test_one_zero_feature_makes_a_valley():
    X, y = [[1.0, 0.0], [2.0, 0.0], [-1.0, 0.0], [3.0, 0.0]], [1, 0, 1, 1]
    m = ls.minima(labelled_problem(X, y, bias=0.0))
    assert m.kind == ("valley",)
    assert m.theta[0, 1] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("name", ["diagonal-split", "one-point"])
def test_the_squared_error_of_separable_data_has_no_minimum_either(name):
    m = ls.minima(build("logistic-squared-error", name))
    assert len(m) == 0
    assert "The data are separable" in m.message


@pytest.mark.parametrize("name", ["spirals", "spirals-label-averaged", "shifted-diagonal", "blobs"])
def test_the_squared_errors_minimum_is_lower_than_any_grid_value(name):
    p = build("logistic-squared-error", name)
    m = ls.minima(p)
    assert len(m) >= 1
    assert not m.complete
    assert m.loss[0] <= ls.surface(p, resolution=201).z.min()


def test_the_squared_error_can_have_two_minima_and_both_are_found():
    rng = np.random.default_rng(0)
    X = np.vstack(
        (rng.normal(size=(30, 2)) * 0.1 + (3, 0), rng.normal(size=(30, 2)) * 0.1 + (0, 3))
    )
    X, y = np.vstack((X, -0.1 * X)), np.repeat([1.0, 0.0, 1.0, 1.0], 30)
    p = labelled_problem(X, y, name="logistic-squared-error", bias=0.0)
    m = ls.minima(p)
    s = ls.surface(p, resolution=401)
    inner = s.z[1:-1, 1:-1]
    lower = np.ones_like(inner, bool)
    for dj in (-1, 0, 1):
        for di in (-1, 0, 1):
            if dj or di:
                lower &= inner < s.z[1 + dj : 400 + dj, 1 + di : 400 + di]
    assert len(m) == lower.sum()


def test_the_window_of_own_data_shows_logits_of_moderate_size():
    X, y = random_labels(1)
    (low, high), _ = labelled_problem(100 * X, y).window
    assert high == -low == pytest.approx(6 / np.sqrt(np.mean((100 * X) ** 2)))


def test_the_window_of_features_that_are_all_zero_is_still_a_window():
    assert labelled_problem([[0.0, 0.0]], [1]).window == ((-6.0, 6.0), (-6.0, 6.0))


def test_the_squared_error_of_features_on_one_line_says_why_no_minimum_is_isolated():
    X, y = [[1.0, 2.0], [2.0, 4.0], [-1.0, -2.0], [3.0, 6.0]], [1, 0, 1, 1]
    m = ls.minima(labelled_problem(X, y, name="logistic-squared-error"))
    assert "No unique minimum" in m.message
    assert "rank 1" in m.message


def test_the_squared_error_of_features_that_are_all_zero_says_that_it_is_constant():
    m = ls.minima(labelled_problem(np.zeros((3, 2)), [0, 1, 1], name="logistic-squared-error"))
    assert len(m) == 0
    assert "No unique minimum: all features are 0, so J is constant." in m.message


def test_the_marked_point_of_a_valley_is_the_nearest_to_the_origin_to_rounding():
    X, y = [[1.0, 2.0], [2.0, 4.0], [-1.0, -2.0], [3.0, 6.0]], [1, 0, 1, 1]
    for name in ("logistic", "logistic-squared-error"):
        m = ls.minima(labelled_problem(X, y, name=name, bias=0.2))
        assert m.kind == ("valley",), m.message
        assert m.theta[0] @ (2.0, -1.0) == pytest.approx(0.0, abs=1e-15)


def test_the_squared_error_settles_in_a_valley_of_equal_minima():
    X, y = [[1.0, 2.0], [2.0, 4.0], [-1.0, -2.0], [3.0, 6.0]], [1, 0, 1, 1]
    p = labelled_problem(X, y, name="logistic-squared-error")
    t = ls.descend(p, (0.5, 0.5), learning_rate=0.3, n_steps=3000)
    assert t.status is ls.Status.CONVERGED
    assert t.loss[-1] == pytest.approx(ls.minima(p).loss[0], rel=1e-12)


def test_the_only_minimum_is_promised_to_small_learning_rates_alone():
    message = ls.minima(build("logistic", "blobs")).message
    assert message.endswith("descent from every start leads to it at a small enough learning rate.")


# --- condensed samples ------------------------------------------------------------------------

SQUARE = ((-2.0, 2.0), (-2.0, 2.0))
BOTH = ["logistic", "logistic-squared-error"]


def many_samples(name, classes=(0, 1), seed=0, **options):
    X, y = random_labels(seed, MANY_SAMPLES)
    return labelled_problem(X, np.where(np.isin(y, classes), y, classes[0]), name=name, **options)


@pytest.mark.parametrize("classes", [(0, 1), (0,), (1,)], ids=["both", "zeros", "ones"])
@pytest.mark.parametrize("name", BOTH)
def test_condensed_samples_have_the_same_j_with_its_derivatives(name, classes):
    p = many_samples(name, classes, bias=0.7)
    few = p.condensed(SQUARE)
    assert len(few.samples) < MANY_SAMPLES
    theta = np.random.default_rng(1).uniform(-2, 2, (20, 2))
    scale = np.abs(p.loss(theta)).max()
    assert few.loss(theta) == pytest.approx(p.loss(theta), abs=1e-6 * scale)
    assert few.grad(theta) == pytest.approx(p.grad(theta), abs=1e-5 * scale)
    assert few.hessian(theta) == pytest.approx(p.hessian(theta), abs=1e-4 * scale)
    value, slope = few.value_and_grad(theta)
    assert np.array_equal(value, few.loss(theta))
    assert np.array_equal(slope, few.grad(theta))


@pytest.mark.parametrize("name", BOTH)
def test_condensed_samples_serve_smaller_windows_and_are_renewed_for_larger_ones(name):
    p = many_samples(name)
    first = p.condensed(SQUARE)
    assert p.condensed(SQUARE) is first
    assert p.condensed(((-0.5, 1.0), (0.1, 0.2))) is first
    larger = p.condensed(((-0.5, 3.0), (0.1, 0.2)))
    assert larger is not first
    assert p.condensed(((-3.0, 0.0), (0.0, 0.1))) is larger


@pytest.mark.parametrize("name", BOTH)
def test_a_window_in_which_nothing_can_be_condensed_spoils_no_other(name):
    p, huge = many_samples(name), ((-1e6, 1e6), (-1e6, 1e6))
    assert p.condensed(huge) is None
    assert p.condensed(SQUARE) is not None
    assert p.condensed(huge) is None


def test_a_window_known_to_be_too_large_is_not_tried_again(monkeypatch):
    p, huge = many_samples("logistic"), ((-1e6, 1e6), (-1e6, 1e6))
    assert p.condensed(huge) is None
    monkeypatch.setattr(type(p), "_condense", None)
    assert p.condensed(((-1e7, 1e6), (-1e6, 1e6))) is None


@pytest.mark.parametrize("name", BOTH)
def test_few_samples_are_left_alone(name):
    X, y = random_labels(0, MANY_SAMPLES - 1)
    assert labelled_problem(X, y, name=name).condensed(SQUARE) is None
