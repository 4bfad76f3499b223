"""Named datasets: the published figures' data and generators of the same kind.

Conventions
-----------
- A published dataset is drawn from NumPy's *legacy* stream (``RandomState``), whose values
  are frozen for good; at its default options it is the published data, bit for bit.
- Everything else draws from ``np.random.default_rng(seed)``.
- ``kind`` says which problems a dataset fits: "values" (one feature, no target),
  "labels" (two features, label 0 or 1) or "targets" (one feature, real target).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from losscore.checks import FloatArray, Window
from losscore.data.dataset import Dataset
from losscore.registry import Parameter, lookup, resolve

MAX_SAMPLES = 5_000
SPIRALS_BIAS = -0.347526733772955
DIAGONAL_SPLIT_BIAS = -0.01934518


@dataclass(frozen=True, slots=True)
class DatasetSpec:
    """A registered dataset: how to make it, and its description."""

    name: str
    label: str
    kind: str
    description: str
    build: Callable[..., tuple[FloatArray, FloatArray | None]]
    parameters: tuple[Parameter, ...] = ()
    bias: float = 0.0
    window: Window | None = None
    source: str = ""


def _square(low: float, high: float) -> Window:
    return (low, high), (low, high)


def _n_samples(default: int, low: int = 2) -> Parameter:
    return Parameter("n_samples", "samples", default, low, MAX_SAMPLES, integer=True)


def _noise(default: float, help_text: str) -> Parameter:
    return Parameter("noise", "noise", default, 0.0, 10.0, help=help_text)


def _seed(default: int) -> Parameter:
    return Parameter("seed", "seed", default, 0, 2**31 - 1, integer=True)


def _shares(total: int, parts: int) -> list[int]:
    """``total`` split into ``parts`` sizes that differ by at most one."""
    return [total // parts + (part < total % parts) for part in range(parts)]


def _clumps(rng: Any, means: tuple[float, ...], n_samples: int, noise: float) -> FloatArray:
    sizes = _shares(n_samples, len(means))
    draws = [rng.normal(mean, noise, size) for mean, size in zip(means, sizes, strict=True)]
    return np.concatenate(draws)[:, None]


def two_clumps(n_samples: int, noise: float, seed: int) -> tuple[FloatArray, None]:
    """N(0.5, noise²) and N(1.5, noise²), half of the samples each."""
    return _clumps(np.random.RandomState(seed), (0.5, 1.5), n_samples, noise), None


def three_clumps(n_samples: int, noise: float, seed: int) -> tuple[FloatArray, None]:
    """N(0.5, noise²), N(1.5, noise²) and N(2.5, noise²), a third of the samples each."""
    return _clumps(np.random.default_rng(seed), (0.5, 1.5, 2.5), n_samples, noise), None


def evenly_spaced() -> tuple[FloatArray, None]:
    """1, 2, …, 10."""
    return np.arange(1.0, 11.0)[:, None], None


def spirals(n_samples: int, noise: float, seed: int) -> tuple[FloatArray, FloatArray]:
    """Two spiral arms, labelled 0 and 1, rotated by 180° relative to each other.

    Radius and angle are n = √U · 780° (in radians); both arms share n. When ``n_samples`` is odd
    the second arm is one point short.
    """
    rng = np.random.RandomState(seed)
    per_arm, _ = _shares(n_samples, 2)
    turn = np.sqrt(rng.rand(per_arm, 1)) * 780.0 * (2.0 * np.pi) / 360.0
    x0 = -np.cos(turn) * turn + rng.randn(per_arm, 1) * noise
    y0 = np.sin(turn) * turn + rng.randn(per_arm, 1) * noise
    x1 = np.cos(turn) * turn + rng.randn(per_arm, 1) * noise
    y1 = -np.sin(turn) * turn + rng.randn(per_arm, 1) * noise
    X = np.vstack((np.hstack((x0, y0)), np.hstack((x1, y1))))
    return X[:n_samples], np.repeat([0.0, 1.0], per_arm)[:n_samples]


def spirals_label_averaged(
    n_samples: int, noise: float, seed: int
) -> tuple[FloatArray, FloatArray]:
    """The points of ``spirals``, each with both labels.

    When ``n_samples`` is odd the last point has label 0 alone.
    """
    n_points, _ = _shares(n_samples, 2)
    X, _ = spirals(n_points, noise, seed)
    return np.vstack((X, X))[:n_samples], np.repeat([0.0, 1.0], n_points)[:n_samples]


def diagonal_split(n_samples: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """X ~ N(0, I₂), y = [x₁ + x₂ > 0]."""
    X = np.random.RandomState(seed).normal(0.0, 1.0, (n_samples, 2))
    return X, (X.sum(axis=1) > 0).astype(float)


def shifted_diagonal(n_samples: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Features (a, c + 1) with a, c ~ N(0, 1), y = [a + c > 0]."""
    rng = np.random.RandomState(seed)
    a = rng.normal(0.0, 1.0, n_samples)
    c = rng.normal(0.0, 1.0, n_samples)
    return np.column_stack((a, c + 1.0)), (a + c > 0).astype(float)


def one_point() -> tuple[FloatArray, FloatArray]:
    """x = (1, 1), y = 1."""
    return np.array([[1.0, 1.0]]), np.array([1.0])


def blobs(n_samples: int, noise: float, seed: int) -> tuple[FloatArray, FloatArray]:
    """Two round clouds around ±(1, ½) with standard deviation ``noise``; label 1 on the right."""
    rng = np.random.default_rng(seed)
    sizes = _shares(n_samples, 2)
    y = np.repeat([0.0, 1.0], sizes)
    centres = np.where(y[:, None] > 0, (1.0, 0.5), (-1.0, -0.5))
    return centres + noise * rng.normal(size=(n_samples, 2)), y


def line(n_samples: int, noise: float, seed: int) -> tuple[FloatArray, FloatArray]:
    """x ~ U(−1, 2), y = 1.5 x − 0.5 + N(0, noise²)."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1.0, 2.0, n_samples)
    return x[:, None], 1.5 * x - 0.5 + noise * rng.normal(size=n_samples)


_SPECS = (
    DatasetSpec(
        "two-clumps",
        "Two clumps (published)",
        "values",
        "Two clumps of values around 0.5 and 1.5: two minima, one clustering.",
        two_clumps,
        (_n_samples(100), _noise(0.1, "standard deviation of a clump"), _seed(0)),
        window=_square(0.0, 2.0),
        source="Published K-means WCSS surface; RandomState(0), 50 + 50 normal draws.",
    ),
    DatasetSpec(
        "three-clumps",
        "Three clumps",
        "values",
        "Three equal clumps for two centroids: four minima, two clusterings.",
        three_clumps,
        (_n_samples(150, 3), _noise(0.05, "standard deviation of a clump"), _seed(0)),
        window=_square(0.0, 3.0),
    ),
    DatasetSpec(
        "evenly-spaced",
        "1, 2, …, 10",
        "values",
        "Where a value lies exactly half-way between the centroids, J has a kink, not a minimum.",
        evenly_spaced,
        window=_square(0.0, 11.0),
    ),
    DatasetSpec(
        "spirals-label-averaged",
        "Spirals, both labels",
        "labels",
        "Each spiral point with both labels: the published surface, for which broadcasting a "
        "(200, 1) prediction against a (200,) label vector averaged the labels out.",
        spirals_label_averaged,
        (_n_samples(400, 4), _noise(0.2, "jitter of a point"), _seed(42)),
        bias=SPIRALS_BIAS,
        window=_square(-1.0, 1.0),
        source="Published logistic NLL surface; RandomState(42), 100 points per arm.",
    ),
    DatasetSpec(
        "spirals",
        "Spirals, own labels",
        "labels",
        "The same spiral points, each with its own label: what the published figure meant to show.",
        spirals,
        (_n_samples(200), _noise(0.2, "jitter of a point"), _seed(42)),
        bias=SPIRALS_BIAS,
        window=_square(-1.0, 1.0),
        source="Points of the published logistic NLL surface; RandomState(42).",
    ),
    DatasetSpec(
        "blobs",
        "Two blobs",
        "labels",
        "Two overlapping clouds: no line separates them.",
        blobs,
        (_n_samples(100), _noise(1.2, "standard deviation of a cloud"), _seed(1)),
        window=_square(-3.0, 5.0),
    ),
    DatasetSpec(
        "diagonal-split",
        "Diagonal split (published)",
        "labels",
        "A line separates the labels without error: the NLL has no minimum.",
        diagonal_split,
        (_n_samples(100), _seed(0)),
        bias=DIAGONAL_SPLIT_BIAS,
        window=_square(-10.0, 10.0),
        source="Published NLL beside squared error; RandomState(0), X of shape (100, 2).",
    ),
    DatasetSpec(
        "one-point",
        "One point (published)",
        "labels",
        "A single sample x = (1, 1) with label 1: the loss itself, without averaging.",
        one_point,
        window=_square(-10.0, 10.0),
        source="Published one-sample NLL beside squared error.",
    ),
    DatasetSpec(
        "shifted-diagonal",
        "Shifted diagonal",
        "labels",
        "A split that misses the origin, fitted without a bias: steep walls, one minimum.",
        shifted_diagonal,
        (_n_samples(100), _seed(0)),
        window=_square(-50.0, 50.0),
        source="Published sigmoid loss surface; RandomState(0).",
    ),
    DatasetSpec(
        "line",
        "Line with noise",
        "targets",
        "y = 1.5 x − 0.5 plus noise.",
        line,
        (_n_samples(60), _noise(0.4, "standard deviation of the residuals"), _seed(0)),
        window=((-1.5, 4.5), (-3.5, 2.5)),
    ),
)

REGISTRY = {spec.name: spec for spec in _SPECS}


def datasets() -> dict[str, DatasetSpec]:
    """All registered datasets, name → spec."""
    return dict(REGISTRY)


def dataset(name: str, /, **options: float) -> Dataset:
    """The registered dataset ``name``, made with ``options`` (see its spec's parameters).

    Raises
    ------
    ValueError
        For an unknown name or option, or an option out of its range.
    """
    return make_dataset(name, options)


def make_dataset(name: str, options: Mapping[str, float]) -> Dataset:
    """``dataset`` with its options in a mapping."""
    spec = lookup("dataset", name, REGISTRY)
    values = resolve(f"dataset {name}", spec.parameters, options)
    X, y = spec.build(**values)
    return Dataset(X, y, name=name, bias=spec.bias, window=spec.window)
