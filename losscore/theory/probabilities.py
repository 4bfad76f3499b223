"""The formulas of models that predict a probability: logistic regression and a small network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from losscore.checks import FloatArray
from losscore.losses import NEGATIVE_LOG_LIKELIHOOD, SIGMOID_SQUARED_ERROR, PointwiseLoss
from losscore.theory import sums, tex
from losscore.theory.rows import Row

if TYPE_CHECKING:
    from losscore.objectives.base import Problem
    from losscore.objectives.logistic import LogisticModel
    from losscore.objectives.mlp import MLP

LIKELIHOOD = r"\left[-y_i\log p_i-(1-y_i)\log(1-p_i)\right]"


@dataclass(frozen=True, slots=True)
class _Terms:
    """The i-th sample's terms in J, ∇J and ∇²J, its loss function, and its pull as a function."""

    pointwise: PointwiseLoss
    loss: str
    grad: str
    hessian: str
    pull: Callable[[FloatArray, FloatArray], FloatArray]
    factor: int = 1


NLL = _Terms(
    NEGATIVE_LOG_LIKELIHOOD,
    LIKELIHOOD,
    "(p_i-y_i)",
    "p_i(1-p_i)",
    lambda p, y: p - y,
)
SQUARED = _Terms(
    SIGMOID_SQUARED_ERROR,
    "(p_i-y_i)^2",
    r"(p_i-y_i)\,p_i(1-p_i)",
    r"p_i(1-p_i)\left[p_i(1-p_i)+(p_i-y_i)(1-2p_i)\right]",
    lambda p, y: (p - y) * p * (1 - p),
    factor=2,
)


def logistic(problem: LogisticModel, theta: FloatArray) -> list[Row]:
    """Logistic regression with the negative log likelihood."""
    return [_logistic_model(problem, theta), *_logistic_rows(problem, theta, NLL)]


def logistic_squared_error(problem: LogisticModel, theta: FloatArray) -> list[Row]:
    """The same model with the squared error of its probability."""
    return [_logistic_model(problem, theta), *_logistic_rows(problem, theta, SQUARED)]


def _logistic_model(problem: LogisticModel, theta: FloatArray) -> Row:
    w1, w2 = (float(number) for number in theta)
    score = tex.combination([(w1, "x_1"), (w2, "x_2")], problem.bias)
    equation = tex.chain("p(x)", r"\sigma(w_1x_1+w_2x_2+b)", rf"\sigma({score})")
    note = f"σ(z) = 1/(1 + e⁻ᶻ); the bias b is fixed. N = {sums.n_samples(problem)} samples."
    return Row("Model", (equation,), note)


def _logistic_rows(problem: LogisticModel, theta: FloatArray, terms: _Terms) -> list[Row]:
    x, bias = problem.design[0], tex.factor(problem.bias)
    products = (
        rf"{tex.factor(float(w))}\cdot {tex.factor(float(v))}"
        for w, v in zip(theta, x, strict=True)
    )
    z = float(x @ theta) + problem.bias
    filled = f"{'+'.join(products)}+{bias}"
    score = tex.chain("z_1", "w_1x_{11}+w_2x_{12}+b", filled, tex.value(z))
    p = problem.predict(theta, problem.design)
    pulled = terms.pull(p, problem.targets) @ problem.design
    return [
        _sample(terms, z, float(problem.targets[0]), score),
        _loss(problem, theta, "w_1,w_2", terms),
        Row("Gradient", (_gradient(problem, theta, terms, pulled),)),
        _curvature(problem, theta, rf"{terms.hessian}\,x_i x_i^{{\mathsf T}}", terms.factor),
    ]


def _gradient(problem: Problem, theta: FloatArray, terms: _Terms, pulled: FloatArray) -> str:
    steps = [
        rf"{sums.over_samples(problem, terms.factor)}{terms.grad}" + tex.column("x_{i1}", "x_{i2}"),
        f"{sums.numbers(problem, terms.factor)}{tex.vector(pulled)}",
        tex.vector(problem.grad(theta)),
    ]
    # The sum without a factor is already the gradient.
    is_same = not sums.numbers(problem, terms.factor)
    return tex.chain(r"\nabla J", *(steps[::2] if is_same else steps))


def network(problem: MLP, theta: FloatArray) -> list[Row]:
    """A network on a plane through its weights."""
    p = problem.predict(theta, problem.inputs[:1])
    with np.errstate(divide="ignore"):
        z = float(np.log(p[0]) - np.log1p(-p[0]))
    slopes = tex.column(r"\partial z_i/\partial\alpha", r"\partial z_i/\partial\beta")
    grad = tex.chain(
        r"\nabla J",
        f"{sums.over_samples(problem)}(p_i-y_i){slopes}",
        tex.vector(problem.grad(theta)),
    )
    bend = r"\left[p_i(1-p_i)\,\nabla z_i\nabla z_i^{\mathsf T}+(p_i-y_i)\,\nabla^2 z_i\right]"
    return [
        _network_model(problem, theta),
        _sample(NLL, z, float(problem.targets[0]), tex.line("z_1", tex.value(z))),
        _loss(problem, theta, r"\alpha,\beta", NLL),
        Row("Gradient", (grad,)),
        _curvature(problem, theta, bend, 1),
    ]


def _network_model(problem: MLP, theta: FloatArray) -> Row:
    a, b = (tex.factor(float(number)) for number in theta)
    weights = tex.chain(
        r"\varphi",
        r"\varphi^*+\alpha\,d_1+\beta\,d_2",
        rf"\varphi^*+{a}\,d_1+{b}\,d_2",
    )
    name = rf"\mathrm{{{problem.activation}}}"
    h = problem.hidden
    equation = rf"p(x)=\sigma\Big(\sum_{{j=1}}^{{{h}}} v_j\,{name}(w_j\cdot x+b_j)+c\Big)"
    first, second = problem.plane.names
    note = (
        f"φ holds all {len(problem.plane.centre)} weights (w, b, v, c), φ* the trained ones; "
        f"d₁: {first}, d₂: {second}."
    )
    return Row("Model", (equation, weights), note)


def _sample(terms: _Terms, z: float, y: float, score: str) -> Row:
    """Sample 1, from its z to its loss."""
    loss = float(terms.pointwise.value(np.array(z), np.array(y)))
    p = float(terms.pointwise.link(np.array(z)))
    sides = _squared(p, y) if terms is SQUARED else _likelihood(z, y)
    own = tex.chain("J^{(1)}", *sides, tex.value(loss))
    probability = tex.line("p_1", r"\sigma(z_1)", tex.value(p))
    note = f"The first sample; its label is y₁ = {y:.0f}."
    return Row("One sample", (score, probability, own), note)


def _squared(p: float, y: float) -> list[str]:
    return ["(p_1-y_1)^2", f"({tex.value(p)}-{tex.value(y)})^2"]


def _likelihood(z: float, y: float) -> list[str]:
    """By z rather than by p, which soon rounds to 0 or 1."""
    if y:
        return [r"-\log p_1", r"\log(1+e^{-z_1})", rf"\log(1+e^{{{tex.value(-z)}}})"]
    return [r"-\log(1-p_1)", r"\log(1+e^{z_1})", rf"\log(1+e^{{{tex.value(z)}}})"]


def _loss(problem: Problem, theta: FloatArray, symbols: str, terms: _Terms) -> Row:
    loss = float(problem.loss(theta))
    steps = [f"{sums.over_samples(problem)}{terms.loss}"]
    if problem.aggregation == "mean":
        steps.append(f"{sums.numbers(problem)}{tex.value(loss / problem.weight)}")
    return Row("Loss", (tex.chain(f"J({symbols})", *steps, tex.value(loss)),))


def _curvature(problem: Problem, theta: FloatArray, term: str, factor: int) -> Row:
    total = f"{sums.over_samples(problem, factor)}{term}"
    hessian = tex.matrix(problem.hessian(theta))
    return Row("Curvature", (tex.chain(r"\nabla^2 J", total, hessian),))
