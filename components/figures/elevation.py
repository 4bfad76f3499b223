"""From J to the height at which it is drawn. Nothing else knows of it.

Linear: the height is J itself. Logarithmic: with J₀ the lowest value on the surface's grid,

    h(J) = log₁₀(max(J − J₀, 0) + ε),    ε = 10⁻⁴ (J_highest − J₀).

Measured from the surface's own lowest value, it holds for every J, be its minimum 0, negative or
unknown; ε bounds the depth: four decades are seen, and a run that is a little lower than all nodes
of the grid is drawn at the bottom. assets/lab/elevation.mjs says the same to the browser.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from components.figures import parts
from components.figures.display import Display
from components.wording import number
from losscore import Surface
from losscore.checks import FloatArray

DECADES = 4
# How far things are drawn above the surface, as a share of its height: lines just so that they do
# not sink into the facets between grid nodes, markers so that they are clear of it on all sides.
LIFT = 0.012
MARKER_LIFT = 0.045


@dataclass(frozen=True, slots=True)
class Elevation:
    """Heights of a surface whose J runs from ``lowest`` to ``highest``.

    ``floor`` is the ε above, in units of J; 0 for the linear height.
    """

    lowest: float
    highest: float
    floor: float = 0.0

    @classmethod
    def of(cls, surface: Surface, display: Display) -> Elevation:
        """The heights of ``surface``."""
        low, high = parts.height(surface)
        return cls(low, high, 10.0**-DECADES * (high - low) if display.height == "log" else 0.0)

    def __call__(self, loss: FloatArray) -> FloatArray:
        """The heights at which values of J are drawn."""
        if not self.floor:
            return np.asarray(loss, dtype=float)
        return np.log10(np.maximum(np.subtract(loss, self.lowest), 0.0) + self.floor)

    @property
    def bounds(self) -> tuple[float, float]:
        """The heights of the lowest and of the highest J."""
        low, high = self(np.array([self.lowest, self.highest])).tolist()
        return low, high

    @property
    def span(self) -> float:
        """The height of the whole surface."""
        low, high = self.bounds
        return high - low

    @property
    def lift(self) -> float:
        """How far above the surface lines are drawn on it."""
        return LIFT * self.span

    def of_markers(self, loss: FloatArray) -> FloatArray:
        """Where markers of that ``loss`` are drawn."""
        return self(loss) + MARKER_LIFT * self.span

    def levels(self, count: int = 22) -> dict[str, float]:
        """Levels of contour lines: evenly spaced in height, away from both ends."""
        low, high = self.bounds
        step = (high - low) / count
        return {"start": low + 0.5 * step, "end": high, "size": step}

    @property
    def title(self) -> str:
        """What the height shows; J₀ is left out where it is nothing beside ε."""
        if not self.floor:
            return "J"
        if abs(self.lowest) < 0.01 * self.floor:
            return "J, log"
        sign = "−" if self.lowest > 0 else "+"
        return f"J {sign} {number(abs(self.lowest))}, log"

    @property
    def ticks(self) -> dict[str, list[float] | list[str]]:
        """Attributes of an axis that marks J − J₀ = 0 and the decades; none where it is linear."""
        if not self.floor:
            return {}
        first = math.ceil(math.log10(3 * self.floor))
        last = math.floor(math.log10(self.highest - self.lowest))
        marked = [0.0, *(10.0**exponent for exponent in range(first, last + 1))]
        heights = self(np.add(marked, self.lowest))
        return {"tickvals": heights.tolist(), "ticktext": [number(value) for value in marked]}
