"""Figures, animations, data and code of a scenario, as files; ``registry`` lists them."""

from components.export.picture_options import VIEWS
from components.export.progress import Cancelled, Progress
from components.export.registry import FORMATS, Format, export
from components.export.request import Request

__all__ = ["FORMATS", "VIEWS", "Cancelled", "Format", "Progress", "Request", "export"]
