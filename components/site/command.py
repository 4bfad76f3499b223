"""``python app.py site``: a static site from the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from components.site.options import Site, lesson_pages, scenario_pages
from components.site.writer import write_site
from losscore.checks import InputError

EXAMPLES = """examples:
  python app.py site public
  python app.py site public --lessons two-minima,momentum --vendor
  python app.py site public --scenario 'problem=himmelblau&run=-0.5,-1,momentum,0.001,200'"""


def add_command(commands: Any) -> None:
    """Add ``site`` to the commands of the command line."""
    parser = commands.add_parser(
        "site",
        help="write a static site whose pages compute in the browser",
        description="Write a folder to drop on GitHub Pages or any other host: an index, and live "
        "pages on which losscore runs in the browser. They need no server.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder to write")
    parser.add_argument(
        "--lessons",
        metavar="SLUGS",
        help='pages of these lessons, "all" or "none" (default: all, or none with --scenario)',
    )
    parser.add_argument(
        "--scenario",
        metavar="QUERY",
        action="append",
        default=[],
        help="a page of this scenario, written as in the lab's address; may be given again",
    )
    parser.add_argument("--base-url", metavar="URL", default="", help="where the site will be seen")
    parser.add_argument(
        "--vendor",
        action="store_true",
        help="put Pyodide and numpy beside the pages (16 MB), so that they need no other host",
    )
    parser.add_argument(
        "--pyodide",
        metavar="DIR",
        type=Path,
        help="with --vendor: a folder that holds Pyodide's files, where its own host "
        "(cdn.jsdelivr.net) cannot be reached",
    )
    parser.add_argument(
        "--force", action="store_true", help="write into a folder that holds other files"
    )


def site_of(options: argparse.Namespace) -> Site:
    """The site that the options describe; ValueError where they are wrong."""
    if options.pyodide and not options.vendor:
        raise InputError("--pyodide says where --vendor takes its files from: it goes with it")
    lessons = options.lessons or ("none" if options.scenario else "all")
    return Site(
        options.folder,
        (*lesson_pages(lessons), *scenario_pages(options.scenario)),
        base_url=options.base_url,
        is_vendored=options.vendor,
        is_forced=options.force,
        pyodide=options.pyodide,
    )


def run(options: argparse.Namespace, client: Any, tell: Callable[[str], None]) -> None:
    """Write the site, asking the lab through ``client``; ValueError, OSError: what is wrong."""
    site = site_of(options)
    write_site(site, client, tell)
    size = sum(file.stat().st_size for file in site.folder.rglob("*") if file.is_file())
    count = len(site.pages)
    tell(f"{count} page{'s' * (count > 1)}, {size / 1e6:.1f} MB: serve {site.folder} from any host")
