"""How a figure is drawn where that is a matter of choice."""

from __future__ import annotations

from dataclasses import dataclass

from losscore import Scenario


@dataclass(frozen=True, slots=True)
class Display:
    """One choice for each of ``losscore.scenario.display``'s options; at first, the defaults."""

    colours: str = "slate"
    height: str = "linear"
    contours: str = "lines"
    minima: str = "shown"
    aspect: str = "cube"

    @classmethod
    def of(cls, scenario: Scenario) -> Display:
        """What ``scenario`` chose."""
        return cls(**{name: str(value) for name, value in scenario.display})


DEFAULT = Display()
