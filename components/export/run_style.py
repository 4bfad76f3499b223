"""How runs look on a still picture, where nobody can point at one to ask which it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import losscore as ls
from components.session.palette import PALETTE, optimizer_colour
from components.session.text import number

# As on the page: shapes that plotly has in 2-D and in 3-D.
SYMBOLS = (
    "circle",
    "square",
    "diamond",
    "cross",
    "x",
    "circle-open",
    "square-open",
    "diamond-open",
)
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


@dataclass(frozen=True, slots=True)
class RunStyle:
    """Colour, shape of the ball, dash of the line where it is flat, and name in the legend."""

    colour: str
    symbol: str
    dash: str
    name: str

    @property
    def start_symbol(self) -> str:
        """The start is hollow, as far as there is such a shape."""
        is_hollow = self.symbol in ("cross", "x") or self.symbol.endswith("-open")
        return self.symbol if is_hollow else f"{self.symbol}-open"


def run_styles_of(runs: Sequence[ls.Run]) -> tuple[RunStyle, ...]:
    """Each run in the colour of its optimizer, as on the page.

    Runs of one optimizer from one start would lie on each other in one colour: then each run gets
    a colour of its own. Lines of one colour differ in their dashes, as on the page, too.
    """
    colours = _colours(runs)
    seen: Counter[str] = Counter()
    looks = []
    for index, (run, colour) in enumerate(zip(runs, colours, strict=True)):
        symbol = SYMBOLS[index % len(SYMBOLS)]
        looks.append(RunStyle(colour, symbol, DASHES[seen[colour] % len(DASHES)], _name(run, runs)))
        seen[colour] += 1
    return tuple(looks)


def _colours(runs: Sequence[ls.Run]) -> list[str]:
    if len({(run.optimizer, run.start) for run in runs}) == len(runs):
        return [optimizer_colour(run.optimizer) for run in runs]
    palette = tuple(PALETTE.values())
    return [palette[index % len(palette)] for index in range(len(runs))]


def _name(run: ls.Run, runs: Sequence[ls.Run]) -> str:
    """What tells ``run`` from the others."""
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
