"""The formulas of K-means, in terms of the sizes and means of both clusters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from losscore.checks import FloatArray
from losscore.theory import sums, tex
from losscore.theory.rows import Row

if TYPE_CHECKING:
    from losscore.objectives.base import Problem
    from losscore.objectives.kmeans import KMeans


@dataclass(frozen=True, slots=True)
class _Cluster:
    """A centroid ``c`` with its ``n`` values, their mean, and the squared deviations from it."""

    c: float
    n: int
    mean: float
    squares: float

    @property
    def pull(self) -> str:
        """n (c − m)."""
        return rf"{self.n}\cdot({tex.value(self.c)}-{tex.factor(self.mean)})"


def rows(problem: KMeans, theta: FloatArray) -> list[Row]:
    """All formulas of K-means at ``theta`` (2,)."""
    labels = problem.predict(theta, problem.values[:, None])
    clusters = [_cluster(float(c), problem.values[labels == k]) for k, c in enumerate(theta)]
    return [
        _model(clusters),
        _sample(float(problem.values[0]), theta),
        _loss(problem, clusters, float(problem.loss(theta))),
        _gradient(problem, clusters, problem.grad(theta)),
        _curvature(problem, problem.hessian(theta)),
    ]


def _cluster(c: float, values: FloatArray) -> _Cluster:
    # An empty cluster exerts no pull, whatever number stands for its mean.
    mean = float(values.mean()) if len(values) else c
    return _Cluster(c, len(values), mean, float(np.sum((values - mean) ** 2)))


def _model(clusters: list[_Cluster]) -> Row:
    sizes = (
        rf"n_{k} &= {cluster.n}, & m_{k} &= "
        + (tex.value(cluster.mean) if cluster.n else r"\text{of no value}")
        for k, cluster in enumerate(clusters, 1)
    )
    note = "Each value belongs to the nearer centroid: nₖ of them to cₖ, and mₖ is their mean."
    return Row("Model", (r"k(x)=\arg\min_k\,|x-c_k|", tex.aligned(*sizes)), note)


def _sample(x: float, theta: FloatArray) -> Row:
    squares = (rf"({tex.value(x)}-{tex.factor(float(c))})^2" for c in theta)
    smallest = tex.value(float(((x - theta) ** 2).min()))
    choices = rf"\min\left\{{{', '.join(squares)}\right\}}"
    return Row("One sample", (tex.chain("J^{(1)}", r"\min_k\,(x_1-c_k)^2", choices, smallest),))


def _loss(problem: Problem, clusters: list[_Cluster], loss: float) -> Row:
    squares = tex.value(sum(cluster.squares for cluster in clusters))
    general = "S+n_1(c_1-m_1)^2+n_2(c_2-m_2)^2"
    filled = "+".join([squares, *(f"{cluster.pull}^2" for cluster in clusters)])
    equation = tex.chain(
        "J(c_1,c_2)",
        rf"{sums.over_samples(problem)}\min_k\,(x_i-c_k)^2",
        _times(sums.letters(problem), general),
        _times(sums.numbers(problem), filled),
        tex.value(loss),
    )
    return Row("Loss", (equation,), "S: the squared distances of all values from their mₖ.")


def _times(share: str, terms: str) -> str:
    return rf"{share}\left[{terms}\right]" if share else terms


def _gradient(problem: Problem, clusters: list[_Cluster], grad: FloatArray) -> Row:
    general = tex.column("n_1(c_1-m_1)", "n_2(c_2-m_2)")
    filled = tex.column(*(cluster.pull for cluster in clusters))
    equation = tex.chain(
        r"\nabla J",
        f"{sums.letters(problem, 2)}{general}",
        f"{sums.numbers(problem, 2)}{filled}",
        tex.vector(grad),
    )
    return Row("Gradient", (equation,))


def _curvature(problem: Problem, hessian: FloatArray) -> Row:
    general = r"\begin{pmatrix}n_1 & 0 \\ 0 & n_2\end{pmatrix}"
    equation = tex.chain(r"\nabla^2 J", f"{sums.letters(problem, 2)}{general}", tex.matrix(hessian))
    return Row("Curvature", (equation,))
