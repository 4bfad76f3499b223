"""Lessons: named scenarios, each with a question that the page itself can answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import losscore as ls


@dataclass(frozen=True, slots=True)
class Lesson:
    """A scenario with its runs, two sentences of background, and a question.

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
        "separable, descent ends at the same place from every start.",
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
        "The two centroids of K-means can swap places, so each minimum has a mirror image. The "
        "start decides which one a run reaches; the clusters are the same.",
        "Where is the border between the starts that end in A and those that end in B?",
        ls.Scenario(runs=_from(((0.05, 1.05), (1.95, 1.35)), 0.0009, 150)),
    ),
    Lesson(
        "three-clumps",
        "Three clumps, four minima",
        "Two centroids cannot serve three clumps one by one, so one centroid has to take two. "
        "There are two ways to do that, and each has its mirror image.",
        "J is not the same at all four minima: which clustering is better?",
        ls.Scenario(
            "kmeans",
            "three-clumps",
            runs=_from(((0.2, 1.4), (1.4, 0.2), (1.6, 2.9), (2.9, 1.6)), 0.001, 150),
        ),
    ),
    Lesson(
        "dead-centroid",
        "A dead centroid",
        "A centroid that owns no points has no gradient: run 1 stops on a plateau with c₁ far from "
        "all the data. Run 2 starts a little nearer, and both its centroids end up with points.",
        "How far out must c₁ start to never come back?",
        ls.Scenario(
            window=((-2.0, 3.0), (-2.0, 3.0)), runs=_from(((-1.6, 0.6), (-0.4, 0.6)), 0.0014)
        ),
    ),
    Lesson(
        "kink",
        "A kink is not a minimum",
        "The values are 1, 2, …, 10, and run 1 stops at (7.5, 2.5), where 5 lies exactly half-way "
        "between the centroids: the gradient vanishes, but assigning 5 to the other centroid costs "
        "nothing, and J falls from there. Run 2 starts nearby and reaches the minimum (8, 3).",
        "What is J at the kink, and what is it at the minimum?",
        ls.Scenario("kmeans", "evenly-spaced", runs=_from(((9.0, 0.6), (9.6, 2.4)), 0.02)),
    ),
    Lesson(
        "sum-or-mean",
        "Sum or mean",
        "On the left is the mean over 100 samples, on the right their sum: the same minima, but "
        "100 times the gradient. A learning rate that suits the mean makes the sum diverge.",
        "By what factor must you lower the learning rate before the sum converges, too?",
        ls.Scenario(
            aggregation="mean", duel="aggregation", runs=_from(((0.6, 0.95), (1.7, 1.3)), 0.14)
        ),
    ),
    Lesson(
        "learning-rate",
        "Too large a learning rate",
        "Three runs start from one point in a bowl whose largest curvature is λmax. Below 1/λmax "
        "the path is smooth, between 1/λmax and 2/λmax it zigzags, and above 2/λmax every step "
        "leads further away.",
        "What is the largest learning rate that still converges?",
        ls.Scenario(
            "linear",
            runs=tuple(ls.Run((3.0, 1.5), "gd", rate, 80) for rate in (0.72, 0.6, 0.1)),
        ),
    ),
    Lesson(
        "nll-or-squared-error",
        "NLL against squared error",
        "The same model and data, under two losses. Far out, the squared error is so flat that a "
        "run hardly moves, while the NLL keeps its slope.",
        "How near must a run start for the squared error to reach its minimum, too?",
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
        "A line separates these labels without error, so larger weights are always better. J keeps "
        "falling, and the run moves outwards for ever in smaller and smaller steps.",
        "Double the number of steps: how much further does the run get?",
        ls.Scenario("logistic", "diagonal-split", runs=(ls.Run((-8.0, -8.0), "gd", 4.0, 200),)),
    ),
    Lesson(
        "momentum",
        "Momentum in a ravine",
        "In a curved ravine the gradient points across the ravine, and plain descent creeps along "
        "the floor. Momentum adds up what the steps have in common: the way along the floor.",
        "With the same learning rate and the same number of steps, how low does each run get?",
        ls.Scenario(
            "rosenbrock",
            runs=tuple(ls.Run((-1.2, 1.0), name, 0.0015, 400) for name in ("gd", "momentum")),
        ),
    ),
    Lesson(
        "race",
        "A race of optimizers",
        "Six optimizers share one start, each with a learning rate that suits it. Some take a "
        "direct path, some swing past the minimum, and fewer steps are not always cheaper.",
        "Which optimizer needs the fewest steps, and what does each of its steps cost?",
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
        "The start decides",
        "Peaks has three hollows of different depths, with flat ground around them. Descent knows "
        "only the slope under its feet: it ends in the hollow whose basin it starts in, or it "
        "leaves the window.",
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
        "learning rate. The four runs start close together, yet each ends at a different minimum.",
        "Set the learning rate to 0.014: what happens to the borders?",
        ls.Scenario(
            "himmelblau",
            basins=True,
            runs=_from(((-0.7, -1.4), (0.2, -1.4), (0.2, -0.4), (-0.7, -0.4)), 0.008),
        ),
    ),
    Lesson(
        "published-peaks",
        "A published descent",
        "A printed figure shows 200 steps of gradient descent on peaks with a learning rate of "
        "0.001, ending near (0.231, −1.617). This is that run, step by step.",
        "Has it arrived, or did it just run out of steps?",
        ls.Scenario("peaks", runs=(ls.Run((-0.27, -0.69), "gd", 0.001, 200),)),
    ),
    Lesson(
        "broadcasting-trap",
        "The broadcasting trap",
        "This published surface was computed from a (200, 1) prediction and a (200,) label vector. "
        "NumPy broadcast the two into a 200 × 200 table, so every point was given both labels.",
        "Choose “Spirals, own labels” under Data: where does the minimum go, and how low is it?",
        ls.Scenario(
            "logistic", "spirals-label-averaged", runs=_from(((0.8, -0.8), (-0.8, 0.8)), 0.015)
        ),
    ),
    Lesson(
        "network-slice",
        "A slice of a network",
        "A network has many weights; this is one plane through the space of all of them, with the "
        "trained weights at (0, 0). The plane has two hollows, which may be joined in the full "
        "space: the network has more directions.",
        "How much higher is the second hollow than the one near (0, 0)?",
        ls.Scenario("mlp", runs=_from(((0.9, 0.6), (-1.2, 0.6)), 0.05)),
    ),
    Lesson(
        "minibatches",
        "Minibatches never settle",
        "The first run uses all 60 samples at every step, the second only five, and different ones "
        "each time. The second gets near the minimum just as fast, but cannot settle there.",
        "Run it again with half the learning rate (½η): how does the jitter change?",
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
    """The lesson's place in the gallery, from 1."""
    return LESSONS.index(lesson) + 1
