"""The HTML of a static site: its live pages, in the lab's own template, and the index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from components.page.html_page import PAGE
from components.site.dash_assets import Link
from components.site.options import Site, SitePage

SHARED = "lab"
ABOUT = "Explore loss surfaces and run optimizers on them. Python runs in your browser."


def lesson_html(
    page: SitePage, site: Site, styles: Iterable[Link], scripts: Iterable[Link], config: Any
) -> str:
    """A live page; ``config`` is for its script, ``page/site.mjs``."""
    shared = f"../{SHARED}/"
    plain = [link.path for link in scripts if not link.is_packed]
    loaded = [f'<script defer src="{shared}{escape(path)}"></script>' for path in plain]
    return _render(
        {
            "metas": _metas(site, f"{page.slug}/"),
            "title": escape(f"{page.title} · losscore"),
            "favicon": f'<link rel="icon" href="{shared}assets/logo.svg">',
            "css": _styles(styles, shared),
            "app_entry": _ENTRY,
            # A "<" could end the script element early.
            "config": '<script id="page" type="application/json">'
            f"{json.dumps(config).replace('<', chr(92) + 'u003c')}</script>",
            "scripts": "\n".join(loaded),
            "renderer": f'{_EMBEDDED}<script type="module" src="{shared}site/site.mjs"></script>',
        }
    )


def index_html(site: Site, styles: Iterable[Link]) -> str:
    """The list of all pages."""
    cards = "\n".join(_card(page) for page in site.pages)
    return _render(
        {
            "metas": _metas(site, ""),
            "title": "losscore · loss surfaces",
            "favicon": f'<link rel="icon" href="{SHARED}/assets/logo.svg">',
            "css": _styles(styles, f"{SHARED}/"),
            "app_entry": _INDEX.format(about=escape(ABOUT), cards=cards),
            "config": "",
            "scripts": "",
            "renderer": f'<script type="module" src="{SHARED}/site/index.mjs"></script>',
        }
    )


def sitemap(site: Site) -> str:
    """The site map for search engines; it needs ``base_url``."""
    base = site.base_url.rstrip("/")
    places = ["", *(f"{page.slug}/" for page in site.pages)]
    listed = "\n".join(f"<url><loc>{escape(f'{base}/{place}')}</loc></url>" for place in places)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}\n</urlset>\n'
    )


def _render(parts: Mapping[str, str]) -> str:
    html = PAGE
    for name, part in parts.items():
        html = html.replace(f"{{%{name}%}}", part)
    return html


def _metas(site: Site, place: str) -> str:
    metas = ['<meta charset="utf-8">']
    if site.base_url:
        address = escape(f"{site.base_url.rstrip('/')}/{place}")
        metas.append(f'<link rel="canonical" href="{address}">')
    return "\n".join(metas)


def _styles(links: Iterable[Link], shared: str) -> str:
    paths = [link.path for link in links] + ["site/site.css"]
    return "\n".join(f'<link rel="stylesheet" href="{shared}{escape(path)}">' for path in paths)


def _card(page: SitePage) -> str:
    question = f'<p class="question">{escape(page.question)}</p>' if page.question else ""
    return (
        f'<a class="lesson-card" href="{escape(page.slug)}/">'
        f"<h3>{escape(page.title)}</h3><p>{escape(page.text)}</p>{question}</a>"
    )


# A static host has no /embed, so an iframe asks for that view with the fragment #embed.
_EMBEDDED = (
    '<script>document.documentElement.classList.toggle("is-embedded", location.hash === "#embed")'
    "</script>"
)
_ENTRY = """<div id="react-entry-point"></div>
<div id="python-status" class="python-status" role="status"></div>
<noscript>This page runs in your browser and needs JavaScript.</noscript>"""
_INDEX = """<header>
<div class="brand"><span class="logo"></span>losscore</div>
<button type="button" id="theme-switch" class="btn-quiet" aria-label="Light or dark"
 title="Light or dark"><i class="bi bi-circle-half" aria-hidden="true"></i></button>
</header>
<main class="index">
<h1>Loss surfaces</h1>
<p>{about}</p>
<nav aria-label="Pages">
{cards}
</nav>
</main>"""
