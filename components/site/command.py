"""The command ``python app.py site``, which writes a static site."""

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
    """Add the command ``site`` to the command line."""
    parser = commands.add_parser(
        "site",
        help="write a static site whose pages compute in the browser",
        description="Write a folder to upload to GitHub Pages or any other web host: an index and\n"
        "live pages. losscore runs in the browser, so the pages need no server of their own.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder to write")
    parser.add_argument(
        "--lessons",
        metavar="SLUGS",
        help='lessons to write, separated by commas, or "all" or "none" '
        "(default: all; none if --scenario is given)",
    )
    parser.add_argument(
        "--scenario",
        metavar="QUERY",
        action="append",
        default=[],
        help="add a page for this scenario, written as in the lab's address; can be repeated",
    )
    parser.add_argument("--base-url", metavar="URL", default="", help="public address of the site")
    parser.add_argument(
        "--vendor",
        action="store_true",
        help="include Pyodide and numpy (16 MB), so that the pages need no other host",
    )
    parser.add_argument(
        "--pyodide",
        metavar="DIR",
        type=Path,
        help="with --vendor: take Pyodide's files from this folder, for example when their host "
        "(cdn.jsdelivr.net) cannot be reached",
    )
    parser.add_argument(
        "--force", action="store_true", help="write into a folder even if it holds other files"
    )


def site_of(options: argparse.Namespace) -> Site:
    """The site that the options describe. Raises InputError if they are wrong."""
    if options.pyodide and not options.vendor:
        raise InputError("--pyodide needs --vendor: it names the folder that --vendor copies from")
    lessons = options.lessons or ("none" if options.scenario else "all")
    return Site(
        options.folder,
        (*lesson_pages(lessons), *scenario_pages(options.scenario)),
        base_url=options.base_url,
        is_vendored=options.vendor,
        is_forced=options.force,
        pyodide=options.pyodide,
    )


def run(options: argparse.Namespace, client: Any, report: Callable[[str], None]) -> None:
    """Write the site from the answers of ``client``. Raises InputError, Refusal or OSError."""
    site = site_of(options)
    write_site(site, client, report)
    size = sum(file.stat().st_size for file in site.folder.rglob("*") if file.is_file())
    count = len(site.pages)
    pages = f"{count} page{'s' * (count > 1)}"
    report(f"Wrote {pages} ({size / 1e6:.1f} MB) to {site.folder}. Any web host can serve it.")
