"""Figures, animations, data and code of a scenario, as files. See ``formats`` for what there is."""

from components.export import driver  # noqa: F401 - before anything else imports Kaleido
from components.export.formats import FORMATS, Format, export
from components.export.progress import Cancelled, Progress
from components.export.request import VIEWS, Request

__all__ = ["FORMATS", "VIEWS", "Cancelled", "Format", "Progress", "Request", "export"]
