"""The registry of formats, from which command line, export menu, endpoints and tests are built.

A new format is one function ``write(request, progress) -> bytes`` in a module of ``formats`` and
one entry here. Its module is imported only when it writes, because some need Chromium's driver.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from components.export.file_names import file_name
from components.export.picture_options import FIGURE, IMAGE, LINK, VIEWS
from components.export.progress import Progress, ignore_progress
from components.export.request import Request
from losscore import checks

RASTER_NOTE = "a surface in 3-D is an image inside it; map, data and loss are true vectors"
GROUPS = ("Figure", "Animation", "Data", "Code", "Embed")


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing a request.

    Attributes
    ----------
    name, label, group : its name in programs and on screen, and its heading in the menu.
    writer : "module.function" of ``components.export.formats``.
    views : the views that it can show; empty if it does not depend on the view.
    options : the ``picture_options`` that affect it.
    is_text : whether it is text, which is always UTF-8.
    needs_chromium : whether it needs Chromium.
    tag : a word in its file names that distinguishes it from formats with the same extension.
    note : what people should know before they choose it, or "".
    short : a shorter label for the menu, whose heading gives the context; "" for the same label.
    action : what the page does: "draw" it in the browser, "show" it for copying, or "fetch" it
        from the server.
    ratios : the pixel ratios that the menu offers besides 1.
    """

    name: str
    label: str
    group: str
    extension: str
    media_type: str
    writer: str
    views: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    is_text: bool = False
    needs_chromium: bool = False
    tag: str = ""
    note: str = ""
    short: str = ""
    action: str = "fetch"
    ratios: tuple[int, ...] = ()

    def write(self, request: Request, progress: Progress) -> bytes:
        """``request`` in this format."""
        module, function = self.writer.split(".")
        writers = import_module(f"components.export.formats.{module}")
        written: bytes = getattr(writers, function)(request, progress)
        return written

    def file_name(self, request: Request) -> str:
        """The default name of a file."""
        ratio = f"{request.pixel_ratio:g}x".replace(".", "-") if request.pixel_ratio != 1.0 else ""
        words = (request.view, ratio) * bool(self.views) + (self.tag,)
        return file_name(request, self.extension, words)


# The message if a format needs Chromium and there is none.
INSTALL = (
    "This needs Chromium, and none was found: install it (Debian, Ubuntu: apt install chromium; "
    "macOS: brew install --cask chromium; or Google Chrome), or set BROWSER_PATH to its executable."
)

_FORMATS = (
    Format(
        name="png",
        label="PNG",
        group="Figure",
        extension="png",
        media_type="image/png",
        writer="image.write_png",
        views=VIEWS,
        options=IMAGE,
        needs_chromium=True,
        action="draw",
        ratios=(2,),
    ),
    Format(
        name="svg",
        label="SVG",
        group="Figure",
        extension="svg",
        media_type="image/svg+xml",
        writer="image.write_svg",
        views=VIEWS,
        options=IMAGE,
        is_text=True,
        needs_chromium=True,
        note=RASTER_NOTE,
        action="draw",
    ),
    Format(
        name="pdf",
        label="PDF",
        group="Figure",
        extension="pdf",
        media_type="application/pdf",
        writer="image.write_pdf",
        views=VIEWS,
        options=IMAGE,
        needs_chromium=True,
        note=RASTER_NOTE,
    ),
    *(
        Format(
            name=name,
            label=label,
            group="Animation",
            extension=name,
            media_type=media_type,
            writer=writer,
            views=VIEWS,
            options=IMAGE,
            needs_chromium=True,
        )
        for name, label, media_type, writer in (
            ("gif", "GIF", "image/gif", "animation.write_gif"),
            ("mp4", "MP4", "video/mp4", "animation.write_mp4"),
            ("webm", "WebM", "video/webm", "animation.write_webm"),
        )
    ),
    Format(
        name="html",
        label="HTML page",
        group="Animation",
        extension="html",
        media_type="text/html",
        writer="html.write",
        views=VIEWS,
        options=FIGURE,
        is_text=True,
        note="one file that plays offline",
    ),
    Format(
        name="csv",
        label="Steps of the runs, CSV",
        group="Data",
        extension="csv",
        media_type="text/csv",
        writer="tables.write_runs",
        is_text=True,
        tag="runs",
        short="Runs, CSV",
    ),
    Format(
        name="surface-csv",
        label="Surface, CSV",
        group="Data",
        extension="csv",
        media_type="text/csv",
        writer="tables.write_surface",
        is_text=True,
        tag="table",
    ),
    Format(
        name="npz",
        label="Surface, minima, runs and data, NPZ",
        group="Data",
        extension="npz",
        media_type="application/octet-stream",
        writer="tables.write_arrays",
        short="All arrays, NPZ",
    ),
    Format(
        name="py",
        label="Python script",
        group="Code",
        extension="py",
        media_type="text/x-python",
        writer="code.write_script",
        options=("title", *LINK),
        is_text=True,
        action="show",
    ),
    Format(
        name="ipynb",
        label="Notebook",
        group="Code",
        extension="ipynb",
        media_type="application/x-ipynb+json",
        writer="code.write_notebook",
        options=("title", *LINK),
        is_text=True,
    ),
    Format(
        name="json",
        label="Plotly JSON",
        group="Embed",
        extension="json",
        media_type="application/json",
        writer="plotly_json.write",
        views=VIEWS,
        options=FIGURE,
        is_text=True,
    ),
    Format(
        name="json-plotly1",
        label="Plotly JSON for plotly.js 1",
        group="Embed",
        extension="json",
        media_type="application/json",
        writer="plotly1_json.write",
        views=VIEWS,
        options=FIGURE,
        is_text=True,
        tag="plotly1",
        note="for pages that load plotly-latest.min.js, which is version 1.58.5",
        short="JSON for plotly.js 1.58",
    ),
    Format(
        name="iframe",
        label="Embed code",
        group="Embed",
        extension="html",
        media_type="text/html",
        writer="embed.write_iframe",
        options=("title", "width", "height", *LINK),
        is_text=True,
        tag="embed",
        action="show",
    ),
    Format(
        name="link",
        label="Link",
        group="Embed",
        extension="txt",
        media_type="text/plain",
        writer="embed.write_link",
        options=LINK,
        is_text=True,
        tag="link",
        action="show",
    ),
)

FORMATS = {entry.name: entry for entry in _FORMATS}


def export(name: str, request: Request, progress: Progress = ignore_progress) -> bytes:
    """``request`` in format ``name``; ValueError if it is unknown or cannot show the view."""
    chosen = FORMATS[checks.choice("format", name, FORMATS)]
    if chosen.views:
        checks.choice(f"view of {name}", request.view, chosen.views)
    return chosen.write(request, progress)
