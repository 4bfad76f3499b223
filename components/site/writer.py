"""Writes a static site: a folder for any web host, at any path on it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from components.figures import THEMES
from components.session.text import NoPlace, cannot_write
from components.site import vendor
from components.site.dash_assets import DCC, GRAPH, Frontend
from components.site.options import Site, SitePage
from components.site.packing import Arrays, pack, pack_exchanges, pack_json
from components.site.pages import SHARED, index_html, lesson_html, sitemap
from components.site.record_session import Exchange, record
from components.site.sources import ROOT, build_lab, build_wheel
from losscore.scenario.query import STRANGERS

PAGE_FILES = Path(__file__).parent / "page"
MODULES = ROOT / "assets" / "lab"
PICTURES = ROOT / "assets"
# Loaded when a visitor opens the formulas.
FORMULAS = ("async-highlight.js", "async-markdown.js", "async-mathjax.js")
# Marks a folder that we wrote, and may therefore replace.
MARK = ".losscore-site"
PYODIDE = "pyodide/"

Report = Callable[[str], None]


def write_site(site: Site, client: Any, report: Report) -> None:
    """Write ``site``, reading the lab through ``client``, a test client of its Flask application.

    ``report`` receives a line for each page. Nothing is touched until the whole site is built.
    Raises NoPlace for a folder that holds other files or cannot be written, and Refusal for files
    that are not available.
    """
    check_folder(site)
    try:
        _write(site, site.folder.resolve(), client, report)
    except OSError as error:
        raise cannot_write(site.folder, error) from error


def _write(site: Site, folder: Path, client: Any, report: Report) -> None:
    """Build the site beside its folder first, so that a failed build leaves the folder alone."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".losscore-") as name:
        made = Path(name) / "site"
        _Writer(site, Frontend(client), made, report).write()
        if _is_replaceable(folder):
            _put_in_place(made, folder, Path(name) / "old")
        else:
            shutil.copytree(made, folder, dirs_exist_ok=True)


def _is_replaceable(folder: Path) -> bool:
    """Whether ``folder`` may be replaced: it does not exist, is empty, or was written by us."""
    return not folder.exists() or not any(folder.iterdir()) or (folder / MARK).exists()


def _put_in_place(made: Path, folder: Path, old: Path) -> None:
    """Swap the contents by renaming. The folder stays: it may be a mount point, or in use."""
    folder.mkdir(exist_ok=True)
    old.mkdir()
    for source, target in ((folder, old), (made, folder)):
        for child in list(source.iterdir()):
            shutil.move(child, target / child.name)


def check_folder(site: Site) -> None:
    """Raise NoPlace for a folder that is not writable, or holds other files without --force."""
    folder = site.folder
    if folder.exists() and not folder.is_dir():
        raise NoPlace(f"{folder} is a file: choose a folder")
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise NoPlace(f"{folder} cannot be written: {nearest} is not a writable folder")
    if not _is_replaceable(folder) and not site.is_forced:
        raise NoPlace(
            f"{folder} is not empty: choose another folder, or use --force to write into it"
        )


class _Writer:
    """Writes one site into an empty folder."""

    def __init__(self, site: Site, frontend: Frontend, folder: Path, report: Report) -> None:
        self._site, self._frontend, self._folder, self._report = site, frontend, folder, report
        self._styles, self._scripts = frontend.styles(), frontend.scripts()
        self._arrays = Arrays()

    def write(self) -> None:
        """Write everything."""
        wheel = self._write_python()
        self._write_frontend()
        for page in self._site.pages:
            self._report(f"{page.slug}: {page.title}")
            self._write_page(page, wheel)
        for name, content in self._arrays.files.items():
            self._share(name, content)
        self._put("index.html", index_html(self._site, self._styles).encode())
        if self._site.base_url:
            self._put("sitemap.xml", sitemap(self._site).encode())
        # Otherwise GitHub would leave out files that begin with an underscore.
        self._put(".nojekyll", b"")
        self._put(
            MARK,
            b"Written by losscore, which replaces this folder when it writes the site again.\n",
        )

    def _put(self, path: str, content: bytes) -> None:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def _share(self, path: str, content: bytes) -> None:
        self._put(f"{SHARED}/{path}", content)

    def _write_python(self) -> str:
        """Write everything that Python needs in the browser; return the name of the wheel."""
        name, wheel = build_wheel()
        self._share(name, wheel)
        self._share("lab.zip", build_lab())
        if self._site.is_vendored:
            self._report(f"Pyodide {vendor.VERSION} and numpy")
            folder = self._site.pyodide
            files = vendor.from_folder(folder) if folder else vendor.fetch()
            for file, content in files.items():
                self._share(PYODIDE + file, content)
        return name

    def _write_frontend(self) -> None:
        frontend = self._frontend
        for link in (*self._styles, *self._scripts):
            content = frontend.content(link.address)
            self._share(link.path, pack(content) if link.is_packed else content)
        self._share(f"dash/{GRAPH}", frontend.suite(DCC + GRAPH))
        for name in FORMULAS:
            self._share(f"dash/{name}.gz", pack(frontend.suite(DCC + name)))
        for module in MODULES.rglob("*.mjs"):
            path = module.relative_to(MODULES).as_posix()
            self._share(f"assets/lab/{path}", module.read_bytes())
        for picture in PICTURES.glob("*.svg"):
            self._share(f"assets/{picture.name}", picture.read_bytes())
        for file in PAGE_FILES.iterdir():
            self._share(f"site/{file.name}", file.read_bytes())
        self._share("lab.json.gz", pack_json(self._lab()))

    def _lab(self) -> dict[str, Any]:
        """What Dash's front end loads first, with links to the lessons that have pages."""
        frontend = self._frontend
        slugs = {page.slug for page in self._site.pages}
        return {
            "config": frontend.config,
            "layout": _with_links(frontend.layout, slugs),
            "callbacks": frontend.callbacks,
        }

    def _write_page(self, page: SitePage, wheel: str) -> None:
        config = {
            "pyodide": PYODIDE if self._site.is_vendored else vendor.CDN,
            "wheel": wheel,
            "scripts": [link.path for link in self._scripts if link.is_packed],
            "search": page.search,
            "address": page.address,
            "pages": [other.slug for other in self._site.pages],
            "strangers": STRANGERS,
        }
        html = lesson_html(page, self._site, self._styles, self._scripts, config)
        self._put(f"{page.slug}/index.html", html.encode())
        self._put(f"{page.slug}/page.json.gz", pack_exchanges(self._recorded(page), self._arrays))

    def _recorded(self, page: SitePage) -> list[Exchange]:
        frontend = self._frontend
        session = (frontend.ask, frontend.layout, frontend.callbacks, page.search)
        return [exchange for theme in THEMES for exchange in record(*session, theme)]


def _with_links(value: Any, slugs: set[str]) -> Any:
    """The layout with its lesson links leading to the pages of those lessons, if there are any."""
    if isinstance(value, list):
        return [_with_links(entry, slugs) for entry in value]
    if not isinstance(value, dict):
        return value
    copy = {name: _with_links(entry, slugs) for name, entry in value.items()}
    slug = str(copy.get("href", "")).removeprefix("?lesson=")
    return copy | ({"href": f"../{slug}/"} if slug in slugs else {})
