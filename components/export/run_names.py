"""Names and looks that distinguish the runs of a still picture, which has no hover labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import losscore as ls
from components.session.palette import PALETTE, optimizer_colour
from components.session.text import number


def told_apart(runs: Sequence[ls.Run]) -> list[dict[str, Any]]:
    """Colour, number and turn of each run, for ``components.figures.motion``, and its name.

    Colours are those of the optimizers, as on the page. If two runs share their optimizer and
    start, they would cover each other in the same colour; then each run gets its own colour.
    """
    seen: Counter[str] = Counter()
    looks = []
    for index, (run, colour) in enumerate(zip(runs, _colours(runs), strict=True)):
        looks.append(
            {
                "colour": colour,
                "number": index + 1,
                "turn": seen[colour],
                "name": _name(run, runs),
            }
        )
        seen[colour] += 1
    return looks


def _colours(runs: Sequence[ls.Run]) -> list[str]:
    if len({(run.optimizer, run.start) for run in runs}) == len(runs):
        return [optimizer_colour(run.optimizer) for run in runs]
    palette = tuple(PALETTE.values())
    return [palette[index % len(palette)] for index in range(len(runs))]


def _name(run: ls.Run, runs: Sequence[ls.Run]) -> str:
    """The settings that distinguish ``run`` from the others."""
    parts = {
        "optimizer": ls.optimizers()[run.optimizer].label,
        "learning_rate": f"η = {number(run.learning_rate)}",
        "hyper": ", ".join(f"{name} = {number(value)}" for name, value in run.hyper),
        "batch_size": f"batches of {run.batch_size}" if run.batch_size else "",
        "seed": f"seed {run.seed}",
        "start": f"from ({number(run.start[0])}, {number(run.start[1])})",
    }
    telling = [
        text for field, text in parts.items() if len({getattr(other, field) for other in runs}) > 1
    ]
    return ", ".join(text for text in telling if text) or parts["optimizer"]
