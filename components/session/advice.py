"""What is said of a learning rate before it is used, and of the sum and the mean."""

from __future__ import annotations

import losscore as ls
from components.session.solved import Solved
from components.session.text import Marked, Part, number

MAX = Marked("max", "subscript")


def rate_hint(solved: Solved, run: ls.Run) -> list[Part]:
    """Whether the learning rate is below 2/λmax, or the bound that there is, at the minima."""
    minima, spec = solved.minima, ls.optimizers()[run.optimizer]
    bound = ls.stable_learning_rate(solved.problem, minima.theta, spec, dict(run.hyper))
    if spec.stability is None:
        return [f"{spec.label} scales each step by itself: no bound from the curvature."]
    if bound is None:
        return ["No minimum, so no curvature bounds the learning rate."]
    factor = number(spec.stability(spec.hyper(dict(run.hyper))), 3)
    is_stable = run.learning_rate < bound
    verdict = Marked("stable", "good") if is_stable else Marked("unstable", "bad")
    relation = "<" if is_stable else "≥"
    limit = number(bound, 3)
    if spec.is_scaled:
        return [verdict, f" at minima: η {relation} {factor}, whatever the curvature"]
    return [
        verdict,
        f" at minima: η {relation} {factor}/λ",
        MAX,
        f" = {limit}",
    ]


def aggregation_note(before: Solved, after: Solved, run: ls.Run) -> list[Part]:
    """What a change between sum and mean does to a run at the same learning rate, and why."""
    spec, reason = ls.optimizers()[run.optimizer], _reason(after.problem)
    if spec.is_scaled:
        return [f"Now {reason}; but {spec.label} divides one by the other: the run is the same."]
    old, new = (
        ls.stable_learning_rate(solved.problem, solved.minima.theta, spec, dict(run.hyper))
        for solved in (before, after)
    )
    if spec.stability is None or old is None or new is None:
        return [f"Now {reason}; η stayed."]
    factor = number(spec.stability(spec.hyper(dict(run.hyper))), 3)
    change = f"{'fell' if new < old else 'rose'} from {number(old, 3)} to {number(new, 3)}"
    was_below, is_below = run.learning_rate < old, run.learning_rate < new
    place = f"{'still' if was_below == is_below else 'now'} {'below' if is_below else 'above'}"
    return [
        f"{factor}/λ",
        MAX,
        f" {change}: {reason}. η stayed, and is {place} it.",
    ]


def _reason(problem: ls.Problem) -> str:
    assert problem.dataset is not None
    n = len(problem.dataset)
    share = f"N = {n} times the mean" if problem.aggregation == "sum" else f"1/{n} of the sum"
    return f"the {problem.aggregation} is {share}, and so are its slopes and curvatures"
