"""What is to be exported: a scenario, seen in one way, in one size. Everything is bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass

import losscore as ls
from components.figures import THEMES
from losscore import checks
from losscore.checks import InputError

VIEWS = ("surface", "contour", "data", "loss")
MIN_SIDE, MAX_SIDE = 100, 4_000
MAX_SCALE = 4.0
MAX_TITLE = 200
MAX_URL = 200
MAX_EYE = 10.0
# Where the lab is served when nothing else is said; links and embed code point there.
BASE_URL = "http://127.0.0.1:8050/"
_URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(/[A-Za-z0-9._~/-]*)?")


@dataclass(frozen=True, slots=True)
class Request:
    """A scenario and how it is to be shown. Raises ValueError for anything out of bounds.

    Attributes
    ----------
    view : surface, contour, data or loss.
    theme : light or dark.
    width, height : of a picture, in CSS pixels; an image has ``scale`` times as many.
    title : plain text above the picture; "" for none.
    log : whether the loss curve is J − J* on a logarithmic axis.
    arrows : whether each step on the contour map is an arrow.
    eye : where the camera of a surface is, in units of its box; None for the page's first view.
    base_url : where the lab is served, for links and embed code.
    """

    scenario: ls.Scenario
    view: str = "surface"
    theme: str = "light"
    width: int = 1000
    height: int = 750
    scale: float = 1.0
    title: str = ""
    log: bool = False
    arrows: bool = False
    eye: tuple[float, float, float] | None = None
    base_url: str = BASE_URL

    def __post_init__(self) -> None:
        if not isinstance(self.scenario, ls.Scenario):
            raise InputError(f"scenario must be a Scenario, got {checks.shown(self.scenario)}")
        checked = {
            "view": checks.choice("view", self.view, VIEWS),
            "theme": checks.choice("theme", self.theme, THEMES),
            "width": checks.integer("width", self.width, low=MIN_SIDE, high=MAX_SIDE),
            "height": checks.integer("height", self.height, low=MIN_SIDE, high=MAX_SIDE),
            "scale": checks.number("scale", self.scale, low=1.0, high=MAX_SCALE),
            "title": _title(self.title),
            "log": checks.boolean("log", self.log),
            "arrows": checks.boolean("arrows", self.arrows),
            "eye": None if self.eye is None else _eye(self.eye),
            "base_url": _base_url(self.base_url),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)


def _title(value: object) -> str:
    if not isinstance(value, str) or not all(mark.isprintable() for mark in value):
        raise InputError(f"title must be one line of text, got {checks.shown(value)}")
    if len(value) > MAX_TITLE:
        raise InputError(f"title must have at most {MAX_TITLE} characters, got {len(value)}")
    return value.strip()


def _eye(value: object) -> tuple[float, float, float]:
    if not isinstance(value, tuple | list) or len(value) != 3:
        raise InputError(f"eye must be three numbers, got {checks.shown(value)}")
    x, y, z = (checks.number("eye", part, low=-MAX_EYE, high=MAX_EYE) for part in value)
    if x == y == z == 0.0:
        raise InputError("eye must not be in the middle of the surface, got 0, 0, 0")
    return x, y, z


def _base_url(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_URL or not _URL.fullmatch(value):
        raise InputError(f"base_url must read http(s)://host/path, got {checks.shown(value)}")
    return value if value.endswith("/") else f"{value}/"
