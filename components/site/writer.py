"""Writing a static site: a folder to drop on any host, wherever on it."""

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
# Loaded when somebody opens the formulas.
FORMULAS = ("async-highlight.js", "async-markdown.js", "async-mathjax.js")
# A folder with this in it is a site of ours, and may be written again.
MARK = ".losscore-site"
PYODIDE = "pyodide/"

Tell = Callable[[str], None]


def write_site(site: Site, client: Any, tell: Tell) -> None:
    """Write ``site``, asking the lab through ``client``, a test client of its Flask application.

    ``tell`` hears of each page. Nothing is touched unless all can be written. Raises NoPlace for a
    folder that is not ours to fill or cannot be written, Told for what cannot be had.
    """
    check_folder(site)
    try:
        _write(site, site.folder.resolve(), client, tell)
    except OSError as error:
        raise cannot_write(site.folder, error) from error


def _write(site: Site, folder: Path, client: Any, tell: Tell) -> None:
    """Beside its place first, so that there is the whole site or what was there before."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".losscore-") as name:
        made = Path(name) / "site"
        _Writer(site, Frontend(client), made, tell).write()
        if _is_ours(folder):
            _put_in_place(made, folder, Path(name) / "old")
        else:
            shutil.copytree(made, folder, dirs_exist_ok=True)


def _is_ours(folder: Path) -> bool:
    """Whether nothing is lost with it: it is not there, is empty, or has been written by us."""
    return not folder.exists() or not any(folder.iterdir()) or (folder / MARK).exists()


def _put_in_place(made: Path, folder: Path, old: Path) -> None:
    """By renaming, in no time. The folder stays: somebody may be in it, and it may be a disk."""
    folder.mkdir(exist_ok=True)
    old.mkdir()
    for source, target in ((folder, old), (made, folder)):
        for child in list(source.iterdir()):
            shutil.move(child, target / child.name)


def check_folder(site: Site) -> None:
    """NoPlace when the folder holds what is not ours and nobody said that it may go on."""
    folder = site.folder
    if folder.exists() and not folder.is_dir():
        raise NoPlace(f"{folder} is a file: choose a folder")
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise NoPlace(f"{folder} cannot be written: nobody may write into {nearest}")
    if not _is_ours(folder) and not site.is_forced:
        raise NoPlace(f"{folder} is not empty: choose another folder, or write into it by --force")


class _Writer:
    """One site while it is written into an empty folder."""

    def __init__(self, site: Site, frontend: Frontend, folder: Path, tell: Tell) -> None:
        self._site, self._frontend, self._folder, self._tell = site, frontend, folder, tell
        self._styles, self._scripts = frontend.styles(), frontend.scripts()
        self._arrays = Arrays()

    def write(self) -> None:
        """Everything."""
        wheel = self._write_python()
        self._write_frontend()
        for page in self._site.pages:
            self._tell(f"{page.slug}: {page.title}")
            self._write_page(page, wheel)
        for name, content in self._arrays.files.items():
            self._share(name, content)
        self._put("index.html", index_html(self._site, self._styles).encode())
        if self._site.base_url:
            self._put("sitemap.xml", sitemap(self._site).encode())
        # Else GitHub would leave out what begins with an underscore.
        self._put(".nojekyll", b"")
        self._put(MARK, b"Written by losscore; it may be written again.\n")

    def _put(self, path: str, content: bytes) -> None:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def _share(self, path: str, content: bytes) -> None:
        self._put(f"{SHARED}/{path}", content)

    def _write_python(self) -> str:
        """Everything that Python needs in the browser; the name of the wheel."""
        name, wheel = build_wheel()
        self._share(name, wheel)
        self._share("lab.zip", build_lab())
        if self._site.is_vendored:
            self._tell(f"Pyodide {vendor.VERSION} and numpy")
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
        """What Dash's front end asks for first; lessons that are here are pages."""
        frontend = self._frontend
        slugs = {page.slug for page in self._site.pages}
        return {
            "config": frontend.config,
            "layout": _with_links(frontend.layout, slugs),
            "callbacks": frontend.callbacks,
        }

    def _write_page(self, page: SitePage, wheel: str) -> None:
        told = {
            "pyodide": PYODIDE if self._site.is_vendored else vendor.CDN,
            "wheel": wheel,
            "scripts": [link.path for link in self._scripts if link.is_packed],
            "search": page.search,
            "address": page.address,
            "pages": [other.slug for other in self._site.pages],
            "strangers": STRANGERS,
        }
        html = lesson_html(page, self._site, self._styles, self._scripts, told)
        self._put(f"{page.slug}/index.html", html.encode())
        self._put(f"{page.slug}/page.json.gz", pack_exchanges(self._recorded(page), self._arrays))

    def _recorded(self, page: SitePage) -> list[Exchange]:
        frontend = self._frontend
        visit = (frontend.ask, frontend.layout, frontend.callbacks, page.search)
        return [exchange for theme in THEMES for exchange in record(*visit, theme)]


def _with_links(value: Any, slugs: set[str]) -> Any:
    """A layout in which links to lessons lead to their pages, where those are."""
    if isinstance(value, list):
        return [_with_links(entry, slugs) for entry in value]
    if not isinstance(value, dict):
        return value
    copy = {name: _with_links(entry, slugs) for name, entry in value.items()}
    slug = str(copy.get("href", "")).removeprefix("?lesson=")
    return copy | ({"href": f"../{slug}/"} if slug in slugs else {})
