"""The contents of a static site, and how options describe them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import losscore as ls
from components.session.address import read_address, write_address
from components.session.lessons import BY_SLUG, LESSONS, Lesson, number_of
from losscore import checks
from losscore.checks import InputError

MOST_PAGES = 100


@dataclass(frozen=True, slots=True)
class SitePage:
    """One live page: its folder (``slug``), the scenario that it opens with, and its description.

    ``search`` is the query that opens it, and ``scenario`` is what that query shows.
    """

    slug: str
    title: str
    text: str
    question: str
    search: str
    scenario: ls.Scenario

    @property
    def address(self) -> str:
        """The query that the page, once open, writes into its own address."""
        return write_address(self.scenario, self.slug if self.slug in BY_SLUG else "")


@dataclass(frozen=True, slots=True)
class Site:
    """Where to write a site, and its pages. ``base_url`` is its public address, if known."""

    folder: Path
    pages: tuple[SitePage, ...]
    base_url: str = ""
    is_vendored: bool = False
    is_forced: bool = False
    # A folder that holds Pyodide's files; None means to fetch them.
    pyodide: Path | None = None

    def __post_init__(self) -> None:
        if not self.pages:
            raise InputError("a site must have at least one page, got none")
        if len(self.pages) > MOST_PAGES:
            raise InputError(f"a site must have at most {MOST_PAGES} pages, got {len(self.pages)}")
        if self.base_url and urlsplit(self.base_url).scheme not in ("http", "https"):
            got = checks.shown(self.base_url)
            raise InputError(f"base-url must begin with https:// or http://, got {got}")


def lesson_pages(names: str) -> list[SitePage]:
    """Pages of the lessons ``names``: "all", "none", or slugs separated by commas."""
    slugs = [name.strip() for name in names.split(",") if name.strip()]
    if slugs == ["all"]:
        return [_of_lesson(lesson) for lesson in LESSONS]
    if slugs == ["none"]:
        return []
    return [_of_lesson(BY_SLUG[checks.choice("lesson", slug, BY_SLUG)]) for slug in slugs]


def _of_lesson(lesson: Lesson) -> SitePage:
    title = f"Lesson {number_of(lesson)} · {lesson.title}"
    search = f"?lesson={lesson.slug}"
    return SitePage(lesson.slug, title, lesson.text, lesson.question, search, lesson.scenario)


def scenario_pages(queries: Iterable[str]) -> list[SitePage]:
    """Pages of scenarios, each written as in an address. Raises InputError for a bad one."""
    pages: list[SitePage] = []
    for query in queries:
        text = query.removeprefix("?")
        # Unlike read_address, this is strict: no page may silently differ from what was meant.
        ls.Scenario.from_query(text)
        scenario = read_address(text).scenario
        spec = ls.problems()[scenario.problem]
        slug = _unique(_slug(scenario), [page.slug for page in pages])
        pages.append(SitePage(slug, spec.label, spec.description, "", f"?{text}", scenario))
    return pages


def _slug(scenario: ls.Scenario) -> str:
    parts = (scenario.problem, scenario.dataset, *(run.optimizer for run in scenario.runs[-1:]))
    return re.sub(r"[^a-z0-9]+", "-", "-".join(part for part in parts if part).lower())


def _unique(slug: str, taken: Iterable[str]) -> str:
    """``slug``, with a number appended if it is already taken."""
    used = {*taken, *BY_SLUG, "lab"}
    numbered = (f"{slug}-{n}" for n in range(2, MOST_PAGES + 2))
    return slug if slug not in used else next(name for name in numbered if name not in used)
