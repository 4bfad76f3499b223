"""Lessons: named scenarios, each with a question whose answer can be seen on the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import losscore as ls


@dataclass(frozen=True, slots=True)
class Lesson:
    """A scenario with its runs, two sentences that say what to know, and what to find out.

    ``slug`` names it in an address: ``?lesson=slug``.
    """

    slug: str
    title: str
    text: str
    question: str
    scenario: ls.Scenario


def _from(
    starts: Iterable[tuple[float, float]], rate: float, n_steps: int = 200
) -> tuple[ls.Run, ...]:
    """Gradient descent from each of ``starts``."""
    return tuple(ls.Run(start, "gd", rate, n_steps) for start in starts)


LESSONS: tuple[Lesson, ...] = (
    Lesson(
        "unique-minimum",
        "A unique minimum",
        "The negative log likelihood of logistic regression is convex. Unless the data are "
        "separable, descent from every start ends at the same place.",
        "Click anywhere: can you find a start that ends elsewhere?",
        ls.Scenario(
            "logistic",
            "spirals",
            runs=_from(((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)), 0.015),
        ),
    ),
    Lesson(
        "two-minima",
        "Two minima, one clustering",
        "The two centroids of K-means can change places, so each minimum has a mirror image. "
        "Which one is reached depends on the start; the clusters are the same.",
        "Where is the border between the starts that end in A and those that end in B?",
        ls.Scenario(runs=_from(((0.05, 1.05), (1.95, 1.35)), 0.0009, 150)),
    ),
    Lesson(
        "three-clumps",
        "Three clumps, four minima",
        "Two centroids cannot serve three clumps: one has to take two of them. There are two ways "
        "to do that, and each has its mirror image.",
        "J is not the same at all four minima: which clustering is the better one?",
        ls.Scenario(
            "kmeans",
            "three-clumps",
            runs=_from(((0.2, 1.4), (1.4, 0.2), (1.6, 2.9), (2.9, 1.6)), 0.001, 150),
        ),
    ),
    Lesson(
        "dead-centroid",
        "A dead centroid",
        "A centroid that owns no point has no gradient: run 1 stops on a plateau with c₁ far from "
        "all data. Run 2 starts a little nearer, and both of its centroids find work.",
        "From how far out does c₁ never come back?",
        ls.Scenario(
            window=((-2.0, 3.0), (-2.0, 3.0)), runs=_from(((-1.6, 0.6), (-0.4, 0.6)), 0.0014)
        ),
    ),
    Lesson(
        "kink",
        "A kink is not a minimum",
        "The values are 1, 2, …, 10, and run 1 stops at (7.5, 2.5), where 5 lies exactly half-way "
        "between the centroids: its gradient vanishes, but handing 5 over costs nothing, and J "
        "falls from there. Run 2 starts a little beside it and reaches the minimum (8, 3).",
        "What is J at the kink, and what is it at the minimum?",
        ls.Scenario("kmeans", "evenly-spaced", runs=_from(((9.0, 0.6), (9.6, 2.4)), 0.02)),
    ),
    Lesson(
        "sum-or-mean",
        "Sum or mean",
        "Left the mean over 100 samples, right their sum: the same minima, but 100 times the "
        "gradient. The learning rate that suits the mean throws the sum off the surface.",
        "By what factor must the learning rate shrink so that the sum converges, too?",
        ls.Scenario(
            aggregation="mean", duel="aggregation", runs=_from(((0.6, 0.95), (1.7, 1.3)), 0.14)
        ),
    ),
    Lesson(
        "learning-rate",
        "Too large a learning rate",
        "Three runs from one start on a bowl whose steepest curvature is λ. Below 1/λ the way is "
        "smooth, between 1/λ and 2/λ it zigzags, and beyond 2/λ every step leads further away.",
        "Which is the largest learning rate that still converges?",
        ls.Scenario(
            "linear",
            runs=tuple(ls.Run((3.0, 1.5), "gd", rate, 80) for rate in (0.72, 0.6, 0.1)),
        ),
    ),
    Lesson(
        "nll-or-squared-error",
        "NLL against squared error",
        "The same model and data under two losses. Far out the squared error is flat and a start "
        "there hardly moves, while the NLL keeps its slope.",
        "How near must a start be for the squared error to find its minimum, too?",
        ls.Scenario(
            "logistic",
            "shifted-diagonal",
            duel="loss",
            runs=_from(((-40.0, -40.0), (-40.0, 20.0)), 3.0),
        ),
    ),
    Lesson(
        "separable-data",
        "Separable data have no minimum",
        "A line separates these labels without error, so larger weights are always better. J falls "
        "for ever, and the run goes on outwards in ever smaller steps.",
        "Double the number of steps: how much further does the run get?",
        ls.Scenario("logistic", "diagonal-split", runs=(ls.Run((-8.0, -8.0), "gd", 4.0, 200),)),
    ),
    Lesson(
        "momentum",
        "Momentum in a ravine",
        "In a curved ravine the gradient points at the walls, and plain descent creeps along the "
        "floor. Momentum adds up what the steps have in common: the way along the floor.",
        "With the same learning rate and steps, how low does each get?",
        ls.Scenario(
            "rosenbrock",
            runs=tuple(ls.Run((-1.2, 1.0), name, 0.0015, 400) for name in ("gd", "momentum")),
        ),
    ),
    Lesson(
        "race",
        "A race of optimizers",
        "One start, six optimizers, each at a learning rate that suits it. Some take the "
        "straightest way, some swing past the minimum, and few steps need not be cheap ones.",
        "Which one needs the fewest steps, and what does a step of it cost?",
        ls.Scenario(
            "himmelblau",
            runs=tuple(
                ls.Run((-0.5, -1.0), name, rate, 200)
                for name, rate in (
                    ("gd", 0.005),
                    ("momentum", 0.0011),
                    ("adagrad", 0.4),
                    ("rmsprop", 0.04),
                    ("adam", 0.15),
                    ("newton", 1.0),
                )
            ),
        ),
    ),
    Lesson(
        "where-you-start",
        "Where you start decides",
        "Peaks has three hollows of different depth and flat land around. Descent knows only the "
        "slope under its feet: it ends in the hollow whose basin it starts in, or leaves.",
        "Which hollow is the deepest, and which starts reach it?",
        ls.Scenario(
            "peaks",
            runs=_from(((-0.4, -1.9), (1.5, -1.4), (-1.9, -0.6), (-1.5, 1.4), (0.4, 1.9)), 0.01),
        ),
    ),
    Lesson(
        "basins",
        "Basins of attraction",
        "Every start is coloured by the minimum that gradient descent reaches from it at this "
        "learning rate. The four runs start close to one another, and each ends elsewhere.",
        "Set the learning rate to 0.014: what becomes of the borders?",
        ls.Scenario(
            "himmelblau",
            basins=True,
            runs=_from(((-0.7, -1.4), (0.2, -1.4), (0.2, -0.4), (-0.7, -0.4)), 0.008),
        ),
    ),
    Lesson(
        "published-peaks",
        "A published descent",
        "A figure in print shows 200 steps of gradient descent on peaks at the learning rate "
        "0.001, ending near (0.231, −1.617). This is that run, step by step.",
        "Has it arrived, or did it only run out of steps?",
        ls.Scenario("peaks", runs=(ls.Run((-0.27, -0.69), "gd", 0.001, 200),)),
    ),
    Lesson(
        "broadcasting-trap",
        "The broadcasting trap",
        "This published surface was computed with a (200, 1) prediction and a (200,) label vector. "
        "NumPy made a 200 × 200 table of the two, so that every point had both labels.",
        "Choose “Spirals, own labels” under Data: where does the minimum go, and how low is it?",
        ls.Scenario(
            "logistic", "spirals-label-averaged", runs=_from(((0.8, -0.8), (-0.8, 0.8)), 0.015)
        ),
    ),
    Lesson(
        "network-slice",
        "A slice of a network",
        "A network has many weights; this plane through all of them has its trained weights at "
        "(0, 0). Here lie two hollows, but only in this plane: the network has more directions.",
        "How much higher is the second hollow than the one at (0, 0)?",
        ls.Scenario("mlp", runs=_from(((0.9, 0.6), (-1.2, 0.6)), 0.05)),
    ),
    Lesson(
        "minibatches",
        "Minibatches never rest",
        "The first run sees all 60 samples at every step, the second only five of them, drawn "
        "anew each time. The second gets near the minimum as fast, but cannot stay there.",
        "Run it again with half the learning rate (½η): how does the trembling change?",
        ls.Scenario(
            "linear",
            runs=(
                ls.Run((3.0, 1.5), "gd", 0.1, 150),
                ls.Run((3.0, 1.5), "gd", 0.1, 150, batch_size=5, seed=1),
            ),
        ),
    ),
)

BY_SLUG = {lesson.slug: lesson for lesson in LESSONS}


def number_of(lesson: Lesson) -> int:
    """Its place in the gallery, from 1."""
    return LESSONS.index(lesson) + 1
