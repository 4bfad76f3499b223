"""From J to the height at which it is drawn. No other module knows this mapping.

Linear: the height is J itself. Logarithmic: with J₀ the lowest value on the surface's grid,

    h(J) = log₁₀(max(J − J₀, 0) + ε),    ε = 10⁻³ (J_highest − J₀).

It is measured from the surface's own lowest value, so it works for every J, whether its minimum is
0, negative or unknown. ε bounds the depth to three decades, and a run that is a little lower than
all nodes of the grid is drawn at the bottom. assets/lab/views/curvature.mjs does the same in the
browser.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from components.session.display import Display
from components.session.motion import LIFT, MINIMUM_LIFT
from components.session.text import number
from losscore import Surface
from losscore.checks import FloatArray

DECADES = 3
MAX_DIGITS = 10


def loss_range(surface: Surface) -> tuple[float, float]:
    """The lowest and highest J of a surface, kept apart even if it is flat."""
    low, high = float(surface.z.min()), float(surface.z.max())
    return (low, high) if high > low else (low - 0.5, high + 0.5)


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
        low, high = loss_range(surface)
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
        """How far above the surface lines are drawn."""
        return LIFT * self.span

    def of_markers(self, loss: FloatArray) -> FloatArray:
        """Where markers of that ``loss`` are drawn."""
        return self(loss) + MINIMUM_LIFT * self.span

    def levels(self, count: int = 22) -> dict[str, float]:
        """Levels of contour lines: evenly spaced in height, away from both ends."""
        low, high = self.bounds
        step = (high - low) / count
        return {"start": low + 0.5 * step, "end": high, "size": step}

    @property
    def formula(self) -> str:
        """The formula for the height; empty if the height is J itself.

        J₀ is omitted if it is negligible compared with ε.
        """
        if not self.floor:
            return ""
        is_zero = abs(self.lowest) < 0.01 * self.floor
        sign = "−" if self.lowest > 0 else "+"
        distance = "J" if is_zero else f"J {sign} {number(abs(self.lowest), 3)}"
        return f"log₁₀({distance} + {number(self.floor, 2)})"

    @property
    def ticks(self) -> dict[str, list[float] | list[str]]:
        """Attributes of an axis with ticks at J₀ and at decades above it; none if it is linear."""
        if not self.floor:
            return {}
        span = self.highest - self.lowest
        first, last = math.ceil(math.log10(3 * self.floor)), math.floor(math.log10(span))
        marked = [self.lowest, *(self.lowest + 10.0**n for n in range(first, last + 1))]
        smallest = 10.0**first
        heights = self(np.array(marked)).tolist()
        return {"tickvals": heights, "ticktext": [_resolved(value, smallest) for value in marked]}


def _resolved(value: float, step: float) -> str:
    """``value`` with enough digits to resolve ``step``."""
    size = max(abs(value), step)
    return number(value, min(max(2 + math.floor(math.log10(size / step)), 2), MAX_DIGITS))
