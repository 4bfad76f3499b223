"""How a figure is drawn where that is a matter of choice: ``losscore.display`` as one value."""

from __future__ import annotations

from dataclasses import dataclass

from losscore import Scenario


@dataclass(frozen=True, slots=True)
class Display:
    """One of the choices for each option of ``losscore.display``; at first, the defaults."""

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
