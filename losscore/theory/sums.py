"""What stands before a sum over samples: nothing for J = Σ, 1/N for the mean; with a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from losscore.objectives.base import Problem


def n_samples(problem: Problem) -> int:
    """N; 0 where J is a formula."""
    return 0 if problem.dataset is None else len(problem.dataset)


def letters(problem: Problem, factor: int = 1) -> str:
    """1/N or 2/N under the mean; the bare factor under the sum, where 1 is left out."""
    if problem.aggregation == "mean":
        return rf"\tfrac{{{factor}}}{{N}}\,"
    return "" if factor == 1 else str(factor)


def numbers(problem: Problem, factor: int = 1) -> str:
    """The same with N as a number, and a sign for the product."""
    if problem.aggregation == "mean":
        return rf"\tfrac{{{factor}}}{{{n_samples(problem)}}}\cdot "
    return "" if factor == 1 else rf"{factor}\cdot "


def over_samples(problem: Problem, factor: int = 1) -> str:
    """The same with the Σ behind it."""
    return rf"{letters(problem, factor)}\sum_{{i=1}}^{{N}}"
