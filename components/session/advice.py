"""Hints about a learning rate before a run, and about switching between sum and mean."""

from __future__ import annotations

import losscore as ls
from components.session.solved import Solved
from components.session.text import Marked, Part, number

MAX = Marked("max", "subscript")


def rate_hint(solved: Solved, run: ls.Run) -> list[Part]:
    """Whether the learning rate is below the optimizer's bound, such as 2/λmax, at the minima."""
    minima, spec = solved.minima, ls.optimizers()[run.optimizer]
    bound = ls.stable_learning_rate(solved.problem, minima.theta, spec, dict(run.hyper))
    if spec.stability is None:
        return [f"{spec.label} rescales each step, so the curvature sets no bound."]
    if bound is None:
        return ["There is no minimum, so the curvature sets no bound."]
    factor = number(spec.stability(spec.hyper(dict(run.hyper))), 3)
    is_stable = run.learning_rate < bound
    verdict = Marked("stable", "good") if is_stable else Marked("unstable", "bad")
    relation = "is below" if is_stable else "is not below"
    claim = f": η = {number(run.learning_rate, 3)} {relation} "
    if spec.is_scaled:
        return [verdict, f"{claim}{factor}, the bound for any curvature"]
    return [verdict, f"{claim}{factor}/λ", MAX, f" = {number(bound, 3)} at the minima"]


def aggregation_note(before: Solved, after: Solved, run: ls.Run) -> list[Part]:
    """What switching between sum and mean does to a run at the same learning rate, and why."""
    spec, reason = ls.optimizers()[run.optimizer], _reason(after.problem)
    if spec.is_scaled:
        return [
            f"Now {reason}. {spec.label} divides slopes by curvatures, so the run does not change."
        ]
    old, new = (
        ls.stable_learning_rate(solved.problem, solved.minima.theta, spec, dict(run.hyper))
        for solved in (before, after)
    )
    if spec.stability is None or old is None or new is None:
        return [f"Now {reason}. Your η is unchanged."]
    factor = number(spec.stability(spec.hyper(dict(run.hyper))), 3)
    change = f"{'fell' if new < old else 'rose'} from {number(old, 3)} to {number(new, 3)}"
    was_below, is_below = run.learning_rate < old, run.learning_rate < new
    place = f"{'still' if was_below == is_below else 'now'} {'below' if is_below else 'above'}"
    return [
        f"The bound {factor}/λ",
        MAX,
        f" {change}, because {reason}. Your η is unchanged and {place} it.",
    ]


def _reason(problem: ls.Problem) -> str:
    assert problem.dataset is not None
    n = len(problem.dataset)
    share = f"N = {n} times the mean" if problem.aggregation == "sum" else f"1/{n} of the sum"
    return f"the {problem.aggregation} is {share}, and so are its slopes and curvatures"
