"""A request for an export: a scenario, a view of it, and a size. All values are bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass

import losscore as ls
from components.export.picture_options import BASE_URL, PICTURE
from losscore import checks
from losscore.checks import InputError

_URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(/[A-Za-z0-9._~/-]*)?")


@dataclass(frozen=True, slots=True)
class Request:
    """A scenario and how to show it. Raises InputError for values out of bounds.

    The fields are the options of ``picture_options``, with ``_`` for ``-``. If ``camera`` is None,
    the page's initial camera is used.
    """

    scenario: ls.Scenario
    view: str = "surface"
    theme: str = "light"
    width: int = 1000
    height: int = 750
    pixel_ratio: float = 1.0
    title: str = ""
    loss_axis: str = "linear"
    arrows: bool = False
    camera: tuple[float, float, float] | None = None
    base_url: str = BASE_URL

    def __post_init__(self) -> None:
        if not isinstance(self.scenario, ls.Scenario):
            raise InputError(f"scenario must be a Scenario, got {checks.shown(self.scenario)}")
        for option in PICTURE:
            field = field_of(option.name)
            value = getattr(self, field)
            if value is not None or option.default is not None:
                object.__setattr__(self, field, option.check(value))
        if self.camera is not None and not any(self.camera):
            raise InputError("camera must not be at the centre of the surface, got 0, 0, 0")
        object.__setattr__(self, "base_url", _base_url(self.base_url))

    @property
    def log(self) -> bool:
        """Whether the loss curve is J − J* on a logarithmic axis."""
        return self.loss_axis == "log"


def field_of(name: str) -> str:
    """The field of a request for the option ``name``."""
    return name.replace("-", "_")


def _base_url(value: str) -> str:
    if not _URL.fullmatch(value):
        raise InputError(
            f"base-url must have the form http(s)://host/path, got {checks.shown(value)}"
        )
    return value if value.endswith("/") else f"{value}/"
