"""How an export is drawn: the options of a picture, once; ``options`` has those of all else."""

from __future__ import annotations

from components.figures import THEMES
from losscore.registry import AnyOption, Choice, Parameter, Switch, Text, Vector

VIEWS = ("surface", "contour", "data", "loss")
MIN_SIDE, MAX_SIDE = 100, 4_000
MAX_EYE = 10.0
# Where the lab is served when nothing else is said; links and embed code point there.
BASE_URL = "http://127.0.0.1:8050/"

PICTURE: tuple[AnyOption, ...] = (
    Choice("view", "View", "surface", VIEWS, help="what is drawn; `contour` is the map"),
    Choice("theme", "Theme", "light", tuple(THEMES), help="the colours of the page"),
    Parameter(
        "width", "Width", 1000, MIN_SIDE, MAX_SIDE, integer=True, help="of the picture, CSS pixels"
    ),
    Parameter(
        "height", "Height", 750, MIN_SIDE, MAX_SIDE, integer=True, help="of the picture, CSS pixels"
    ),
    Parameter("pixel-ratio", "Pixel ratio", 1, 1, 4, help="pixels of an image for each CSS pixel"),
    Text("title", "Title", help="above the picture"),
    Choice(
        "loss-axis",
        "Loss axis",
        "linear",
        ("linear", "log"),
        help="of the loss view: J, or J − J* on a logarithmic axis",
    ),
    Switch("arrows", "Arrows", help="each step on the map as an arrow"),
    Vector(
        "camera",
        "Camera",
        "X,Y,Z",
        -MAX_EYE,
        MAX_EYE,
        help="where the camera of a surface stands, in units of its box",
    ),
    Text(
        "base-url",
        "Base URL",
        "http(s)://host/path",
        help="where the lab is served, for links and embed code",
        default=BASE_URL,
    ),
)
# What formats use of these, by what they are.
LINK = ("base-url",)
FIGURE = ("view", "theme", "width", "height", "title", "loss-axis", "arrows", "camera")
IMAGE = (*FIGURE, "pixel-ratio")
