"""The factor before a sum over samples: 1 for the sum, 1/N for the mean, times a constant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from losscore.objectives.base import Problem


def n_samples(problem: Problem) -> int:
    """N; 0 if J is a function without samples."""
    return 0 if problem.dataset is None else len(problem.dataset)


def letters(problem: Problem, factor: int = 1) -> str:
    """1/N or 2/N for the mean; for the sum the bare factor, or nothing if that is 1."""
    if problem.aggregation == "mean":
        return rf"\tfrac{{{factor}}}{{N}}\,"
    return "" if factor == 1 else str(factor)


def numbers(problem: Problem, factor: int = 1) -> str:
    """The same with N as a number, and a multiplication sign."""
    if problem.aggregation == "mean":
        return rf"\tfrac{{{factor}}}{{{n_samples(problem)}}}\cdot "
    return "" if factor == 1 else rf"{factor}\cdot "


def over_samples(problem: Problem, factor: int = 1) -> str:
    """The same with letters, followed by the Σ."""
    return rf"{letters(problem, factor)}\sum_{{i=1}}^{{N}}"
