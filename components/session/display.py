"""The display options of a figure."""

from __future__ import annotations

from dataclasses import dataclass

from losscore import Scenario


@dataclass(frozen=True, slots=True)
class Display:
    """A choice for each option of ``losscore.scenario.display``, by default the defaults."""

    colours: str = "slate"
    height: str = "linear"
    contours: str = "lines"
    minima: str = "shown"
    aspect: str = "cube"

    @classmethod
    def of(cls, scenario: Scenario) -> Display:
        """The choices of ``scenario``."""
        return cls(**{name: str(value) for name, value in scenario.display})


DEFAULT = Display()
