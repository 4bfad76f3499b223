"""What is said of a learning rate before it is used."""

from __future__ import annotations

from dash import html

import losscore as ls
from components.defaults import Solved
from components.wording import number


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
