"""Figures, animations, data and code of a scenario, as files; ``registry`` lists them."""

from components.export.progress import Cancelled, Progress
from components.export.registry import FORMATS, Format, export
from components.export.request import VIEWS, Request

__all__ = ["FORMATS", "VIEWS", "Cancelled", "Format", "Progress", "Request", "export"]
