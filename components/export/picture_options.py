"""The options for how an export is drawn; ``options`` has all the others."""

from __future__ import annotations

from components.figures import THEMES
from losscore.registry import AnyOption, Choice, Parameter, Switch, Text, Vector

VIEWS = ("surface", "contour", "data", "loss")
MIN_SIDE, MAX_SIDE = 100, 4_000
MAX_EYE = 10.0
# Links and embed code point here by default.
BASE_URL = "http://127.0.0.1:8050/"

PICTURE: tuple[AnyOption, ...] = (
    Choice("view", "View", "surface", VIEWS, help="what is drawn; `contour` is the map"),
    Choice("theme", "Theme", "light", tuple(THEMES), help="the colours of the page"),
    Parameter(
        "width",
        "Width",
        1000,
        MIN_SIDE,
        MAX_SIDE,
        integer=True,
        help="of the picture, in CSS pixels",
    ),
    Parameter(
        "height",
        "Height",
        750,
        MIN_SIDE,
        MAX_SIDE,
        integer=True,
        help="of the picture, in CSS pixels",
    ),
    Parameter("pixel-ratio", "Pixel ratio", 1, 1, 4, help="image pixels per CSS pixel"),
    Text("title", "Title", help="above the picture"),
    Choice(
        "loss-axis",
        "Loss axis",
        "linear",
        ("linear", "log"),
        help="of the loss view: J, or J − J* on a logarithmic axis",
    ),
    Switch("arrows", "Arrows", help="draw each step on the map as an arrow"),
    Vector(
        "camera",
        "Camera",
        "X,Y,Z",
        -MAX_EYE,
        MAX_EYE,
        help="the position of a surface's camera, in units of its box",
    ),
    Text(
        "base-url",
        "Base URL",
        "http(s)://host/path",
        help="the address that serves the lab, for links and embed code",
        default=BASE_URL,
    ),
)
# The options that each kind of format uses.
LINK = ("base-url",)
FIGURE = ("view", "theme", "width", "height", "title", "loss-axis", "arrows", "camera")
IMAGE = (*FIGURE, "pixel-ratio")
