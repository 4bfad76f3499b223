"""Logistic regression: independent fits, data without a finite or unique minimum, saturation."""

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

import losscore as ls
from losscore.arrival import AT_MINIMUM
from losscore.objectives.logistic import MANY_SAMPLES
from tests.losscore.cases import build, labelled_problem

BOTH = ["logistic", "logistic-squared-error"]


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


def room(problem, theta):
    """How far theta (k, 2) lie from the edge of the window, as the least share of its sides."""
    low, high = np.array(problem.window).T
    return (np.minimum(theta - low, high - theta) / (high - low)).min()


def noisy_labels(rng, X, w, bias):
    return (X @ w + bias + rng.logistic(size=len(X)) > 0).astype(float)


def own_data(bias=0.0, *, offset=(0.0, 0.0), scale=(1.0, 1.0), n_samples=200, seed=0):
    """Features of any place and unit; labels that a model with this bias would give."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_samples, 2)) + offset
    w = rng.normal(size=2)
    w -= (bias + X.mean(axis=0) @ w) * X.mean(axis=0) / (X.mean(axis=0) @ X.mean(axis=0))
    return ls.Dataset(X * scale, noisy_labels(rng, X, w, bias), bias=bias)


def test_the_window_of_uncorrelated_features_is_six_over_their_root_mean_square():
    X = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]) * (1e3, 0.1)
    y = [0, 1, 0, 1]
    (low, high), (bottom, top) = labelled_problem(np.vstack((X, X)), [*y, *y[::-1]]).window
    assert high == -low == pytest.approx(6 / (1e3 * np.sqrt(0.5)), rel=1e-12)
    assert top == -bottom == pytest.approx(6 / (0.1 * np.sqrt(0.5)), rel=1e-12)


@pytest.mark.parametrize("name", BOTH)
def test_the_window_of_exam_scores_with_a_bias_shows_the_minimum(name):
    rng = np.random.default_rng(3)
    X = rng.uniform(30, 100, (100, 2))
    y = noisy_labels(rng, X, (0.2, 0.2), -25.0)
    p = ls.problem(name, dataset=ls.Dataset(X, y, bias=-25.0))
    m = ls.minima(p)
    assert m.theta[0] == pytest.approx((0.2, 0.2), abs=0.05)
    assert room(p, m.theta[:1]) >= 0.1


@pytest.mark.parametrize("name", BOTH)
def test_the_window_of_income_and_age_shows_the_minimum(name):
    rng = np.random.default_rng(4)
    X = np.column_stack((rng.normal(5e4, 2e4, 200), rng.normal(40, 12, 200)))
    y = noisy_labels(rng, X, (5e-5, -0.05), -0.5)
    p = ls.problem(name, dataset=ls.Dataset(X, y))
    m = ls.minima(p)
    assert len(m) == 1
    assert room(p, m.theta) >= 0.1
    # An independent search, in units of the window.
    half = np.array(p.window)[:, 1]
    found = minimize(lambda u: float(p.loss(u * half)), np.zeros(2), method="Nelder-Mead")
    assert found.x * half == pytest.approx(m.theta[0], abs=1e-3 * half.min(), rel=1e-3)


@pytest.mark.parametrize("seed", range(60))
def test_the_window_holds_the_certified_minimum_whatever_unit_place_and_bias(seed):
    rng = np.random.default_rng(seed)
    bias = float(rng.choice([0.0, 1.0, -25.0, 10.0, -100.0]))
    offset = rng.choice([1.0, 10.0, 100.0], 2) * rng.normal(size=2)
    data = own_data(bias, offset=offset, scale=10 ** rng.uniform(-3, 6, 2), seed=seed)
    p = ls.problem("logistic", dataset=data)
    m = ls.minima(p)
    assert len(m) == 1, m.message
    assert room(p, m.theta) >= 0.1
    assert np.isfinite(p.loss(np.array(p.window).T)).all()


@pytest.mark.parametrize("seed", range(20))
def test_the_squared_error_finds_the_same_minima_in_any_unit(seed):
    rng = np.random.default_rng(seed)
    scale = 10 ** rng.uniform(-3, 6, 2)
    p, scaled = (
        ls.problem("logistic-squared-error", dataset=own_data(scale=s, seed=seed))
        for s in ((1.0, 1.0), scale)
    )
    expected, m = ls.minima(p), ls.minima(scaled)
    assert len(expected) > 0
    assert room(p, expected.theta[:1]) >= 0.1
    assert np.array(scaled.window) * scale[:, None] == pytest.approx(np.array(p.window), rel=1e-6)
    assert m.theta * scale == pytest.approx(expected.theta, rel=1e-6, abs=1e-9)
    assert (scaled.judge(m.theta, scaled.grad(m.theta)) == AT_MINIMUM).all()


def test_the_two_losses_have_one_window():
    data = own_data(1.0, offset=(3.0, 5.0), scale=(100.0, 1.0))
    one, other = (ls.problem(name, dataset=data) for name in BOTH)
    assert one.window == other.window


def test_the_window_of_features_on_one_line_shows_the_marked_point_of_the_valley():
    X, y = np.array([[1.0, 2.0], [2.0, 4.0], [-1.0, -2.0], [3.0, 6.0]]), [1, 0, 1, 1]
    for name in BOTH:
        for bias in (0.0, -5.0):
            p = ls.problem(name, dataset=ls.Dataset(X * (1e3, 1.0), y, bias=bias))
            m = ls.minima(p)
            assert m.kind == ("valley",)
            assert room(p, m.theta) >= 0.1


def test_the_window_leaves_room_for_the_minima_of_both_losses_at_once():
    n_tried = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        data = ls.Dataset(rng.normal(size=(30, 2)), rng.integers(0, 2, 30), bias=-6.0)
        p = ls.problem("logistic", dataset=data)
        m = ls.minima(p)
        if len(m):
            n_tried += 1
            assert room(p, m.theta) >= 0.1
    assert n_tried >= 30


def test_the_window_of_separable_data_is_where_logits_are_moderate():
    X = np.array([[10.0, 1e3], [20.0, 1e3], [30.0, 2e3], [40.0, 2e3]])
    p = ls.problem("logistic", dataset=ls.Dataset(X, [0, 0, 1, 1], bias=-25.0))
    assert "separable" in ls.minima(p).message
    middle = np.array(p.window).mean(axis=1)
    # The weights of the least squares of the logits.
    assert middle == pytest.approx(np.linalg.lstsq(X, np.full(4, 25.0), rcond=None)[0], rel=1e-6)


def test_a_minimum_is_located_however_much_the_bias_saturates_the_origin():
    rng = np.random.default_rng(1)
    X = rng.normal((96.0, 7.0), size=(200, 2))
    y = noisy_labels(rng, X, (1.0, 0.5), -99.5)
    m = ls.minima(ls.problem("logistic", dataset=ls.Dataset(X, y, bias=-99.5)))
    assert len(m) == 1
    # Newton's iteration on a formula of its own, from nearby.
    w = np.array([1.0, 0.5])
    for _ in range(50):
        p = 1 / (1 + np.exp(-(X @ w - 99.5)))
        w = w - np.linalg.solve((X * (p * (1 - p))[:, None]).T @ X, X.T @ (p - y))
    assert m.theta[0] == pytest.approx(w, rel=1e-9)


@pytest.mark.parametrize("rare", [0.5, 1e-4])
def test_the_window_of_many_samples_comes_from_few_and_holds_the_minimum(rare):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200_000, 2)) * (1.0, 1e3) + (3.0, 0.0)
    shift = np.log(rare / (1.0 - rare))
    y = noisy_labels(rng, X - (3.0, 0.0), (1.0, 1e-3), shift)
    p = ls.problem("logistic", dataset=ls.Dataset(X, y, bias=shift))
    data, weights = p._excerpt(p.window, 5_000)
    assert len(data) <= 10_000
    assert weights.sum() == pytest.approx(len(X))
    m = ls.minima(p)
    assert room(p, m.theta) >= 0.1


@pytest.mark.parametrize("size", [1e-200, 1e-100, 1e-30, 1e30, 1e50])
def test_the_window_of_features_of_any_size_is_one(size):
    X, y = random_labels(1)
    for name in BOTH:
        p = labelled_problem(size * X / np.abs(X).max(), y, name=name)
        assert np.isfinite(np.ptp(p.window, axis=1)).all()
        assert (np.ptp(p.window, axis=1) > 0).all()


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
    assert message.endswith(
        "With a small enough learning rate, descent reaches it from every start."
    )


# --- condensed samples ------------------------------------------------------------------------

SQUARE = ((-2.0, 2.0), (-2.0, 2.0))


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
