"""The registry of formats: command line, export menu, endpoints and tests are built from it.

A new format is one function ``write(request, progress) -> bytes`` and one entry here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from components.export import (
    animation,
    embed,
    html,
    image,
    json_current,
    json_plotly1,
    snippet,
    tables,
)
from components.export.naming import file_name
from components.export.progress import Progress, unheard
from components.export.request import VIEWS, Request
from losscore import checks

GROUPS = ("Figure", "Animation", "Data", "Code", "Embed")


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing a request.

    Attributes
    ----------
    name, label, group : what programs and people call it, and its heading in the menu.
    views : the views that it can show; none where it does not depend on the view.
    is_text : whether it can be printed; all text is UTF-8.
    needs_chromium : whether a Chromium must be there.
    tag : a word in the names of its files, which tells it from others of the same extension.
    note : what a person should know before choosing it, or "".
    """

    name: str
    label: str
    group: str
    extension: str
    media_type: str
    write: Callable[[Request, Progress], bytes]
    views: tuple[str, ...] = ()
    is_text: bool = False
    needs_chromium: bool = False
    tag: str = ""
    note: str = ""

    def file_name(self, request: Request) -> str:
        """A sensible name for a file."""
        scale = f"{request.scale:g}x".replace(".", "-") if request.scale != 1.0 else ""
        words = (request.view, scale) * bool(self.views) + (self.tag,)
        return file_name(request, self.extension, words)


_FORMATS = (
    Format(
        name="png",
        label="PNG",
        group="Figure",
        extension="png",
        media_type="image/png",
        write=image.write_png,
        views=VIEWS,
        needs_chromium=True,
    ),
    Format(
        name="svg",
        label="SVG",
        group="Figure",
        extension="svg",
        media_type="image/svg+xml",
        write=image.write_svg,
        views=VIEWS,
        is_text=True,
        needs_chromium=True,
        note=image.RASTER_NOTE,
    ),
    Format(
        name="pdf",
        label="PDF",
        group="Figure",
        extension="pdf",
        media_type="application/pdf",
        write=image.write_pdf,
        views=VIEWS,
        needs_chromium=True,
        note=image.RASTER_NOTE,
    ),
    *(
        Format(
            name=name,
            label=label,
            group="Animation",
            extension=name,
            media_type=media_type,
            write=write,
            views=VIEWS,
            needs_chromium=True,
        )
        for name, label, media_type, write in (
            ("gif", "GIF", "image/gif", animation.write_gif),
            ("mp4", "MP4", "video/mp4", animation.write_mp4),
            ("webm", "WebM", "video/webm", animation.write_webm),
        )
    ),
    Format(
        name="html",
        label="HTML page",
        group="Animation",
        extension="html",
        media_type="text/html",
        write=html.write,
        views=VIEWS,
        is_text=True,
        note="one file that plays offline",
    ),
    Format(
        name="csv",
        label="Steps of the runs, CSV",
        group="Data",
        extension="csv",
        media_type="text/csv",
        write=tables.write_runs,
        is_text=True,
        tag="runs",
    ),
    Format(
        name="surface-csv",
        label="Surface, CSV",
        group="Data",
        extension="csv",
        media_type="text/csv",
        write=tables.write_surface,
        is_text=True,
        tag="table",
    ),
    Format(
        name="npz",
        label="Surface, minima, runs and data, NPZ",
        group="Data",
        extension="npz",
        media_type="application/octet-stream",
        write=tables.write_arrays,
    ),
    Format(
        name="py",
        label="Python script",
        group="Code",
        extension="py",
        media_type="text/x-python",
        write=snippet.write_script,
        is_text=True,
    ),
    Format(
        name="ipynb",
        label="Notebook",
        group="Code",
        extension="ipynb",
        media_type="application/x-ipynb+json",
        write=snippet.write_notebook,
        is_text=True,
    ),
    Format(
        name="json",
        label="Plotly JSON",
        group="Embed",
        extension="json",
        media_type="application/json",
        write=json_current.write,
        views=VIEWS,
        is_text=True,
    ),
    Format(
        name="json-plotly1",
        label="Plotly JSON for plotly.js 1",
        group="Embed",
        extension="json",
        media_type="application/json",
        write=json_plotly1.write,
        views=VIEWS,
        is_text=True,
        tag="plotly1",
        note="for pages that load plotly-latest.min.js, which is version 1.58.5",
    ),
    Format(
        name="iframe",
        label="Embed code",
        group="Embed",
        extension="html",
        media_type="text/html",
        write=embed.write_iframe,
        is_text=True,
        tag="embed",
    ),
    Format(
        name="link",
        label="Link",
        group="Embed",
        extension="txt",
        media_type="text/plain",
        write=embed.write_link,
        is_text=True,
        tag="link",
    ),
)

FORMATS = {entry.name: entry for entry in _FORMATS}


def export(name: str, request: Request, progress: Progress = unheard) -> bytes:
    """``request`` as ``name``; ValueError for an unknown format or a view that it cannot show."""
    chosen = FORMATS[checks.choice("format", name, FORMATS)]
    if chosen.views:
        checks.choice(f"view of {name}", request.view, chosen.views)
    return chosen.write(request, progress)
