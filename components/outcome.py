"""What a run was and where it led, in words; the sentence itself appears when the run is over."""

from __future__ import annotations

from dash import html

import losscore as ls
from components.defaults import Solved
from components.wording import number


def build_outcome(solved: Solved, run: ls.Run) -> html.Dl:
    """The settings of the run on the screen."""
    symbols = ", ".join(ls.problems()[solved.scenario.problem].symbols)
    start = ", ".join(number(value) for value in run.start)
    optimizer = ls.optimizers()[run.optimizer]
    rows = (
        (f"start {symbols}", start),
        ("optimizer", optimizer.label),
        ("learning rate η", number(run.learning_rate)),
        ("at most", f"{run.n_steps} steps"),
    )
    return html.Dl([part for name, value in rows for part in (html.Dt(name), html.Dd(value))])


def rate_hint(solved: Solved, run: ls.Run) -> list[html.B | html.Sub | str]:
    """Whether the learning rate is below 2/λmax, or the bound that there is, at the minima."""
    minima, spec = solved.minima, ls.optimizers()[run.optimizer]
    bound = ls.stable_learning_rate(solved.problem, minima.theta, spec, dict(run.hyper))
    if spec.stability is None:
        return [f"{spec.label} scales each step by itself: no bound from the curvature."]
    if bound is None:
        return ["No minimum, so no curvature bounds the learning rate."]
    factor = number(spec.stability(spec.hyper(dict(run.hyper))), 3)
    is_stable = run.learning_rate < bound
    verdict = html.B(
        "stable" if is_stable else "unstable", className="good" if is_stable else "bad"
    )
    relation = "<" if is_stable else "≥"
    limit = number(bound, 3)
    if spec.is_scaled:
        return [verdict, f" at minima: η {relation} {factor}, whatever the curvature"]
    return [verdict, f" at minima: η {relation} {factor}/λ", html.Sub("max"), f" = {limit}"]
